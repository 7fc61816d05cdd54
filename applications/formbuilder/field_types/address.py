"""A postal address: looked up, written by hand, or abroad."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from applications.formbuilder.base import (
    CONTACT,
    UNCHOSEN,
    Cell,
    Column,
    EditorFields,
    FieldContext,
    FieldType,
    Words,
)
from applications.formbuilder.group_field import GroupField, part_error
from applications.formbuilder.personal import PersonalSettings, someone_else
from applications.formbuilder.schema import JsonValue, Question
from applications.formbuilder.searches import ADDRESSES
from applications.registries.address_search import SIGNER, is_as_given, signed_address
from applications.registries.countries import FRANCE, countries, country_name
from applications.registries.records import AddressRecord
from applications.registries.territories import territories
from cms.core.part_widgets import Part, SearchAddress, SearchWidget

SEARCH, PROOF = "search", "proof"
LABELS: dict[str, Words] = {
    "line": _("Number and street"),
    "complement": _("Building, floor, locality"),
    "postcode": _("Postcode"),
    "city": _("Town"),
    "country": _("Country"),
}
PURPOSES = {
    "line": "address-line1",
    "complement": "address-line2",
    "postcode": "postal-code",
    "city": "address-level2",
    "country": "country",
}
FRENCH_POSTCODE = re.compile(r"\d{5}", re.ASCII)


class AddressField(GroupField):
    """What was chosen among the results, or written by hand."""

    def __init__(self, *, settings: PersonalSettings, **kwargs: Any) -> None:
        is_required = bool(kwargs.get("required"))
        address = SearchAddress(reverse("formbuilder:search", args=[ADDRESSES.code]), fills=True)
        search = SearchWidget(partial(ADDRESSES.open, ""), address)
        parts = [
            Part(
                SEARCH,
                _("Search for the address"),
                search,
                hint=_("In France. You may also fill in the boxes below."),
            ),
            *(
                Part(
                    name,
                    LABELS[name],
                    self.input_of(name, settings),
                    hint=_("Required in France") if name == "postcode" else "",
                    is_required=is_required and name in ("line", "city"),
                )
                for name in LABELS
            ),
            Part(PROOF, "", forms.HiddenInput()),
        ]
        super().__init__(parts, **kwargs)

    @staticmethod
    def input_of(name: str, settings: PersonalSettings) -> forms.Widget:
        """Return the widget of one line of the address."""
        attrs: dict[str, Any] = settings.autocomplete(PURPOSES[name])
        if name == "country":
            return forms.Select(attrs, choices=list(countries().items()))
        return forms.TextInput({**attrs, "data-width": "10"} if name == "postcode" else attrs)

    def is_blank(self, parts: Mapping[str, Any]) -> bool:
        """The country alone is no address: France is chosen beforehand."""
        given = {name: value for name, value in parts.items() if name not in ("country", PROOF)}
        return super().is_blank(given) and not self.chosen(parts)

    def chosen(self, parts: Mapping[str, Any]) -> AddressRecord | None:
        """Return the address chosen among the results."""
        searched = parts.get(SEARCH)
        code = searched.get("code") if isinstance(searched, Mapping) else ""
        return signed_address(str(code)) if code else None

    def compose(self, parts: Mapping[str, Any]) -> dict[str, JsonValue]:
        """Return the lines of the address; what no register knows is marked so."""
        found = self.chosen(parts)
        complement = self.words(parts, "complement")
        if found is not None and found.line:
            return {**lines_of(found), "complement": complement, "is_verified": found.is_exact}
        if found is not None:
            parts = {**parts, "postcode": found.postcode, "city": found.city, "country": FRANCE}
        elif not any(self.words(parts, name) for name in ("line", "postcode", "city")):
            message = _(
                "“%(label)s”: choose an address among the results, "
                "or write it in the boxes below the search."
            )
            raise part_error(SEARCH, message, UNCHOSEN)
        country = self.words(parts, "country") or FRANCE
        if country not in countries():
            raise part_error("country", _("“%(label)s”: choose the country in the list."))
        line = self.words(parts, "line", is_required=True)
        is_french = country == FRANCE
        postcode = self.words(parts, "postcode", is_required=is_french)
        if is_french and not FRENCH_POSTCODE.fullmatch(postcode.replace(" ", "")):
            message = _("“%(label)s”: a postcode has five digits, like 35000.")
            raise part_error("postcode", message)
        if is_french:
            postcode = postcode.replace(" ", "")
        city = self.words(parts, "city", is_required=True)
        commune = territories().commune_at(postcode, city) if is_french else None
        proof = signed_address(str(parts.get(PROOF) or ""))
        return {
            "line": line,
            "complement": complement,
            "postcode": postcode,
            "city": city,
            "city_code": commune.code if commune else "",
            "country": country,
            "is_verified": is_as_given(proof, line=line, postcode=postcode, city=city),
        }


def lines_of(record: AddressRecord) -> dict[str, JsonValue]:
    """Return the lines of an address a register gave."""
    return {
        "line": record.line,
        "postcode": record.postcode,
        "city": record.city,
        "city_code": record.city_code,
        "country": FRANCE,
    }


class AddressType(FieldType[PersonalSettings]):
    """Where somebody lives or works; JSON its lines, and whether a register knows it."""

    is_read_live = False
    code = "address"
    label = _("Postal address")
    description = _("Street, postcode and town, found as people type; abroad too.")
    synonyms = _("street, postcode, town, home, place, location")
    answer_seconds = 45
    icon = "home"
    family = CONTACT
    settings_model = PersonalSettings
    required_words = _("“%(label)s”: write the address.")

    def editor_fields(self) -> EditorFields:
        """Whose address it is."""
        return EditorFields(rare=[someone_else()])

    def form_field(self, question: Question, ctx: FieldContext) -> forms.Field:
        """A search, then one input per line."""
        return AddressField(settings=self.settings(question), **self.common(question, ctx))

    def from_json(self, value: JsonValue) -> dict[str, Any] | None:
        """The lines; an address a register knows still is, as long as it is not changed."""
        if value is None:
            return None
        shown = {name: value.get(name, "") for name in LABELS}
        if value.get("is_verified"):
            names = ("line", "postcode", "city", "city_code")
            given = {name: value.get(name, "") for name in names}
            shown[PROOF] = SIGNER.sign_object({**given, "is_exact": True})
        return shown

    def display(self, value: JsonValue, question: Question) -> str:
        """Line by line, the country when it is not France."""
        place = " ".join(part for part in (value["postcode"], value["city"]) if part)
        country = "" if value["country"] == FRANCE else country_name(value["country"])
        checked = "" if value["is_verified"] else gettext("(not checked by a register)")
        lines = (value["line"], value["complement"], place, country, checked)
        return "\n".join(line for line in lines if line)

    def export_columns(self, question: Question) -> list[Column]:
        """One column per line, the code of the commune, whether a register knows it."""
        named = {
            **{name: str(label) for name, label in LABELS.items()},
            "city_code": gettext("code of the commune"),
            "is_verified": gettext("checked by a register"),
        }
        return [
            Column(f"{question.id}.{name}", f"{question.label} – {label}")
            for name, label in named.items()
        ]

    def export_cells(self, value: JsonValue, question: Question) -> list[Cell]:
        """The lines."""
        names = [*LABELS, "city_code", "is_verified"]
        if not value:
            return [None for _name in names]
        return [value[name] if name == "is_verified" else value[name] or None for name in names]

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """The lines, the code of the commune, whether a register knows it."""
        text = {"type": "string", "maxLength": 255}
        properties: dict[str, JsonValue] = dict.fromkeys((*LABELS, "city_code"), text)
        properties |= {"is_verified": {"type": "boolean"}}
        return {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }

    def sample(self, question: Question) -> JsonValue:
        """A street of Saint-Malo that no register has checked."""
        return {
            "line": "3 rue du Phare",
            "complement": "",
            "postcode": "35400",
            "city": "Saint-Malo",
            "city_code": "35288",
            "country": FRANCE,
            "is_verified": False,
        }
