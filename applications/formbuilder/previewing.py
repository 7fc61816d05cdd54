"""A form on one page, to be tried before it is finished.

Everything is asked in one long step, so that conditions between steps follow what is typed in the
browser. What is unfinished never stops the rest from being shown.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape, format_html, linebreaks
from django.utils.translation import gettext

from applications.formbuilder import checks
from applications.formbuilder.base import FieldContext
from applications.formbuilder.compiler import CompiledForm
from applications.formbuilder.criteria import CRITERION_TYPE
from applications.formbuilder.field_types import field_types
from applications.formbuilder.forms import StepForm
from applications.formbuilder.reference_checks import Problem
from applications.formbuilder.schema import (
    AllOf,
    Condition,
    Criterion,
    FormSchema,
    JsonValue,
    Question,
    Step,
    for_applicants,
)
from applications.formbuilder.step_items import StepItem

PAGE = "page"


@dataclass(frozen=True, slots=True)
class WholeStep:
    """A step with every question shown, those of other cases included; the renderer's own lines."""

    step: Step
    introduction_lang: str
    layout: Sequence[StepItem]
    live: None = None

    @classmethod
    def of(cls, form: StepForm) -> "WholeStep":
        """Show every line of a step."""
        lines = form.layout
        for line in lines:
            line.is_shown = True
        return cls(form.step, form.introduction_lang, lines)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: the id of its heading, and its title."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A form to try: its parts, its questions on one page, and what is wrong with it."""

    schema: FormSchema
    form: StepForm
    parts: tuple[Part, ...]
    problems: tuple[Problem, ...]


def preview(schema: FormSchema, language: str) -> Preview:
    """Return a form of applicants on one page, in the language its texts are in."""
    problems = tuple(checks.check(schema))
    asked = showable(for_applicants(schema))
    parts, questions = on_one_page(asked)
    page = FormSchema(steps=(Step(id=PAGE, title="", questions=tuple(questions)),))
    compiled = CompiledForm(page, FieldContext(language=language, source_language=language))
    return Preview(asked, compiled.step_form(PAGE, answers={}), tuple(parts), problems)


# --- On one page ------------------------------------------------------------------------------


def on_one_page(schema: FormSchema) -> tuple[list[Part], list[Question]]:
    """Return the parts of a form and its questions one after the other, under their headings."""
    groups: list[tuple[Part, Condition | None, str, Sequence[Question]]] = []
    if schema.criteria:
        part = Part("criteres", gettext("Eligibility criteria"))
        groups.append((part, None, "", [asked(item) for item in schema.criteria]))
    groups += [
        (Part(step.id, step.title), step.visible_if, step.introduction, step.questions)
        for step in schema.steps
    ]
    if schema.documents:
        part = Part("pieces", gettext("Supporting documents"))
        groups.append((part, None, "", schema.documents))
    questions: list[Question] = []
    for part, condition, introduction, own in groups:
        questions += headed(part, condition, introduction)
        questions += [
            item.model_copy(update={"visible_if": both(condition, item.visible_if)}) for item in own
        ]
    return [part for part, *_rest in groups], questions


def asked(criterion: Criterion) -> Question:
    """Return a criterion as the question it asks."""
    return Question(
        id=criterion.id,
        type=CRITERION_TYPE,
        label=criterion.label,
        help=criterion.help,
        visible_if=criterion.visible_if,
    )


def headed(part: Part, condition: Condition | None, introduction: str) -> list[Question]:
    """Return the heading of a part, and its introduction."""
    title = Question(id=part.id, type="title", label=part.title, visible_if=condition)
    if not introduction:
        return [title]
    html = linebreaks(introduction, autoescape=True)
    note = Question(
        id=f"{part.id}-introduction",
        type="note",
        label="",
        visible_if=condition,
        settings={"html": html},
    )
    return [title, note]


def both(one: Condition | None, other: Condition | None) -> Condition | None:
    """Return the condition that holds when both do."""
    if one is None or other is None:
        return one or other
    return AllOf(terms=(one, other))


# --- Unfinished forms -------------------------------------------------------------------------


def showable(schema: FormSchema) -> FormSchema:
    """Return a form that can be shown: what has a problem loses its conditions.

    What cannot even be asked gives way to a line that says so. One loss may cause others.
    """
    bare: set[str] = set()
    while broken := {problem.place_id for problem in checks.check(schema)} - bare:
        bare |= broken
        schema = _bared(schema, bare)
    return schema


def _bared(schema: FormSchema, broken: Collection[str]) -> FormSchema:
    def bared(item: Any) -> Any:
        return item.model_copy(update={"visible_if": None}) if item.id in broken else item

    return schema.model_copy(
        update={
            "criteria": tuple(bared(item) for item in schema.criteria),
            "steps": tuple(
                bared(step).model_copy(
                    update={"questions": tuple(_shown(item, broken) for item in step.questions)}
                )
                for step in schema.steps
            ),
            "documents": tuple(_shown(item, broken) for item in schema.documents),
        }
    )


def _shown(question: Question, broken: Collection[str]) -> Question:
    children = tuple(_shown(child, broken) for child in question.questions)
    if question.id not in broken:
        return question.model_copy(update={"questions": children})
    if not _can_be_asked(question):
        return _line(question)
    return question.model_copy(
        update={
            "visible_if": None,
            "required_if": None,
            "default": None,
            "prefill": "",
            "settings": _unconditional(question.settings),
            "questions": children,
        }
    )


def _can_be_asked(question: Question) -> bool:
    if not checks.is_readable(question):
        return False
    field_type = field_types.get(question.type)
    is_worked_out = bool(field_type.references(question)) or field_type.rule(question) is not None
    return not is_worked_out and not field_type.settings_problems(field_type.settings(question))


def _unconditional(settings: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Return the settings with every option offered in every case."""
    choices = settings.get("choices")
    if not isinstance(choices, list):
        return settings
    kept = [{key: part for key, part in one.items() if key != "visible_if"} for one in choices]
    return {**settings, "choices": kept}


def _line(question: Question) -> Question:
    """Return what stands in the place of a question that cannot be asked yet."""
    words = gettext("“%(label)s” cannot be shown yet: it has to be corrected.")
    label = escape(question.label or question.id)
    html = format_html("<p>{}</p>", words % {"label": label})
    return Question(id=question.id, type="warning", label="", settings={"html": str(html)})
