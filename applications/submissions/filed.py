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
from applications.registries.countries import FRANCE, country_name
from applications.submissions.beneficiary import MANDATE_SLOT
from applications.submissions.documents import RECAP
from applications.submissions.lacks import REPUBLICAN_COMMITMENT, republican_commitment
from applications.submissions.models import BeneficiaryKind, BeneficiaryLink, Submission
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
    receives = (submission.filed_identity or {}).get("beneficiary")
    if receives:
        found.insert(0, beneficiary_section(receives, files))
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


def beneficiary_section(
    receives: Mapping[str, Any], files: Mapping[str, list[Attachment]], *, edit_url: str = ""
) -> Section:
    """Return who receives the aid, line by line, with the mandate when there is one."""
    is_self = receives.get("kind") == BeneficiaryKind.SELF
    lines = [
        (gettext("Is the applicant the beneficiary?"), _yes_or_no(is_self)),
        (gettext("Beneficiary"), receives.get("name", "")),
        (pgettext("of a person", "Title"), _civility(receives.get("civility", ""))),
        (gettext("Link with the beneficiary"), _link(receives.get("link", ""))),
        (gettext("Family of applicants"), _family_label(receives.get("family", ""))),
        (gettext("Date of birth"), _day(receives.get("birth_date", ""))),
        (gettext("SIRET"), receives.get("siret", "")),
        (gettext("RNA number"), receives.get("rna", "")),
        (gettext("Legal form"), receives.get("legal_form", "")),
        (gettext("Address"), _address(receives)),
        (gettext("Country"), _country(receives.get("country", ""))),
        (gettext("Phone"), receives.get("phone", "")),
        (gettext("E-mail address"), receives.get("email", "")),
        (gettext("State of this sheet"), _verification(receives)),
    ]
    rows = [Row(question_id="", label=label, value=str(value)) for label, value in lines if value]
    given = file_lines(files).get(MANDATE_SLOT, [])
    if given:
        label = gettext("Mandate of the beneficiary")
        rows.append(Row(question_id=MANDATE_SLOT, label=label, files=tuple(given)))
    return Section("beneficiaire", gettext("Beneficiary"), rows, edit_url=edit_url)


def _yes_or_no(is_yes: bool) -> str:
    return gettext("Yes") if is_yes else gettext("No")


def _link(code: str) -> str:
    return str(BeneficiaryLink(code).label) if code in BeneficiaryLink.values else ""


def _family_label(code: str) -> str:
    return str(Family.objects.filter(code=code).first() or "") if code else ""


def _country(code: str) -> str:
    return "" if code in ("", FRANCE) else country_name(code)


def _verification(receives: Mapping[str, Any]) -> str:
    if receives.get("kind") != BeneficiaryKind.STRUCTURE:
        return ""
    if not receives.get("is_verified"):
        return gettext("Not verified")
    return str(receives.get("source") or "") or gettext("Verified by the Region")


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
        (gettext("Country"), _country(identity.get("country", ""))),
        (gettext("Phone"), identity.get("phone", "")),
        (gettext("Mobile phone"), identity.get("mobile", "")),
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
