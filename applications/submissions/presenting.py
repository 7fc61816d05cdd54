"""Small readings shared by the pages of a draft."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext

from applications.accounts.models import PersonSheet, User
from applications.registries.countries import FRANCE, country_name
from applications.structures.models import Membership
from applications.submissions.models import Submission
from applications.submissions.walk import RECAP, Walk
from cms.core.dates import paris_day
from cms.core.templatetags.portal import long_date, to_minute


@dataclass(frozen=True, slots=True)
class LackLine:
    """One missing thing, with the address where it is given."""

    message: str
    step_title: str
    url: str


def lack_lines(walk: Walk) -> list[LackLine]:
    """Return what is missing with links that come back to the recap."""
    lines = []
    for lack in walk.lacks:
        step = walk.find(lack.step)
        place = "-".join(part for part in ("q", lack.question_id, lack.place) if part)
        anchor = f"#{place}" if lack.question_id else f"#{lack.anchor}" if lack.anchor else ""
        lines.append(
            LackLine(
                message=lack.message,
                step_title=step.title if step else "",
                url=f"{walk.url(lack.step)}?retour={RECAP}{anchor}",
            )
        )
    return lines


def saved_text(submission: Submission) -> str:
    """Say when the draft was last saved: « Enregistré à 14:32 »."""
    at = submission.changed_at
    if paris_day(at) == paris_day(timezone.now()):
        return gettext("Saved at %(time)s") % {"time": to_minute(at)}
    return gettext("Saved on %(date)s at %(time)s") % {
        "date": long_date(at),
        "time": to_minute(at),
    }


def managers_of(submission: Submission) -> list[str]:
    """Name who may file for the structure."""
    if submission.structure_id is None:
        return []
    signers = (
        Membership.objects.active()
        .filter(structure_id=submission.structure_id, can_sign=True)
        .select_related("user")
    )
    return [str(one.user) for one in signers]


def draft_identity_rows(submission: Submission) -> list[tuple[str, str]]:
    """Return the applicant as known today, for the recap of a draft; empty values say so."""
    structure = submission.structure
    if structure is not None:
        town = f"{structure.postcode} {structure.city}".strip()
        return [
            (gettext("Applicant"), structure.name),
            (gettext("Family of applicants"), str(structure.family)),
            (gettext("SIRET"), structure.siret or ""),
            (gettext("Address"), _join(structure.address_line, structure.address_complement, town)),
            (gettext("Phone"), structure.phone),
            (gettext("E-mail address"), structure.email),
        ]
    person = submission.person or submission.writer
    return _person_rows(person)


def _person_rows(person: User) -> list[tuple[str, str]]:
    sheet = getattr(person, "person_sheet", None) or PersonSheet()
    town = f"{sheet.postcode} {sheet.city}".strip()
    born = long_date(person.birth_date) if person.birth_date else ""
    return [
        (gettext("Applicant"), person.get_full_name()),
        (gettext("Date of birth"), born),
        (
            gettext("Address"),
            _join(sheet.address_line, sheet.address_complement, town, abroad(sheet.country)),
        ),
        (gettext("Phone"), _join(sheet.phone, sheet.mobile)),
        (gettext("E-mail address"), person.email),
    ]


def abroad(country: str) -> str:
    """Return the name of a country other than France."""
    return "" if country in ("", FRANCE) else country_name(country)


def _join(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
