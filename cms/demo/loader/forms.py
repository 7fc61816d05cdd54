"""From the readable form of a data file to the schema of the engine."""

from typing import Any

from applications.formbuilder import formulas, texts as form_texts
from applications.formbuilder.schema import FormSchema
from cms.demo.loader.data import Entry, stable_id
from cms.demo.loader.site import one_line

HTML_KEYS = {"html", "preamble"}
ID_KEYS = {"id", "question", "other", "requested"}
ID_LISTS = {"terms", "minus"}
NODE_KEYS = {"help", "example", "introduction", "explanation"}


def schema_of(aid: Entry) -> FormSchema:
    """Return the form of an aid; its readable ids become stable UUIDs, references included."""
    form = aid.get("form") or {}
    known = readable_ids(form)
    return FormSchema.model_validate(
        {
            "preamble": one_line(form.get("preamble") or ""),
            "criteria": [_node(item, aid, known) for item in form.get("criteria") or []],
            "steps": [_node(item, aid, known) for item in form.get("steps") or []],
            "documents": [
                _node({"type": "file", **item}, aid, known) for item in form.get("documents") or []
            ],
            "statements": [_node(item, aid, known) for item in form.get("statements") or []],
        }
    )


def translated(schema: FormSchema, aid: Entry, words: dict[str, str]) -> FormSchema:
    """Return the form with the texts of another language (`<readable id>.<attribute>`)."""
    texts: dict[str, str] = {}
    for key, text in words.items():
        owner, dot, attribute = key.rpartition(".")
        texts[f"{stable_id(aid['slug'], owner)}.{attribute}" if dot else key] = one_line(text)
    missing = form_texts.texts_of(schema).keys() - texts.keys()
    if missing:
        raise ValueError(f"{aid['slug']}: {len(missing)} texts of the form are not translated")
    return form_texts.with_texts(schema, texts)


def readable_ids(value: Any) -> set[str]:
    """Return every id of a form, those of options included."""
    if isinstance(value, dict):
        own = {value["id"]} if "id" in value else set()
        return own.union(*(readable_ids(item) for item in value.values()))
    if isinstance(value, list):
        return set().union(*(readable_ids(item) for item in value))
    return set()


def _node(value: Any, aid: Entry, known: set[str], key: str = "") -> Any:
    """Copy a part of the form, its ids made stable and its empty texts made texts."""
    if isinstance(value, dict):
        return {name: _node(item, aid, known, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_node(item, aid, known, key) for item in value]
    if value is None and key in NODE_KEYS:
        return ""
    if key in ID_KEYS or (key in ID_LISTS | {"value"} and str(value).partition(".")[0] in known):
        return named(value, aid, known)
    if key == "formula":
        return formulas.map_references(value, lambda name: named(name, aid, known))
    if key in HTML_KEYS and isinstance(value, str):
        return one_line(value)
    return value


def named(name: str, aid: Entry, known: set[str]) -> str:
    """Return the stable id of a readable one; a total is `<question>.<total>`."""
    owner, dot, total = name.partition(".")
    if total in known:
        total = stable_id(aid["slug"], total)
    return f"{stable_id(aid['slug'], owner)}{dot}{total}"
