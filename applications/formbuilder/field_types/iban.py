"""A bank account: its IBAN, the BIC and the bank found from it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _
from schwifty import BIC
from stdnum import iban

from applications.formbuilder.base import CONTACT, Cell, Column, FieldContext, FieldType, Settings
from applications.formbuilder.group_field import GroupField, noting, part_error, refuse
from applications.formbuilder.schema import JsonValue, Question
from applications.formbuilder.typed import typed_words
from applications.registries.banks import bank_of, shares_code
from applications.registries.numbers import compact
from cms.core.part_widgets import Part

NUMBER, CODE = "iban", "bic"
SHORTEST, LONGEST = 15, 34
TYPED_AS_IS = {"spellcheck": "false", "autocomplete": "off", "autocapitalize": "characters"}


class IbanSettings(Settings):
    """Nothing to set."""


class IbanField(GroupField):
    """An IBAN whose key is right, and the BIC of the same country."""

    def __init__(self, **kwargs: Any) -> None:
        parts = [
            Part(
                NUMBER,
                _("IBAN"),
                forms.TextInput(TYPED_AS_IS),
                hint=_("It starts with two letters, like FR76. Spaces are accepted."),
                is_required=bool(kwargs.get("required")),
            ),
            Part(
                CODE,
                _("BIC"),
                forms.TextInput({**TYPED_AS_IS, "data-width": "20"}),
                hint=_("Leave it empty: it is found from the IBAN of most banks."),
            ),
        ]
        super().__init__(parts, **kwargs)

    def compose(self, parts: Mapping[str, Any]) -> dict[str, str]:
        """Return the IBAN, its BIC and the name of the bank."""
        number = typed = ""
        faults: list[ValidationError] = []
        with noting(faults):
            number = compact(self.words(parts, NUMBER, is_required=True))
            self.check_number(number)
        with noting(faults):
            typed = compact(self.words(parts, CODE))
            self.check_code(typed)
        refuse(faults)
        known = bank_of(number)
        if typed:
            self.check_country(typed, number)
        elif not known[CODE]:
            message = _("“%(label)s”: write the BIC; this bank is not known from its IBAN.")
            raise part_error(CODE, message, "incomplete")
        is_of_bank = not typed or typed[:8] == known[CODE][:8]
        return {
            NUMBER: number,
            CODE: typed or known[CODE],
            "bank": known["bank"] if is_of_bank else "",
        }

    def check_number(self, number: str) -> None:
        """Refuse what is no IBAN: its shape, then its key."""
        if not number[:2].isalpha() or not SHORTEST <= len(number) <= LONGEST:
            message = _(
                "“%(label)s”: an IBAN starts with two letters, like FR76, "
                "and has 27 characters in France."
            )
            raise part_error(NUMBER, message, "shape")
        if not iban.is_valid(number):
            message = _("“%(label)s”: this IBAN is not valid. Copy it from your bank details.")
            raise part_error(NUMBER, message)

    def check_code(self, code: str) -> None:
        """Refuse what is no BIC; none may be typed."""
        if code and not BIC(code, allow_invalid=True).is_valid:
            message = _("“%(label)s”: a BIC has 8 or 11 characters, like AGRIFRPP.")
            raise part_error(CODE, message)

    def check_country(self, code: str, number: str) -> None:
        """Refuse the BIC of another country."""
        if code[4:6] != number[:2] and not shares_code(code[4:6], number[:2]):
            message = _("“%(label)s”: the BIC and the IBAN are not of the same country.")
            raise part_error(CODE, message, "country")


class IbanType(FieldType[IbanSettings]):
    """A bank account; always masked where sensitive answers are; JSON IBAN, BIC and bank."""

    is_read_live = False
    code = "iban"
    label = _("Bank details (IBAN and BIC)")
    description = _("The account to pay, checked; the bank is found from the IBAN.")
    synonyms = _("bank, account, RIB, payment, transfer, BIC")
    answer_seconds = 60
    icon = "key"
    family = CONTACT
    settings_model = IbanSettings
    is_always_masked = True
    required_words = _("“%(label)s”: write the IBAN of the account.")

    def form_field(self, question: Question, ctx: FieldContext) -> forms.Field:
        """The IBAN, and the BIC when it must be typed."""
        return IbanField(**self.common(question, ctx))

    def from_json(self, value: JsonValue) -> dict[str, str] | None:
        """In groups, as it is read."""
        if value is None:
            return None
        return {NUMBER: str(iban.format(value[NUMBER])), CODE: value[CODE]}

    def display(self, value: JsonValue, question: Question) -> str:
        """In groups, with the BIC and the bank."""
        number = str(iban.format(value[NUMBER])).replace(" ", "\u00a0")
        bank = f" ({value['bank']})" if value.get("bank") else ""
        return f"{number} – BIC\u00a0{value[CODE]}{bank}"

    def masked(self, value: JsonValue, question: Question) -> str:
        """Its country and its last four characters."""
        number = compact(typed_words(value.get(NUMBER) if isinstance(value, dict) else value))
        if len(number) < SHORTEST:
            return super().masked(value, question)
        return f"{number[:4]}\u00a0••••\u00a0{number[-4:]}"

    def export_columns(self, question: Question) -> list[Column]:
        """The IBAN, the BIC, the bank."""
        bank = gettext("bank")
        return [
            Column(question.id, question.label),
            Column(f"{question.id}.{CODE}", f"{question.label} – BIC"),
            Column(f"{question.id}.bank", f"{question.label} – {bank}"),
        ]

    def export_cells(self, value: JsonValue, question: Question) -> list[Cell]:
        """The IBAN, the BIC, the bank."""
        names = (NUMBER, CODE, "bank")
        return [(value.get(name) or None) if value else None for name in names]

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """A compact IBAN, a BIC, the name of a bank."""
        return {
            "type": "object",
            "properties": {
                NUMBER: {"type": "string", "pattern": r"^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$"},
                CODE: {"type": "string", "pattern": "^[A-Z0-9]{8}([A-Z0-9]{3})?$"},
                "bank": {"type": "string"},
            },
            "required": [NUMBER, CODE, "bank"],
            "additionalProperties": False,
        }

    def sample(self, question: Question) -> JsonValue:
        """A documentation IBAN."""
        number = "FR7630006000011234567890189"
        return {NUMBER: number, **bank_of(number)}
