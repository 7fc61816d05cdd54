"""Groups: a private lycée and the body that manages it, which is paid in its stead."""

from datetime import datetime

from django.db import transaction

from applications.accounts.models import User
from applications.structures import events as kinds
from applications.structures.exceptions import NotGroupable
from applications.structures.models import Origin, Structure
from applications.structures.services import sheets
from cms.core import events


@transaction.atomic
def link(structure: Structure, *, body: Structure | None, actor: User, now: datetime) -> Structure:
    """Say which body manages a structure; `None` ends the group.

    Raises:
        NotGroupable: itself, a stand-in, a duplicate, or a body that depends on another.
    """
    keys = [structure.pk] + ([body.pk] if body is not None else [])
    rows = {
        row.pk: row
        for row in Structure.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    }
    structure = rows[structure.pk]
    if body is not None:
        body = rows[body.pk]
        is_unfit = body.is_test or body.merged_into_id is not None or body.depends_on_id is not None
        if body.pk == structure.pk or is_unfit or structure.dependents.exists():
            raise NotGroupable
    if structure.depends_on_id == (body.pk if body is not None else None):
        return structure
    written = sheets.write(
        structure, values={"depends_on": body}, origin=Origin.REGION, actor=actor, now=now
    )
    events.record(
        kinds.GROUPED,
        subject_type=kinds.SUBJECT,
        subject_id=structure.pk,
        actor=actor,
        at=now,
        body=body.pk if body is not None else None,
    )
    return written
