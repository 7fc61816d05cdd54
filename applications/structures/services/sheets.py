"""The only writer of structures' sheets: every value is kept with its origin and its day."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from applications.accounts.models import User
from applications.registries.records import CompanyRecord
from applications.structures import events as kinds
from applications.structures.exceptions import StructureExists, StructureIsMerged
from applications.structures.models import Origin, Structure, StructureValue
from cms.core import events

IDENTITY = ("family", "siret", "uai")
"""What only the Region changes: who the structure is."""
IDENTIFICATION = (
    "name",
    "acronym",
    "rna",
    "receipt_number",
    "published_on",
    "registered_on",
    "declared_on",
    "naf_code",
    "naf_nomenclature",
    "legal_form",
    "website",
    "phone",
    "mobile",
    "fax",
    "email",
)
ADDRESS = (
    "address_line",
    "address_complement",
    "address_locality",
    "postcode",
    "city",
    "insee_code",
    "country",
)
MAILING = (
    "mailing_recipient",
    "mailing_complement",
    "mailing_line",
    "mailing_locality",
    "mailing_postcode",
    "mailing_city",
    "mailing_country",
)
CORRECTABLE = (*IDENTIFICATION, *ADDRESS, *MAILING)
"""What a manager corrects."""
WRITABLE = (*IDENTITY, *CORRECTABLE, "depends_on", "closed_on")
NULLABLE = frozenset(
    {"siret", "published_on", "registered_on", "declared_on", "depends_on", "closed_on"}
)


@transaction.atomic
def write(
    structure: Structure,
    *,
    values: Mapping[str, Any],
    origin: Origin,
    actor: User | None,
    now: datetime,
    source: str = "",
    said_at: datetime | None = None,
) -> Structure:
    """Store the values that changed, each with its origin; the same again is no change.

    `values` holds any of `WRITABLE` (others are ignored), `source` names the register or the file,
    `said_at` is when they were said when that is not now.

    Raises:
        StructureExists: the SIRET is that of another structure.
        StructureIsMerged: the structure was a duplicate; the one kept is to be written.
    """
    locked = Structure.objects.select_for_update().get(pk=structure.pk)
    if locked.merged_into_id is not None:
        raise StructureIsMerged
    given = {name: _stored(name, values[name]) for name in WRITABLE if name in values}
    changed = [name for name, value in given.items() if getattr(locked, name) != value]
    if not changed:
        return locked
    if "siret" in changed and given["siret"]:
        _refuse_taken_siret(given["siret"], besides=locked)
    for name in changed:
        setattr(locked, name, given[name])
    locked.save(update_fields=[*changed, "updated_at"])
    keep_values(locked, changed, origin=origin, source=source, actor=actor, now=said_at or now)
    events.record(
        kinds.SHEET_CHANGED,
        subject_type=kinds.SUBJECT,
        subject_id=locked.pk,
        actor=actor,
        at=now,
        fields=changed,
    )
    return locked


def correct_sheet(
    structure: Structure, *, values: Mapping[str, Any], actor: User, now: datetime
) -> Structure:
    """Store what somebody of the structure corrected, and nothing of its identity."""
    own = {name: value for name, value in values.items() if name in CORRECTABLE}
    return write(structure, values=own, origin=Origin.USER, actor=actor, now=now)


def keep_values(
    structure: Structure,
    names: "list[str] | tuple[str, ...]",
    *,
    origin: Origin,
    source: str,
    actor: User | None,
    now: datetime,
) -> None:
    """Keep what some fields of the sheet now hold in its history."""
    StructureValue.objects.bulk_create(
        StructureValue(
            structure=structure,
            field=name,
            value=text_of(getattr(structure, name)),
            origin=origin,
            source=source[:80],
            actor=actor,
            at=now,
        )
        for name in names
    )


def latest_values(structure: Structure) -> dict[str, StructureValue]:
    """Return the value in force of each field, as the history has it, in one query."""
    latest: dict[str, StructureValue] = {}
    for value in structure.values.select_related("actor"):
        latest.setdefault(value.field, value)
    return latest


def text_of(value: Any) -> str:
    """Return a value as the history keeps it; days as 2026-11-21."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def values_of(record: CompanyRecord) -> dict[str, Any]:
    """Return what a register says of a structure, by field of the sheet, without what it ignores.

    The address of a body the register does not know at this place (`is_exact`) is left out.
    """
    said: dict[str, Any] = {
        "name": record.name,
        "acronym": record.acronym,
        "siret": record.siret,
        "rna": record.rna,
        "uai": record.uai,
        "legal_form": record.legal_form,
        "naf_code": record.naf,
        "naf_nomenclature": record.naf_version,
        "published_on": record.published_on,
        "declared_on": record.declared_on,
        "phone": record.phone,
        "email": record.email,
        "website": record.website,
    }
    if record.is_exact and record.address_line:
        said |= {
            "address_line": record.address_line,
            "address_complement": record.address_complement,
            "postcode": record.postcode,
            "city": record.city,
            "insee_code": record.city_code,
            "country": record.country,
        }
    if record.rna:
        said["registered_on"] = record.created_on
    return {name: _fitted(name, value) for name, value in said.items() if value}


def _fitted(name: str, value: Any) -> Any:
    """Return a register's value cut to what the sheet can hold."""
    length = getattr(Structure._meta.get_field(name), "max_length", None)
    return value[:length] if length and isinstance(value, str) else value


def _stored(name: str, value: Any) -> Any:
    if name in NULLABLE:
        return value or None
    return "" if value is None else value


def _refuse_taken_siret(siret: str, *, besides: Structure) -> None:
    taken = Structure.objects.filter(siret=siret).exclude(pk=besides.pk).first()
    if taken is not None:
        raise StructureExists(structure=taken.pk)
