"""A period: from one day to another."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy as _
from wagtail import blocks

from applications.formbuilder.base import (
    NUMBERS,
    Cell,
    Column,
    EditorFields,
    FieldContext,
    FieldType,
    Settings,
    Words,
)
from applications.formbuilder.field_types.date import DateField, span_words
from applications.formbuilder.group_field import GroupField, noting, part_error, refuse
from applications.formbuilder.schema import JsonValue, Question
from cms.core.date_parts import DatePartsWidget
from cms.core.part_widgets import Part
from cms.core.templatetags.portal import day_words

START, END = "start", "end"
SAMPLE_START, SAMPLE_END = date(2026, 3, 2), date(2026, 3, 27)
PARTS: dict[str, Words] = {START: _("Start"), END: _("End")}
MESSAGES: dict[str, Words] = {
    "incomplete": _("“%(label)s”, “%(part_label)s”: write the day, the month and the year."),
    "invalid": _(
        "“%(label)s”, “%(part_label)s”: write a date that exists, in digits, like 27 / 3 / 2026."
    ),
    "month": _(
        "“%(label)s”, “%(part_label)s”: write the month from 1 to 12, or in words, like March."
    ),
    "year": _("“%(label)s”, “%(part_label)s”: write the year with four digits, like 2026."),
    "required": _("“%(label)s”: write both the start and the end."),
}


class PeriodSettings(Settings):
    """The first and last dates accepted."""

    earliest: date | None = None
    latest: date | None = None


class PeriodField(GroupField):
    """Two real dates, in order, within bounds."""

    def __init__(self, *, settings: PeriodSettings, **kwargs: Any) -> None:
        parts = [Part(name, label, DatePartsWidget()) for name, label in PARTS.items()]
        super().__init__(parts, **kwargs)
        self.day = DateField(
            earliest=settings.earliest, latest=settings.latest, error_messages=MESSAGES
        )

    def compose(self, parts: Mapping[str, Any]) -> tuple[date, date]:
        """Return the first and the last day."""
        days: list[date] = []
        faults: list[ValidationError] = []
        for name in PARTS:
            with noting(faults):
                days.append(self.read(name, parts[name]))
        refuse(faults)
        start, end = days
        if end < start:
            raise part_error(END, _("“%(label)s”: the end is before the start."), "order")
        return start, end

    def read(self, name: str, typed: Any) -> date:
        """Return one of the days, or say which one is wrong."""
        try:
            day: date = self.day.clean(typed)
        except ValidationError as error:
            for one in error.error_list:
                one.params = {
                    **(one.params or {}),
                    "part": name,
                    "part_label": str(PARTS[name]),
                }
                if one.code == "required":
                    one.code = "incomplete"
            raise
        return day


class PeriodType(FieldType[PeriodSettings]):
    """Two days, both included; JSON `{"start": ISO date, "end": ISO date}`."""

    code = "period"
    label = _("Period")
    description = _("A beginning and an end.")
    synonyms = _("dates, duration, from, to, stay, beginning, end")
    answer_seconds = 30
    icon = "calendar-alt"
    family = NUMBERS
    settings_model = PeriodSettings

    def editor_fields(self) -> EditorFields:
        """Both bounds are rare."""
        return EditorFields(
            rare=[
                ("earliest", blocks.DateBlock(label=_("Not before"))),
                ("latest", blocks.DateBlock(label=_("Not after"))),
            ]
        )

    def settings_problems(self, settings: PeriodSettings) -> list[Words]:
        """Bounds must leave room."""
        if settings.earliest and settings.latest and settings.earliest > settings.latest:
            return [_("The first date is after the last one.")]
        return []

    def limits(self, question: Question) -> list[str | SafeString]:
        """The days accepted."""
        settings = self.settings(question)
        return span_words(settings.earliest, settings.latest)

    def form_field(self, question: Question, ctx: FieldContext) -> forms.Field:
        """Two dates, each in three inputs."""
        return PeriodField(settings=self.settings(question), **self.common(question, ctx))

    def to_json(self, cleaned: tuple[date, date] | None) -> JsonValue:
        """ISO dates."""
        if cleaned is None:
            return None
        return {START: cleaned[0].isoformat(), END: cleaned[1].isoformat()}

    def from_json(self, value: JsonValue) -> dict[str, date] | None:
        """The dates."""
        if value is None:
            return None
        return {name: date.fromisoformat(value[name]) for name in PARTS}

    def comparable(self, value: JsonValue) -> tuple[date, date]:
        """The two days."""
        return date.fromisoformat(value[START]), date.fromisoformat(value[END])

    def display(self, value: JsonValue, question: Question) -> str:
        """« du 2 mars 2026 au 27 mars 2026 »."""
        start, end = self.comparable(value)
        return gettext("from %(start)s to %(end)s") % {
            "start": day_words(start),
            "end": day_words(end),
        }

    def export_columns(self, question: Question) -> list[Column]:
        """One column per day."""
        return [
            Column(f"{question.id}.{name}", f"{question.label} – {label}")
            for name, label in PARTS.items()
        ]

    def export_cells(self, value: JsonValue, question: Question) -> list[Cell]:
        """The ISO dates."""
        return [value[name] if value else None for name in PARTS]

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """Two ISO dates."""
        day = {"type": "string", "format": "date"}
        return {
            "type": "object",
            "properties": {START: day, END: day},
            "required": [START, END],
            "additionalProperties": False,
        }

    def sample(self, question: Question) -> JsonValue:
        """Two days within the bounds."""
        settings = self.settings(question)
        start, end = SAMPLE_START, SAMPLE_END
        if settings.earliest and start < settings.earliest:
            start, end = settings.earliest, max(end, settings.earliest)
        if settings.latest and end > settings.latest:
            start, end = min(start, settings.latest), settings.latest
        return {START: start.isoformat(), END: end.isoformat()}
