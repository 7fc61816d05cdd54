"""First answers that people need not type: from what is known of them, or the editor's default.

The engine names sources and says where a first answer came from; higher rooms register sources and
read them. An answer taken over is stored like any other, with its source under
`prefilled:<question id>` until somebody changes it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.formbuilder.base import RAW_PREFIX, FieldContext
from applications.formbuilder.registry import field_types
from applications.formbuilder.schema import JsonValue, Question
from cms.core.registry import Registry

PREFILLED_PREFIX = "prefilled:"
DEFAULT = "default"
DEFAULT_ORIGIN = _("Proposed answer: change it if need be.")

Answers = Mapping[str, JsonValue]
Read = Callable[[Any, Question], JsonValue]


@dataclass(frozen=True)
class PrefillSource:
    """Where a first answer may come from.

    `label` is for editors, `origin` is shown beside the answer (« Repris de votre compte »).
    `read` takes what the room that fills the form knows (its own object) and the question, and
    returns what a person would type, or a JSON answer. `types` are the types it fits; `None`: all.
    """

    code: str
    label: str | Promise
    origin: str | Promise
    read: Read
    types: frozenset[str] | None = None

    def fits(self, type_code: str) -> bool:
        """Tell whether it may answer a question of this type."""
        return self.types is None or type_code in self.types


prefill_sources: Registry[PrefillSource] = Registry("prefill sources")


def sources_for(type_code: str) -> list[tuple[str, str | Promise]]:
    """Return the sources an editor may choose for a type, with their words."""
    return [(source.code, source.label) for source in prefill_sources if source.fits(type_code)]


def first_answers(questions: Iterable[Question], answers: Answers, known: Any) -> dict[str, Any]:
    """Return the first answers to questions nobody has answered yet, and where each comes from."""
    found: dict[str, Any] = {}
    for question in questions:
        is_begun = answers.get(question.id) is not None or RAW_PREFIX + question.id in answers
        if is_begun or not (question.prefill or question.default is not None):
            continue
        for source, value in candidates(question, known):
            answer = acceptable(question, value)
            if answer is not None:
                found[question.id] = answer
                found[PREFILLED_PREFIX + question.id] = source
                break
    return found


def candidates(question: Question, known: Any) -> Iterable[tuple[str, JsonValue]]:
    """Yield what may answer a question: its source first, then its default."""
    if question.prefill in prefill_sources:
        yield question.prefill, prefill_sources.get(question.prefill).read(known, question)
    yield DEFAULT, question.default


def acceptable(question: Question, value: JsonValue) -> JsonValue:
    """Return a value as an answer to this question, or nothing when it would be refused."""
    field_type = field_types.get(question.type)
    if not field_type.is_answered(value):
        return None
    form_field = field_type.form_field(question, FieldContext(language="fr"))
    ways: tuple[Callable[[JsonValue], Any], ...] = (as_typed, field_type.from_json)
    for typed in ways:
        try:
            answer = field_type.to_json(form_field.clean(typed(value)))
        except (ValidationError, ValueError, TypeError, AttributeError, KeyError, ArithmeticError):
            continue
        if field_type.is_answered(answer):
            return answer
    return None


def as_typed(value: JsonValue) -> Any:
    """Return what a source gives as a person would type it."""
    return value


def origin_of(question_id: str, answers: Answers) -> str:
    """Say where an answer nobody has changed comes from, or nothing."""
    code = answers.get(PREFILLED_PREFIX + question_id)
    if code is None or answers.get(question_id) is None:
        return ""
    if code == DEFAULT:
        return str(DEFAULT_ORIGIN)
    return str(prefill_sources.get(code).origin) if code in prefill_sources else ""
