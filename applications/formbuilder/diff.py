"""What changed between two versions, in words for the people who fill or edit the form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from applications.formbuilder.field_types import field_types
from applications.formbuilder.schema import Criterion, FormSchema, Question, Step, SwornStatement
from applications.formbuilder.setting_words import changed_settings

UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Change:
    """One change and its words: `added`, `removed`, `reworded`, `moved`, `changed`, `unseen`.

    What is `unseen` makes no difference to applicants.
    """

    kind: str
    text: str


def describe(old: FormSchema, new: FormSchema) -> list[Change]:
    """Return every change, in the order of the form; nothing when nothing changed."""
    return [
        *preamble_changes(old, new),
        *criteria_changes(old.criteria, new.criteria),
        *step_changes(old, new),
        *question_changes(placed(old), placed(new)),
        *document_changes(old, new),
        *statement_changes(old.statements, new.statements),
    ]


def preamble_changes(old: FormSchema, new: FormSchema) -> Iterator[Change]:
    """Yield the change of the preamble."""
    if old.preamble != new.preamble:
        yield Change("reworded", _("The preamble changed."))


def criteria_changes(old: Sequence[Criterion], new: Sequence[Criterion]) -> Iterator[Change]:
    """Yield the changes of the criteria."""
    before, after = {item.id: item for item in old}, {item.id: item for item in new}
    for item in old:
        if item.id not in after:
            yield Change("removed", _("Criterion removed: “%(label)s”.") % {"label": item.label})
    for item in new:
        known = before.get(item.id)
        if known is None:
            yield Change("added", _("Criterion added: “%(label)s”.") % {"label": item.label})
        elif known.label != item.label:
            yield Change("reworded", reworded(known.label, item.label))
        elif known != item:
            yield Change("changed", _("Criterion changed: “%(label)s”.") % {"label": item.label})


def step_changes(old: FormSchema, new: FormSchema) -> Iterator[Change]:
    """Yield the changes of the steps themselves."""
    before, after = {step.id: step for step in old.steps}, {step.id: step for step in new.steps}
    for step in old.steps:
        if step.id not in after:
            yield Change("removed", _("Step removed: “%(title)s”.") % {"title": step.title})
    for step in new.steps:
        known = before.get(step.id)
        if known is None:
            yield Change("added", _("Step added: “%(title)s”.") % {"title": step.title})
        else:
            yield from one_step_changes(known, step)
    if [key for key in before if key in after] != [key for key in after if key in before]:
        yield Change("moved", _("The order of the steps changed."))


def one_step_changes(old: Step, new: Step) -> Iterator[Change]:
    """Yield the changes of one step, its questions apart."""
    if old.title != new.title:
        yield Change("reworded", reworded(old.title, new.title))
    if old.introduction != new.introduction:
        words = _("The introduction of the step “%(title)s” changed.")
        yield Change("reworded", words % {"title": new.title})
    if old.visible_if != new.visible_if:
        words = _("The step “%(title)s” is not shown in the same cases.")
        yield Change("changed", words % {"title": new.title})


def placed(schema: FormSchema) -> dict[str, tuple[Question, Step]]:
    """Return each question with its step."""
    return {question.id: (question, step) for step in schema.steps for question in step.questions}


def question_changes(
    before: Mapping[str, tuple[Question, Step]], after: Mapping[str, tuple[Question, Step]]
) -> Iterator[Change]:
    """Yield the changes of the questions."""
    for key, (question, _place) in before.items():
        if key not in after:
            yield Change("removed", _("Question removed: “%(label)s”.") % {"label": name(question)})
    for key, (question, step) in after.items():
        if key not in before:
            words = _("Question added in “%(title)s”: “%(label)s”.")
            yield Change("added", words % {"title": step.title, "label": name(question)})
            continue
        known, known_step = before[key]
        if known_step.id != step.id:
            words = _("“%(label)s” is now in the step “%(title)s”.")
            yield Change("moved", words % {"label": name(question), "title": step.title})
        yield from one_question_changes(known, question)
    yield from order_changes(before, after)


def order_changes(
    before: Mapping[str, tuple[Question, Step]], after: Mapping[str, tuple[Question, Step]]
) -> Iterator[Change]:
    """Yield the steps whose questions are the same in another order."""
    stays = [key for key in before if key in after and before[key][1].id == after[key][1].id]
    for step in {after[key][1].id: after[key][1] for key in stays}.values():
        here = [key for key in stays if after[key][1].id == step.id]
        if here != [key for key in after if key in here]:
            words = _("The order of the questions of “%(title)s” changed.")
            yield Change("moved", words % {"title": step.title})


def document_changes(old: FormSchema, new: FormSchema) -> Iterator[Change]:
    """Yield the changes of the documents."""
    before = {item.id: item for item in old.documents}
    after = {item.id: item for item in new.documents}
    for item in old.documents:
        if item.id not in after:
            yield Change("removed", _("Document removed: “%(label)s”.") % {"label": item.label})
    for item in new.documents:
        if item.id not in before:
            yield Change("added", _("Document added: “%(label)s”.") % {"label": item.label})
        else:
            yield from one_question_changes(before[item.id], item)


def one_question_changes(old: Question, new: Question) -> Iterator[Change]:
    """Yield the changes of one question or document."""
    label = name(new)
    if old.label != new.label:
        yield Change("reworded", reworded(old.label, new.label))
    if (old.help, old.example) != (new.help, new.example):
        yield Change("reworded", _("The help of “%(label)s” changed.") % {"label": label})
    if old.type != new.type:
        words = _("“%(label)s” is now of the type “%(type)s”.")
        kind = field_types.get(new.type).label
        yield Change("changed", words % {"label": label, "type": kind})
    if old.is_required != new.is_required:
        words = (
            _("“%(label)s” is now required.")
            if new.is_required
            else _("“%(label)s” is now optional.")
        )
        yield Change("changed", words % {"label": label})
    elif old.required_if != new.required_if:
        words = _("“%(label)s” is not required in the same cases.")
        yield Change("changed", words % {"label": label})
    if old.visible_if != new.visible_if:
        words = _("“%(label)s” is not asked in the same cases.")
        yield Change("changed", words % {"label": label})
    if old.is_sensitive != new.is_sensitive:
        words = _("“%(label)s” is not read by the same people.")
        yield Change("changed", words % {"label": label})
    yield from unseen_changes(old, new)
    if (old.is_manager_only, old.is_review_only) != (new.is_manager_only, new.is_review_only):
        words = _("“%(label)s” is not filled by the same people.")
        yield Change("changed", words % {"label": label})
    if old.type == new.type:
        yield from settings_changes(old, new)
    yield from children_changes(old, new)


def unseen_changes(old: Question, new: Question) -> Iterator[Change]:
    """Yield the changes of what applicants are never shown as such."""
    label = name(new)
    if (old.prefill, old.default) != (new.prefill, new.default):
        words = _("“%(label)s” is not filled beforehand in the same way.")
        yield Change(UNSEEN, words % {"label": label})
    if old.staff_note != new.staff_note:
        words = _("The note for officers of “%(label)s” changed.")
        yield Change(UNSEEN, words % {"label": label})


def children_changes(old: Question, new: Question) -> Iterator[Change]:
    """Yield the changes of the questions asked in each row of a composite one."""
    before = {child.id: child for child in old.questions}
    after = {child.id: child for child in new.questions}
    for key, child in before.items():
        if key not in after:
            words = _("Question removed from “%(title)s”: “%(label)s”.")
            yield Change("removed", words % {"title": name(old), "label": name(child)})
    for key, child in after.items():
        if key not in before:
            words = _("Question added in “%(title)s”: “%(label)s”.")
            yield Change("added", words % {"title": name(new), "label": name(child)})
        else:
            yield from one_question_changes(before[key], child)
    if [key for key in before if key in after] != [key for key in after if key in before]:
        words = _("The order of the questions of “%(title)s” changed.")
        yield Change("moved", words % {"title": name(new)})


def settings_changes(old: Question, new: Question) -> Iterator[Change]:
    """Yield the changes of the settings one by one: what each was, what it becomes."""
    yield from option_changes(old, new)
    yield from part_changes(old, new)
    field_type = field_types.get(new.type)
    texts = ("choices", *field_type.part_settings, *field_type.text_settings)
    for setting, before, after in changed_settings(field_type, old, new, but=texts):
        words = _("“%(label)s”, “%(setting)s”: %(before)s → %(after)s.")
        if not before:
            words = _("“%(label)s”, “%(setting)s” changed.")
        said = {"label": name(new), "setting": setting, "before": before, "after": after}
        yield Change("changed", words % said)
    if any(old.settings.get(key) != new.settings.get(key) for key in field_type.text_settings):
        yield Change("reworded", _("The text of “%(label)s” changed.") % {"label": name(new)})


def option_changes(old: Question, new: Question) -> Iterator[Change]:
    """Yield the changes of the options."""
    before, after = options(old), options(new)
    for key, label in before.items():
        if key not in after:
            words = _("“%(label)s”: the option “%(option)s” was removed.")
            yield Change("removed", words % {"label": name(new), "option": label})
    for key, label in after.items():
        if key not in before:
            words = _("“%(label)s”: the option “%(option)s” was added.")
            yield Change("added", words % {"label": name(new), "option": label})
        elif before[key] != label:
            yield Change("reworded", reworded(before[key], label))
    field_type = field_types.get(new.type)
    was, now = field_type.option_conditions(old), field_type.option_conditions(new)
    for key in (key for key in after if key in before):
        if was.get(key) != now.get(key):
            words = _("“%(label)s”: the option “%(option)s” is not offered in the same cases.")
            yield Change("changed", words % {"label": name(new), "option": after[key]})
    if [key for key in before if key in after] != [key for key in after if key in before]:
        words = _("The order of the options of “%(label)s” changed.")
        yield Change("moved", words % {"label": name(new)})


def part_changes(old: Question, new: Question) -> Iterator[Change]:
    """Yield the changes of the lines of a plan, or of the rows of a table."""
    before, after = (field_types.get(new.type).parts(item) for item in (old, new))
    for key, label in before.items():
        if key not in after:
            words = _("“%(label)s”: the line “%(line)s” was removed.")
            yield Change("removed", words % {"label": name(new), "line": label})
    for key, label in after.items():
        if key not in before:
            words = _("“%(label)s”: the line “%(line)s” was added.")
            yield Change("added", words % {"label": name(new), "line": label})
        elif before[key] != label:
            yield Change("reworded", reworded(before[key], label))
    if [key for key in before if key in after] != [key for key in after if key in before]:
        words = _("The order of the lines of “%(label)s” changed.")
        yield Change("moved", words % {"label": name(new)})


def statement_changes(
    old: Sequence[SwornStatement], new: Sequence[SwornStatement]
) -> Iterator[Change]:
    """Yield the changes of the sworn statements."""
    before, after = {item.id: item for item in old}, {item.id: item for item in new}
    for item in old:
        if item.id not in after:
            words = _("Sworn statement removed: “%(text)s”.")
            yield Change("removed", words % {"text": item.text})
    for item in new:
        known = before.get(item.id)
        if known is None:
            words = _("Sworn statement added: “%(text)s”.")
            yield Change("added", words % {"text": item.text})
        elif known.text != item.text:
            yield Change("reworded", reworded(known.text, item.text))


def options(question: Question) -> dict[str, Any]:
    """Return the options' labels by id."""
    return {item["id"]: item["label"] for item in question.settings.get("choices", ())}


def name(question: Question) -> str:
    """Return what a question is called: its label, or its type."""
    return question.label or str(field_types.get(question.type).label)


def reworded(old: str, new: str) -> str:
    """Say that words changed."""
    return _("“%(old)s” becomes “%(new)s”.") % {"old": old, "new": new}
