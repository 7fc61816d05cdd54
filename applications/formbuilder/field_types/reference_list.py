"""An answer in one of the editors' own lists: thousands of lines, searched on the server."""

from typing import cast

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from applications.formbuilder.base import (
    CHOICES,
    EditorFields,
    Settings,
    Words,
)
from applications.formbuilder.schema import JsonValue, Question
from applications.formbuilder.search_field import SearchedType
from applications.formbuilder.searches import (
    REFERENCE_LISTS,
    SearchSource,
    VersionedSearch,
    search_sources,
)
from cms.core.lookup import Entry


class ReferenceListSettings(Settings):
    """The code of the list."""

    reference_list: str = ""


class ReferenceListType(SearchedType[ReferenceListSettings]):
    """A line of a list; JSON the list, its version, the code and the label of the line.

    The list in use is the one searched; an answer keeps the version and the label it was chosen
    with, and versions never change.
    """

    code = "reference_list"
    label = _("Choice in a list of your own")
    description = _(
        "One entry of a list you import, thousands of lines at will, searched as people type."
    )
    synonyms = _("import, CSV, directory, referential, autocomplete, school, search")
    answer_seconds = 20
    icon = "list-ul"
    family = CHOICES
    settings_model = ReferenceListSettings

    @property
    def source(self) -> SearchSource:  # type: ignore[override]
        """The editors' lists."""
        return search_sources.get(REFERENCE_LISTS)

    def editor_fields(self) -> EditorFields:
        """The list is the question."""
        choice = blocks.ChoiceBlock(
            choices=lambda: self.source.scopes(),
            label=_("List"),
            help_text=_("Lists are imported in “Aids › Lists of answers”."),
        )
        return EditorFields(always=[("reference_list", choice)])

    def settings_problems(self, settings: ReferenceListSettings) -> list[Words]:
        """The list must exist and have lines."""
        if not settings.reference_list:
            return [_("Choose a list.")]
        if self.source.open(settings.reference_list) is None:
            return [_("This list does not exist, or has no lines in use.")]
        return []

    def scope(self, question: Question) -> str:
        """The code of the list."""
        return self.settings(question).reference_list

    def answer(self, question: Question, entry: Entry) -> JsonValue:
        """The line, with its list and the version it is of."""
        return {
            "list": self.scope(question),
            "version": self.opened(question).number,
            **super().answer(question, entry),
        }

    def opened(self, question: Question) -> VersionedSearch:
        """Return the version in use; raises `LookupError` when there is none."""
        searched = self.source.open(self.scope(question))
        if searched is None:
            raise LookupError(self.scope(question))
        return cast("VersionedSearch", searched)

    def offers(self, value: JsonValue, question: Question) -> bool:
        """Tell whether the line is of the list asked for, and still in it."""
        return value.get("list") == self.scope(question) and super().offers(value, question)

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """A line, with its list and its version."""
        schema = super().json_schema(question)
        own = {"list": {"type": "string"}, "version": {"type": "integer", "minimum": 1}}
        return {
            **schema,
            "properties": {**own, **schema["properties"]},
            "required": [*own, *schema["required"]],
        }

    def sample(self, question: Question) -> JsonValue:
        """The first line."""
        return self.answer(question, self.opened(question).first())
