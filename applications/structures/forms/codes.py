"""Forms of attachment codes: using one, asking for one."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from applications.accounts.forms.sign_up import checked_birth_date
from applications.accounts.models import Family
from applications.registries.numbers import compact, is_siret, is_uai
from applications.structures.forms.fields import siret_field, uai_field
from applications.structures.services.codes_use import (
    SecondFact,
    compact as compact_code,
    is_well_formed,
)
from cms.core.date_parts import DatePartsField, DatePartsWidget

DAY = re.compile(r"(\d{1,2})[/.\-\s]+(\d{1,2})[/.\-\s]+(\d{4})", re.ASCII)


class UseCodeForm(forms.Form):
    """« Je dispose d'un code de rattachement »: the code, and a second fact."""

    code = forms.CharField(
        label=gettext_lazy("Attachment code"),
        help_text=gettext_lazy("17 digits, with or without spaces: 1234 5678 9012 34567."),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "inputmode": "numeric", "data-width": "20"}
        ),
        error_messages={"required": gettext_lazy("Enter the code: its 17 digits.")},
    )
    fact = forms.CharField(
        label=gettext_lazy("SIRET or UAI of the structure, or your date of birth"),
        help_text=gettext_lazy(
            "For a structure, its SIRET (14 digits) or its UAI. For yourself, your date of birth, "
            "like 27/03/2007."
        ),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-width": "20"}),
        error_messages={
            "required": gettext_lazy("Enter the SIRET, the UAI or your date of birth.")
        },
    )

    def clean_code(self) -> str:
        """Catch slips of the fingers, which the last digit shows."""
        plain = compact_code(self.cleaned_data["code"])
        if not is_well_formed(plain):
            raise forms.ValidationError(
                _("This is not a whole code: it has 17 digits. Check each of them.")
            )
        return plain

    def clean_fact(self) -> SecondFact:
        """Read the second fact as what it is."""
        typed: str = self.cleaned_data["fact"]
        number = compact(typed)
        day = DAY.fullmatch(typed.strip())
        if day is not None:
            return SecondFact(birth_date=_date_of(day))
        if is_siret(number):
            return SecondFact(siret=number)
        if is_uai(number):
            return SecondFact(uai=number)
        raise forms.ValidationError(
            _(
                "Enter a SIRET (14 digits), a UAI (7 digits and a letter) or a date of birth "
                "like 27/03/2007."
            )
        )


class AskCodeForm(forms.Form):
    """« Formuler une demande de code d'identification »."""

    family = forms.ModelChoiceField(
        label=gettext_lazy("I am or I represent a(n)"),
        queryset=Family.objects.all(),
        to_field_name="code",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whom you come for.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the structure"),
        help_text=gettext_lazy("If you represent one."),
        max_length=200,
        required=False,
    )
    siret = siret_field(required=False)
    uai = uai_field(required=False)
    birth_date = DatePartsField(
        label=gettext_lazy("Date of birth"),
        help_text=gettext_lazy("If you come for yourself."),
        required=False,
        widget=DatePartsWidget(autocomplete="bday"),
    )
    message = forms.CharField(
        label=gettext_lazy("What the Region should know"),
        help_text=gettext_lazy(
            "The number of an earlier application, for example, or what you are in the structure."
        ),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_birth_date(self) -> Any:
        """Refuse a birth to come, or more than a century and a quarter ago."""
        return checked_birth_date(self.cleaned_data["birth_date"])

    def clean(self) -> dict[str, Any]:
        """Ask for what the Region needs to find somebody, or their structure."""
        cleaned = super().clean() or {}
        family = cleaned.get("family")
        if family is None:
            return cleaned
        if family.is_structure:
            if not cleaned.get("name"):
                self.add_error("name", _("Write the name of the structure."))
            has_number = cleaned.get("siret") or cleaned.get("uai")
            if not has_number and not {"siret", "uai"} & set(self.errors):
                self.add_error("siret", _("Write the SIRET of the structure, or its UAI."))
        elif not cleaned.get("birth_date") and "birth_date" not in self.errors:
            self.add_error("birth_date", _("Enter your date of birth."))
        return cleaned

    def given(self) -> dict[str, str]:
        """Return what was typed, as it is kept for the Region; days as 2007-03-27."""
        family = self.cleaned_data["family"]
        names = ("name", "siret", "uai") if family.is_structure else ("birth_date",)
        values = {name: self.cleaned_data[name] for name in (*names, "message")}
        return {
            "family": family.code,
            **{name: str(value) for name, value in values.items() if value},
        }


def _date_of(day: re.Match[str]) -> dt.date:
    try:
        return dt.date(int(day[3]), int(day[2]), int(day[1]))
    except ValueError:
        raise forms.ValidationError(
            _("Enter a date that exists, for example 27/03/2007.")
        ) from None
