"""Who represents a structure: added, corrected, ended; nobody is ever deleted."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from applications.accounts.models import Civility, User
from applications.registries import records
from applications.structures import events as kinds
from applications.structures.models import Origin, Representative, Structure, StructureValue
from cms.core import events

FIELDS = (
    "civility",
    "last_name",
    "first_name",
    "function",
    "profession",
    "is_legal",
    "address_line",
    "address_complement",
    "postcode",
    "city",
    "country",
    "phone",
    "mobile",
    "email",
)
HISTORY = "representatives"
"""The field of the history that says who was added, corrected or ended."""


@transaction.atomic
def save(
    structure: Structure,
    *,
    representative: Representative | None,
    values: Mapping[str, Any],
    origin: Origin,
    actor: User | None,
    now: datetime,
) -> Representative:
    """Add somebody, or correct what is said of them; the same values again change nothing.

    There may be several legal representatives: co-presidents, joint managers.
    """
    Structure.objects.select_for_update().get(pk=structure.pk)
    kept = representative or Representative(structure=structure)
    changed = [name for name in FIELDS if name in values and getattr(kept, name) != values[name]]
    if kept.pk is not None and not changed:
        return kept
    for name in changed:
        setattr(kept, name, values[name])
    kept.save()
    _tell(structure, text=_summary(kept), origin=origin, actor=actor, now=now)
    return kept


@transaction.atomic
def end(
    representative: Representative, *, origin: Origin, actor: User | None, now: datetime
) -> None:
    """Take somebody off the sheet; the row stays with its day."""
    kept = Representative.objects.select_for_update().get(pk=representative.pk)
    if kept.ended_at is not None:
        return
    kept.ended_at = now
    kept.save(update_fields=["ended_at", "updated_at"])
    text = gettext("%(who)s (taken off)") % {"who": _summary(kept)}
    _tell(kept.structure, text=text, origin=origin, actor=actor, now=now)


def add_from_register(
    structure: Structure,
    found: Iterable[records.Representative],
    *,
    source: str,
    actor: User | None,
    now: datetime,
) -> None:
    """Add those a register names, when the sheet has nobody yet."""
    if structure.representatives.filter(ended_at__isnull=True).exists():
        return
    civilities = {choice.value for choice in Civility}
    for one in found:
        made = Representative.objects.create(
            structure=structure,
            civility=one.civility if one.civility in civilities else Civility.UNSAID,
            last_name=one.last_name[:100],
            first_name=one.first_name[:100],
            function=one.role[:100],
            is_legal=one.is_legal,
        )
        _keep(structure, _summary(made), Origin.REGISTER, source, actor, now)


def _summary(representative: Representative) -> str:
    return f"{representative} – {representative.function}"


def _tell(
    structure: Structure, *, text: str, origin: Origin, actor: User | None, now: datetime
) -> None:
    _keep(structure, text, origin, "", actor, now)
    events.record(
        kinds.REPRESENTATIVE_CHANGED,
        subject_type=kinds.SUBJECT,
        subject_id=structure.pk,
        actor=actor,
        at=now,
    )


def _keep(
    structure: Structure,
    text: str,
    origin: Origin,
    source: str,
    actor: User | None,
    now: datetime,
) -> None:
    StructureValue.objects.create(
        structure=structure,
        field=HISTORY,
        value=text,
        origin=origin,
        source=source[:80],
        actor=actor,
        at=now,
    )
