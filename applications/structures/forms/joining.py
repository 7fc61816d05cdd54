"""Forms of who has no structure yet: finding it, asking to join, describing it."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from applications.accounts.forms.sign_up import checked_birth_date
from applications.accounts.models import Family
from applications.registries.countries import FRANCE, countries
from applications.registries.numbers import rna_of
from applications.structures.families import has_receipt, has_uai
from applications.structures.forms.fields import NumberField, siret_field, uai_field
from applications.structures.models import Structure
from applications.structures.services.first_connection import Numbers
from cms.core.date_parts import DatePartsField, DatePartsWidget

POSTCODE_DIGITS = 5
NUMBERS = ("siret", "rna", "uai")


def rna_field(**kwargs: Any) -> NumberField:
    """Return the field of an RNA number."""
    return NumberField(
        rna_of,
        label=gettext_lazy("RNA number"),
        help_text=gettext_lazy("W and nine characters, for associations."),
        max_length=20,
        **kwargs,
    )


class NumbersForm(forms.Form):
    """« Je suis ou je représente un(e) », then the number of the structure."""

    family = forms.ChoiceField(
        label=gettext_lazy("I am or I represent a(n)"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whom you come for.")},
    )
    siret = siret_field(required=False)
    rna = rna_field(required=False)
    uai = uai_field(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.families = {family.code: family for family in self.offered()}
        field = cast("forms.ChoiceField", self.fields["family"])
        field.choices = [(code, str(family)) for code, family in self.families.items()]

    def offered(self) -> list[Family]:
        """Return the families to choose from."""
        return [*Family.objects.filter(is_structure=True)]

    @property
    def family_chosen(self) -> Family | None:
        """Return the family, once the form is valid."""
        return self.families.get(self.cleaned_data.get("family", ""))

    def clean(self) -> dict[str, Any]:
        """Ask for the number by which structures of this family are known.

        What was typed under another family, which the page then hides, counts for nothing.
        """
        cleaned = super().clean() or {}
        family = self.family_chosen
        if family is None:
            return cleaned
        names = self._known_by(family) if family.is_structure else ()
        for name in NUMBERS:
            if name not in names:
                self.errors.pop(name, None)
                cleaned[name] = ""
        if not names:
            return cleaned
        if not any(cleaned.get(name) for name in names) and not set(names) & set(self.errors):
            words = {
                "siret": _("Write the SIRET of the structure."),
                "rna": _("Write the SIRET of the association, or its RNA number."),
                "uai": _("Write the UAI of the lycée, or its SIRET."),
            }
            self.add_error(names[-1] if len(names) > 1 else "siret", words[names[-1]])
        return cleaned

    def numbers(self) -> Numbers:
        """Return what to look for."""
        values = self.cleaned_data
        return Numbers(
            family=values["family"],
            siret=values.get("siret") or "",
            rna=values.get("rna") or "",
            uai=values.get("uai") or "",
        )

    @staticmethod
    def _known_by(family: Family) -> tuple[str, ...]:
        if has_uai(family):
            return ("siret", "uai")
        return ("siret", "rna") if has_receipt(family) else ("siret",)


class FirstConnectionForm(NumbersForm):
    """The same for who may come in their own name: then, a date of birth."""

    birth_date = DatePartsField(
        label=gettext_lazy("Date of birth"),
        help_text=gettext_lazy("If you come for yourself."),
        required=False,
        widget=DatePartsWidget(autocomplete="bday"),
    )
    field_order = ("family", "birth_date", "siret", "rna", "uai")

    def offered(self) -> list[Family]:
        """Offer persons too."""
        return [*Family.objects.all()]

    def clean_birth_date(self) -> date | None:
        """Refuse a birth to come, or more than a century and a quarter ago."""
        born: date | None = checked_birth_date(self.cleaned_data["birth_date"])
        return born

    def clean(self) -> dict[str, Any]:
        """Ask persons for their date of birth, structures for their number."""
        cleaned = super().clean()
        if not self.is_person:
            self.errors.pop("birth_date", None)
        elif not cleaned.get("birth_date") and "birth_date" not in self.errors:
            self.add_error("birth_date", _("Enter your date of birth."))
        return cleaned

    @property
    def is_person(self) -> bool:
        """Tell whether somebody comes in their own name."""
        family = self.family_chosen
        return family is not None and not family.is_structure


class JoinForm(forms.Form):
    """« Demander à la rejoindre »."""

    message = forms.CharField(
        label=gettext_lazy("Message to the managers"),
        help_text=gettext_lazy("Who you are in the structure, for example."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class OwnSheetForm(forms.ModelForm[Structure]):
    """What is typed by hand of a structure that no register describes."""

    required_names = ("name", "address_line", "city")
    country = forms.ChoiceField(label=gettext_lazy("Country"), initial=FRANCE)

    class Meta:
        model = Structure
        fields = (
            "name",
            "address_line",
            "address_complement",
            "postcode",
            "city",
            "country",
            "email",
            "phone",
        )
        labels = {
            "name": gettext_lazy("Corporate name"),
            "address_line": gettext_lazy("Number and street"),
            "address_complement": gettext_lazy("Building, floor, locality"),
            "postcode": gettext_lazy("Postcode"),
            "city": gettext_lazy("Town"),
            "email": gettext_lazy("E-mail address of the structure"),
            "phone": gettext_lazy("Phone"),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "address_line": forms.TextInput(attrs={"autocomplete": "address-line1"}),
            "address_complement": forms.TextInput(attrs={"autocomplete": "address-line2"}),
            "postcode": forms.TextInput(attrs={"autocomplete": "postal-code", "data-width": "5"}),
            "city": forms.TextInput(attrs={"autocomplete": "address-level2"}),
            "phone": forms.TextInput(
                attrs={"type": "tel", "autocomplete": "tel", "data-width": "20"}
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.required_names:
            self.fields[name].required = True
        field = cast("forms.ChoiceField", self.fields["country"])
        field.choices = list(countries().items())

    def clean(self) -> dict[str, Any]:
        """Ask for the five digits of a French postcode."""
        cleaned = super().clean() or {}
        postcode = "".join(cleaned.get("postcode", "").split())
        is_french = cleaned.get("country") == FRANCE
        is_right = postcode.isascii() and postcode.isdigit() and len(postcode) == POSTCODE_DIGITS
        if is_french and not is_right:
            self.add_error("postcode", _("Write the postcode with five digits, e.g. 35000."))
        cleaned["postcode"] = postcode if is_french else cleaned.get("postcode", "")
        return cleaned

    def _post_clean(self) -> None:
        """Leave the row alone: a service makes the structure of these values."""


class AskCreationForm(forms.Form):
    """« Demander la création de ma structure »: for what no look-up can make."""

    family = forms.ModelChoiceField(
        label=gettext_lazy("I represent a(n)"),
        queryset=Family.objects.filter(is_structure=True),
        to_field_name="code",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whom you come for.")},
    )
    name = forms.CharField(label=gettext_lazy("Corporate name"), max_length=200)
    siret = siret_field(required=False)
    rna = rna_field(required=False)
    uai = uai_field(required=False)
    address_line = forms.CharField(label=gettext_lazy("Number and street"), max_length=200)
    postcode = forms.CharField(
        label=gettext_lazy("Postcode"),
        max_length=12,
        widget=forms.TextInput(attrs={"data-width": "5"}),
    )
    city = forms.CharField(label=gettext_lazy("Town"), max_length=100)
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "data-width": "20"}),
    )
    message = forms.CharField(
        label=gettext_lazy("What you are in the structure, and what the Region should know"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def given(self) -> dict[str, str]:
        """Return what was typed, as it is kept for the Region."""
        values = {**self.cleaned_data, "family": self.cleaned_data["family"].code}
        return {name: str(value) for name, value in values.items() if value}
