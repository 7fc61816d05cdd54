"""Accounts, memberships, second factors."""

import hashlib
from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django_otp.plugins.otp_totp.models import TOTPDevice

from aids.models import ReviewTeam
from applications.accounts.models import User
from applications.accounts.models.user import StaffRole
from applications.accounts.services import sheets, staff
from applications.structures.models import Membership, MembershipRole, Structure
from applications.structures.services import add_membership
from cms.demo.directory import PASSWORD
from cms.demo.loader import data


def load_accounts(*, now: datetime) -> None:
    """Write the accounts, verified and ready; staff with a second factor."""
    password = make_password(PASSWORD)
    for entry in data.people():
        user = User.objects.filter(username=entry["username"]).first()
        if user is None:
            user = _create(entry, password)
        if entry["role"] in StaffRole.values:
            _make_staff(user, entry)
        elif entry.get("address_line") and not hasattr(user, "person_sheet"):
            _write_sheet(user, entry)
    for entry in data.read("structures").get("structures", []):
        _load_memberships(entry, now=now)


def _create(entry: dict[str, Any], password: str) -> User:
    user = User(
        username=entry["username"],
        email=entry["email"].lower(),
        civility=entry.get("civility") or "unsaid",
        last_name=entry["last_name"],
        first_name=entry["first_name"],
        birth_date=entry.get("birth_date"),
        password=password,
    )
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _make_staff(user: User, entry: dict[str, Any]) -> None:
    """Give the role through its service, the same device at every load, and the teams."""
    if user.staff_role != entry["role"]:
        staff.grant_staff(user, role=StaffRole(entry["role"]), actor=None)
    secret = hashlib.sha1(f"demonstration:{user.username}".encode()).hexdigest()  # noqa: S324
    TOTPDevice.objects.get_or_create(
        user=user, name="totp", defaults={"key": secret, "confirmed": True}
    )
    for team in ReviewTeam.objects.filter(code__in=entry.get("teams", [])):
        team.members.add(user)


def _write_sheet(user: User, entry: dict[str, Any]) -> None:
    birth_date: date | None = entry.get("birth_date")
    sheets.update_person_sheet(
        user,
        actor=user,
        birth_date=birth_date,
        address_line=entry["address_line"],
        address_complement=entry.get("address_complement") or "",
        postcode=entry["postcode"],
        city=entry["city"],
        country=entry.get("country") or "FR",
        phone=entry.get("phone") or "",
    )


def _load_memberships(entry: dict[str, Any], *, now: datetime) -> None:
    structure = Structure.objects.filter(siret=entry["siret"]).first()
    if structure is None:
        return
    people = [(person, MembershipRole.MANAGER) for person in entry.get("managers") or []]
    people += [(person, MembershipRole.MEMBER) for person in entry.get("members") or []]
    for person, role in people:
        user = User.objects.get(username=person["username"])
        if not Membership.objects.filter(user=user, structure=structure).exists():
            add_membership(
                structure,
                user=user,
                role=role,
                actor=None,
                now=now,
                can_sign=person["can_sign"],
                can_see_bank_details=person["can_see_bank_details"],
            )
