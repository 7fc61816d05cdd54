"""A form as a JSON document: written, read back, described, so that it moves and lives in git."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from wagtail.blocks import RichTextBlock

from applications.formbuilder import checks
from applications.formbuilder.field_types import field_types
from applications.formbuilder.reference_checks import Problem
from applications.formbuilder.schema import FormSchema, JsonValue, Question

MOST_CHARACTERS = 1_000_000
JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
STRUCTURE = frozenset({"br", "figcaption", "figure", "hr", "img", "li", "ol", "p", "span", "ul"})
TITLES = frozenset({"h2", "h3", "h4", "h5", "h6"})
WORDS = frozenset(
    {"b", "code", "del", "em", "i", "mark", "s", "small", "strong", "sub", "sup", "u"}
)
TAGS = STRUCTURE | TITLES | WORDS | {"a", "u"}
ATTRIBUTES = frozenset(
    {"alt", "class", "dir", "height", "href", "hreflang", "id", "lang", "loading", "rel"}
    | {"sizes", "src", "srcset", "title", "width"}
)
ADDRESS = re.compile(r"^(https?:|mailto:|tel:|/(?!/)|#|$)", re.IGNORECASE)


class FormRefused(Exception):
    """A document that is no form, or one that could not be filled; each reason has its place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(f"{one.place}: {one.message}" for one in problems))


# --- Writing and reading --------------------------------------------------------------------


def write(schema: FormSchema) -> str:
    """Return the document of a form: the same form always gives the same text."""
    return json.dumps(schema.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"


def read(text: str) -> FormSchema:
    """Return the form of a document; raises `FormRefused` unless it could be published as it is."""
    schema = parse(text)
    problems = list(unreadable(schema)) or [*foreign_html(schema), *checks.check(schema)]
    if problems:
        raise FormRefused(problems)
    return schema


def parse(text: str) -> FormSchema:
    """Return the form a document describes, finished or not; raises `FormRefused`."""
    if len(text) > MOST_CHARACTERS:
        raise FormRefused([Problem("", _("Document"), _("It is too long to be a form."))])
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        place = _("Line %(line)d, column %(column)d") % where
        raise FormRefused([Problem("", place, _("This is not JSON."))]) from error
    except RecursionError as error:
        raise FormRefused([Problem("", _("Document"), _("It is nested too deeply."))]) from error
    try:
        return FormSchema.model_validate(data)
    except ValidationError as error:
        found = [
            Problem(node_of(data, one["loc"]), place_of(data, one["loc"]), reason_of(one))
            for one in error.errors()
        ]
        raise FormRefused(found) from error


def unreadable(schema: FormSchema) -> Iterator[Problem]:
    """Yield the questions of a type nobody knows, or whose settings their type cannot read."""
    for question, place in every_question(schema):
        if question.type not in field_types:
            message = _("Its type is unknown: %(type)s.") % {"type": question.type}
            yield Problem(question.id, place, message)
            continue
        try:
            field_types.get(question.type).settings(question)
        except ValidationError as error:
            for one in error.errors():
                where = " › ".join([place, "settings", *map(str, one["loc"])])
                yield Problem(question.id, where, reason_of(one))


def every_question(schema: FormSchema) -> Iterator[tuple[Question, str]]:
    """Yield the questions of the steps, those of their rows and the documents, with their place."""
    for step in schema.steps:
        yield from with_children(step.questions, step.title)
    yield from with_children(schema.documents, _("Supporting documents"))


def with_children(questions: Sequence[Question], where: str) -> Iterator[tuple[Question, str]]:
    """Yield questions and those of their rows, with their place."""
    for question in questions:
        place = f"{where} › {question.label or question.id}"
        yield question, place
        yield from with_children(question.questions, place)


def reason_of(error: ErrorDetails) -> str:
    """Say what is wrong with one value, without pydantic's English."""
    if error["type"] == "missing":
        return _("It is missing.")
    if error["type"] == "extra_forbidden":
        return _("Forms hold no such thing.")
    if error["type"] in {"literal_error", "union_tag_invalid"}:
        context = error.get("ctx") or {}
        expected = str(context.get("expected") or context.get("expected_tags") or "")
        return _("This value is not known. Expected: %(expected)s.") % {"expected": expected}
    return _("This value cannot be read.")


def place_of(data: JsonValue, location: Sequence[str | int]) -> str:
    """Say where a value stands: keys, ranks and the labels met on the way."""
    words, here = [], data
    for key in location:
        here = step_into(here, key)
        if not isinstance(key, int):
            words.append(key)
            continue
        label = here.get("label") or here.get("title") if isinstance(here, Mapping) else ""
        words.append(f"{key + 1} “{label}”" if label else str(key + 1))
    return " › ".join(words) or _("Document")


def node_of(data: JsonValue, location: Sequence[str | int]) -> str:
    """Return the id of the nearest part of the form around a value."""
    found, here = "", data
    for key in location:
        here = step_into(here, key)
        if isinstance(here, Mapping) and isinstance(here.get("id"), str):
            found = here["id"]
    return found


def step_into(value: JsonValue, key: str | int) -> JsonValue:
    """Return what stands under a key; nothing where pydantic names a branch and not a key."""
    if isinstance(value, Mapping):
        return value.get(key, value)
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        return value[key]
    return value


# --- HTML -----------------------------------------------------------------------------------


def foreign_html(schema: FormSchema) -> Iterator[Problem]:
    """Yield the rich texts that hold what no editor could have written: pages show them as is."""
    texts = [("", _("Preamble"), schema.preamble)]
    for question, place in every_question(schema):
        texts += rich_texts(question, place)
    for place_id, place, html in texts:
        for found in dict.fromkeys(HtmlCheck(html).refused):
            message = _("This text holds HTML that is not accepted: %(found)s.") % {"found": found}
            yield Problem(place_id, place, message)


def rich_texts(question: Question, place: str) -> list[tuple[str, str, str]]:
    """Return the rich texts among the settings of a question."""
    editor = field_types.get(question.type).editor
    return [
        (question.id, place, str(question.settings.get(name) or ""))
        for name, block in (*editor.always, *editor.rare)
        if isinstance(block, RichTextBlock)
    ]


class HtmlCheck(HTMLParser):
    """Lists the tags, attributes and addresses the editor never writes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.refused: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check one tag and its attributes."""
        if tag not in TAGS:
            self.refused.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES and not name.startswith("data-"):
                self.refused.append(name)
            elif name in {"href", "src"} and not ADDRESS.match((value or "").strip()):
                self.refused.append(f"{name}=“{value}”")

    def handle_decl(self, decl: str) -> None:
        """Refuse declarations."""
        self.refused.append(f"<!{decl}>")

    def handle_comment(self, data: str) -> None:
        """Refuse comments: some browsers once read them."""
        self.refused.append("<!-- -->")

    def handle_pi(self, data: str) -> None:
        """Refuse processing instructions."""
        self.refused.append(f"<?{data}>")


# --- JSON Schema ----------------------------------------------------------------------------


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a form's document, the settings of each type included."""
    document = FormSchema.model_json_schema(ref_template="#/$defs/{model}")
    definitions = document["$defs"]
    question = definitions["Question"]
    question["properties"]["type"]["enum"] = [field_type.code for field_type in field_types]
    question["allOf"] = []
    for field_type in field_types:
        name = f"settings_{field_type.code}"
        settings = field_type.settings_model.model_json_schema(
            ref_template=f"#/$defs/{name}_{{model}}"
        )
        for part, definition in settings.pop("$defs", {}).items():
            definitions[f"{name}_{part}"] = definition
        definitions[name] = {**settings, "title": f"Settings of “{field_type.code}”"}
        question["allOf"].append(
            {
                "if": {"properties": {"type": {"const": field_type.code}}},
                "then": {"properties": {"settings": {"$ref": f"#/$defs/{name}"}}},
            }
        )
    return {"$schema": JSON_SCHEMA, **document}
