"""Making codes: the plain one is given once, in a letter or a mail; its digest alone is kept."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from applications.accounts.models import PersonSheet
from applications.structures.letters import Letter
from applications.structures.models import AttachmentCode, CodeCampaign, KnownPerson, Structure
from applications.structures.services import codes_use

LIFETIME = timedelta(days=365)


def keep(
    plain: str,
    *,
    structure: Structure | None = None,
    person: KnownPerson | None = None,
    campaign: CodeCampaign | None = None,
    expires_at: datetime | None = None,
    now: datetime,
) -> AttachmentCode:
    """Keep the digest of a new code, for a structure or a person."""
    code: AttachmentCode = AttachmentCode.objects.create(
        digest=codes_use.digest(plain),
        structure=structure,
        person=person,
        campaign=campaign,
        created_at=now,
        expires_at=expires_at or now + LIFETIME,
    )
    return code


def end_of(day: date) -> datetime:
    """Return the instant when a code valid until this day expires: its midnight."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def letter_to_structure(structure: Structure, plain: str) -> Letter:
    """Return the letter to a structure, at its correspondence address if it has one."""
    lines: tuple[str, ...]
    if structure.mailing_line or structure.mailing_city:
        lines = (
            structure.mailing_recipient,
            structure.mailing_complement,
            structure.mailing_line,
            structure.mailing_locality,
            f"{structure.mailing_postcode} {structure.mailing_city}",
        )
    else:
        lines = (
            structure.address_complement,
            structure.address_line,
            structure.address_locality,
            f"{structure.postcode} {structure.city}",
        )
    return Letter(structure.name, _filled(lines), codes_use.grouped(plain), is_structure=True)


def letter_to_person(person: KnownPerson, plain: str, *, sheet: PersonSheet | None) -> Letter:
    """Return the letter to a person, at the address they gave or else at the one known."""
    source = sheet or person
    lines = (
        sheet.address_complement if sheet is not None else "",
        source.address_line,
        f"{source.postcode} {source.city}",
    )
    return Letter(str(person), _filled(lines), codes_use.grouped(plain), is_structure=False)


def _filled(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line.strip() for line in lines if line.strip())
