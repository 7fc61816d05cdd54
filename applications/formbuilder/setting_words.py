"""The settings of a question in words: what each is called, and what it is set to."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from wagtail.blocks import (
    Block,
    ChoiceBlock,
    DateBlock,
    DecimalBlock,
    IntegerBlock,
    ListBlock,
    StaticBlock,
)

from applications.formbuilder.base import FieldType
from applications.formbuilder.condition_blocks import ConditionBlock
from applications.formbuilder.field_types.number import NumericValue
from applications.formbuilder.numbers import localized
from applications.formbuilder.schema import JsonValue, Question
from applications.formbuilder.technical_blocks import CodesBlock, FormulaBlock, LineRefBlock
from cms.core.templatetags.portal import day_words

UNTOLD = (ConditionBlock, FormulaBlock, ListBlock)
"""What is not said in a few words: that it changed is."""
LIMITS = (DateBlock, DecimalBlock, IntegerBlock)


def changed_settings(
    field_type: FieldType[Any], old: Question, new: Question, *, but: tuple[str, ...]
) -> Iterator[tuple[str, str, str]]:
    """Yield each setting that changed: its label, and what it was and is in words.

    The words are empty when they cannot be said in short. `but` names what is told elsewhere.
    """
    blocks = dict((*field_type.editor.always, *field_type.editor.rare))
    keys = dict.fromkeys((*blocks, *old.settings, *new.settings))
    for key in keys:
        was, now = old.settings.get(key), new.settings.get(key)
        if key in but or was == now:
            continue
        block = blocks.get(key)
        if block is None or isinstance(block, UNTOLD):
            yield (str(block.label) if block is not None else key), "", ""
            continue
        before, after = (
            setting_words(field_type, item, key, block, value)
            for item, value in ((old, was), (new, now))
        )
        if before == after:
            before = after = ""
        yield str(block.label), before, after


def setting_words(
    field_type: FieldType[Any], question: Question, key: str, block: Block, value: JsonValue
) -> str:
    """Say what a setting is set to, or what goes without it."""
    if isinstance(block, StaticBlock):
        return _("yes") if value else _("no")
    if value in (None, "", []):
        field = field_type.settings_model.model_fields.get(key)
        value = field.get_default() if field is not None else None
    if value in (None, "", []):
        return _("no limit") if isinstance(block, LIMITS) else _("nothing")
    try:
        return _said(field_type, question, block, value)
    except (InvalidOperation, ValueError):
        return str(value)


def _said(field_type: FieldType[Any], question: Question, block: Block, value: Any) -> str:
    """Say a value that is there; raises `ValueError` when it cannot be read."""
    if isinstance(block, DecimalBlock | IntegerBlock):
        number = Decimal(str(value))
        return (
            field_type.show(number) if isinstance(field_type, NumericValue) else localized(number)
        )
    if isinstance(block, DateBlock):
        return day_words(date.fromisoformat(str(value)))
    if isinstance(block, CodesBlock) or isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    if isinstance(block, ChoiceBlock):
        return str(dict(_flat(block.field.choices)).get(value, value))
    if isinstance(block, LineRefBlock):
        return field_type.parts(question).get(value, _("nothing"))
    return str(value.get("title", "")) if isinstance(value, Mapping) else str(value)


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every choice, those of groups too."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield value, label
