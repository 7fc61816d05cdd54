"""A commune, an EPCI, a département or a région."""

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from applications.formbuilder.base import (
    CONTACT,
    EditorFields,
    FieldContext,
    FieldType,
    Settings,
    Words,
)
from applications.formbuilder.schema import JsonValue, Question
from applications.formbuilder.search_field import SearchedType
from applications.formbuilder.searches import TERRITORIES, territory_scope
from applications.formbuilder.technical_blocks import CodesBlock
from applications.registries.territories import COMMUNE, DEPARTEMENT, EPCI, REGION, territories
from cms.core.lookup import Entry

LEVELS = [
    (COMMUNE, _("Commune")),
    (EPCI, _("EPCI")),
    (DEPARTEMENT, _("Département")),
    (REGION, _("Région")),
]
FEW = (DEPARTEMENT, REGION)
SAMPLES = {COMMUNE: "35288", EPCI: "243500139", DEPARTEMENT: "35", REGION: "53"}


class TerritorySettings(Settings):
    """Which territory, and the départements it must be in (all of France when there is none)."""

    level: Literal["commune", "epci", "departement", "region"] = "commune"
    departements: tuple[str, ...] = ()


class TerritoryListField(forms.ChoiceField):
    """One of few territories, in a list to unfold."""

    def __init__(
        self, entries: list[Entry], answer: Callable[[Entry], JsonValue], **kwargs: Any
    ) -> None:
        self.entries = {entry.code: entry for entry in entries}
        self.answer = answer
        options: list[tuple[str, str | Promise]] = [("", _("Choose…"))]
        options += [(entry.code, entry.label) for entry in entries]
        super().__init__(choices=options, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return what the list shows as chosen, also from a stored answer."""
        return value["code"] if isinstance(value, dict) else value

    def clean(self, value: Any) -> JsonValue:
        """Return the territory, also from a stored answer."""
        chosen = super().clean(self.prepare_value(value))
        return self.answer(self.entries[chosen]) if chosen else None


class TerritoryType(SearchedType[TerritorySettings]):
    """A territory of the official code; JSON its code and its name."""

    code = "territory"
    label = _("Commune, EPCI, département or région")
    description = _("A place of the official list, by its name or code.")
    synonyms = _("town, city, intercommunality, county, department, region, INSEE, place")
    answer_seconds = 20
    icon = "site"
    family = CONTACT
    settings_model = TerritorySettings
    source = TERRITORIES

    def editor_fields(self) -> EditorFields:
        """Which territory, always; where, rarely."""
        level = blocks.ChoiceBlock(choices=LEVELS, default=COMMUNE, label=_("Territory"))
        within = CodesBlock(
            default="",
            label=_("Only in these départements"),
            help_text=_("Their numbers, separated by spaces: 22 29 35 56"),
        )
        return EditorFields(always=[("level", level)], rare=[("departements", within)])

    def settings_problems(self, settings: TerritorySettings) -> list[Words]:
        """The départements must exist."""
        known = territories().departements
        if any(known.find(code) is None for code in codes(settings)):
            return [_("A département does not exist.")]
        if settings.level == REGION and settings.departements:
            return [_("A région is not chosen among départements.")]
        return []

    def scope(self, question: Question) -> str:
        """The level and its départements."""
        settings = self.settings(question)
        return territory_scope(settings.level, codes(settings))

    def form_field(self, question: Question, ctx: FieldContext) -> forms.Field:
        """A list for départements and régions, a search for the others."""
        settings = self.settings(question)
        if settings.level not in FEW:
            return super().form_field(question, ctx)
        found = [*territories().lookup(settings.level)]
        kept = set(codes(settings))
        if kept and settings.level == DEPARTEMENT:
            found = [entry for entry in found if entry.code in kept]
        answer, common = partial(self.answer, question), self.common(question, ctx)
        common["help_text"] = FieldType.hint(self, question, ctx)
        field = TerritoryListField(found, answer, widget=forms.Select(), **common)
        field.error_messages["invalid_choice"] = _("“%(label)s”: choose one of the answers.")
        return field

    def sample(self, question: Question) -> JsonValue:
        """A territory of Brittany, or the first of the départements asked for."""
        settings = self.settings(question)
        found = self.entry(question, SAMPLES[settings.level])
        if found is None:
            whole = territories().lookup(settings.level)
            found = next(one for one in whole if one.group in codes(settings))
        return self.answer(question, found)


def codes(settings: TerritorySettings) -> list[str]:
    """Return the départements as the official code writes them."""
    return [code.upper() for code in settings.departements]
