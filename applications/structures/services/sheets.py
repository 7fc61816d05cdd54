"""The structure's sheet: what may be corrected, and the trace of it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from applications.accounts.models import User
from applications.structures import events as kinds
from applications.structures.models import Structure
from cms.core import events

CORRECTABLE = (
    "name",
    "acronym",
    "rna",
    "legal_form",
    "address_line",
    "address_complement",
    "postcode",
    "city",
    "phone",
    "email",
    "website",
)
"""What a manager corrects; the SIRET, the UAI and the family are the identity of the row."""


@transaction.atomic
def correct_sheet(
    structure: Structure, *, values: Mapping[str, str], actor: User, now: datetime
) -> Structure:
    """Store corrected values and note which fields changed; saving the same again is no change."""
    locked = Structure.objects.select_for_update().get(pk=structure.pk)
    changed = [
        name for name in CORRECTABLE if name in values and getattr(locked, name) != values[name]
    ]
    if changed:
        for name in changed:
            setattr(locked, name, values[name])
        locked.save(update_fields=[*changed, "updated_at"])
        events.record(
            kinds.SHEET_CHANGED,
            subject_type=kinds.SUBJECT,
            subject_id=locked.pk,
            actor=actor,
            at=now,
            fields=changed,
        )
    return locked
