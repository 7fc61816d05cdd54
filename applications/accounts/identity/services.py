"""Identities of an account: linked, unlinked, and the account one of them opens."""

from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from applications.accounts import events as kinds
from applications.accounts.identity.exceptions import IdentityTaken, LastDoor, NotForStaff
from applications.accounts.identity.proof import Proof
from applications.accounts.identity.ways import WAYS, way_of
from applications.accounts.models import User
from applications.accounts.services import registration
from applications.accounts.services.registration import NewAccount
from cms.core import events
from cms.core.events import EventKind


def codes_of(user: User) -> set[str]:
    """Return the providers linked to an account."""
    return set(SocialAccount.objects.filter(user=user).values_list("provider", flat=True))


def open_account(proof: Proof, *, language: str, now: datetime) -> User | None:
    """Create the account of somebody a provider presents; its address needs no activation.

    Return `None` when the address has an account: its owner gets a mail, and nothing is linked.
    Raise `IdentityTaken` when this identity has just got an account.
    """
    person = proof.person
    new = NewAccount(
        email=person.email,
        password_hash=make_password(None),
        civility=person.civility,
        last_name=person.last_name,
        first_name=person.first_name,
        birth_date=person.birth_date,
        language=language,
    )
    with transaction.atomic():
        user = registration.sign_up(new, is_verified=True, now=now)
        if user is not None:
            _link(user, proof, now=now)
    return user


@transaction.atomic
def link(user: User, proof: Proof, *, now: datetime) -> None:
    """Let this identity open this account; its owner is signed in and has just proved it.

    Raise `NotForStaff`, or `IdentityTaken` when either has another one already.
    """
    if user.is_staff and not WAYS[proof.provider].is_for_staff:
        raise NotForStaff
    if proof.provider in codes_of(user):
        raise IdentityTaken
    _link(user, proof, now=now)


@transaction.atomic
def unlink(user: User, *, provider: str, now: datetime) -> bool:
    """Let this provider open the account no more; tell whether it did. Raise `LastDoor`."""
    # The row of the account is locked so that two doors are never closed at once.
    owner = User.objects.select_for_update().get(pk=user.pk)
    others = codes_of(owner) - {provider}
    if not (owner.has_usable_password() or others):
        raise LastDoor
    count, _by_model = SocialAccount.objects.filter(user=owner, provider=provider).delete()
    if count:
        _record(kinds.IDENTITY_UNLINKED, owner, provider, now=now)
    return bool(count)


def _link(user: User, proof: Proof, *, now: datetime) -> None:
    try:
        with transaction.atomic():
            SocialAccount.objects.create(user=user, provider=proof.provider, uid=proof.uid)
    except IntegrityError:
        raise IdentityTaken from None
    _record(kinds.IDENTITY_LINKED, user, proof.provider, now=now)


def _record(kind: EventKind, user: User, provider: str, *, now: datetime) -> None:
    events.record(
        kind,
        subject_type="account",
        subject_id=user.pk,
        actor=user,
        at=now,
        provider=way_of(provider).name,
    )
