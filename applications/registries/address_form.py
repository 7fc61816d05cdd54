"""A postal address in a form: looked up, typed by hand, in France or abroad."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.registries.address_search import (
    SOURCE,
    AddressSearch,
    is_as_given,
    signed_address,
)
from applications.registries.countries import FRANCE, countries
from applications.registries.records import AddressRecord
from applications.registries.territories import territories
from cms.core.part_widgets import SearchAddress, SearchWidget
from cms.core.searching import SearchingForm

FRENCH_POSTCODE = re.compile(r"\d{5}", re.ASCII)
REGISTER_NAME = "Base Adresse Nationale"
SEARCH, PROOF = "search", "proof"
LINES = ("complement", "line", "locality", "postcode", "city", "country")
REQUIRED = ("line", "city")
LABELS = {
    "recipient": _("Recipient"),
    "complement": _("Building, floor, entrance"),
    "line": _("Number and street"),
    "locality": _("Locality or PO box"),
    "postcode": _("Postcode"),
    "city": _("Town"),
    "country": _("Country"),
}
LENGTHS = {"recipient": 140, "complement": 200, "line": 200, "postcode": 12}
PURPOSES = {
    "recipient": "name",
    "complement": "address-line2",
    "line": "address-line1",
    "locality": "address-line3",
    "postcode": "postal-code",
    "city": "address-level2",
    "country": "country",
}


class AddressFields(SearchingForm):
    """The lines of one address; `start` is that of the names, `lines` those asked.

    `given()` returns them by line name, with the Insee code of the commune when one is sure, and
    `is_of_register` tells whether they are as the register gave them.
    """

    start = "address"
    lines: tuple[str, ...] = LINES
    is_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address = SearchAddress(reverse("formbuilder:search", args=[SOURCE]), fills=True)
        self.fields[self.named(SEARCH)] = forms.Field(
            label=_("Search for the address"),
            help_text=_("In France. You may also fill in the boxes below."),
            required=False,
            widget=SearchWidget(AddressSearch, address),
        )
        for line in self.lines:
            field = self.fields[self.named(line)] = self.field_of(line)
            field.is_marked_required = not self.is_optional and line in REQUIRED  # type: ignore[attr-defined]
        self.fields[self.named(PROOF)] = forms.CharField(required=False, widget=forms.HiddenInput)

    def named(self, line: str) -> str:
        """Return the name of the input of one line."""
        return f"{self.start}_{line}"

    def field_of(self, line: str) -> forms.Field:
        """Return the field of one line; what is missing is said by `clean`."""
        attrs = {"autocomplete": PURPOSES[line]}
        if line == "country":
            return forms.ChoiceField(
                label=LABELS[line],
                choices=list(countries().items()),
                required=False,
                widget=forms.Select(attrs),
            )
        if line == "postcode":
            attrs["data-width"] = "10"
        return forms.CharField(
            label=LABELS[line],
            help_text=_("Required in France") if line == "postcode" else "",
            max_length=LENGTHS.get(line, 100),
            required=False,
            widget=forms.TextInput(attrs),
        )

    def chosen(self) -> AddressRecord | None:
        """Return the address chosen among the results, or proven by the script."""
        searched = self.cleaned_data.get(self.named(SEARCH)) or {}
        code = searched.get("code") if isinstance(searched, dict) else ""
        return signed_address(str(code)) if code else None

    def clean(self) -> dict[str, Any]:
        """Fill in what was chosen, then refuse what makes no address."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.given_lines = {line: str(cleaned.get(self.named(line)) or "") for line in self.lines}
        chosen = self.chosen()
        if chosen is not None:
            self.given_lines |= {"postcode": chosen.postcode, "city": chosen.city}
            self.given_lines["country"] = FRANCE
            if chosen.line:
                self.given_lines["line"] = chosen.line
        self.given_lines["country"] = self.given_lines["country"] or FRANCE
        self.insee_code = ""
        if self.is_blank():
            return cleaned
        self._refuse_gaps()
        if self.given_lines["country"] == FRANCE:
            self._check_french()
        proof = chosen or signed_address(str(cleaned.get(self.named(PROOF)) or ""))
        given = self.given_lines
        self.is_of_register = is_as_given(
            proof, line=given["line"], postcode=given["postcode"], city=given["city"]
        )
        return cleaned

    is_of_register = False
    insee_code = ""

    def is_blank(self) -> bool:
        """Tell whether nothing was given, in a form where nothing need be."""
        asked = [line for line in self.lines if line != "country"]
        return self.is_optional and not any(self.given_lines[line] for line in asked)

    def given(self) -> dict[str, str]:
        """Return the lines, all empty when there is no address."""
        if self.is_blank():
            return dict.fromkeys(self.lines, "")
        return dict(self.given_lines)

    def _refuse_gaps(self) -> None:
        """A street, or failing that a locality or a PO box, and a town."""
        given = self.given_lines
        if not given["line"] and not given.get("locality"):
            self._refuse("line", _("Write the number and the street."))
        if not given["city"]:
            self._refuse("city", _("Write the town."))

    def _check_french(self) -> None:
        postcode = self.given_lines["postcode"].replace(" ", "")
        if not FRENCH_POSTCODE.fullmatch(postcode):
            self._refuse("postcode", _("Write the postcode with five digits, e.g. 35000."))
            return
        self.given_lines["postcode"] = postcode
        commune = territories().commune_at(postcode, self.given_lines["city"])
        self.insee_code = commune.code if commune is not None else ""

    def _refuse(self, line: str, message: Any) -> None:
        name = self.named(line)
        if name not in self.errors:
            self.add_error(name, ValidationError(message, code="incomplete"))
