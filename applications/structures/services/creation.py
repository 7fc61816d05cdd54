"""The birth of a structure: by the Region, by somebody's look-up, by a file."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from applications.accounts.models import Family, User
from applications.registries.records import CompanyRecord
from applications.structures import events as kinds
from applications.structures.exceptions import EstablishmentClosed, StructureExists
from applications.structures.models import Origin, Structure
from applications.structures.services import sheets
from cms.core import events


@transaction.atomic
def create(
    *,
    family: Family,
    values: Mapping[str, Any],
    origin: Origin,
    actor: User | None,
    now: datetime,
    record: CompanyRecord | None = None,
    source: str = "",
    is_verified: bool | None = None,
) -> Structure:
    """Make a structure of what a register says of it and of what was typed or imported.

    `values` are the fields of the sheet (`sheets.WRITABLE`) and win over `record`; those equal to
    what the register says keep the register as their origin. `origin` and `source` are those of
    `values`. A structure made by a person is to be verified, unless told otherwise.

    Raises:
        StructureExists: its SIRET, its UAI or its RNA number is on the portal; `params` has its
            `structure` number.
        EstablishmentClosed: the register says that the establishment is closed, `params` since
            when.
    """
    if record is not None and record.is_closed:
        raise EstablishmentClosed(since=record.closed_on)
    said = _said_by(record) if record is not None else {}
    typed = {name: values[name] for name in sheets.WRITABLE if values.get(name)}
    held = {**said, **typed, "family": family}
    existing = existing_structure(
        siret=held.get("siret", ""), rna=held.get("rna", ""), uai=held.get("uai", "")
    )
    if existing is not None:
        raise StructureExists(structure=existing.pk)
    if is_verified is None:
        is_verified = origin != Origin.USER
    try:
        with transaction.atomic():
            structure: Structure = Structure.objects.create(**held, is_verified=is_verified)
    except IntegrityError:
        taken = Structure.objects.filter(siret=held.get("siret")).first()
        raise StructureExists(structure=taken.pk if taken else None) from None
    of_register = [name for name, value in said.items() if held[name] == value]
    of_source = [name for name in held if name not in of_register]
    if record is not None:
        sheets.keep_values(
            structure,
            of_register,
            origin=Origin.REGISTER,
            source=record.source,
            actor=actor,
            now=record.retrieved_at or now,
        )
    sheets.keep_values(structure, of_source, origin=origin, source=source, actor=actor, now=now)
    events.record(
        kinds.CREATED,
        subject_type=kinds.SUBJECT,
        subject_id=structure.pk,
        actor=actor,
        at=now,
        origin=str(origin),
    )
    return structure


def _said_by(record: CompanyRecord) -> dict[str, Any]:
    """Return what a register says, its managing body too when that one is on the portal."""
    said = sheets.values_of(record)
    body = Structure.objects.living().filter(siret=record.depends_on or None).first()
    return {**said, "depends_on": body} if body is not None and record.depends_on else said


def existing_structure(*, siret: str = "", rna: str = "", uai: str = "") -> Structure | None:
    """Return the structure of the portal that these compact numbers name, if any.

    Two establishments of one association share its RNA number: with a SIRET on both sides, the
    SIRET alone decides. A duplicate that was merged leads to the structure kept.
    """
    found = Structure.objects.real().identified(siret=siret, rna=rna, uai=uai)
    first: Structure | None = found.select_related("merged_into").first()
    return kept(first) if first is not None else None


def kept(structure: Structure) -> Structure:
    """Return the structure itself, or the one it was merged into."""
    while structure.merged_into is not None:
        structure = structure.merged_into
    return structure
