"""What this room knows of a person, for their archive."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.socialaccount.models import SocialAccount

from applications.accounts.exporters import DataExporter, data_exporters
from applications.accounts.models import BrowserSession, PersonBankDetails, PersonSheet, User
from applications.accounts.services import bank
from applications.attachments import services as attachments
from applications.attachments.models import Attachment
from applications.notifications.models import Mail
from cms.core.events import event_kinds
from cms.core.models import Event, ReadRecord

SUBJECT = "account"


def records(user: User) -> dict[str, Any]:
    """Return the account, the sheet, the bank details, the mails and what was done or read."""
    return {
        "account": {
            "identifier": user.username,
            "email": user.email,
            "civility": user.civility,
            "last_name": user.last_name,
            "first_name": user.first_name,
            "birth_date": user.birth_date,
            "language": user.language,
            "created_at": user.date_joined,
            "last_signed_in_at": user.last_login,
        },
        "sheet": _sheet(user),
        "linked_identities": list(
            SocialAccount.objects.filter(user=user).values(
                "provider", "uid", "extra_data", "date_joined"
            )
        ),
        "bank_details": [_bank(one) for one in _bank_details(user)],
        "open_sessions": list(
            BrowserSession.objects.filter(user_id=user.pk).values(
                "agent", "place", "started_at", "seen_at"
            )
        ),
        "mails": list(
            Mail.objects.about(SUBJECT, user.pk).values("to", "subject", "state", "created_at")
        ),
        "journal": [_act(event) for event in _events(user)],
        "readings_of_my_data": list(
            ReadRecord.objects.filter(subject_type=SUBJECT, subject_id=str(user.pk)).values(
                "at", "act"
            )
        ),
    }


def files(user: User) -> Iterable[tuple[str, Attachment]]:
    """Return the proofs of bank details."""
    for details in _bank_details(user):
        for proof in Attachment.objects.of(bank.OWNER, details.pk):
            yield f"{details.created_at:%Y-%m-%d}-{details.pk}", proof


def erase(user: User, now: datetime) -> None:
    """Erase what the account says of the person, and the files given with it."""
    keys = [str(details.pk) for details in _bank_details(user)]
    proofs = Attachment.objects.filter(owner_type=bank.OWNER, owner_id__in=keys)
    attachments.erase(proofs)
    PersonBankDetails.objects.filter(user=user).delete()
    PersonSheet.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()


def _sheet(user: User) -> dict[str, Any] | None:
    found = (
        PersonSheet.objects.filter(user=user)
        .values(
            "address_line",
            "address_complement",
            "postcode",
            "city",
            "country",
            "phone",
            "mobile",
            "updated_at",
        )
        .first()
    )
    return dict(found) if found is not None else None


def _bank_details(user: User) -> Iterable[PersonBankDetails]:
    return PersonBankDetails.objects.filter(user=user).order_by("created_at", "pk")


def _bank(details: PersonBankDetails) -> dict[str, Any]:
    return {
        "holder": details.holder,
        "iban": details.iban,
        "bic": details.bic,
        "bank": details.bank_name,
        "given_at": details.created_at,
        "replaced_at": details.replaced_at,
        "verified_at": details.verified_at,
    }


def _events(user: User) -> Iterable[Event]:
    return Event.objects.filter(subject_type=SUBJECT, subject_id=str(user.pk)).order_by("at", "id")


def _act(event: Event) -> dict[str, Any]:
    label = str(event_kinds.get(event.kind).label) if event.kind in event_kinds else event.kind
    words = label % event.params if "%(" in label else label
    return {"at": event.at, "what": words, "by_me": event.actor_kind == "person"}


def register() -> None:
    """Make this room's part of the archive known."""
    data_exporters.register(DataExporter(code="compte", records=records, files=files, erase=erase))
