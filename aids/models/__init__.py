"""The catalogue's tables."""

from aids.models.aid import Aid, ReviewTeam
from aids.models.campaign import Campaign, OpeningAlert
from aids.models.form_change import DraftChoice, FormChange
from aids.models.form_version import FormTexts, FormVersion
from aids.models.pages import AidPage, CatalogPage
from aids.models.reference_list import ReferenceList, ReferenceListVersion
from aids.models.regulation import RegulationVersion
from aids.models.search import AidSearchEntry
from aids.models.taxonomy import Audience, Nature, Territory, Theme
from aids.models.workflow import ProofreadingTask, PublishingTask

__all__ = [
    "Aid",
    "AidPage",
    "AidSearchEntry",
    "Audience",
    "Campaign",
    "CatalogPage",
    "DraftChoice",
    "FormChange",
    "FormTexts",
    "FormVersion",
    "Nature",
    "OpeningAlert",
    "ProofreadingTask",
    "PublishingTask",
    "ReferenceList",
    "ReferenceListVersion",
    "RegulationVersion",
    "ReviewTeam",
    "Territory",
    "Theme",
]
