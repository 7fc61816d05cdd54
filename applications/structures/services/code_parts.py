"""The codes of a campaign, made by parts: each a job of its own.

A part makes its codes and the file that carries them outside any transaction, then stores owners,
digests, file and count in the transaction that ends the job: killed before, it begins again with
other codes and nothing of it stays. Plain codes stand in these files alone, in the private storage.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import pgettext

from applications.accounts.models import User
from applications.attachments.models import Attachment
from applications.attachments.names import split_name
from applications.attachments.services import storing
from applications.structures import events as kinds, known_rows, letters, tables
from applications.structures.exceptions import StructureExists
from applications.structures.known_rows import Owner
from applications.structures.letters import Letter
from applications.structures.models import (
    AttachmentCode,
    CampaignKind,
    CampaignState,
    CodeCampaign,
    CodesDelivery,
    EarlierDossier,
    KnownPerson,
    Origin,
    Structure,
)
from applications.structures.services import code_making, codes_use, creation
from cms.core import events, jobs
from cms.core.jobs import JobHandler, Payload

OWNER = "code_campaign"
SOURCE, LETTERS, PART, MERGE = "source", "letters", "part", "merge"
MAKE, JOIN = "structures.codes", "structures.codes_merge"
PER_PART = 250
ADDRESS = ("address_line", "postcode", "city")


@dataclass(frozen=True, slots=True)
class Part:
    """What a part made: its owners, each with a plain code, empty for who has no use of one."""

    owners: list[tuple[Owner, str]]
    file: bytes


def _make(payload: Payload) -> Part:
    """Make the codes of a part and the file that carries them; nothing is stored yet."""
    campaign = CodeCampaign.objects.get(pk=payload["campaign"])
    first = payload["part"] * PER_PART
    slice_of_owners = _owners(campaign)[first : first + PER_PART]
    attached = _attached(campaign, slice_of_owners)
    owners = [
        (owner, "" if owner.key in attached else codes_use.make()) for owner in slice_of_owners
    ]
    to_send = [(owner, plain) for owner, plain in owners if plain]
    if campaign.delivery == CodesDelivery.LETTERS:
        file = letters.render(
            [_letter(campaign, owner, plain) for owner, plain in to_send],
            expires_on=campaign.expires_on,
            written_on=timezone.localdate(),
        )
    else:
        rows = [_merge_row(_letter(campaign, owner, plain)) for owner, plain in owners]
        file = tables.workbook(_merge_header(), rows)
    return Part(owners=owners, file=file)


def _store(payload: Payload, made: Part) -> None:
    """Store a part: owners, dossiers, digests, file, count."""
    campaign = CodeCampaign.objects.select_for_update().get(pk=payload["campaign"])
    now = timezone.now()
    expires_at = code_making.end_of(campaign.expires_on)
    codes = []
    for owner, plain in made.owners:
        structure, person = _import(campaign, owner, now=now)
        if not plain:
            continue
        codes.append(
            AttachmentCode(
                digest=codes_use.digest(plain),
                structure=structure,
                person=person,
                campaign=campaign,
                created_at=now,
                expires_at=expires_at,
            )
        )
    AttachmentCode.objects.bulk_create(codes)
    is_letters = campaign.delivery == CodesDelivery.LETTERS
    number = payload["part"] + 1
    with translation.override(settings.LANGUAGE_CODE):
        name = pgettext("file", "codes-%(campaign)s-letters-%(part)s.pdf") % {
            "campaign": campaign.pk,
            "part": number,
        }
    storing.store_generated(
        made.file,
        owner_type=OWNER,
        owner_id=campaign.pk,
        slot=f"{LETTERS if is_letters else PART}-{number:03d}",
        name=name if is_letters else f"part-{number}.xlsx",
        content_type="application/pdf" if is_letters else tables.XLSX,
        now=now,
    )
    campaign.done_count += len(made.owners)
    campaign.save(update_fields=["done_count"])
    if campaign.done_count < campaign.row_count:
        return
    if is_letters:
        _finish(campaign, now=now)
    else:
        jobs.enqueue(JOIN, key=str(campaign.pk), payload={"campaign": campaign.pk})


def _join(payload: Payload) -> bytes:
    """Put the parts of a mail merge in one file."""
    rows = []
    for part in Attachment.objects.of(OWNER, payload["campaign"]).order_by("slot"):
        if part.slot.startswith(PART):
            with part.file.open("rb") as file:
                rows += tables.read(file.read(), extension="xlsx")[1:]
    return tables.workbook(_merge_header(), rows)


def _store_joined(payload: Payload, file: bytes) -> None:
    """Store the whole file in place of its parts."""
    campaign = CodeCampaign.objects.select_for_update().get(pk=payload["campaign"])
    now = timezone.now()
    parts = Attachment.objects.of(OWNER, campaign.pk).filter(slot__startswith=PART)
    storing.erase(parts)
    with translation.override(settings.LANGUAGE_CODE):
        name = pgettext("file", "codes-%(campaign)s-mail-merge.xlsx") % {"campaign": campaign.pk}
    storing.store_generated(
        file,
        owner_type=OWNER,
        owner_id=campaign.pk,
        slot=MERGE,
        name=name,
        content_type=tables.XLSX,
        now=now,
    )
    _finish(campaign, now=now)


def _fail(payload: Payload) -> None:
    """Say that a campaign stopped; what its other parts made stays."""
    CodeCampaign.objects.filter(pk=payload["campaign"]).update(state=CampaignState.FAILED)


def _finish(campaign: CodeCampaign, *, now: datetime) -> None:
    campaign.state, campaign.finished_at = CampaignState.DONE, now
    campaign.report = {**campaign.report, "sample": [], "errors": []}
    campaign.save(update_fields=["state", "finished_at", "report"])
    storing.erase(Attachment.objects.of(OWNER, campaign.pk).filter(slot=SOURCE))
    note(kinds.CAMPAIGN_FINISHED, campaign, actor=None, now=now, rows=campaign.row_count)


def _owners(campaign: CodeCampaign) -> list[Owner]:
    """Read the kept file again: the same rows, in the same order."""
    source = Attachment.objects.of(OWNER, campaign.pk).get(slot=SOURCE)
    with source.file.open("rb") as file:
        rows = tables.read(file.read(), extension=split_name(source.original_name)[1])
    return known_rows.check(rows, kind=campaign.kind).owners


def _attached(campaign: CodeCampaign, owners: list[Owner]) -> set[tuple[str, ...]]:
    """Return the keys of the persons whose account is known already: they need no code."""
    if campaign.kind != CampaignKind.PERSONS:
        return set()
    own = Q(pk__in=[])
    for owner in owners:
        own |= _same_person(owner)
    known = KnownPerson.objects.filter(own, user__isnull=False)
    found = {(one.last_name, one.first_name, one.birth_date) for one in known}
    names = ("last_name", "first_name", "birth_date")
    return {owner.key for owner in owners if tuple(owner.values[name] for name in names) in found}


def _same_person(owner: Owner) -> Q:
    """Tell a person by their number in the file, or by their name; always by their birth too."""
    values = owner.values
    born = Q(birth_date=values["birth_date"])
    if values["external_key"]:
        return born & Q(external_key=values["external_key"])
    return born & Q(last_name=values["last_name"], first_name=values["first_name"])


def _import(
    campaign: CodeCampaign, owner: Owner, *, now: datetime
) -> tuple[Structure | None, KnownPerson | None]:
    """Find or make the owner of some rows, with the dossiers not known yet."""
    if campaign.kind == CampaignKind.STRUCTURES:
        structure = _structure(owner, campaign, now=now)
        _add_dossiers(owner, structure=structure)
        return structure, None
    person = _person(owner)
    _add_dossiers(owner, person=person)
    return None, person


def _structure(owner: Owner, campaign: CodeCampaign, *, now: datetime) -> Structure:
    values = dict(owner.values)
    family = values.pop("family")
    found = creation.existing_structure(siret=values["siret"], rna=values["rna"], uai=values["uai"])
    if found is not None:
        return found
    try:
        return creation.create(
            family=family,
            values=values,
            origin=Origin.FILE,
            actor=campaign.created_by,
            now=now,
            source=campaign.file_name[:120],
        )
    except StructureExists as refusal:
        return creation.kept(Structure.objects.get(pk=str(refusal.params["structure"])))


def _person(owner: Owner) -> KnownPerson:
    found = KnownPerson.objects.filter(_same_person(owner)).first()
    person: KnownPerson = found or KnownPerson.objects.create(**owner.values)
    return person


def _add_dossiers(owner: Owner, **of: Structure | KnownPerson) -> None:
    """Add the earlier dossiers of an owner, those known already left as they are."""
    given = {dossier["reference"]: dossier for dossier in owner.dossiers}
    if not given:
        return
    known = set(
        EarlierDossier.objects.filter(**of, reference__in=given).values_list("reference", flat=True)
    )
    EarlierDossier.objects.bulk_create(
        EarlierDossier(**of, **dossier)
        for reference, dossier in given.items()
        if reference not in known
    )


def _letter(campaign: CodeCampaign, owner: Owner, plain: str) -> Letter:
    if campaign.kind == CampaignKind.STRUCTURES:
        known = {name: owner.values[name] for name in ADDRESS}
        return code_making.letter_to_structure(
            Structure(name=owner.values["name"], address_complement=_said(owner), **known), plain
        )
    known = {name: owner.values[name] for name in ("last_name", "first_name", *ADDRESS)}
    return code_making.letter_to_person(KnownPerson(**known), plain, sheet=None)


def _said(owner: Owner) -> str:
    complement: str = owner.values.get("address_complement", "")
    return complement


def _merge_header() -> list[str]:
    with translation.override(settings.LANGUAGE_CODE):
        return [
            pgettext("column", "recipient"),
            *(pgettext("column", "address line %(number)s") % {"number": n} for n in (1, 2, 3)),
            pgettext("column", "code"),
        ]


def _merge_row(letter: Letter) -> list[str]:
    lines = [*letter.address, "", "", ""][:3]
    return [letter.recipient, *lines, letter.code]


def note(
    kind: events.EventKind,
    campaign: CodeCampaign,
    *,
    actor: User | None,
    now: datetime,
    **params: int,
) -> None:
    """Write in the journal what happened to a campaign."""
    events.record(kind, subject_type=OWNER, subject_id=campaign.pk, actor=actor, at=now, **params)


make_handler = JobHandler(code=MAKE, work=_make, finish=_store, give_up=_fail)
merge_handler = JobHandler(code=JOIN, work=_join, finish=_store_joined, give_up=_fail)
