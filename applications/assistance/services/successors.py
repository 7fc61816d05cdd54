"""A manager named for a structure whose managers are gone."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from applications.accounts.models import User
from applications.accounts.models.user import normalise
from applications.assistance import events as kinds
from applications.assistance.exceptions import AccountNotFound
from applications.assistance.services.getting_in import note
from applications.structures.models import Membership, Structure
from applications.structures.services.memberships import name_successor


@transaction.atomic
def name(structure: Structure, *, login: str, actor: User, now: datetime) -> Membership:
    """Make the owner of an address or identifier the manager; they are told, and see the act.

    Raises `AccountNotFound`.
    """
    asked = normalise(login)
    user = User.objects.filter(
        Q(email=asked) | Q(username=asked), is_staff=False, is_active=True
    ).first()
    if user is None:
        raise AccountNotFound
    membership = name_successor(structure, user=user, actor=actor, now=now)
    note(kinds.NAMED_MANAGER, user, actor=actor, now=now)
    return membership
