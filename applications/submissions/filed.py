"""Reading a dossier as it was filed: its form, its applicant, its files."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, pgettext

from aids.models import FormTexts
from aids.services import versions
from applications.accounts.models import Family
from applications.accounts.models.user import Civility
from applications.attachments.models import Attachment, ScanState
from applications.formbuilder.compiler import CompiledForm
from applications.formbuilder.rendering import (
    FileLike,
    FileLine,
    Mode,
    Row,
    Section,
    criteria_section,
    sections,
)
from applications.submissions.documents import RECAP
from applications.submissions.lacks import REPUBLICAN_COMMITMENT, republican_commitment
from applications.submissions.models import Submission
from cms.core.templatetags.portal import long_date

STATE_VARIANTS: dict[str, str] = {
    ScanState.PENDING: "warning",
    ScanState.CLEAN: "success",
    ScanState.INFECTED: "error",
    ScanState.ERROR: "warning",
    ScanState.UNSCANNED: "",
}


def filed_form(submission: Submission, language: str) -> CompiledForm:
    """Return the frozen form in a language; the texts shown at filing win for their language."""
    return versions.compiled_form(submission.form_version, language, _texts(submission, language))


def review_form(submission: Submission, language: str) -> CompiledForm:
    """Return the same form as its officers have it, with what is asked of them."""
    return versions.review_form(submission.form_version, language, _texts(submission, language))


def _texts(submission: Submission, language: str) -> FormTexts | None:
    texts: FormTexts | None = submission.form_texts
    if texts is None or texts.language != language:
        texts = versions.overlay(submission.form_version, language)
    return texts


def recap_sections(
    submission: Submission,
    compiled: CompiledForm,
    files: Mapping[str, list[Attachment]],
    *,
    mode: Mode,
    answers: Mapping[str, Any] | None = None,
    is_masked: bool = False,
) -> list[Section]:
    """Return all that was filed: criteria, answers, documents, sworn statements.

    `answers` are those to show when they are more than the filed ones: the officers' own.
    """
    criteria = criteria_section(compiled, submission.criteria_answers)
    found = [criteria] if criteria.rows else []
    found += sections(
        compiled,
        (submission.filed_answers or {}) if answers is None else answers,
        mode=mode,
        files=file_lines(files),
        is_masked=is_masked,
    )
    texts = {
        one.id: compiled.context.words(f"{one.id}.text", one.text)
        for one in compiled.schema.statements
    }
    texts[REPUBLICAN_COMMITMENT] = republican_commitment()
    certified = [
        Row(question_id=code, label=texts[code], value=gettext("Certified"))
        for code in submission.sworn_statements
        if code in texts
    ]
    if certified:
        found.append(Section("statements", gettext("Sworn statements"), certified))
    return found


def is_sensitive_file(submission: Submission, attachment: Attachment) -> bool:
    """Tell whether a file answers a sensitive question, or is a copy of every answer."""
    if attachment.is_generated:
        return attachment.slot == RECAP
    form = review_form(submission, settings.LANGUAGE_CODE)
    asked = form.questions.get(attachment.slot) or form.documents.get(attachment.slot)
    return asked is not None and asked.type.hides(asked.question)


def file_url(attachment: Attachment) -> str:
    """Return the guarded address of a file."""
    return reverse("attachments:download", args=[attachment.key])


def file_lines(files: Mapping[str, list[Attachment]]) -> dict[str, list[FileLike]]:
    """Return the files of each question as the renderer wants them."""
    return {
        slot: [
            FileLine(
                name=one.original_name,
                url=file_url(one),
                size=one.size,
                state=str(one.get_scan_state_display()),
                state_variant=STATE_VARIANTS.get(one.scan_state, ""),
                key=str(one.key),
            )
            for one in given
        ]
        for slot, given in files.items()
    }


def identity_rows(submission: Submission) -> list[tuple[str, str]]:
    """Return the applicant as filed, line by line; empty lines are left out."""
    identity = submission.filed_identity or {}
    rows = [
        (gettext("Applicant"), identity.get("name", "")),
        (pgettext("of a person", "Title"), _civility(identity.get("civility", ""))),
        (gettext("Family of applicants"), _family(identity)),
        (gettext("Date of birth"), _day(identity.get("birth_date", ""))),
        (gettext("SIRET"), identity.get("siret", "")),
        (gettext("RNA number"), identity.get("rna", "")),
        (gettext("UAI"), identity.get("uai", "")),
        (gettext("Legal form"), identity.get("legal_form", "")),
        (gettext("Address"), _address(identity)),
        (gettext("Phone"), identity.get("phone", "")),
        (gettext("E-mail address"), identity.get("email", "")),
        (gettext("Filed by"), identity.get("filed_by", "")),
    ]
    return [(label, str(value)) for label, value in rows if value]


def _civility(code: str) -> str:
    known = {Civility.MADAME, Civility.MONSIEUR}
    return str(Civility(code).label) if code in known else ""


def _family(identity: Mapping[str, str]) -> str:
    if identity.get("kind") != "structure":
        return ""
    return str(Family.objects.filter(code=identity.get("family", "")).first() or "")


def _day(text: str) -> str:
    return long_date(date.fromisoformat(text)) if text else ""


def _address(identity: Mapping[str, str]) -> str:
    town = f"{identity.get('postcode', '')} {identity.get('city', '')}".strip()
    parts = [identity.get("address_line", ""), identity.get("address_complement", ""), town]
    return ", ".join(part for part in parts if part)
