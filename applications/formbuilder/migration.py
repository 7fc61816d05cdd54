"""Carrying a draft's answers from one version to another: nothing is lost.

An answer whose question is gone, or whose option is, stays readable under
`orphan:<question id>` (`orphan:<question id>.<row id>.<child id>` for a cell), and comes back with
its question; one whose question changed type is kept as typed, under `raw:<question id>`, when it
cannot be read anew.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from applications.formbuilder.base import RAW_PREFIX, FieldContext, FieldType
from applications.formbuilder.composite import CompositeType
from applications.formbuilder.field_types import field_types
from applications.formbuilder.rows import Row, rows_of
from applications.formbuilder.schema import FormSchema, JsonValue, Question
from applications.formbuilder.states import UNREADABLE

ORPHAN_PREFIX = "orphan:"

Answers = Mapping[str, JsonValue]


def carry(answers: Answers, old: FormSchema, new: FormSchema) -> dict[str, JsonValue]:
    """Return the answers as the new version reads them."""
    return carry_between(answers, questions_of(old), questions_of(new))


def carry_between(
    answers: Answers, before: Mapping[str, Question], after: Mapping[str, Question]
) -> dict[str, JsonValue]:
    """Return the answers to some questions, of a form or of a row, as others read them."""
    carried = dict(answers)
    for question_id, question in before.items():
        raw, value = carried.get(RAW_PREFIX + question_id), carried.get(question_id)
        target, old_type = after.get(question_id), field_types.get(question.type)
        if target is None:
            words = (
                said(old_type, value, question) if raw is None else old_type.typed(raw, question)
            )
            carried.pop(RAW_PREFIX + question_id, None)
            carried.pop(question_id, None)
            keep_orphan(carried, question, words, value)
            continue
        if raw is not None and is_composite(target):
            keep_orphan(
                carried, question, old_type.typed(carried.pop(RAW_PREFIX + question_id), question)
            )
        elif isinstance(raw, list | Mapping) and target.type != question.type:
            carried[RAW_PREFIX + question_id] = old_type.typed(raw, question)
        if old_type.is_answered(value) and not old_type.is_computed:
            carry_one(carried, question, target)
    for question_id, question in after.items():
        if question_id not in before:
            bring_back(carried, question)
    return carried


def bring_back(carried: dict[str, JsonValue], question: Question) -> None:
    """Give a question that is back the answer kept for it, when it can still be read."""
    orphan, field_type = carried.get(ORPHAN_PREFIX + question.id), field_types.get(question.type)
    if not isinstance(orphan, Mapping) or orphan.get("type") != question.type:
        return
    if field_type.is_answered(carried.get(question.id)) or not field_type.is_input:
        return
    value = converted_value(orphan.get("value"), "", field_type, question, field_type)
    if field_type.is_answered(value):
        carried[question.id] = value
        del carried[ORPHAN_PREFIX + question.id]


def carry_one(carried: dict[str, JsonValue], old: Question, new: Question) -> None:
    """Carry one answer to a question that is still there."""
    old_type, new_type = field_types.get(old.type), field_types.get(new.type)
    value = carried[old.id]
    if is_composite(old) and is_composite(new):
        carry_rows(carried, old, new)
        return
    if old.type == new.type:
        keep_known_options(carried, old, new)
        return
    words = said(old_type, value, old)
    carried[old.id] = None
    if not new_type.is_input or new_type.is_file or is_composite(old) or is_composite(new):
        keep_orphan(carried, old, words)
        return
    converted = converted_value(value, words, old_type, new, new_type)
    if new_type.is_answered(converted):
        carried[old.id] = converted
    elif getattr(new_type.settings(new), "choices", None) is not None:
        keep_orphan(carried, old, words)
    else:
        carried[RAW_PREFIX + old.id] = words


def is_composite(question: Question) -> bool:
    """Tell whether an answer is made of rows."""
    return isinstance(field_types.get(question.type), CompositeType)


def carry_rows(carried: dict[str, JsonValue], old: Question, new: Question) -> None:
    """Carry rows one by one: what a row no longer asks, or a row that is gone, stays readable."""
    old_type, new_type = composite_type(old), composite_type(new)
    rows = rows_of(carried[old.id])
    before = {child.id: child for child in old_type.children(old)}
    after = {child.id: child for child in new_type.children(new)}
    stays = RowsThatStay(old_type.fixed_rows(old), new_type.fixed_rows(new), new_type, new)
    kept = []
    for row, place in zip(rows, old_type.places(old, rows), strict=True):
        where = old.model_copy(
            update={"id": f"{old.id}.{row['id']}", "label": f"{old.label} – {place}"}
        )
        if row["id"] not in stays:
            keep_orphan(carried, where, ", ".join(old_type.row_words(old, row)))
            continue
        answers = carry_between(row["answers"], before, after)
        for key in [key for key in answers if key.startswith(ORPHAN_PREFIX)]:
            child, orphan = key.removeprefix(ORPHAN_PREFIX), answers.pop(key)
            label = f"{where.label} – {orphan['label']}"
            carried[f"{ORPHAN_PREFIX}{where.id}.{child}"] = {"label": label, "text": orphan["text"]}
        answers = {key: value for key, value in answers.items() if value is not None}
        if answers:
            kept.append(Row(id=row["id"], answers=answers))
    carried[old.id] = kept or None


@dataclass(frozen=True, slots=True)
class RowsThatStay:
    """Which rows of an answer the new question still has room for."""

    before: Mapping[str, str]
    after: Mapping[str, str]
    type: CompositeType[Any]
    question: Question

    def __contains__(self, row: str) -> bool:
        if row in self.before:
            return row in self.after
        return row in self.after or self.type.row_bounds(self.question).is_open


def composite_type(question: Question) -> CompositeType[Any]:
    """Return the type of a composite question."""
    field_type = field_types.get(question.type)
    if not isinstance(field_type, CompositeType):
        raise TypeError(question.type)
    return field_type


def keep_known_options(carried: dict[str, JsonValue], old: Question, new: Question) -> None:
    """Keep the chosen options that are still there; those gone stay readable."""
    old_type, new_type = field_types.get(old.type), field_types.get(new.type)
    value = carried[old.id]
    chosen = value if isinstance(value, list) else [value]
    gone = [item for item in chosen if not new_type.offers(item, new)]
    if gone:
        is_many = isinstance(value, list)
        words = [old_type.constant_display(one, old) for one in gone] if is_many else []
        keep_orphan(carried, old, ", ".join(words) or said(old_type, value, old))
        kept = [item for item in chosen if item not in gone]
        carried[old.id] = kept if kept else None


def converted_value(
    value: JsonValue,
    words: str,
    old_type: FieldType[Any],
    new: Question,
    new_type: FieldType[Any],
) -> JsonValue:
    """Return the answer as the new type reads it, or nothing."""
    field = new_type.form_field(new, FieldContext(language="fr"))
    for typed in (*as_typed(old_type, value), value, [value], words):
        if isinstance(field, forms.CharField) and not isinstance(typed, str | int):
            continue
        try:
            converted = new_type.to_json(field.clean(typed))
        except (ValidationError, *UNREADABLE):
            continue
        if new_type.is_answered(converted):
            return converted
    return None


def as_typed(field_type: FieldType[Any], value: JsonValue) -> list[Any]:
    """Return what a person would have typed for an answer, when it can be told."""
    try:
        return [field_type.from_json(value)]
    except UNREADABLE:
        return []


def said(field_type: FieldType[Any], value: JsonValue, question: Question) -> str:
    """Say an answer in words, whatever it is worth."""
    if value in (None, "", []):
        return ""
    try:
        shown = field_type.display(value, question)
    except UNREADABLE:
        shown = value
    return ", ".join(str(one) for one in shown) if isinstance(shown, list) else str(shown)


def keep_orphan(
    carried: dict[str, JsonValue], question: Question, words: str, value: JsonValue = None
) -> None:
    """Keep an answer readable, with the words of its question; `value` may come back with it."""
    if words:
        kept = {"label": question.label, "text": words}
        if value is not None:
            kept |= {"type": question.type, "value": value}
        carried[ORPHAN_PREFIX + question.id] = kept


def orphans(answers: Answers) -> Iterator[tuple[str, str, str]]:
    """Yield the id, the label and the words of each answer no question asks any more."""
    for key, value in answers.items():
        if key.startswith(ORPHAN_PREFIX) and isinstance(value, Mapping):
            yield key.removeprefix(ORPHAN_PREFIX), str(value["label"]), str(value["text"])


def questions_of(schema: FormSchema) -> dict[str, Question]:
    """Return the questions of the steps, by id."""
    return {question.id: question for step in schema.steps for question in step.questions}
