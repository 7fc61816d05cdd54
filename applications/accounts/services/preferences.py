"""« Mes préférences »."""

from datetime import datetime

from django.db import transaction

from applications.accounts import events as kinds
from applications.accounts.models import User
from cms.core import events


@transaction.atomic
def choose_language(user: User, *, language: str, now: datetime) -> bool:
    """Write the next mails in a language; return whether it is another one."""
    if user.language == language:
        return False
    User.objects.filter(pk=user.pk).update(language=language)
    user.language = language
    events.record(
        kinds.LANGUAGE_CHOSEN,
        subject_type="account",
        subject_id=user.pk,
        actor=user,
        at=now,
        language=language,
    )
    return True
