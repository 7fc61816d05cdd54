"""The demonstration's establishments, as the embedded register knows them."""

from functools import lru_cache
from typing import Any

from applications.registries import legal_forms
from applications.registries.embedded import EmbeddedSource
from applications.registries.errors import RegisterUnreadable
from applications.registries.records import CompanyRecord, Representative
from cms.demo.loader import data

SOURCE_NAME = "Registre de démonstration"
PLAIN_FIELDS = (
    "acronym",
    "family",
    "legal_form_code",
    "legal_form",
    "naf",
    "naf_version",
    "rna",
    "uai",
    "address_line",
    "address_complement",
    "postcode",
    "city",
    "city_code",
    "country",
    "phone",
    "email",
    "website",
    "depends_on",
)


@lru_cache(maxsize=1)
def companies() -> tuple[CompanyRecord, ...]:
    """Return every establishment of the data, those absent from the portal included."""
    try:
        return tuple(_record(entry) for entry in data.read("structures")["structures"])
    except (KeyError, TypeError) as error:
        raise RegisterUnreadable from error


def _record(entry: dict[str, Any]) -> CompanyRecord:
    plain: dict[str, Any] = {name: entry.get(name) or "" for name in PLAIN_FIELDS}
    return CompanyRecord(
        siret=entry["siret"],
        name=entry["name"],
        source=SOURCE_NAME,
        created_on=entry.get("created_on"),
        published_on=entry.get("published_on"),
        closed_on=entry.get("closed_on"),
        is_closed=bool(entry.get("is_closed")),
        is_public_body=legal_forms.is_public(entry.get("legal_form_code") or ""),
        representatives=tuple(
            Representative(
                civility=person["civility"],
                last_name=person["last_name"],
                first_name=person["first_name"],
                role=person["role"],
                is_legal=bool(person.get("is_legal")),
            )
            for person in entry.get("representatives", [])
        ),
        **plain,
    )


demonstration_source = EmbeddedSource(code="demonstration", read=companies)
