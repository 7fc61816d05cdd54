"""The Django form of a step: built once per language, filled per request."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html

from applications.formbuilder.base import RAW_PREFIX, REQUIRED, UNCHOSEN, Upload
from applications.formbuilder.live import LiveStep
from applications.formbuilder.prefill import origin_of
from applications.formbuilder.refusals import (
    aimed,
    name_question,
    refuse_gone_options,
    require_answer,
)
from applications.formbuilder.row_field import Fault, RowsField, RowsReading, rows_field
from applications.formbuilder.row_states import faults_of
from applications.formbuilder.row_views import Sheet
from applications.formbuilder.rows import new_row_id
from applications.formbuilder.schema import JsonValue, Question, Step
from applications.formbuilder.step_items import StepItem, step_item
from cms.core.field_view import target_id

if TYPE_CHECKING:
    from applications.formbuilder.compiler import CompiledForm
    from applications.formbuilder.states import CompiledQuestion, State


@dataclass(slots=True)
class Reading:
    """What the form found for one question: a value, or what was typed and why it is refused."""

    value: JsonValue = None
    raw: JsonValue = None
    error: ValidationError | None = None
    rows: RowsReading | None = None


@dataclass(frozen=True, slots=True)
class RowButton:
    """The button of a composite question pressed without a script: the row to add, if any."""

    question_id: str
    row: str = ""


class StepForm(forms.Form):
    """The questions of one step; subclasses are made by `step_form`, one per step and language.

    Nothing typed is lost: `answers()` gives every field back, read or as typed, whether the form is
    valid or not. Hidden questions are kept too, and never refused.
    """

    compiled: ClassVar["CompiledForm"]
    step: ClassVar[Step]
    live_step: ClassVar[LiveStep]

    use_required_attribute = False

    def __init__(
        self,
        *,
        answers: Mapping[str, JsonValue],
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, Upload] | None = None,
        given: Mapping[str, Sequence[object]] | None = None,
        locked: frozenset[str] = frozenset(),
        added: Mapping[str, str] | None = None,
        prefix: str = "",
    ) -> None:
        self.before = answers
        self.given = given or {}
        self.locked = locked
        self.added = added or {}
        self.faults: dict[str, list[Fault]] = {}
        self.readings: dict[str, Reading] = {}
        super().__init__(data, files, prefix=prefix or None, initial=self._stored())
        for name in locked & self.fields.keys():
            self.fields[name].disabled = True

    def _stored(self) -> dict[str, Any]:
        stored = {}
        for name in self.base_fields:
            raw = self.before.get(RAW_PREFIX + name)
            item = self.compiled.questions[name]
            stored[name] = (
                raw if raw is not None else self.compiled.typed(item, self.before.get(name))
            )
        return stored

    # --- Reading what was sent --------------------------------------------------------------

    def _clean_fields(self) -> None:
        for name in self.fields:
            self.readings[name] = self._read(name)
        state = self.state
        for name, reading in self.readings.items():
            if reading.rows is not None:
                self.cleaned_data[name] = reading.value
                if state.is_shown(name) and name not in self.locked:
                    item, field = self.compiled.questions[name], rows_field(self.fields[name])
                    faults = faults_of(item, reading.rows, field, state)
                    for error in self._note(name, faults):
                        self.add_error(name, error)
                continue
            if reading.error is None and state.is_shown(name) and name not in self.locked:
                reading.error = self._refused_by_others(name, reading)
            if reading.error is None:
                self.cleaned_data[name] = reading.value
            elif state.is_shown(name):
                name_question(reading.error, self.compiled.questions[name].question.label)
                self.add_error(name, reading.error)

    def _refused_by_others(self, name: str, reading: Reading) -> ValidationError | None:
        """Return what other answers make wrong: a blank now required, an option taken away."""
        item = self.compiled.questions[name]
        is_given = item.type.is_file and (reading.value or self.given.get(name))
        is_blank = reading.raw is None and not is_given and not item.type.is_answered(reading.value)
        try:
            require_answer(
                self.fields[name], is_blank=is_blank and self.state.is_required(item.question)
            )
            refuse_gone_options(item, self.state, reading.value)
        except ValidationError as error:
            return error
        return None

    def _note(self, name: str, faults: Sequence[Fault]) -> list[ValidationError]:
        """Note what is wrong with rows; return the refusals, each leading to its cell."""
        self.faults[name] = list(faults)
        sheet = self.sheet(name)
        return [
            aimed(fault.error, target_id(bound) if (bound := sheet.bound(fault)) else sheet.id)
            for fault in faults
        ]

    def _read(self, name: str) -> Reading:
        form_field, item = self.fields[name], self.compiled.questions[name]
        html_name = self.add_prefix(name)
        if isinstance(form_field, RowsField):
            return self._read_rows(name, form_field)
        is_file = item.type.is_file
        if name in self.locked or (
            not is_file
            and form_field.widget.value_omitted_from_data(self.data, self.files, html_name)
        ):
            return self._kept(name, form_field, item)
        sent = form_field.widget.value_from_datadict(self.data, self.files, html_name)
        try:
            if is_file:
                cleaned = form_field.clean(sent, bool(self.given.get(name)))  # type: ignore[call-arg]
            else:
                cleaned = form_field.clean(sent)
        except ValidationError as error:
            is_blank = is_file or any(one.code == REQUIRED for one in error.error_list)
            return Reading(raw=None if is_blank else sent, error=error)
        if is_file:
            return Reading(value=cleaned)
        return Reading(value=item.type.to_json(cleaned))

    def _read_rows(self, name: str, form_field: RowsField) -> Reading:
        stored, html_name = self.before.get(name), self.add_prefix(name)
        widget, sent = form_field.widget, stored
        is_kept = name in self.locked or widget.value_omitted_from_data(
            self.data, self.files, html_name
        )
        if not is_kept:
            sent = widget.value_from_datadict(self.data, self.files, html_name)
        reading = form_field.read(sent, stored)
        raw = self.before.get(RAW_PREFIX + name)
        return Reading(value=reading.rows or None, raw=raw, rows=reading)

    def _kept(self, name: str, form_field: forms.Field, item: "CompiledQuestion") -> Reading:
        """What was not sent at all stays as it was."""
        raw, stored = self.before.get(RAW_PREFIX + name), self.before.get(name)
        reading = Reading(value=stored, raw=raw)
        if name not in self.locked:
            try:
                form_field.clean(raw if raw is not None else self.compiled.typed(item, stored))
            except ValidationError as error:
                reading.error = error
        return reading

    def clean(self) -> dict[str, Any]:
        """Add what the checks across questions refuse."""
        for name, message in self.refusals.items():
            item = self.compiled.questions[name]
            if item.type.is_blocking(item.question):
                error = ValidationError(message.replace("%", "%%"))
                self.add_error(None, aimed(error, self._concerned(item)))
        return self.cleaned_data

    def _concerned(self, item: "CompiledQuestion") -> str:
        """Return the widget a check is about: the last it looks at here, or its own words."""
        todo, seen = [*item.rule_questions, *item.type.references(item.question)], set[str]()
        while todo:
            name = todo.pop().partition(".")[0]
            if name in self.compiled.questions and name not in seen:
                looked_at = self.compiled.questions[name]
                todo += looked_at.type.references(looked_at.question)
            seen.add(name)
        found = [name for name in self.fields if name in seen and self.state.is_shown(name)]
        return target_id(self[found[-1]]) if found else f"id_{item.question.id}"

    @cached_property
    def state(self) -> "State":
        """What the answers, those just sent included, show and mean."""
        answers = dict(self.before)
        for name, reading in self.readings.items():
            answers[name] = None if isinstance(reading.value, UploadedFile) else reading.value
        return self.compiled.state(answers)

    @cached_property
    def refusals(self) -> dict[str, str]:
        """What the checks of this step say is wrong, warnings included, by question."""
        found = {}
        for question in self.step.questions:
            item = self.compiled.questions[question.id]
            if not item.type.is_input and self.state.is_shown(question.id):
                words = item.complaint(self.state.values)
                if words:
                    found[question.id] = words
        return found

    # --- What came of it --------------------------------------------------------------------

    def answers(self) -> dict[str, JsonValue]:
        """Return what to store, valid or not, to be merged over the answers.

        `None` takes a value away: an answer replaces what could not be read, and the reverse.
        """
        self.is_valid()
        found: dict[str, JsonValue] = {}
        for name, reading in self.readings.items():
            item = self.compiled.questions[name]
            if name in self.locked or item.type.is_file:
                continue
            found[name] = reading.value
            if reading.raw is not None or self.before.get(RAW_PREFIX + name) is not None:
                found[RAW_PREFIX + name] = reading.raw
        return found

    def uploads(self) -> dict[str, Upload]:
        """Return the files sent that may be stored, by question."""
        return {
            name: reading.value
            for name, reading in self.readings.items()
            if isinstance(reading.value, UploadedFile)
        }

    @property
    def has_faults(self) -> bool:
        """Whether something is wrong, and not merely left blank or still to be chosen."""
        return any(
            name == NON_FIELD_ERRORS or error.code not in (REQUIRED, UNCHOSEN)
            for name, errors in self.errors.as_data().items()
            for error in errors
        )

    def say_again(self, names: Iterable[str]) -> None:
        """Say beside these questions what is wrong with what is stored."""
        for name in names:
            item = self.compiled.questions.get(name)
            if item is None or name not in self.fields:
                continue
            found: list[ValidationError | str] = []
            if item.children:
                found += self._note(name, self.compiled.row_faults(item, self.state))
            else:
                is_given = bool(self.given.get(name))
                problems = self.compiled.problems(item, self.state, is_given=is_given)
                found += [one.message for one in problems]
            if any(found):
                self.errors[name] = self.error_class(found)

    @property
    def row_button(self) -> RowButton | None:
        """The button pressed to add or remove a row, if one was."""
        for name, field in self.fields.items():
            html_name = self.add_prefix(name)
            if isinstance(field, RowsField) and name not in self.locked:
                if f"{html_name}-add" in self.data:
                    return RowButton(name, new_row_id())
                if f"{html_name}-remove" in self.data:
                    return RowButton(name)
        return None

    @property
    def has_row_buttons(self) -> bool:
        """Whether rows may be added to some question, and removed from it."""
        return any(isinstance(field, RowsField) for field in self.fields.values())

    def rows_shown(self) -> dict[str, set[str]]:
        """Return the rows the page shows, by composite question."""
        return {
            name: {row.id for row in self.sheet(name).reading.typed}
            for name, field in self.fields.items()
            if isinstance(field, RowsField)
        }

    # --- Laying it out ----------------------------------------------------------------------

    @property
    def layout(self) -> list[StepItem]:
        """Return every line of the step, hidden ones included, in order."""
        return [self._item(question) for question in self.step.questions]

    @property
    def has_locked_questions(self) -> bool:
        """Whether a question shown is kept for somebody else, which the page says once."""
        return any(self.state.is_shown(name) for name in self.locked)

    def _item(self, question: Question) -> StepItem:
        item = self.compiled.questions[question.id]
        line = step_item(item, self.state, self.compiled.context)
        line.is_locked = question.id in self.locked
        if item.children:
            line.rows = self.sheet(question.id).view()
        elif item.type.is_input:
            line.bound = self[question.id]
            line.files = self.given.get(question.id, ())
            self._dress(question)
        line.error = self.refusals.get(question.id, "")
        return line

    def _dress(self, question: Question) -> None:
        """Say in a field what other answers make of it, and where its answer comes from."""
        field = self.fields[question.id]
        field.is_marked_required = self.state.is_required(question)  # type: ignore[attr-defined]
        field.hidden_options = self.state.hidden_options.get(question.id, frozenset())  # type: ignore[attr-defined]
        is_changed = self.state.answers.get(question.id) != self.before.get(question.id)
        origin = "" if is_changed else origin_of(question.id, self.before)
        if origin:
            shown = format_html('<span class="form-origin">{}</span>', origin)
            bound = self[question.id]
            bound.help_text = format_html("{} {}", field.help_text, shown)

    def sheet(self, name: str) -> Sheet:
        """Return the rows of a composite question as this form holds them."""
        field, reading = rows_field(self.fields[name]), self.readings.get(name)
        return Sheet(
            item=self.compiled.questions[name],
            field=field,
            reading=(reading.rows if reading else None) or field.read(self.before.get(name)),
            faults=self.faults.get(name, ()),
            state=self.state,
            name=self.add_prefix(name),
            context=self.compiled.context,
            added=self.added.get(name, ""),
            is_locked=name in self.locked,
        )

    @property
    def introduction_lang(self) -> str:
        """The language to mark the introduction with, or nothing."""
        return self.compiled.context.lang(f"{self.step.id}.introduction")

    @cached_property
    def live(self) -> dict[str, Any] | None:
        """What the browser needs to show, hide and add up; nothing when it has nothing to do."""
        return self.live_step.data(self.state)


def step_form(compiled: "CompiledForm", step: Step) -> type[StepForm]:
    """Return the form class of a step, its fields built once."""
    fields = {
        question.id: compiled.form_field(question.id)
        for question in step.questions
        if compiled.questions[question.id].type.is_input
    }
    with translation.override(compiled.language):
        live_step = LiveStep(compiled, step)
    own = {"compiled": compiled, "step": step, "live_step": live_step}
    return type("CompiledStepForm", (StepForm,), {**fields, **own})
