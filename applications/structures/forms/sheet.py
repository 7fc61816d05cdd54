"""The structure's sheet as a form."""

import re
from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from applications.registries.countries import FRANCE, countries
from applications.structures.models import Structure

RNA_PATTERN = r"^W[0-9A-Z]{9}$"
POSTCODE_PATTERN = re.compile(r"[0-9]{5}", re.ASCII)


class CompactField(forms.CharField):
    """A code people write with spaces and small letters: stored without, in capitals."""

    def to_python(self, value: Any) -> str:
        """Drop spaces before any check."""
        return re.sub(r"\s+", "", super().to_python(value) or "").upper()


class StructureSheetForm(forms.ModelForm[Structure]):
    """What a manager checks and corrects before filing."""

    required_names: ClassVar[tuple[str, ...]] = (
        "name",
        "address_line",
        "city",
        "email",
    )

    class Meta:
        model = Structure
        fields = (
            "name",
            "acronym",
            "rna",
            "legal_form",
            "address_line",
            "address_complement",
            "postcode",
            "city",
            "country",
            "phone",
            "email",
            "website",
        )
        labels: ClassVar[dict[str, Any]] = {
            "name": _("Corporate name"),
            "acronym": _("Acronym"),
            "rna": _("RNA number"),
            "legal_form": _("Legal form"),
            "address_line": _("Number and street"),
            "address_complement": _("Address complement"),
            "postcode": _("Postcode"),
            "city": _("Town"),
            "country": _("Country"),
            "phone": _("Phone"),
            "email": _("E-mail address"),
            "website": _("Web site"),
        }
        field_classes: ClassVar[dict[str, Any]] = {"rna": CompactField, "postcode": CompactField}
        help_texts: ClassVar[dict[str, Any]] = {
            "rna": _("W followed by nine digits or capital letters, for associations."),
            "postcode": _("Required in France"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.required_names:
            self.fields[name].required = True
        self.fields["rna"].validators.append(
            RegexValidator(
                RNA_PATTERN, _("Write the RNA number as W followed by nine signs, e.g. W123456789.")
            )
        )
        self.fields["country"] = forms.ChoiceField(
            label=_("Country"),
            choices=list(countries().items()),
            required=False,
            initial=self.instance.country or FRANCE,
            widget=forms.Select({"autocomplete": "country"}),
        )
        for name, hint in {
            "name": "organization",
            "address_line": "address-line1",
            "address_complement": "address-line2",
            "postcode": "postal-code",
            "city": "address-level2",
            "phone": "tel",
            "email": "email",
            "website": "url",
        }.items():
            self.fields[name].widget.attrs["autocomplete"] = hint

    def clean_country(self) -> str:
        """France, unless told otherwise."""
        return self.cleaned_data["country"] or FRANCE

    def clean(self) -> dict[str, Any]:
        """Ask for a French postcode in France alone."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_french = cleaned.get("country", FRANCE) == FRANCE
        postcode = cleaned.get("postcode", "")
        if is_french and "postcode" not in self.errors and not POSTCODE_PATTERN.fullmatch(postcode):
            self.add_error("postcode", _("Write the postcode with five digits, e.g. 35000."))
        return cleaned
