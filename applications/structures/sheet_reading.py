"""The sheet of a structure as people read it: blocks of values, each with its origin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _

from applications.registries.countries import FRANCE, country_name
from applications.structures.families import has_receipt, has_uai
from applications.structures.forms.fields import activity
from applications.structures.models import Origin, Structure, StructureValue
from applications.structures.services.sheets import latest_values
from cms.core.templatetags.portal import day_words

Words = str | Promise

IDENTIFICATION, ADDRESS, MAILING = "identification", "adresse", "correspondance"
TITLES: dict[str, Words] = {
    IDENTIFICATION: _("Identification"),
    ADDRESS: _("Main address"),
    MAILING: _("Mailing address"),
}
LABELS: dict[str, Words] = {
    "family": _("Family of applicants"),
    "name": _("Corporate name"),
    "acronym": _("Acronym"),
    "siret": _("SIRET"),
    "rna": _("RNA number"),
    "receipt_number": _("Number of the receipt of the prefecture"),
    "published_on": _("Published in the Journal officiel on"),
    "registered_on": _("Created in the RNA on"),
    "declared_on": _("Last declared on"),
    "naf_code": _("Activity (NAF code)"),
    "naf_nomenclature": _("Version of the NAF"),
    "legal_form": _("Legal form"),
    "uai": _("UAI"),
    "website": _("Web site"),
    "phone": _("Phone"),
    "mobile": _("Mobile phone"),
    "fax": _("Fax"),
    "email": _("E-mail address"),
    "address_complement": _("Building, floor, entrance"),
    "address_line": _("Number and street"),
    "address_locality": _("Locality or PO box"),
    "postcode": _("Postcode"),
    "city": _("Town"),
    "insee_code": _("INSEE code of the town"),
    "country": _("Country"),
    "mailing_recipient": _("Recipient"),
    "mailing_complement": _("Building, floor, entrance"),
    "mailing_line": _("Number and street"),
    "mailing_locality": _("Locality or PO box"),
    "mailing_postcode": _("Postcode"),
    "mailing_city": _("Town"),
    "mailing_country": _("Country"),
    "depends_on": _("Managing body"),
    "closed_on": _("Closed on"),
    "representatives": _("Representatives"),
}
FIELDS = {
    IDENTIFICATION: (
        "family",
        "name",
        "acronym",
        "siret",
        "rna",
        "receipt_number",
        "published_on",
        "registered_on",
        "declared_on",
        "naf_code",
        "legal_form",
        "uai",
        "website",
        "phone",
        "mobile",
        "fax",
        "email",
    ),
    ADDRESS: (
        "address_complement",
        "address_line",
        "address_locality",
        "postcode",
        "city",
        "country",
    ),
    MAILING: (
        "mailing_recipient",
        "mailing_complement",
        "mailing_line",
        "mailing_locality",
        "mailing_postcode",
        "mailing_city",
        "mailing_country",
    ),
}
ALWAYS_SHOWN = frozenset({"name", "siret", "email", "phone", "address_line", "postcode", "city"})
"""Fields shown though empty: « Non renseigné » asks for them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One value of the sheet, and where it comes from."""

    field: str
    label: Words
    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class Block:
    """Some values edited together."""

    code: str
    title: Words
    rows: Sequence[Row]
    changed_at: datetime | None


def blocks(structure: Structure) -> list[Block]:
    """Return the blocks of the sheet, in two queries at most."""
    latest = latest_values(structure)
    return [_block(code, structure, latest) for code in FIELDS]


def _block(code: str, structure: Structure, latest: dict[str, StructureValue]) -> Block:
    rows = []
    for field in FIELDS[code]:
        value = shown(field, getattr(structure, field))
        if field == "naf_code" and value:
            value = (
                f"{value} ({structure.naf_nomenclature})" if structure.naf_nomenclature else value
            )
        if value or _is_expected(field, structure):
            said = latest.get(field)
            rows.append(Row(field, LABELS[field], value, origin_words(said) if said else ""))
    if code == MAILING and not any(row.value for row in rows if row.field != "mailing_country"):
        rows = []
    days = [latest[field].at for field in FIELDS[code] if field in latest]
    return Block(code, TITLES[code], rows, max(days, default=None))


def _is_expected(field: str, structure: Structure) -> bool:
    if field == "uai":
        return has_uai(structure.family)
    if field == "rna":
        return has_receipt(structure.family) and not structure.receipt_number
    if field == "naf_code":
        return bool(structure.siret)
    return field in ALWAYS_SHOWN


def shown(field: str, value: Any) -> str:
    """Return a value as people read it."""
    if value in (None, ""):
        return ""
    if isinstance(value, date):
        return day_words(value)
    if field.endswith("country"):
        return country_name(str(value)) if value != FRANCE else gettext("France")
    if field == "siret":
        return spaced_siret(str(value))
    if field == "naf_code":
        found = activity(str(value))
        return found.label if found is not None else str(value)
    return str(value)


def shown_text(value: StructureValue) -> str:
    """Return a value of the history as people read it."""
    if value.field.endswith("_on") and value.value:
        try:
            return day_words(date.fromisoformat(value.value))
        except ValueError:
            return value.value
    return shown(value.field, value.value)


def spaced_siret(siret: str) -> str:
    """Return a SIRET in groups: 999 100 027 00013."""
    return " ".join(part for part in (siret[:3], siret[3:6], siret[6:9], siret[9:]) if part)


def origin_words(value: StructureValue) -> str:
    """Say where a value comes from: a register and its day, a person, the Region, a file."""
    day = day_words(value.at)
    if value.origin == Origin.REGISTER:
        words = gettext("%(source)s, on %(day)s")
        return words % {"source": value.source or gettext("Register"), "day": day}
    if value.origin == Origin.FILE:
        return gettext("Imported file “%(source)s”, on %(day)s") % {
            "source": value.source,
            "day": day,
        }
    if value.origin == Origin.REGION:
        return gettext("The Region, on %(day)s") % {"day": day}
    if value.actor is None:
        return gettext("Typed on %(day)s") % {"day": day}
    return gettext("Typed by %(who)s on %(day)s") % {"who": value.actor, "day": day}


def label_of(field: str) -> Words:
    """Return the words of a field of the history."""
    return LABELS.get(field, field)
