"""Structures with their whole sheets: values of the register, representatives, bank details."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from applications.accounts.models import Family
from applications.structures.models import Origin, Structure, StructureBankDetails
from applications.structures.services import creation, representatives
from cms.demo import register
from cms.demo.loader import data


def load_structures(*, now: datetime) -> None:
    """Write the structures of the portal; those known to the register only stay out."""
    entries = [
        entry
        for entry in data.read("structures").get("structures", [])
        if not entry.get("register_only")
    ]
    records = {record.siret: record for record in register.companies()}
    for entry in entries:
        if Structure.objects.filter(siret=entry["siret"]).exists():
            continue
        record = replace(records[entry["siret"]], retrieved_at=now)
        structure = creation.create(
            family=Family.objects.get(code=entry["family"]),
            values={},
            origin=Origin.REGION,
            record=record,
            actor=None,
            now=now,
            is_verified=bool(entry.get("is_verified", True)),
        )
        representatives.add_from_register(
            structure, record.representatives, source=record.source, actor=None, now=now
        )
        _load_account(structure, entry, now=now)
    for entry in entries:
        if body := entry.get("depends_on"):
            Structure.objects.filter(siret=entry["siret"], depends_on=None).update(
                depends_on=Structure.objects.get(siret=body)
            )


def _load_account(structure: Structure, entry: dict[str, Any], *, now: datetime) -> None:
    """Write where the structure is paid, when the data says it."""
    if number := entry.get("iban"):
        StructureBankDetails.objects.create(
            structure=structure,
            holder=entry.get("iban_holder") or structure.name,
            iban=number,
            created_at=now,
            verified_at=now if entry.get("iban_is_verified") else None,
        )
