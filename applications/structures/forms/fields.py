"""Fields of structures' forms: numbers, activity, phone."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.formbuilder.searches import ACTIVITIES, is_known_activity, naf_code
from applications.registries.numbers import WrongNumber, compact, is_rna, rna_of, siret_of, uai_of
from cms.core.lookup import Entry
from cms.core.part_widgets import SearchAddress, SearchWidget

REVISION_2, NAF_2025 = "NAF rév. 2", "NAF 2025"
MAY_BE_RNA = 9
"""From this many characters after the W, what is typed is meant as an RNA number."""


class NumberField(forms.CharField):
    """A number with a key, typed with its spaces or without, stored without."""

    def __init__(self, read: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.read = read
        self.widget.attrs |= {"data-width": "20", "autocomplete": "off", "spellcheck": "false"}

    def clean(self, value: Any) -> str:
        """Return the compact number, or say what is wrong with it."""
        typed = str(super().clean(value) or "")
        try:
            return self.read(typed) if typed else ""
        except WrongNumber as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from None


def siret_field(**kwargs: Any) -> NumberField:
    """Return the field of a SIRET; those of La Poste have a key of their own."""
    return NumberField(
        siret_of,
        label=_("SIRET"),
        help_text=_("14 digits: it is on your invoices and on the Sirene certificate."),
        error_messages={"required": _("Write the SIRET of the structure.")},
        max_length=40,
        **kwargs,
    )


def uai_field(**kwargs: Any) -> NumberField:
    """Return the field of a UAI."""
    help_text = _("7 digits and a letter, for schools.")
    return NumberField(uai_of, label=_("UAI"), help_text=help_text, max_length=20, **kwargs)


class RnaOrReceiptField(forms.CharField):
    """« N° RNA ou à défaut celui du récépissé en préfecture »: one box, two kinds of numbers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("RNA number, or failing that the number of the receipt of the prefecture"),
            help_text=_("An RNA number is a W and nine characters, like W353012345."),
            required=False,
            max_length=40,
            widget=forms.TextInput({"data-width": "20", "autocomplete": "off"}),
            **kwargs,
        )

    def clean(self, value: Any) -> dict[str, str]:
        """Return the number under the name of what it is."""
        typed = str(super().clean(value) or "")
        number = compact(typed)
        if is_rna(number):
            return {"rna": number, "receipt_number": ""}
        if number.startswith("W") and len(number) >= MAY_BE_RNA:
            try:
                rna_of(typed)
            except WrongNumber as refusal:
                raise ValidationError(str(refusal), code=refusal.code) from None
        return {"rna": "", "receipt_number": typed}


class PhoneField(forms.CharField):
    """A number as people write it, of any country."""

    def __init__(self, *, label: Any, autocomplete: str = "tel", **kwargs: Any) -> None:
        super().__init__(
            label=label,
            max_length=30,
            validators=[
                RegexValidator(
                    r"^\+?[0-9 .()/-]{6,30}$", _("Write a phone number, e.g. 02 99 00 00 00.")
                )
            ],
            widget=forms.TextInput(
                {"autocomplete": autocomplete, "inputmode": "tel", "data-width": "20"}
            ),
            **{"required": False, **kwargs},
        )


class ActivityField(forms.Field):
    """A NAF code, found by its words; cleaned to `{"naf_code": …, "naf_nomenclature": …}`."""

    def __init__(self, **kwargs: Any) -> None:
        address = SearchAddress(reverse("formbuilder:search", args=[ACTIVITIES.code]))
        widget = SearchWidget(lambda: ACTIVITIES.open(""), address)
        super().__init__(
            label=_("Activity (NAF code)"),
            help_text=_("Write the code or words of the activity, then choose among the results."),
            widget=widget,
            **{"required": False, **kwargs},
        )

    def clean(self, value: Any) -> dict[str, str]:
        """Return the code chosen and the nomenclature that has it."""
        searching = self.widget.read(value)
        if searching.chosen is not None:
            return activity_values(searching.chosen)
        if not searching.text:
            if self.required:
                raise ValidationError(_("Search for the activity, then choose it."), "required")
            return {"naf_code": "", "naf_nomenclature": ""}
        if searching.found:
            message = _("Choose one of the results for “%(text)s”.")
            raise ValidationError(message, "unchosen", {"text": searching.text})
        message = _("No activity was found for “%(text)s”: write its code, like 94.99Z.")
        raise ValidationError(message, "unknown", {"text": searching.text})

    @staticmethod
    def initial_of(code: str) -> dict[str, str]:
        """Return what the search shows for a stored code."""
        entry = activity(code)
        label = entry.label if entry is not None else code
        return {"text": label, "code": entry.code if entry else "", "known": label}


def activity(code: str) -> Entry | None:
    """Return the activity of a code, written with its point or without."""
    searched = ACTIVITIES.open("") if code else None
    return searched.find(naf_code(code) or code) if searched is not None else None


def activity_values(entry: Entry) -> dict[str, str]:
    """Return what a sheet keeps of an activity."""
    nomenclature = REVISION_2 if is_known_activity(entry.code) else NAF_2025
    return {"naf_code": entry.code, "naf_nomenclature": nomenclature}
