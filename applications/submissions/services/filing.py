"""Filing: once and only once, everything checked again under the lock, everything frozen."""

import hashlib
import json
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language

from aids.models import Aid
from aids.services import versions
from applications.accounts.models import PersonSheet, User
from applications.attachments import services as attachments
from applications.attachments.models import Attachment
from applications.submissions import beneficiary, deadlines, documents, lacks
from applications.submissions.beneficiary import key_of_structure
from applications.submissions.events import SUBJECT
from applications.submissions.exceptions import (
    BeneficiaryServed,
    CampaignClosed,
    CampaignNotOpen,
    DossierIncomplete,
    FilesInfected,
    LimitReached,
    NotEditable,
)
from applications.submissions.lifecycle import Facts
from applications.submissions.models import Submission
from applications.submissions.permissions import can_file
from applications.submissions.querysets import SubmissionQuerySet
from applications.submissions.services import adoption
from applications.submissions.services.moves import lock, move_locked
from applications.submissions.walk import Walk
from cms.core import jobs
from cms.core.templatetags.portal import to_second

ACKNOWLEDGE = "submissions.acknowledge"
TELL_TEAM = "submissions.tell_team"
"""Left here for the officers' room, which knows who is told."""


@transaction.atomic
def submit(
    submission: Submission,
    *,
    actor: User,
    key: uuid.UUID,
    now: datetime,
    statements: Iterable[str] | None = None,
    is_acknowledged: bool = True,
) -> Submission:
    """File a draft; a second call, with the same key or another, returns the filed dossier.

    What the page showed does not count: rights, campaign, form, règlement, answers, documents and
    statements are read again while the row is held. A refusal changes nothing. Only a sample of a
    form, made by the dozen, is filed without acknowledgement (`is_acknowledged`).
    """
    locked = lock(submission)
    can_file(actor, locked).require()
    if locked.is_filed:
        return locked
    if not locked.is_draft:
        raise NotEditable
    if statements is not None:
        locked.sworn_statements = sorted(set(statements))
    if not locked.is_test:
        _check_campaign(locked, now)
        _check_limit(locked)
    adoption.require_usable(locked, now=now)
    files = list(documents.attachments_of(locked))
    language = get_language() or locked.language
    texts = versions.overlay(locked.form_version, language)
    compiled = versions.compiled_form(locked.form_version, language, texts)
    walk = Walk(locked, compiled, files)
    if lacks.has_infected_file(walk):
        raise FilesInfected
    asked = [code for code, _text in lacks.statements_asked(compiled, locked)]
    if walk.lacks or not set(asked) <= set(locked.sworn_statements):
        raise DossierIncomplete
    return _freeze(
        locked,
        actor=actor,
        key=key,
        now=now,
        changes={
            "filed_answers": compiled.filed_answers(walk.state),
            "criteria_answers": compiled.criteria.filed(walk.criteria_answers),
            "filed_identity": identity_of(locked, actor=actor),
            **_beneficiary_columns(locked),
            "form_texts": texts,
            "language": language,
            "sworn_statements": asked,
        },
        files=[one for one in files if not one.is_generated],
        is_told=is_acknowledged or not locked.is_test,
    )


def identity_of(submission: Submission, *, actor: User) -> dict[str, Any]:
    """Return who applies, as known at this instant: it must not change with the sheet."""
    structure = submission.structure
    if structure is not None:
        identity: dict[str, Any] = {
            "kind": "structure",
            "family": structure.family.code,
            "name": structure.name,
            "siret": structure.siret or "",
            "rna": structure.rna,
            "uai": structure.uai,
            "legal_form": structure.legal_form,
            "address_line": structure.address_line,
            "address_complement": structure.address_complement,
            "postcode": structure.postcode,
            "city": structure.city,
            "country": structure.country,
            "phone": structure.phone,
            "email": structure.email,
        }
    else:
        person = submission.person or submission.writer
        sheet = getattr(person, "person_sheet", None) or PersonSheet()
        identity = {
            "kind": "person",
            "family": "particulier",
            "name": person.get_full_name() or person.email,
            "civility": person.civility,
            "birth_date": person.birth_date.isoformat() if person.birth_date else "",
            "address_line": sheet.address_line,
            "address_complement": sheet.address_complement,
            "postcode": sheet.postcode,
            "city": sheet.city,
            "country": sheet.country,
            "phone": sheet.phone,
            "mobile": sheet.mobile,
            "email": person.email,
        }
    receives = beneficiary.described(submission)
    return {
        **identity,
        **({"beneficiary": receives} if receives else {}),
        "filed_by": actor.get_full_name() or actor.email,
    }


def _beneficiary_columns(submission: Submission) -> dict[str, Any]:
    """Forget who was named while the aid took other beneficiaries, when it no longer does."""
    if submission.aid.allows_other_beneficiary:
        return {}
    return {
        "beneficiary_kind": "",
        "beneficiary_link": "",
        "beneficiary_structure": None,
        "beneficiary_key": "",
        "beneficiary_sheet": {},
    }


def digest_of(
    submission: Submission, *, changes: dict[str, Any], files: Iterable[Attachment]
) -> str:
    """Return the SHA-256 of the canonical JSON of all that is filed, documents included."""
    texts = changes["form_texts"]
    content = {
        "reference": submission.reference,
        "answers": changes["filed_answers"],
        "identity": changes["filed_identity"],
        "criteria": changes["criteria_answers"],
        "statements": changes["sworn_statements"],
        "regulation": submission.regulation.number if submission.regulation else "",
        "form": {
            "number": submission.form_version.number,
            "structure": submission.form_version.structure_digest,
            "texts": submission.form_version.texts_digest,
            "overlay": texts.digest if texts else "",
        },
        "documents": sorted([one.slot, one.sha256, one.size] for one in files),
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _freeze(
    locked: Submission,
    *,
    actor: User,
    key: uuid.UUID,
    now: datetime,
    changes: dict[str, Any],
    files: list[Attachment],
    is_told: bool,
) -> Submission:
    filed_digest = digest_of(locked, changes=changes, files=files)
    if files:
        attachments.freeze(SUBJECT, locked.pk, now=now)
    filed = move_locked(
        locked,
        "submit",
        actor=actor,
        now=now,
        facts=Facts(is_campaign_open=True, is_complete=True, has_infected_file=False),
        changes={**changes, "filed_digest": filed_digest, "filing_key": key, "submitted_at": now},
        digest=filed_digest,
    )
    about = {"submission": filed.pk}
    orders = []
    if is_told:
        orders.append(jobs.Order(ACKNOWLEDGE, str(filed.pk), {**about, "filed_by": actor.pk}))
    if not filed.is_test:
        orders.append(jobs.Order(TELL_TEAM, str(filed.pk), about))
    jobs.enqueue_all(*orders)
    return filed


def _check_campaign(submission: Submission, now: datetime) -> None:
    campaign = submission.campaign
    if deadlines.has_closed(campaign, now):
        raise CampaignClosed(closed_at=to_second(campaign.closes_at))
    if not deadlines.has_opened(campaign, now):
        raise CampaignNotOpen


def _check_limit(submission: Submission) -> None:
    """Refuse a second filed dossier of the beneficiary; their other drafts do not count here."""
    aid = submission.aid
    if not aid.is_limited_to_one:
        return
    if aid.allows_other_beneficiary:
        # Two people may apply for the same beneficiary: the aid's row is what they all share.
        Aid.objects.select_for_update(of=("self",)).only("pk").get(pk=aid.pk)
    other = (
        _of_same_beneficiary(submission)
        .filter(aid=aid, campaign=submission.campaign_id, submitted_at__isnull=False)
        .counting_for_limit()
        .exclude(pk=submission.pk)
        .first()
    )
    if other is None:
        return
    owner = (submission.person_id, submission.structure_id)
    if (other.person_id, other.structure_id) == owner:
        raise LimitReached(reference=other.reference)
    raise BeneficiaryServed


def _of_same_beneficiary(submission: Submission) -> SubmissionQuerySet:
    """Return the dossiers for the same beneficiary: the applicant, or the one they name."""
    if submission.beneficiary_key:
        structure = submission.beneficiary_structure
        return Submission.objects.real().receiving(submission.beneficiary_key, structure=structure)
    if submission.structure is not None:
        key = key_of_structure(submission.structure)
        return Submission.objects.real().receiving(key, structure=submission.structure)
    return (
        Submission.objects.real()
        .of_beneficiary(person_id=submission.person_id, structure_id=None)
        .filter(beneficiary_key="")
    )
