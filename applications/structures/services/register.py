"""Comparing a structure with the registers: what they say, and whether it is closed."""

from datetime import datetime, timedelta

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from applications.accounts.models import User
from applications.registries import associations, companies, schools
from applications.registries.errors import RegisterError
from applications.registries.records import CompanyRecord
from applications.structures.models import Origin, Structure
from applications.structures.services import sheets

OLDEST = timedelta(days=30)
"""How long what a register said of a structure is taken as still true."""
AT_ONCE = 50
"""How many structures the scheduler compares at a time: registers limit who asks."""


def look(*, siret: str = "", rna: str = "", uai: str = "") -> CompanyRecord | None:
    """Return what the registers know of right numbers, the SIRET first; raises `RegisterError`."""
    if siret:
        return companies.find(siret)
    if rna:
        return associations.find(rna)
    return schools.find(uai) if uai else None


def refresh(structure: Structure, *, actor: User | None, now: datetime) -> CompanyRecord | None:
    """Write what a register says of a structure, and return it; nothing when it is unknown.

    What somebody typed stays theirs: only what is empty, or came from a register, follows it. A
    closed establishment is flagged; one that opened again no longer is. Raises `RegisterError`.
    """
    record = look(siret=structure.siret or "", rna=structure.rna, uai=structure.uai)
    if record is not None:
        latest = sheets.latest_values(structure)
        values = {
            name: value
            for name, value in sheets.values_of(record).items()
            if not getattr(structure, name)
            or (name in latest and latest[name].origin == Origin.REGISTER)
        }
        values.pop("siret", None)
        values["closed_on"] = (record.closed_on or now.date()) if record.is_closed else None
        if record.is_closed and record.closed_on is None and structure.closed_on:
            values["closed_on"] = structure.closed_on
        sheets.write(
            structure,
            values=values,
            origin=Origin.REGISTER,
            source=record.source,
            actor=actor,
            said_at=record.retrieved_at,
            now=now,
        )
    Structure.objects.filter(pk=structure.pk).update(register_checked_at=now)
    return record


def refresh_oldest(*, now: datetime) -> int:
    """Compare the structures not compared for a month, the oldest first; return how many were.

    A register that fails ends the round: the next one takes it up.
    """
    late = (
        Structure.objects.living()
        .filter(~Q(siret=None) | ~Q(rna="") | ~Q(uai=""))
        .annotate(seen=Coalesce(F("register_checked_at"), F("created_at")))
        .filter(seen__lt=now - OLDEST)
        .order_by("seen")[:AT_ONCE]
    )
    count = 0
    for structure in late:
        try:
            refresh(structure, actor=None, now=now)
        except RegisterError:
            break
        count += 1
    return count
