"""The acknowledgement of receipt: what the law wants in it, its PDFs, its mail, made once.

Mandatory content (CRPA, art. R112-5): the date received and the date at which silence is a
rejection, the service with its address, phone and e-mail, the missing documents, the remedies.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone, translation

from applications.attachments import services as attachments
from applications.attachments.models import Attachment
from applications.formbuilder.rendering import Mode
from applications.submissions import documents, events as kinds, legal_clock, mails
from applications.submissions.filed import filed_form, identity_rows, recap_sections
from applications.submissions.models import Submission
from applications.submissions.services.filing import ACKNOWLEDGE
from cms.core import events, pdf
from cms.core.jobs import JobHandler, Payload
from cms.core.site import site_settings

PDF_TYPE = "application/pdf"


@dataclass(frozen=True, slots=True)
class Made:
    """The PDFs of one dossier, by slot; empty where they cannot be drawn."""

    files: dict[str, bytes]


def file_name(submission: Submission, slot: str) -> str:
    """Return the name a PDF is given when downloaded."""
    prefix = "accuse-de-reception" if slot == documents.ACKNOWLEDGEMENT else "recapitulatif"
    return f"{prefix}-{submission.reference}.pdf"


def receipt_context(submission: Submission) -> dict[str, Any]:
    """Return what an acknowledgement must say, for the page, the mail and the PDF alike."""
    clock = legal_clock.read_clock(submitted_at_of(submission), (), now=submitted_at_of(submission))
    return {
        "submission": submission,
        "identity": submission.filed_identity or {},
        "received_at": submission.submitted_at,
        "implicit_rejection_on": clock.last_day,
        "team": submission.aid.team,
        "missing_documents": [],
        "court": site_settings().appeal_court,
    }


def submitted_at_of(submission: Submission) -> datetime:
    """Return when the dossier was filed; only filed ones come here."""
    if submission.submitted_at is None:
        raise ValueError("the dossier is not filed")
    return submission.submitted_at


def recap_context(submission: Submission, *, is_masked: bool) -> dict[str, Any]:
    """Return the recap as filed; masked, it hides the IBAN and the sensitive answers."""
    compiled = filed_form(submission, submission.language)
    files = documents.by_slot(documents.attachments_of(submission))
    return {
        "submission": submission,
        "identity_rows": identity_rows(submission),
        "sections": recap_sections(submission, compiled, files, mode=Mode.PDF, is_masked=is_masked),
        "is_masked": is_masked,
    }


def render(submission: Submission, slot: str) -> bytes:
    """Draw one PDF of a filed dossier, in the language it was filed in."""
    with translation.override(submission.language):
        if slot == documents.ACKNOWLEDGEMENT:
            context = receipt_context(submission)
            template = "applications/submissions/pdf/acknowledgement.html"
        else:
            context = recap_context(submission, is_masked=slot == documents.MASKED_RECAP)
            template = "applications/submissions/pdf/recap.html"
        return pdf.render_pdf(
            template, {**context, "site": site_settings()}, language=submission.language
        )


def work(payload: Payload) -> Made:
    """Draw the three PDFs, outside any transaction."""
    if not pdf.is_available():
        return Made(files={})
    submission = Submission.objects.for_page().get(pk=payload["submission"])
    slots = (documents.ACKNOWLEDGEMENT, documents.RECAP, documents.MASKED_RECAP)
    return Made(files={slot: render(submission, slot) for slot in slots})


def finish(payload: Payload, made: Made) -> None:
    """Acknowledge now, in the transaction that ends the job."""
    acknowledge(
        Submission.objects.for_page().get(pk=payload["submission"]), made, now=timezone.now()
    )


def acknowledge(submission: Submission, made: Made, *, now: datetime) -> None:
    """Keep the PDFs, make the one mail and note it in the journal."""
    kept = {
        slot: attachments.store_generated(
            content,
            owner_type=kinds.SUBJECT,
            owner_id=submission.pk,
            slot=slot,
            name=file_name(submission, slot),
            content_type=PDF_TYPE,
            now=now,
        )
        for slot, content in made.files.items()
    }
    with translation.override(submission.language):
        mails.send_acknowledgement(
            submission,
            context={**receipt_context(submission), "has_files": bool(kept)},
            attachments=[
                _joined(kept[slot])
                for slot in (documents.ACKNOWLEDGEMENT, documents.MASKED_RECAP)
                if slot in kept
            ],
            now=now,
        )
    events.record(kinds.ACKNOWLEDGED, subject_type=kinds.SUBJECT, subject_id=submission.pk, at=now)


def _joined(attachment: Attachment) -> tuple[str, str, str]:
    return attachment.original_name, attachment.content_type, attachment.file.name or ""


acknowledge_handler = JobHandler(code=ACKNOWLEDGE, work=work, finish=finish)
