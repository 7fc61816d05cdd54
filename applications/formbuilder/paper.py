"""A form as it is printed to be filled by hand, and the list of the documents it asks for.

Nothing reserved is in it: neither what officers answer nor what a structure's manager does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from applications.formbuilder.base import FieldContext, FieldType
from applications.formbuilder.compiler import CompiledForm
from applications.formbuilder.composite import COUNT, CompositeType
from applications.formbuilder.condition_words import ConditionWords
from applications.formbuilder.criteria import CRITERION_TYPE
from applications.formbuilder.field_types import field_types
from applications.formbuilder.field_types.file import FileType
from applications.formbuilder.paper_space import Space, space_of
from applications.formbuilder.plan_rules import (
    HEADINGS,
    SIDES,
    TOTAL_HEADINGS,
    PlanSettings,
    percent,
)
from applications.formbuilder.schema import Condition, FormSchema, Question, Step

FREE_ROWS = 4
MOST_FREE_ROWS = 12


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """One column of a table to fill in."""

    label: str
    hint: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class PaperAccount:
    """One account of a plan: its lines, or itself when it has none."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperSide:
    """One side of a plan."""

    heading: str
    total: str
    accounts: tuple[PaperAccount, ...]


@dataclass(frozen=True, slots=True)
class PaperItem:
    """One line of the printed form; `kind` is the layout of its type.

    `rows` are the words of the rows of a table, blank for those people add; `groups` repeats
    questions, once per row.
    """

    kind: str
    label: str | SafeString
    lang: str = ""
    hint: str | SafeString = ""
    condition: str = ""
    required_if: str = ""
    is_required: bool = False
    html: SafeString = field(default_factory=lambda: SafeString(""))
    space: Space = field(default_factory=Space)
    columns: tuple[PaperColumn, ...] = ()
    rows: tuple[str, ...] = ()
    row_heading: str = ""
    has_totals: bool = False
    groups: "tuple[tuple[str, tuple[PaperItem, ...]], ...]" = ()
    sides: tuple[PaperSide, ...] = ()
    ceiling: str = ""


@dataclass(frozen=True, slots=True)
class PaperStep:
    """One step of the form."""

    title: str | SafeString
    introduction: str
    introduction_lang: str
    condition: str
    items: tuple[PaperItem, ...]


@dataclass(frozen=True, slots=True)
class PaperCriterion:
    """One question of eligibility."""

    label: str | SafeString
    help: str | SafeString
    condition: str
    explanation: str | SafeString
    space: Space


@dataclass(frozen=True, slots=True)
class PaperDocument:
    """A document to provide: what it is, in which cases, in which formats and how many."""

    id: str
    label: str | SafeString
    help: str | SafeString
    is_required: bool
    condition: str
    required_if: str
    limits: SafeString

    @property
    def is_always_required(self) -> bool:
        """Whether everybody gives it."""
        return self.is_required and not self.condition

    @property
    def is_optional(self) -> bool:
        """Whether nobody has to give it, even where it is asked for."""
        return not self.is_required and not self.required_if


@dataclass(frozen=True, slots=True)
class PaperForm:
    """A whole form to print."""

    preamble: SafeString
    preamble_lang: str
    criteria: tuple[PaperCriterion, ...]
    steps: tuple[PaperStep, ...]
    documents: tuple[PaperDocument, ...]
    statements: tuple[str | SafeString, ...]


def without_reserved(schema: FormSchema) -> FormSchema:
    """Return the form without what is reserved to the managers of a structure."""

    def open_to_all(questions: tuple[Question, ...]) -> tuple[Question, ...]:
        return tuple(
            item.model_copy(update={"questions": open_to_all(item.questions)})
            for item in questions
            if not item.is_manager_only and not item.is_review_only
        )

    steps = (
        step.model_copy(update={"questions": open_to_all(step.questions)}) for step in schema.steps
    )
    return schema.model_copy(
        update={
            "steps": tuple(step for step in steps if step.questions),
            "documents": open_to_all(schema.documents),
        }
    )


def paper_form(compiled: CompiledForm) -> PaperForm:
    """Return an applicants' form as it is printed, in its language."""
    with translation.override(compiled.language):
        return Printer(compiled).form()


def paper_documents(compiled: CompiledForm) -> tuple[PaperDocument, ...]:
    """Return the documents an applicants' form may ask for, those of its steps first."""
    with translation.override(compiled.language):
        return tuple(Printer(compiled).documents())


class Printer:
    """Prints one compiled form."""

    def __init__(self, compiled: CompiledForm) -> None:
        self.schema = without_reserved(compiled.schema)
        self.context: FieldContext = compiled.context
        self.say = ConditionWords(self.schema).say

    def form(self) -> PaperForm:
        """Print everything."""
        schema, words = self.schema, self.context.words
        return PaperForm(
            preamble=mark_safe(schema.preamble),  # noqa: S308 - the editor's
            preamble_lang=self.context.lang("preamble"),
            criteria=tuple(self.criteria()),
            steps=tuple(self.step(step) for step in schema.steps),
            documents=tuple(self.documents()),
            statements=tuple(words(f"{one.id}.text", one.text) for one in schema.statements),
        )

    def criteria(self) -> Iterator[PaperCriterion]:
        """Print the questions of eligibility."""
        yes_no, words = field_types.get(CRITERION_TYPE), self.context.words
        for one in self.schema.criteria:
            asked = Question(id=one.id, type=CRITERION_TYPE, label=one.label)
            yield PaperCriterion(
                label=words(f"{one.id}.label", one.label),
                help=words(f"{one.id}.help", one.help),
                condition=self.say(one.visible_if),
                explanation=words(f"{one.id}.explanation", one.explanation),
                space=space_of(yes_no.form_field(asked, self.context)),
            )

    def step(self, step: Step) -> PaperStep:
        """Print one step."""
        return PaperStep(
            title=self.context.words(f"{step.id}.title", step.title),
            introduction=step.introduction,
            introduction_lang=self.context.lang(f"{step.id}.introduction"),
            condition=self.say(step.visible_if),
            items=tuple(self.items(step.questions)),
        )

    def items(self, questions: Sequence[Question]) -> Iterator[PaperItem]:
        """Print questions; what only compares answers has no place on paper."""
        for question in questions:
            field_type = field_types.get(question.type)
            if field_type.layout != "check":
                yield self.item(question, field_type)

    def item(self, question: Question, field_type: FieldType[Any]) -> PaperItem:
        """Print one question, title or explanation."""
        words, lang = self.context.words, self.context.lang
        common: dict[str, Any] = {
            "kind": field_type.layout,
            "label": words(f"{question.id}.label", question.label),
            "condition": self.say(question.visible_if),
        }
        if field_type.layout in ("note", "warning"):
            html = str(question.settings.get("html", ""))
            return PaperItem(
                **common,
                html=mark_safe(html),  # noqa: S308 - the editor's
                lang=lang(f"{question.id}.html"),
            )
        common |= {
            "hint": field_type.hint(question, self.context),
            "is_required": question.is_required and field_type.is_input,
            "required_if": self.say(question.required_if),
        }
        if isinstance(field_type, CompositeType):
            return self.composite(question, field_type, common)
        if not field_type.is_input:
            return PaperItem(**common)
        options = {
            option: self.say(condition)
            for option, condition in field_type.option_conditions(question).items()
        }
        asked = field_type.form_field(question, self.context)
        return PaperItem(**common, space=space_of(asked, options))

    # --- Rows -------------------------------------------------------------------------------

    def composite(
        self, question: Question, field_type: CompositeType[Any], common: dict[str, Any]
    ) -> PaperItem:
        """Print a repeated group, a table or a plan, with rows to fill in."""
        free = free_rows(question, field_type)
        fixed = field_type.fixed_rows(question)
        if field_type.layout == "group":
            names = [field_type.place(question, "", number) for number in range(1, free + 1)]
            return PaperItem(
                **common,
                groups=tuple((name, tuple(self.items(question.questions))) for name in names),
            )
        columns = tuple(self.columns(question, field_type))
        if field_type.layout == "plan":
            settings: PlanSettings = field_type.settings(question)
            return PaperItem(
                **common,
                columns=columns,
                rows=("",) * free,
                sides=tuple(sides_of(settings)),
                ceiling=percent(settings.maximum_rate) if settings.maximum_rate is not None else "",
            )
        return PaperItem(
            **common,
            columns=columns,
            rows=(*fixed.values(), *("",) * free),
            row_heading=str(question.settings.get("row_heading") or gettext("Row")),
            has_totals=any(total.name != COUNT for total in field_type.totals(question)),
        )

    def columns(self, question: Question, field_type: CompositeType[Any]) -> Iterator[PaperColumn]:
        """Print the columns of the rows people add."""
        asked = field_type.asked_in_free(question)
        for child in field_type.children(question):
            if asked is not None and child.id not in asked:
                continue
            child_type = field_types.get(child.type)
            space = space_of(child_type.form_field(child, self.context))
            given = [tick.label for tick in space.ticks]
            hints = [str(child_type.hint(child, self.context)), " / ".join(given), space.after]
            yield PaperColumn(
                label=str(self.context.words(f"{child.id}.label", child.label)),
                hint=" ".join(hint for hint in hints if hint),
                is_required=child.is_required,
            )

    # --- Documents --------------------------------------------------------------------------

    def documents(self) -> Iterator[PaperDocument]:
        """Print the documents, those of the steps first."""
        for step in self.schema.steps:
            for question in step.questions:
                if question.type == FileType.code:
                    yield self.document(question, step.visible_if)
        for question in self.schema.documents:
            yield self.document(question, None)

    def document(self, question: Question, around: Condition | None) -> PaperDocument:
        """Print one document; `around` is the condition of its step."""
        settings = FileType().settings(question)
        words = self.context.words
        return PaperDocument(
            id=question.id,
            label=words(f"{question.id}.label", question.label),
            help=words(f"{question.id}.help", question.help),
            is_required=question.is_required,
            condition=self.say(around, question.visible_if),
            required_if=self.say(question.required_if),
            limits=settings.limits(),
        )


def free_rows(question: Question, field_type: CompositeType[Any]) -> int:
    """Return how many blank rows are printed."""
    bounds = field_type.row_bounds(question)
    wanted = max(bounds.minimum, FREE_ROWS if field_type.layout != "group" else 2)
    return min(wanted, bounds.maximum, MOST_FREE_ROWS)


def sides_of(settings: PlanSettings) -> Iterator[PaperSide]:
    """Print the sides of a plan that have lines."""
    for name in SIDES:
        accounts = settings.side(name)
        if accounts:
            yield PaperSide(
                heading=str(HEADINGS[name]),
                total=str(TOTAL_HEADINGS[name]),
                accounts=tuple(
                    PaperAccount(one.label, tuple(line.label for line in one.lines))
                    for one in accounts
                ),
            )
