"""The compiled form: a version made ready once per process and language, then only read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from applications.formbuilder import duration
from applications.formbuilder.base import RAW_PREFIX, FieldContext, Upload
from applications.formbuilder.conditions import VISIBILITY, Visibility
from applications.formbuilder.criteria import CompiledCriteria
from applications.formbuilder.evaluation import Evaluator
from applications.formbuilder.form_cache import FormCache
from applications.formbuilder.forms import StepForm, step_form
from applications.formbuilder.prefill import PREFILLED_PREFIX
from applications.formbuilder.refusals import (
    confirm_reading,
    name_question,
    refuse_gone_options,
    require_answer,
)
from applications.formbuilder.row_field import Fault, rows_field
from applications.formbuilder.row_states import faults_of, filed_rows, hidden_cells
from applications.formbuilder.schema import (
    Condition,
    FormSchema,
    JsonValue,
    Question,
    Step,
    for_applicants,
)
from applications.formbuilder.states import (
    UNREADABLE,
    Answers,
    CompiledQuestion,
    Missing,
    Problem,
    State,
)
from applications.formbuilder.texts import texts_of, with_texts

MOST_COMPILED = 256
REVIEW = "review"


@dataclass
class CompiledForm:
    """A form in one language, ready to ask, to evaluate and to show."""

    schema: FormSchema
    context: FieldContext

    def __post_init__(self) -> None:
        self.evaluator = Evaluator(self.schema)
        self.questions = self.evaluator.questions
        self.documents = self.evaluator.documents
        self.criteria = CompiledCriteria(self.schema.criteria, self.context)
        self._steps = {step.id: step for step in self.schema.steps}
        self._fields: dict[str, forms.Field] = {}
        self._step_forms: dict[str, type[StepForm]] = {}

    @property
    def language(self) -> str:
        """The language the form is read in."""
        return self.context.language

    @cached_property
    def is_untranslated(self) -> bool:
        """Whether none of its texts is in the language it is read in."""
        fallbacks = self.context.fallbacks
        return bool(fallbacks) and fallbacks == texts_of(self.schema).keys()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked of applicants: the aid has no online form."""
        return not self.schema.steps and not self.schema.documents

    @cached_property
    def minutes(self) -> int:
        """How long it takes to fill, rounded up to five minutes."""
        return duration.minutes(self.schema)

    # --- What is shown ----------------------------------------------------------------------

    def state(self, answers: Answers | State) -> State:
        """Evaluate every condition in one pass, in the order of the form."""
        if isinstance(answers, State):
            return answers
        return self.evaluator.survey(answers, self.evaluator.referenced)

    def evaluate(self, condition: Condition, answers: Answers | State) -> Visibility:
        """Return the result of any condition over this form's answers."""
        given = answers.answers if isinstance(answers, State) else answers
        return VISIBILITY[self.evaluator.evaluate(condition, given)]

    def visible_steps(self, answers: Answers | State) -> list[Step]:
        """Return the steps this person has, in order."""
        state = self.state(answers)
        return [step for step in self.schema.steps if state.is_shown(step.id)]

    def visible_questions(self, step_id: str, answers: Answers | State) -> list[Question]:
        """Return the questions of a step this person is asked, in order."""
        state = self.state(answers)
        return [item for item in self.step(step_id).questions if state.is_shown(item.id)]

    def visible_documents(self, answers: Answers | State) -> list[Question]:
        """Return the documents this person is asked."""
        state = self.state(answers)
        return [item for item in self.schema.documents if state.is_shown(item.id)]

    def step(self, step_id: str) -> Step:
        """Return a step by its id; raises `KeyError`."""
        return self._steps[step_id]

    # --- Asking -----------------------------------------------------------------------------

    def form_field(self, question_id: str) -> forms.Field:
        """Return the field of a question or a document, built once; copy before changing it."""
        if question_id not in self._fields:
            compiled = self.questions.get(question_id) or self.documents[question_id]
            with translation.override(self.language):
                built = compiled.type.form_field(compiled.question, self.context)
            self._fields[question_id] = built
        return self._fields[question_id]

    def step_form(
        self,
        step_id: str,
        *,
        answers: Answers,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, Upload] | None = None,
        given: Mapping[str, Sequence[object]] | None = None,
        locked: Iterable[str] = (),
        added: Mapping[str, str] | None = None,
        prefix: str = "",
    ) -> StepForm:
        """Return the form of a step, filled with the answers, or with what was just sent.

        `given` holds the files already given, by question; `locked` names the questions this
        person may read and not change; `added` gives, by question, the blank row just asked for.
        """
        if step_id not in self._step_forms:
            self._step_forms[step_id] = step_form(self, self.step(step_id))
        return self._step_forms[step_id](
            answers=answers,
            data=data,
            files=files,
            given=given,
            locked=frozenset(locked),
            added=added,
            prefix=prefix,
        )

    @cached_property
    def review_step(self) -> Step | None:
        """What officers are asked, all steps together; nothing when they are asked nothing."""
        asked = tuple(
            question
            for step in self.schema.steps
            for question in step.questions
            if question.is_review_only
        )
        return Step(id=REVIEW, title="", questions=asked) if asked else None

    def review_form(
        self, *, answers: Answers, data: Mapping[str, Any] | None = None
    ) -> StepForm | None:
        """Return the form of what officers are asked, over the answers filed and theirs."""
        if self.review_step is None:
            return None
        if REVIEW not in self._step_forms:
            self._step_forms[REVIEW] = step_form(self, self.review_step)
        return self._step_forms[REVIEW](answers=answers, data=data)

    # --- Judging ----------------------------------------------------------------------------

    def computed(self, answers: Answers | State) -> dict[str, JsonValue]:
        """Return the values of the computed questions that are shown and have one."""
        state = self.state(answers)
        return {
            question_id: item.type.compute(item.question, state.values.get)
            for question_id, item in self.questions.items()
            if item.type.is_computed and question_id in state.values
        }

    def filed_answers(self, answers: Answers | State) -> dict[str, JsonValue]:
        """Return what is filed: answers of shown questions, computed values, facts looked at."""
        state = self.state(answers)
        computed = self.computed(state)
        filed: dict[str, JsonValue] = {
            fact: state.answers[fact]
            for fact in self.evaluator.facts
            if state.answers.get(fact) is not None
        }
        for question_id, item in self.questions.items():
            value = computed.get(question_id) if item.type.is_computed else None
            if item.type.is_input and state.is_shown(question_id):
                value = state.answers.get(question_id)
            if item.children:
                value = filed_rows(item, value, state.values)
            if item.type.is_answered(value):
                filed[question_id] = value
        return filed

    def dropped(self, answers: Answers | State) -> list[Question]:
        """Return the questions people answered that will not be filed, as they are not shown.

        A first answer nobody has touched is not theirs.
        """
        state = self.state(answers)
        found: list[Question] = []
        for question_id, item in self.questions.items():
            value = state.answers.get(question_id)
            if item.type.is_input and item.type.is_answered(value):
                if not state.is_shown(question_id):
                    is_theirs = PREFILLED_PREFIX + question_id not in state.answers
                    found += [item.question] if is_theirs else []
                elif item.children:
                    found += hidden_cells(item, value, state.values)
        return found

    def missing(self, answers: Answers | State, given_slots: Iterable[str] = ()) -> list[Missing]:
        """Return all that stops the filing, in the order of the form."""
        state, given = self.state(answers), frozenset(given_slots)
        found = []
        with translation.override(self.language):
            for question_id, item in (*self.questions.items(), *self.documents.items()):
                if state.is_shown(question_id):
                    label = item.question.label
                    found += [
                        Missing(item.step_id, question_id, label, one.message, one.place)
                        for one in self.problems(item, state, is_given=question_id in given)
                    ]
        return found

    def problems(
        self, item: CompiledQuestion, state: State, *, is_given: bool = False
    ) -> list[Problem]:
        """Return all that is wrong with the stored answer to a shown question."""
        if item.children:
            return [
                Problem(str(fault.error.messages[0]), fault.row, fault.child)
                for fault in self.row_faults(item, state)
            ]
        return [Problem(one) for one in self.messages(item, state, is_given=is_given)]

    def row_faults(self, item: CompiledQuestion, state: State) -> list[Fault]:
        """Return all that is wrong with the stored rows of a composite question."""
        field = rows_field(self.form_field(item.question.id))
        reading = field.read(state.answers.get(item.question.id))
        return faults_of(item, reading, field, state)

    def messages(
        self, item: CompiledQuestion, state: State, *, is_given: bool = False
    ) -> list[str]:
        """Return what is wrong with the stored answer to a question without rows."""
        question = item.question
        if not item.type.is_input:
            words = item.complaint(state.values) if item.type.is_blocking(question) else ""
            return [words] if words else []
        raw = state.answers.get(RAW_PREFIX + question.id)
        stored = state.answers.get(question.id)
        is_blank = raw is None and not item.type.is_answered(stored)
        if is_blank and (is_given or not state.is_required(question)):
            return []
        form_field = self.form_field(question.id)
        try:
            form_field.clean(raw if raw is not None else self.typed(item, stored))
            confirm_reading(raw)
            require_answer(form_field, is_blank=is_blank)
            refuse_gone_options(item, state, stored)
        except ValidationError as error:
            name_question(error, question.label)
            return [str(message) for message in error.messages]
        return []

    def typed(self, item: CompiledQuestion, value: JsonValue) -> Any:
        """Return what a person would have typed for a stored answer."""
        if not item.type.is_answered(value):
            return None
        try:
            return item.type.from_json(value)
        except UNREADABLE:
            return value


# --- Compiling ------------------------------------------------------------------------------


def compile_form(
    schema: FormSchema, language: str, texts: Mapping[str, str] | None = None
) -> CompiledForm:
    """Make the applicants' form ready, without the cache: for previews and tests."""
    return compile_review_form(for_applicants(schema), language, texts)


def compile_review_form(
    schema: FormSchema, language: str, texts: Mapping[str, str] | None = None
) -> CompiledForm:
    """Make the whole form ready, with what is asked of officers."""
    source = settings.LANGUAGE_CODE
    fallbacks: frozenset[str] = frozenset()
    if language != source:
        fallbacks = frozenset(texts_of(schema)) - frozenset(texts or ())
    context = FieldContext(language=language, source_language=source, fallbacks=fallbacks)
    with translation.override(language):
        return CompiledForm(with_texts(schema, texts) if texts else schema, context)


form_cache: FormCache[CompiledForm] = FormCache(MOST_COMPILED)

Lazy = Callable[[], Mapping[str, Any] | None]
Compile = Callable[[FormSchema, str, Mapping[str, str] | None], CompiledForm]


def compiled(
    version_key: str,
    schema_json: Mapping[str, Any] | Lazy,
    texts: Mapping[str, str] | Lazy | None,
    language: str,
    *,
    compile_with: Compile = compile_form,
) -> CompiledForm:
    """Return the compiled form of a version, from the process's cache.

    `version_key` names the version *and* its overlay: they are immutable, and neither has to be
    read to find the form. Both may be given as functions, called only the first time.
    `compile_with` says for whom: applicants, or the officers (`compile_review_form`).
    """

    def make() -> CompiledForm:
        schema = schema_json() if callable(schema_json) else schema_json
        overlay = texts() if callable(texts) else texts
        return compile_with(FormSchema.model_validate(schema), language, overlay)

    return form_cache.get((version_key, language, compile_with.__name__), make)
