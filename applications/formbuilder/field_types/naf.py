"""The activity of a company or an association, by its NAF code."""

from django.utils.translation import gettext_lazy as _

from applications.formbuilder.base import CONTACT, Settings
from applications.formbuilder.schema import JsonValue, Question
from applications.formbuilder.search_field import SearchedType
from applications.formbuilder.searches import ACTIVITIES, is_known_activity
from cms.core.lookup import Entry

REVISION_2, NAF_2025 = "rev2", "2025"
SAMPLE = "94.99Z"


class ActivitySettings(Settings):
    """Nothing to set."""


class ActivityType(SearchedType[ActivitySettings]):
    """A NAF code; JSON its code, its name and the nomenclature it belongs to."""

    code = "naf"
    label = _("Activity (NAF code)")
    description = _("The activity of a company, found by its words or its code.")
    synonyms = _("APE, sector, trade, business, code")
    answer_seconds = 20
    icon = "tag"
    family = CONTACT
    settings_model = ActivitySettings
    source = ACTIVITIES

    def answer(self, question: Question, entry: Entry) -> JsonValue:
        """The code, its name, and the version it is of."""
        version = REVISION_2 if is_known_activity(entry.code) else NAF_2025
        return {"code": entry.code, "label": entry.label, "version": version}

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """A code, a label, a version."""
        schema = super().json_schema(question)
        versions = {"enum": [REVISION_2, NAF_2025]}
        return {
            **schema,
            "properties": {**schema["properties"], "version": versions},
            "required": [*schema["required"], "version"],
        }

    def sample(self, question: Question) -> JsonValue:
        """An association."""
        entry = self.entry(question, SAMPLE)
        return self.answer(question, entry) if entry else None
