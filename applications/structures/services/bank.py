"""Where a structure is paid: given with its proof, masked, every display written down."""

from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from applications.accounts.models import User
from applications.attachments.models import Attachment
from applications.attachments.services import storing
from applications.notifications.services import absolute_url, send_mail
from applications.registries import banks
from applications.structures import events as kinds, mails
from applications.structures.models import Membership, Structure, StructureBankDetails
from cms.core import events

OWNER = "structure_rib"
"""Owner of the file that proves bank details; its number is that of the row."""
SLOT = "rib"
RULES = storing.FileRules(extensions=("pdf", "jpg", "jpeg", "png", "heic"))


def in_force(structure: Structure) -> StructureBankDetails | None:
    """Return where the structure is paid today."""
    return structure.bank_details.filter(replaced_at__isnull=True).first()


def proof_of(details: StructureBankDetails) -> Attachment | None:
    """Return the file that proves bank details."""
    found: Attachment | None = Attachment.objects.of(OWNER, details.pk).order_by("pk").last()
    return found


def save(
    structure: Structure,
    *,
    holder: str,
    iban: str,
    bic: str,
    proof: "File[Any]",
    actor: User,
    now: datetime,
) -> StructureBankDetails:
    """Keep new bank details with the file that proves them; every manager is told by mail.

    `iban` and `bic` are compact and right (`registries.banks`). The earlier ones stay, replaced;
    nothing is paid to the new ones before the Region has verified them.

    Raises:
        FileRefused: the proof cannot be kept; nothing changes.
    """
    storing.check_upload(proof, rules=RULES)
    with transaction.atomic():
        Structure.objects.select_for_update().get(pk=structure.pk)
        structure.bank_details.filter(replaced_at__isnull=True).update(replaced_at=now)
        details = StructureBankDetails.objects.create(
            structure=structure,
            holder=holder,
            iban=iban,
            bic=bic,
            bank_name=banks.bank_name_of(iban, bic),
            created_at=now,
            created_by=actor,
        )
        events.record(
            kinds.BANK_CHANGED,
            subject_type=kinds.SUBJECT,
            subject_id=structure.pk,
            actor=actor,
            at=now,
        )
        _tell_managers(structure, details, now=now)
    storing.store_upload(
        proof, owner_type=OWNER, owner_id=details.pk, slot=SLOT, rules=RULES, actor=actor, now=now
    )
    return details


def reveal(details: StructureBankDetails, *, actor: User) -> str:
    """Return the IBAN in groups of four; that it was shown, and to whom, is written down."""
    events.record_read(
        actor=actor,
        act="structure.iban_shown",
        subject_type=kinds.SUBJECT,
        subject_id=details.structure_id,
    )
    return banks.grouped(details.iban)


@transaction.atomic
def verify(details: StructureBankDetails, *, actor: User, now: datetime) -> StructureBankDetails:
    """Note that the Region has checked bank details against their proof: they may be paid to."""
    locked = StructureBankDetails.objects.select_for_update().get(pk=details.pk)
    if locked.verified_at is not None or locked.replaced_at is not None:
        return locked
    locked.verified_at = now
    locked.save(update_fields=["verified_at"])
    events.record(
        kinds.BANK_VERIFIED,
        subject_type=kinds.SUBJECT,
        subject_id=locked.structure_id,
        actor=actor,
        at=now,
    )
    return locked


def _tell_managers(structure: Structure, details: StructureBankDetails, *, now: datetime) -> None:
    """Write to every manager, the one who changed them included; never the IBAN, nor by whom."""
    managers = Membership.objects.managers().filter(structure=structure).select_related("user")
    for membership in managers:
        user = membership.user
        with translation.override(user.language):
            link = absolute_url(reverse("structures:sheet", args=[structure.pk]))
        send_mail(
            mails.BANK_CHANGED.code,
            to=user.email,
            context={"name": user.get_full_name(), "structure": structure.name, "link": link},
            language=user.language,
            key=f"{mails.BANK_CHANGED.code}:{details.pk}:{user.pk}",
            about=(kinds.SUBJECT, structure.pk),
            now=now,
        )
