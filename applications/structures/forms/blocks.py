"""The blocks of a structure's sheet, each a form of its own."""

from collections.abc import Mapping
from typing import Any, Protocol, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from applications.registries.address_form import LINES, REGISTER_NAME, AddressFields
from applications.registries.countries import FRANCE
from applications.structures.families import has_receipt
from applications.structures.forms.fields import (
    ActivityField,
    PhoneField,
    RnaOrReceiptField,
    siret_field,
)
from applications.structures.models import Origin, Structure
from cms.core.date_parts import DatePartsField, DatePartsWidget
from cms.core.searching import SearchingForm

Written = tuple[dict[str, Any], Origin, str]
"""Values of the sheet, their origin, and the register or file they come from."""


class BlockForm(Protocol):
    """What the page of a block asks of its form."""

    @property
    def errors(self) -> Any:
        """Return what was refused, by field."""

    @classmethod
    def of(cls, structure: Structure, data: Any = None) -> Self:
        """Return the form of a structure, with what was just sent."""

    def is_valid(self) -> bool:
        """Tell whether what was sent may be stored."""

    def searching(self) -> Self | None:
        """Return the form to show again when it was only sent to search."""

    def written(self, own: Origin) -> list[Written]:
        """Return what to store; `own` is the origin of what was typed."""


class IdentificationForm(SearchingForm):
    """« Identification »: who the structure is, and how it is reached."""

    name = forms.CharField(
        label=_("Corporate name"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "organization"}),
        error_messages={"required": _("Write the corporate name.")},
    )
    acronym = forms.CharField(
        label=_("Acronym"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"data-width": "20"}),
    )
    rna = RnaOrReceiptField()
    published_on = DatePartsField(
        label=_("Published in the Journal officiel on"), required=False, widget=DatePartsWidget
    )
    registered_on = DatePartsField(
        label=_("Created in the RNA on"), required=False, widget=DatePartsWidget
    )
    declared_on = DatePartsField(
        label=_("Last declared on"), required=False, widget=DatePartsWidget
    )
    legal_form = forms.CharField(label=_("Legal form"), max_length=100, required=False)
    website = forms.URLField(
        label=_("Web site"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput({"autocomplete": "url", "inputmode": "url"}),
        error_messages={"invalid": _("Write an address like www.example.org.")},
    )
    phone = PhoneField(label=_("Phone"))
    mobile = PhoneField(label=_("Mobile phone"))
    fax = PhoneField(label=_("Fax (optional)"), autocomplete="off")
    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Write the e-mail address of the structure."),
            "invalid": _("Write an e-mail address like name@example.org."),
        },
    )

    order = (
        "name",
        "acronym",
        "siret",
        "rna",
        "published_on",
        "registered_on",
        "declared_on",
        "naf",
        "legal_form",
        "website",
        "phone",
        "mobile",
        "fax",
        "email",
    )
    dates = ("published_on", "registered_on", "declared_on")

    def __init__(self, *args: Any, structure: Structure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.structure = structure
        is_french = structure.country in ("", FRANCE)
        if not structure.siret:
            is_asked = is_french and not has_receipt(structure.family)
            self.fields["siret"] = siret_field(required=is_asked)
        self.fields["naf"] = ActivityField(required=bool(structure.siret))
        if not (has_receipt(structure.family) or structure.rna or structure.receipt_number):
            for name in ("rna", *self.dates):
                del self.fields[name]
        self.order_fields(self.order)

    @classmethod
    def of(cls, structure: Structure, data: Any = None) -> Self:
        """Return the form of a structure, with what was just sent."""
        known = {name: getattr(structure, name, "") for name in cls.order}
        known["rna"] = structure.rna or structure.receipt_number
        known["naf"] = ActivityField.initial_of(structure.naf_code)
        return cls(data, initial=known, structure=structure)

    def clean_siret(self) -> str:
        """Refuse the SIRET of another structure; it opens nothing."""
        siret: str = self.cleaned_data["siret"]
        others = Structure.objects.filter(siret=siret).exclude(pk=self.structure.pk)
        if siret and others.exists():
            message = _(
                "This SIRET is that of another structure of the portal. If it is yours, ask the "
                "Region."
            )
            raise ValidationError(message, code="taken")
        return siret

    def again(self, typed: dict[str, Any]) -> Self:
        """Return the same form, not sent, holding what was typed."""
        return type(self)(initial=typed, structure=self.structure)

    def written(self, own: Origin) -> list[Written]:
        """Return the values typed."""
        values = dict(self.cleaned_data)
        for name in ("rna", "naf"):
            values |= values.pop(name, None) or {}
        return [(values, own, "")]


class _BlockOfAddress(AddressFields):
    """An address of the sheet; `columns` are the fields of the structure by line."""

    columns: Mapping[str, str] = {}

    @classmethod
    def of(cls, structure: Structure, data: Any = None) -> Self:
        """Return the form of a structure, with what was just sent."""
        known = {
            f"{cls.start}_{line}": getattr(structure, column)
            for line, column in cls.columns.items()
        }
        known[f"{cls.start}_country"] = known[f"{cls.start}_country"] or FRANCE
        return cls(data, initial=known)

    def written(self, own: Origin) -> list[Written]:
        """Return the lines; those a register gave are its own."""
        given = {self.columns[line]: value for line, value in self.given().items()}
        if not self.is_of_register:
            return [(given, own, "")]
        of_register = [self.columns[line] for line in ("line", "postcode", "city")]
        said = {name: given.pop(name) for name in of_register}
        return [(said, Origin.REGISTER, REGISTER_NAME), (given, own, "")]


class MainAddressForm(_BlockOfAddress):
    """« Adresse principale »."""

    columns = {
        "complement": "address_complement",
        "line": "address_line",
        "locality": "address_locality",
        "postcode": "postcode",
        "city": "city",
        "country": "country",
    }

    def written(self, own: Origin) -> list[Written]:
        """Add the code of the commune, of whoever gave the town."""
        first, *others = super().written(own)
        return [({**first[0], "insee_code": self.insee_code}, *first[1:]), *others]


class MailingAddressForm(_BlockOfAddress):
    """« Adresse de correspondance »; empty when letters go to the main address."""

    start = "mailing"
    lines = ("recipient", *LINES)
    is_optional = True
    columns = {line: f"mailing_{line}" for line in ("recipient", *LINES)}
