"""Who is who in the demonstration."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.accounts.models.user import StaffRole
from applications.structures.models import AttachmentCode, CodeState
from applications.structures.services import codes_use
from cms.demo import second_factor
from cms.demo.loader import data

PASSWORD = "portail-de-demonstration"  # noqa: S105 - public: it is printed on the page.

ROLE_LABELS: dict[str, str | Promise] = {
    "applicant": _("Applicant"),
    "member": _("Member of a structure"),
    "manager": _("Manager of a structure"),
}


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One line of the list of accounts."""

    role: str
    username: str
    email: str
    name: str
    presentation: str
    is_staff: bool
    code: str


@dataclass(frozen=True, slots=True)
class DemoStructure:
    """One line of the list of structures."""

    name: str
    siret: str
    uai: str
    managers: str
    members: str
    is_on_portal: bool
    is_closed: bool


@dataclass(frozen=True, slots=True)
class DemoCode:
    """One line of the list of attachment codes."""

    code: str
    opens: str
    fact: str
    state: CodeState


def accounts(*, now: datetime | None = None) -> list[DemoAccount]:
    """Return the accounts that exist, in the order of the data."""
    entries = data.people()
    found = {
        user.username: user
        for user in get_user_model().objects.filter(
            username__in=[entry["username"] for entry in entries]
        )
    }
    return [
        _line(entry, found[entry["username"]], now)
        for entry in entries
        if entry["username"] in found
    ]


def structures() -> list[DemoStructure]:
    """Return the fictitious structures, those only the register knows included."""
    return [
        DemoStructure(
            name=entry["name"],
            siret=entry["siret"],
            uai=entry.get("uai") or "",
            managers=_usernames(entry.get("managers")),
            members=_usernames(entry.get("members")),
            is_on_portal=not entry.get("register_only"),
            is_closed=bool(entry.get("is_closed")),
        )
        for entry in data.read("structures").get("structures", [])
    ]


def codes(*, now: datetime) -> list[DemoCode]:
    """Return the attachment codes to try, with the second fact and what has become of them."""
    plain = {codes_use.digest(entry["code"]): entry["code"] for entry in _codes()}
    found = {
        code.digest: code
        for code in AttachmentCode.objects.filter(digest__in=plain).select_related(
            "structure", "person"
        )
    }
    return [
        _code_line(code, found[digest], now) for digest, code in plain.items() if digest in found
    ]


def _codes() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = data.read("codes").get("codes", [])
    return entries


def _code_line(plain: str, code: AttachmentCode, now: datetime) -> DemoCode:
    fact = ""
    if code.structure is not None:
        fact = code.structure.siret or code.structure.uai
    elif code.person is not None and code.person.birth_date is not None:
        fact = formats.date_format(code.person.birth_date, "d/m/Y")
    return DemoCode(
        code=codes_use.grouped(plain),
        opens=str(code.structure or code.person),
        fact=fact,
        state=code.state(now),
    )


def _usernames(people: list[dict[str, Any]] | None) -> str:
    return ", ".join(person["username"] for person in people or [])


def _line(entry: dict[str, Any], user: Any, now: datetime | None) -> DemoAccount:
    is_staff = entry["role"] in StaffRole.values
    label = StaffRole(entry["role"]).label if is_staff else ROLE_LABELS[entry["role"]]
    return DemoAccount(
        role=str(label),
        username=user.username,
        email=user.email,
        name=user.get_full_name(),
        presentation=entry.get("presentation", ""),
        is_staff=is_staff,
        code=second_factor.current_code(user, now=now) if is_staff else "",
    )
