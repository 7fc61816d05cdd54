"""What people read in a form, apart from its structure.

Keys are `<id>.<attribute>`; an option's label is `<option id>.label`; the preamble is `preamble`.
"""

import hashlib
import json
from collections.abc import Callable, Mapping

from applications.formbuilder.field_types import field_types
from applications.formbuilder.schema import FormSchema, Question

Change = Callable[[str, str], str]


def map_texts(schema: FormSchema, change: Change) -> FormSchema:
    """Return the form with every text replaced by `change(key, text)`."""
    return schema.model_copy(
        update={
            "preamble": change("preamble", schema.preamble),
            "criteria": tuple(
                item.model_copy(
                    update={
                        name: change(f"{item.id}.{name}", getattr(item, name))
                        for name in ("label", "help", "explanation")
                    }
                )
                for item in schema.criteria
            ),
            "steps": tuple(
                step.model_copy(
                    update={
                        "title": change(f"{step.id}.title", step.title),
                        "introduction": change(f"{step.id}.introduction", step.introduction),
                        "questions": tuple(map_question(item, change) for item in step.questions),
                    }
                )
                for step in schema.steps
            ),
            "documents": tuple(map_question(item, change) for item in schema.documents),
            "statements": tuple(
                item.model_copy(update={"text": change(f"{item.id}.text", item.text)})
                for item in schema.statements
            ),
        }
    )


def map_question(question: Question, change: Change) -> Question:
    """Return the question with every text replaced."""
    update: dict[str, object] = {
        name: change(f"{question.id}.{name}", getattr(question, name))
        for name in ("label", "help", "example")
    }
    update["settings"] = field_types.get(question.type).map_texts(question, change)
    update["questions"] = tuple(map_question(child, change) for child in question.questions)
    return question.model_copy(update=update)


def texts_of(schema: FormSchema) -> dict[str, str]:
    """Return every text that is not empty, by key."""
    found: dict[str, str] = {}

    def collect(key: str, text: str) -> str:
        if text:
            found[key] = text
        return text

    map_texts(schema, collect)
    return found


def with_texts(schema: FormSchema, texts: Mapping[str, str]) -> FormSchema:
    """Return the form with the texts of another language; what is missing stays."""
    return map_texts(schema, lambda key, text: texts.get(key) or text)


def digests(schema: FormSchema) -> tuple[str, str]:
    """Return two digests: of the structure without its texts, and of the texts."""
    structure = without_notes(map_texts(schema, lambda _key, _text: ""))
    texts = {**texts_of(schema), **notes_of(schema)}
    return digest(structure.model_dump(mode="json")), digest(texts)


def without_notes(schema: FormSchema) -> FormSchema:
    """Return the form without what only officers read: changing it changes no structure."""

    def bare(question: Question) -> Question:
        children = tuple(bare(child) for child in question.questions)
        return question.model_copy(update={"staff_note": "", "questions": children})

    return schema.model_copy(
        update={
            "steps": tuple(
                step.model_copy(update={"questions": tuple(map(bare, step.questions))})
                for step in schema.steps
            ),
            "documents": tuple(map(bare, schema.documents)),
        }
    )


def notes_of(schema: FormSchema) -> dict[str, str]:
    """Return the notes for officers that are not empty, by key; they are never translated."""
    todo = [*(item for step in schema.steps for item in step.questions), *schema.documents]
    found = {}
    while todo:
        question = todo.pop()
        todo += question.questions
        if question.staff_note:
            found[f"{question.id}.staff_note"] = question.staff_note
    return found


def digest(value: object) -> str:
    """Return the SHA-256 of a JSON value in its canonical form."""
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
