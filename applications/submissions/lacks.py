"""What a dossier still lacks before it can be filed, with the place to give it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from applications.accounts.models import PersonSheet
from applications.attachments.models import ScanState
from applications.registries.countries import FRANCE
from applications.structures.models import Structure
from applications.submissions import documents
from applications.submissions.beneficiary import MANDATE_SLOT, STEP
from applications.submissions.beneficiary_form import beneficiary_form
from applications.submissions.forms import sheet_form
from cms.core.templatetags.portal import long_date

if TYPE_CHECKING:
    from applications.attachments.models import Attachment
    from applications.formbuilder.compiler import CompiledForm
    from applications.formbuilder.schema import Question
    from applications.submissions.models import Submission
    from applications.submissions.walk import Walk

PERSON_FIELDS = ("address_line", "postcode", "city")
STRUCTURE_FIELDS = ("name", "address_line", "postcode", "city", "email")
STRUCTURE_FIELDS_ABROAD = ("name", "address_line", "city", "email")
REPUBLICAN_COMMITMENT = "republican-commitment"
COMMITTED_FAMILIES = frozenset({"association"})


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing missing: in which step, at which question (and where in it), in words.

    `anchor` names the place in a step that asks no question of the form.
    """

    step: str
    question_id: str
    message: str
    place: str = ""
    anchor: str = ""


def find_lacks(walk: "Walk") -> list[Lack]:
    """Return everything missing, in the order of the walk; sworn statements apart."""
    return [
        *_preamble(walk.submission),
        *_criteria(walk),
        *_information(walk.submission),
        *_beneficiary(walk.submission),
        *_answers(walk),
        *_mandate(walk),
        *_infected(walk),
        *_too_few(walk),
        *_out_of_date(walk),
    ]


def has_infected_file(walk: "Walk") -> bool:
    """Whether a file given for this dossier carries a virus."""
    return any(
        one.scan_state == ScanState.INFECTED for given in walk.files.values() for one in given
    )


def is_sheet_complete(submission: "Submission") -> bool:
    """Whether the applicant's own sheet holds what the Region needs to answer them."""
    if submission.structure is not None:
        return is_structure_complete(submission.structure)
    sheet: PersonSheet | None = getattr(submission.person, "person_sheet", None)
    return sheet is not None and all(getattr(sheet, name) for name in PERSON_FIELDS)


def is_structure_complete(structure: Structure) -> bool:
    """Whether the structure's sheet holds what the Region needs."""
    asked = STRUCTURE_FIELDS if structure.country == FRANCE else STRUCTURE_FIELDS_ABROAD
    return all(getattr(structure, name) for name in asked)


def statements_asked(compiled: "CompiledForm", submission: "Submission") -> list[tuple[str, str]]:
    """Return the sworn statements of a dossier: the form's, then the republican commitment.

    Associations and foundations alone take the contrat d'engagement républicain (décret 2021-1947).
    """
    asked: list[tuple[str, str]] = [
        (one.id, compiled.context.words(f"{one.id}.text", one.text))
        for one in compiled.schema.statements
    ]
    structure = submission.structure
    if structure is not None and structure.family.code in COMMITTED_FAMILIES:
        asked.append((REPUBLICAN_COMMITMENT, republican_commitment()))
    return asked


def republican_commitment() -> str:
    """Return the words of the contrat d'engagement républicain."""
    return gettext(
        "My organisation subscribes to the republican commitment contract "
        "(decree no. 2021-1947 of 31 December 2021) and informs its members of it."
    )


def _preamble(submission: "Submission") -> Sequence[Lack]:
    if submission.regulation_id == submission.campaign.regulation_id:
        return []
    return [Lack("preambule", "regulation", gettext("Confirm that you have read the regulations."))]


def _criteria(walk: "Walk") -> Sequence[Lack]:
    if not walk.are_criteria_answered:
        return [Lack("criteres", "", gettext("Answer the eligibility criteria."))]
    if walk.is_blocked:
        return [Lack("criteres", "", gettext("One of the eligibility criteria is not met."))]
    return []


def _information(submission: "Submission") -> Sequence[Lack]:
    refused = list(_refused_in_sheet(submission)) if submission.pending_sheet else []
    if refused or (is_sheet_complete(submission) and not submission.pending_sheet):
        return refused
    return [Lack("informations", "", gettext("Complete your contact details."))]


def _refused_in_sheet(submission: "Submission") -> Iterator[Lack]:
    """Say what is wrong in the sheet as typed, in the words of its own page."""
    form = sheet_form(submission)
    for name, messages in form.errors.items():
        field = form[name].id_for_label if name in form.fields else ""
        for message in messages:
            yield Lack("informations", "", str(message), anchor=field)


def _beneficiary(submission: "Submission") -> Iterator[Lack]:
    """Say what the step « Bénéficiaire » still lacks, in the words of its own page."""
    if not submission.aid.allows_other_beneficiary:
        return
    form = beneficiary_form(submission)
    for name, messages in form.errors.items():
        field = form[name].id_for_label if name in form.fields else ""
        for message in messages:
            yield Lack(STEP, "", str(message), anchor=field)


def _mandate(walk: "Walk") -> Sequence[Lack]:
    if not walk.needs_mandate or MANDATE_SLOT in documents.given_slots(walk.files):
        return []
    return [Lack("pieces", MANDATE_SLOT, gettext("Add the mandate of the beneficiary."))]


def _answers(walk: "Walk") -> Sequence[Lack]:
    given = documents.given_slots(walk.files)
    return [
        Lack(
            step=walk.code_of(missing.step_id),
            question_id=missing.question_id,
            message=str(missing.message),
            place=missing.place,
        )
        for missing in walk.compiled.missing(walk.state, given)
    ]


def _infected(walk: "Walk") -> Sequence[Lack]:
    return [
        Lack(
            step="pieces",
            question_id=slot,
            message=gettext("A file is infected: remove it and provide a sound one."),
        )
        for slot, given in walk.files.items()
        if any(one.scan_state == ScanState.INFECTED for one in given)
    ]


def _too_few(walk: "Walk") -> Iterator[Lack]:
    for question in walk.document_questions:
        least = documents.settings_of(question).minimum_files
        count = len(_sound(walk, question))
        if 0 < count < least:
            message = ngettext(
                "“%(label)s”: %(least)d file expected, %(count)d given.",
                "“%(label)s”: %(least)d files expected, %(count)d given.",
                least,
            )
            words = {"label": question.label, "least": least, "count": count}
            yield Lack("pieces", question.id, message % words)


def _out_of_date(walk: "Walk") -> Iterator[Lack]:
    now = timezone.now()
    for question in walk.document_questions:
        settings = documents.settings_of(question)
        for one in _sound(walk, question):
            if not documents.is_valid(one, settings, now):
                message = gettext(
                    "“%(name)s” was given on %(day)s and is no longer valid: remove it and give a "
                    "recent one."
                )
                words = {"name": one.original_name, "day": long_date(one.given_since)}
                yield Lack("pieces", question.id, message % words)


def _sound(walk: "Walk", question: "Question") -> list["Attachment"]:
    given = walk.files.get(question.id, [])
    return [one for one in given if one.scan_state != ScanState.INFECTED]
