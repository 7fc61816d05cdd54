"""« Formuler une demande de code d'identification »: asked by a person, answered by the Region."""

from datetime import datetime

from django.db import transaction

from applications.accounts.models import User
from applications.structures import events as kinds
from applications.structures.models import CodeRequest, CodeRequestState
from cms.core import events


@transaction.atomic
def ask(user: User, *, given: dict[str, str], now: datetime) -> CodeRequest:
    """Keep what somebody says of themself for the Region, once for the same words.

    `given` holds `family` (its code) and what was typed: `name`, `siret`, `uai`, `birth_date` (like
    2007-03-27), `message`.
    """
    User.objects.select_for_update().only("pk").get(pk=user.pk)
    same = CodeRequest.objects.filter(
        user=user, given=given, state=CodeRequestState.WAITING
    ).first()
    if same is not None:
        return same
    asked = CodeRequest.objects.create(user=user, given=given, asked_at=now)
    events.record(
        kinds.CODE_ASKED,
        subject_type="account",
        subject_id=user.pk,
        actor=user,
        at=now,
        request=asked.pk,
    )
    return asked
