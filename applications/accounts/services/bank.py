"""Where a person is paid: given with its proof, masked, every display written down."""

from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction

from applications.accounts import events as kinds
from applications.accounts.models import PersonBankDetails, User
from applications.accounts.services import messages
from applications.attachments.models import Attachment
from applications.attachments.services import storing
from applications.registries import banks
from cms.core import events

OWNER = "person_rib"
"""Owner of the file that proves bank details; its number is that of the row."""
SLOT = "rib"
RULES = storing.FileRules(extensions=("pdf", "jpg", "jpeg", "png", "heic"))


def in_force(user: User) -> PersonBankDetails | None:
    """Return where the person is paid today."""
    return PersonBankDetails.objects.filter(user=user, replaced_at__isnull=True).first()


def proof_of(details: PersonBankDetails) -> Attachment | None:
    """Return the file that proves bank details."""
    found: Attachment | None = Attachment.objects.of(OWNER, details.pk).order_by("pk").last()
    return found


def save(
    user: User, *, holder: str, iban: str, bic: str, proof: "File[Any]", actor: User, now: datetime
) -> PersonBankDetails:
    """Keep new bank details with the file that proves them; their owner is told by mail.

    `iban` and `bic` are compact and right (`registries.banks`). The earlier ones stay, replaced;
    nothing is paid to the new ones before the Region has verified them.

    Raises:
        FileRefused: the proof cannot be kept; nothing changes.
    """
    storing.check_upload(proof, rules=RULES)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        PersonBankDetails.objects.filter(user=user, replaced_at__isnull=True).update(
            replaced_at=now
        )
        details = PersonBankDetails.objects.create(
            user=user,
            holder=holder,
            iban=iban,
            bic=bic,
            bank_name=banks.bank_name_of(iban, bic),
            created_at=now,
            created_by=actor,
        )
        events.record(
            kinds.BANK_CHANGED, subject_type="account", subject_id=user.pk, actor=actor, at=now
        )
        messages.send_bank_changed(user, details_id=details.pk, now=now)
    storing.store_upload(
        proof, owner_type=OWNER, owner_id=details.pk, slot=SLOT, rules=RULES, actor=actor, now=now
    )
    return details


def reveal(details: PersonBankDetails, *, actor: User) -> str:
    """Return the IBAN in groups of four; that it was shown, and to whom, is written down."""
    events.record_read(
        actor=actor,
        act="account.iban_shown",
        subject_type="account",
        subject_id=details.user_id,
    )
    return banks.grouped(details.iban)
