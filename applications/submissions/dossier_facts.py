"""What conditions may know of a dossier besides its answers: who applies, in which campaign."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aids.models import Campaign
from applications.accounts.models import Family
from applications.formbuilder.facts import Fact, Values
from applications.structures.models import Structure
from applications.submissions.models import BeneficiaryKind, Submission
from cms.core.dates import paris_day

FAMILY, BENEFICIARY, CAMPAIGN = "@family", "@beneficiary", "@campaign"
PERSON, STRUCTURE = "person", "structure"
PERSON_FAMILY = "particulier"
YEARS_AHEAD = 3


def answers_of(submission: Submission) -> dict[str, Any]:
    """Return the answers of a draft with the facts of the dossier: all that conditions look at."""
    return {**submission.answers, **facts_of(submission)}


def criteria_answers_of(submission: Submission) -> dict[str, Any]:
    """Return the answers to the criteria with the facts of the dossier."""
    return {**submission.criteria_answers, **facts_of(submission)}


def facts_of(submission: Submission) -> dict[str, str]:
    """Return the facts of a draft, as they are now; filing freezes those its form looks at."""
    facts = {**applicant_facts(submission.structure), **campaign_facts(submission.campaign)}
    if submission.beneficiary_kind in (BeneficiaryKind.PERSON, BeneficiaryKind.STRUCTURE):
        facts[BENEFICIARY] = str(submission.beneficiary_kind)
    return facts


def applicant_facts(structure: Structure | None) -> dict[str, str]:
    """Return what is known of who applies: a person, or a structure."""
    if structure is None:
        return {FAMILY: PERSON_FAMILY, BENEFICIARY: PERSON}
    return {FAMILY: structure.family.code, BENEFICIARY: STRUCTURE}


def family_facts(code: str) -> dict[str, str]:
    """Return what would be known of an applicant of a family."""
    if code == PERSON_FAMILY:
        return applicant_facts(None)
    return {FAMILY: code, BENEFICIARY: STRUCTURE}


def campaign_facts(campaign: Campaign) -> dict[str, str]:
    """Return the year a campaign opens in."""
    return {CAMPAIGN: str(paris_day(campaign.opens_at).year)}


def _families() -> Values:
    return [(family.code, str(family)) for family in Family.objects.all()]


def _beneficiaries() -> Values:
    return [(PERSON, _("A person")), (STRUCTURE, _("A structure"))]


def _years() -> Values:
    now = timezone.now().year
    known = {moment.year for moment in _openings()}
    return [(str(year), str(year)) for year in sorted(known | set(range(now, now + YEARS_AHEAD)))]


def _openings() -> list[datetime]:
    return list(Campaign.objects.datetimes("opens_at", "year"))


ALL = (
    Fact(FAMILY, _("Family of applicants"), _families),
    Fact(BENEFICIARY, _("Who receives the aid"), _beneficiaries),
    Fact(CAMPAIGN, _("Year in which the campaign opens"), _years),
)
