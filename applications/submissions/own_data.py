"""What this room knows of a person: their dossiers, with the documents they gave."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _, gettext_lazy

from aids.services import versions
from applications.accounts.exporters import DataExporter, Kept, data_exporters
from applications.accounts.models import User
from applications.attachments.models import Attachment
from applications.submissions import terms
from applications.submissions.documents import attachments_of
from applications.submissions.lifecycle import public_label
from applications.submissions.models import Submission
from applications.submissions.services import retention
from cms.core.models import SiteSettings

WHY_REFUSED = gettext_lazy("so that the decision can be explained and contested.")
WHY_PAID = gettext_lazy("the use of public money is controlled, and public archives kept.")


def records(user: User) -> dict[str, Any]:
    """Return the person's own dossiers whole, and the references of those written for others."""
    own = Submission.objects.real().filter(person=user).for_page().order_by("created_at", "pk")
    written = Submission.objects.real().filter(writer=user, structure__isnull=False)
    return {
        "dossiers": [_dossier(one) for one in own],
        "written_for_structures": list(
            written.order_by("created_at", "pk").values(
                "reference", "structure__name", "created_at", "submitted_at"
            )
        ),
    }


def files(user: User) -> Iterable[tuple[str, Attachment]]:
    """Return the files of the person's own dossiers, those the portal made included."""
    for submission in Submission.objects.real().filter(person=user).only("pk", "reference"):
        for attachment in attachments_of(submission):
            yield submission.reference, attachment


def holds(user: User) -> Iterable[str]:
    """Say which of their own dossiers are still being handled."""
    for submission in Submission.objects.real().filter(person=user).order_by("pk"):
        if terms.is_being_handled(submission):
            yield _(
                "Your application %(reference)s is being handled: withdraw it, or wait until it "
                "is over."
            ) % {"reference": submission.reference}


def kept(user: User) -> Iterable[Kept]:
    """Say which of their own dossiers stay, until when, and why."""
    settled = SiteSettings.load()
    mine = Submission.objects.real().filter(person=user, submitted_at__isnull=False)
    for submission in mine.select_related("aid").order_by("submitted_at", "pk"):
        is_paid = submission.state in (terms.State.CLOSED, terms.State.GRANTED)
        words = _("Your application %(reference)s, “%(aid)s”, and its documents")
        yield Kept(
            what=words % {"reference": submission.reference, "aid": submission.aid.title},
            why=WHY_PAID if is_paid else WHY_REFUSED,
            until=terms.last_day(submission, settled),
        )


def erase(user: User, now: datetime) -> None:
    """Erase the drafts; what was filed has its own term."""
    retention.erase_drafts(user, now)


def _dossier(submission: Submission) -> dict[str, Any]:
    compiled = versions.compiled_form(submission.form_version, settings.LANGUAGE_CODE)
    labels = {item.question.id: item.question.label for item in compiled.questions.values()}
    answers = submission.filed_answers if submission.is_filed else submission.answers
    return {
        "reference": submission.reference,
        "aid": submission.aid.title,
        "state": public_label(submission),
        "created_at": submission.created_at,
        "filed_at": submission.submitted_at,
        "taken_in_charge_at": submission.taken_in_charge_at,
        "decision_notified_at": submission.decision_notified_at,
        "applicant_as_filed": submission.filed_identity,
        "beneficiary": submission.beneficiary_sheet,
        "criteria": submission.criteria_answers,
        "statements": submission.sworn_statements,
        "sheet_not_stored_yet": submission.pending_sheet,
        "answers": [
            {"question": labels.get(name, name), "code": name, "answer": value}
            for name, value in (answers or {}).items()
        ],
    }


def register() -> None:
    """Make this room's part of the archive known."""
    data_exporters.register(
        DataExporter(
            code="dossiers", records=records, files=files, holds=holds, kept=kept, erase=erase
        )
    )
