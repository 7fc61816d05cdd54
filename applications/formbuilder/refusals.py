"""What other answers make wrong with one answer, and how a refusal names its question."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from applications.formbuilder.base import REQUIRED
from applications.formbuilder.schema import JsonValue
from applications.formbuilder.states import CompiledQuestion, State
from cms.core.field_view import TARGET


def name_question(error: ValidationError, label: str) -> None:
    """Let every message of a refusal name its question."""
    for one in error.error_list:
        one.params = {**(one.params or {}), "label": label}


def aimed(error: ValidationError, target: str) -> ValidationError:
    """Return the refusal, saying which widget of the page it is about."""
    for one in error.error_list:
        one.params = {**(one.params or {}), TARGET: target}
    return error


def confirm_reading(raw: JsonValue) -> None:
    """Have people save what could not be read when they typed it, and now can: none is lost."""
    if raw is not None:
        raise ValidationError(
            _("“%(label)s”: check this answer, then save the step."), code="to_confirm"
        )


def require_answer(form_field: forms.Field, *, is_blank: bool) -> None:
    """Refuse a blank where a condition makes the question required."""
    if is_blank:
        raise ValidationError(form_field.error_messages["required"], code=REQUIRED)


def refuse_gone_options(item: CompiledQuestion, state: State, value: JsonValue) -> None:
    """Name the chosen options that other answers have taken away; they are kept meanwhile."""
    gone = state.gone_options(item.question.id, value)
    if gone:
        raise ValidationError(
            _("“%(label)s”: the answer “%(option)s” is no longer offered. Choose another one."),
            code="gone_option",
            params={
                "option": ", ".join(item.type.constant_display(one, item.question) for one in gone)
            },
        )
