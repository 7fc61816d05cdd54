"""One renderer for every place answers are read: recap, PDF, staff view, export."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol

from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from applications.formbuilder.base import RAW_PREFIX
from applications.formbuilder.compiler import CompiledForm
from applications.formbuilder.migration import orphans
from applications.formbuilder.row_reading import read_rows
from applications.formbuilder.schema import JsonValue, Question
from applications.formbuilder.states import UNREADABLE, Answers, CompiledQuestion, State
from applications.formbuilder.typed import typed_words

DOCUMENTS = "documents"
CRITERIA = "criteria"


class Mode(StrEnum):
    """Where the answers are read."""

    STEP = "step"
    RECAP = "recap"
    PDF = "pdf"
    STAFF = "staff"
    EXPORT = "export"


MASKING = frozenset({Mode.EXPORT})


class FileLike(Protocol):
    """What a rendering needs to know of a file."""

    @property
    def name(self) -> str:
        """Return the name people gave it."""

    @property
    def url(self) -> str:
        """Return its address, if any."""

    @property
    def size(self) -> int:
        """Return its size in bytes."""

    @property
    def state(self) -> str:
        """Return what the antivirus said, in words."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file given, as plain values."""

    name: str
    url: str = ""
    size: int = 0
    state: str = ""
    state_variant: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One question and its answer in words; `lang` is the language of the value when it differs.

    `error` says why what was typed (shown as the value) cannot be filed. `note` is the editor's,
    for officers; `is_for_review`: officers answer it.
    """

    question_id: str
    label: str | SafeString
    value: str | SafeString = ""
    is_missing: bool = False
    is_sensitive: bool = False
    is_masked: bool = False
    lang: str = ""
    error: str | SafeString = ""
    href: str = ""
    files: Sequence[FileLike] = ()
    is_wide: bool = False
    note: str = ""
    is_for_review: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to show."""
        return not self.value and not self.files and not self.is_masked

    @property
    def is_plain(self) -> bool:
        """Whether the value says it all: nothing is masked, given as a file or refused."""
        return bool(self.value) and not (self.is_masked or self.files or self.error)

    @property
    def is_marked(self) -> bool:
        """Whether something is said to staff beside the label."""
        return bool(self.is_sensitive or self.is_for_review or self.note)


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one step, and what its checks warn of."""

    id: str
    title: str | SafeString
    rows: list[Row] = field(default_factory=list)
    edit_url: str = ""
    warnings: list[str] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The id of the section in the page."""
        return f"s-{self.id}"


Files = Mapping[str, Sequence[FileLike]]
EditUrl = Callable[[str], str] | Mapping[str, str] | None


def sections(
    compiled: CompiledForm,
    answers: Answers | State,
    *,
    mode: Mode,
    files: Files | None = None,
    edit_url: EditUrl = None,
    is_masked: bool = False,
) -> list[Section]:
    """Return the shown steps with their answers, then the documents, in the form's language.

    `edit_url` gives the address where a section is changed, by step id (`documents` for the list);
    `is_masked` hides sensitive answers, as an export always does.
    """
    state = compiled.state(answers)
    is_masked = is_masked or mode in MASKING
    writer = Writer(compiled, state, files or {}, edit_url, is_masked, has_notes=mode is Mode.STAFF)
    with translation.override(compiled.language):
        found = [
            writer.section(
                step.id,
                compiled.context.words(f"{step.id}.title", step.title),
                [compiled.questions[question.id] for question in step.questions],
            )
            for step in compiled.visible_steps(state)
        ]
        if compiled.documents:
            title = gettext("Supporting documents")
            found.append(writer.section(DOCUMENTS, title, list(compiled.documents.values())))
    return [section for section in found if section.rows or section.warnings]


def criteria_section(
    compiled: CompiledForm, criteria_answers: Mapping[str, str], *, edit_url: str = ""
) -> Section:
    """Return the eligibility criteria asked and their answers."""
    words = {"yes": gettext("Yes"), "no": gettext("No")}
    rows = []
    for criterion in compiled.criteria.visible(criteria_answers):
        value = words.get(criteria_answers.get(criterion.id, ""), "")
        rows.append(
            Row(
                question_id=criterion.id,
                label=compiled.context.words(f"{criterion.id}.label", criterion.label),
                value=value,
                is_missing=not value,
                href=anchored(edit_url, criterion.id),
            )
        )
    return Section(CRITERIA, gettext("Eligibility criteria"), rows, edit_url)


def dropped_rows(compiled: CompiledForm, state: State) -> list[Row]:
    """Return the answers that will not be filed, because other answers hide their questions."""
    writer = Writer(compiled, state, {}, None, is_masked=False)
    with translation.override(compiled.language):
        return [writer.dropped(question) for question in compiled.dropped(state)]


def orphan_rows(answers: Answers) -> list[Row]:
    """Return the answers to questions that a newer version no longer asks."""
    return [Row(question_id, label, text) for question_id, label, text in orphans(answers)]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the rows of one dossier for one reader."""

    compiled: CompiledForm
    state: State
    files: Files
    edit_url: EditUrl
    is_masked: bool
    has_notes: bool = False

    def section(
        self, section_id: str, title: str | SafeString, items: Sequence[CompiledQuestion]
    ) -> Section:
        """Return a section with one row per shown question that takes an answer or has a value."""
        address = self.address(section_id)
        rows = [
            self.row(item, address)
            for item in items
            if self.state.is_shown(item.question.id)
            and (item.type.is_input or item.type.is_computed)
        ]
        warnings = [
            words
            for item in items
            if self.state.is_shown(item.question.id)
            and not item.type.is_input
            and not item.type.is_blocking(item.question)
            and (words := item.complaint(self.state.values))
        ]
        return Section(section_id, title, rows, address, warnings)

    def address(self, section_id: str) -> str:
        """Return where a section is changed, or nothing."""
        if callable(self.edit_url):
            return self.edit_url(section_id)
        return (self.edit_url or {}).get(section_id, "")

    def row(self, item: CompiledQuestion, address: str) -> Row:
        """Return the row of one question."""
        question, ctx = item.question, self.compiled.context
        given = self.files.get(question.id, ()) if item.type.is_file else ()
        value, raw = self.value(item), self.state.answers.get(RAW_PREFIX + question.id)
        is_sensitive = item.type.hides(question)
        hides = self.is_masked and is_sensitive
        problems = self.compiled.problems(item, self.state, is_given=bool(given))
        is_answered = item.type.is_answered(value)
        shown: str | SafeString = ""
        if is_answered:
            shown = item.type.masked(value, question) if hides else self.words(item, value)
        elif raw is not None:
            shown = item.type.masked(raw, question) if hides else item.type.typed(raw, question)
        is_blank = not is_answered and raw is None and not given
        return Row(
            question_id=question.id,
            label=ctx.words(f"{question.id}.label", question.label),
            value=shown,
            is_missing=bool(problems) and is_blank,
            is_sensitive=is_sensitive,
            is_masked=hides and not is_blank,
            lang=item.type.value_lang(value, question, ctx) if is_answered and not hides else "",
            error="" if is_blank else each_line([problem.message for problem in problems]),
            href=anchored(address, question.id),
            files=() if hides else tuple(given),
            is_wide=bool(item.children) and is_answered and not hides,
            note=question.staff_note if self.has_notes else "",
            is_for_review=question.is_review_only,
        )

    def dropped(self, question: Question) -> Row:
        """Return the row of an answer that is hidden, or of one in the rows of another."""
        item = self.compiled.questions.get(question.id)
        if item is None:
            return Row(question.id, question.label, gettext("In one of the rows"))
        return replace(self.row(item, ""), is_missing=False, error="")

    def value(self, item: CompiledQuestion) -> JsonValue:
        """Return the answer, or the computed value."""
        if item.type.is_computed:
            return item.type.compute(item.question, self.state.values.get)
        return self.state.answers.get(item.question.id)

    def words(self, item: CompiledQuestion, value: JsonValue) -> str | SafeString:
        """Say an answer; rows laid out, lists as lists, lines as lines."""
        if item.children:
            return read_rows(item, value, self.state)
        try:
            shown = item.type.display(value, item.question)
        except UNREADABLE:
            shown = typed_words(value)
        return listed(shown) if isinstance(shown, list) else lines(shown)


def listed(words: Sequence[str]) -> SafeString:
    """Return a list, or its only item."""
    if len(words) == 1:
        return format_html("{}", words[0])
    items = format_html_join("", "<li>{}</li>", ((word,) for word in words))
    return format_html('<ul class="govuk-list">{}</ul>', items)


def lines(text: str) -> str | SafeString:
    """Keep the line breaks people typed."""
    return each_line(text.splitlines()) if "\n" in text else text


def each_line(words: Sequence[str]) -> str | SafeString:
    """Put one text per line."""
    if len(words) < 2:
        return "".join(words)
    return format_html_join(SafeString("<br>"), "{}", ((line,) for line in words))


def anchored(address: str, question_id: str) -> str:
    """Return where one question is changed."""
    return f"{address}#q-{question_id}" if address else ""
