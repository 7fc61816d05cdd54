"""Using an attachment code: looked at with a second fact, then redeemed, once.

A code is 16 random digits and a check digit. Only a keyed digest of it is kept, so that a copy of
the table opens nothing.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from applications.accounts.models import PersonSheet, User
from applications.structures import events as kinds
from applications.structures.exceptions import AlreadyMember, CodeRefused
from applications.structures.models import (
    AttachmentCode,
    CodeState,
    KnownPerson,
    Membership,
    MembershipRole,
    Structure,
)
from applications.structures.services.memberships import add_membership
from cms.core import events

SALT = "applications.structures.attachment_code"
LENGTH = 17
GROUPS = (4, 4, 4, 5)
SEPARATORS = re.compile(r"[\s\u00a0\u202f\u2009.\-]+")


@dataclass(frozen=True, slots=True)
class SecondFact:
    """What proves that the code was not just picked up: one of the three is given."""

    siret: str = ""
    uai: str = ""
    birth_date: date | None = None


def make() -> str:
    """Return a new code, in digits alone; it is shown once and never stored."""
    body = "".join(str(secrets.randbelow(10)) for _ in range(LENGTH - 1))
    return body + check_digit(body)


def check_digit(body: str) -> str:
    """Return the digit that closes sixteen others (Luhn): it catches slips, and proves nothing."""
    total = 0
    for position, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if position % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def compact(text: str) -> str:
    """Return a code as people type it without the spaces and hyphens between its groups."""
    return SEPARATORS.sub("", text)


def is_well_formed(plain: str) -> bool:
    """Tell whether a compact code has its seventeen digits and the right last one."""
    is_number = plain.isascii() and plain.isdigit() and len(plain) == LENGTH
    return is_number and plain[-1] == check_digit(plain[:-1])


def grouped(plain: str) -> str:
    """Return a code as it is printed: in groups of four digits, the last of five."""
    parts, start = [], 0
    for size in GROUPS:
        parts.append(plain[start : start + size])
        start += size
    return " ".join(parts)


def digest(plain: str) -> str:
    """Return what is kept of a compact code."""
    return salted_hmac(SALT, plain, algorithm="sha256").hexdigest()


def look(plain: str, fact: SecondFact, *, user: User, now: datetime) -> AttachmentCode:
    """Return the code that this person may redeem.

    Raises `CodeRefused` in the same words whatever is wrong: unknown, used, cancelled, expired, or
    a second fact that does not match. Each try is noted, without the code; count it before calling.
    """
    code = (
        AttachmentCode.objects.select_related("structure__family", "person")
        .filter(digest=digest(plain))
        .first()
    )
    is_right = _matches(code, fact) and code is not None and code.state(now) is CodeState.LIVE
    events.record(
        kinds.CODE_TRIED if is_right else kinds.CODE_REFUSED,
        subject_type="account",
        subject_id=user.pk,
        actor=user,
        at=now,
    )
    if code is None or not is_right:
        raise CodeRefused
    return code


@transaction.atomic
def redeem(code: AttachmentCode, *, user: User, now: datetime) -> AttachmentCode:
    """Attach the account to what the code opens, once.

    A structure's code makes its first verified manager, later ones members. A person's code links
    the account to what is known of them. Raises `CodeRefused` when the code was used meanwhile,
    `AlreadyMember` (the code is not spent) when the person acts for the structure already.
    """
    locked = (
        AttachmentCode.objects.select_for_update(of=("self",))
        .select_related("structure", "person")
        .get(pk=code.pk)
    )
    if locked.state(now) is not CodeState.LIVE:
        raise CodeRefused
    if locked.structure is not None:
        _join(locked.structure, user=user, now=now)
    elif locked.person is not None:
        _recognise(locked.person, user=user)
    locked.used_at, locked.used_by = now, user
    locked.save(update_fields=["used_at", "used_by"])
    events.record(
        kinds.CODE_USED,
        subject_type="account",
        subject_id=user.pk,
        actor=user,
        at=now,
        code=locked.pk,
    )
    return locked


def _join(structure: Structure, *, user: User, now: datetime) -> None:
    Structure.objects.select_for_update().get(pk=structure.pk)
    current = Membership.objects.filter(structure=structure, ended_at__isnull=True)
    own = current.filter(user=user).first()
    if own is not None and not own.is_unverified:
        raise AlreadyMember
    others = current.filter(role=MembershipRole.MANAGER, is_unverified=False).exclude(user=user)
    role = MembershipRole.MEMBER if others.exists() else MembershipRole.MANAGER
    if own is None:
        add_membership(structure, user=user, role=role, actor=user, now=now)
        return
    own.is_unverified, own.sees_from = False, None
    own.save(update_fields=["is_unverified", "sees_from"])


def _recognise(person: KnownPerson, *, user: User) -> None:
    if person.user_id not in {None, user.pk}:
        raise CodeRefused
    person.user = user
    person.save(update_fields=["user"])
    if user.birth_date is None and person.birth_date is not None:
        user.birth_date = person.birth_date
        user.save(update_fields=["birth_date"])
    if person.address_line and not PersonSheet.objects.filter(user=user).exists():
        PersonSheet.objects.create(
            user=user,
            address_line=person.address_line,
            postcode=person.postcode,
            city=person.city,
        )


def _matches(code: AttachmentCode | None, fact: SecondFact) -> bool:
    """Compare with what is known, whatever is known, in the same work."""
    structure = code.structure if code is not None else None
    person = code.person if code is not None else None
    born = person.birth_date.isoformat() if person is not None and person.birth_date else ""
    given_birth = fact.birth_date.isoformat() if fact.birth_date else ""
    pairs = (
        (fact.siret, (structure.siret or "") if structure is not None else ""),
        (fact.uai, structure.uai if structure is not None else ""),
        (given_birth, born),
    )
    answers = [bool(given) & constant_time_compare(given, known) for given, known in pairs]
    return any(answers)
