"""A date, in three inputs."""

from datetime import date, timedelta
from random import Random
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy as _
from wagtail import blocks

from applications.formbuilder.base import (
    NUMBERS,
    ORDER,
    Cell,
    EditorFields,
    FieldContext,
    FieldType,
    Settings,
    Words,
)
from applications.formbuilder.schema import JsonValue, Question
from applications.formbuilder.technical_blocks import flag
from cms.core.date_parts import DatePartsField
from cms.core.dates import paris_day
from cms.core.templatetags.portal import day_words

NEAR = timedelta(days=300)


class DateSettings(Settings):
    """The first and last dates accepted; `is_past` refuses what is after the day it is given."""

    earliest: date | None = None
    latest: date | None = None
    is_past: bool = False


def span_words(earliest: date | None, latest: date | None) -> list[str | SafeString]:
    """Say the first and the last day accepted."""
    days = {name: day_words(day) for name, day in (("first", earliest), ("last", latest)) if day}
    words = {
        ("first", "last"): gettext("From %(first)s to %(last)s."),
        ("first",): gettext("From %(first)s on."),
        ("last",): gettext("On %(last)s at the latest."),
    }
    return [words[tuple(days)] % days] if days else []


class DateField(DatePartsField):
    """A real date in three parts, within bounds."""

    def __init__(
        self,
        *,
        earliest: date | None,
        latest: date | None,
        is_past: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.earliest, self.latest, self.is_past = earliest, latest, is_past

    def validate(self, value: Any) -> None:
        """Refuse what is before the first date or after the last one."""
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            raise ValidationError(
                _("“%(label)s”: the date cannot be before %(date)s."),
                code="too_early",
                params={"date": day_words(self.earliest)},
            )
        if value and self.latest and value > self.latest:
            raise ValidationError(
                _("“%(label)s”: the date cannot be after %(date)s."),
                code="too_late",
                params={"date": day_words(self.latest)},
            )
        if value and self.is_past and value > paris_day(timezone.now()):
            raise ValidationError(
                _("“%(label)s”: the date cannot be in the future."), code="in_the_future"
            )


class DateType(FieldType[DateSettings]):
    """A day of the calendar; JSON ISO date."""

    code = "date"
    label = _("Date")
    description = _("A day: day, month and year.")
    synonyms = _("day, date of birth, calendar, deadline")
    answer_seconds = 15
    icon = "date"
    family = NUMBERS
    settings_model = DateSettings
    operators = ORDER
    kind = "date"

    def editor_fields(self) -> EditorFields:
        """Both bounds are rare."""
        return EditorFields(
            rare=[
                ("earliest", blocks.DateBlock(label=_("Not before"))),
                ("latest", blocks.DateBlock(label=_("Not after"))),
                ("is_past", flag(_("Not in the future"))),
            ]
        )

    def settings_problems(self, settings: DateSettings) -> list[Words]:
        """Bounds must leave room."""
        if settings.earliest and settings.latest and settings.earliest > settings.latest:
            return [_("The first date is after the last one.")]
        return []

    def form_field(self, question: Question, ctx: FieldContext) -> forms.Field:
        """Three inputs in one group."""
        settings, common = self.settings(question), self.common(question, ctx)
        common["error_messages"] |= {
            "incomplete": _("“%(label)s”: write the day, the month and the year."),
            "invalid": _("“%(label)s”: write a date that exists, in digits, like 27 / 3 / 2026."),
            "month": _("“%(label)s”: write the month from 1 to 12, or in words, like March."),
            "year": _("“%(label)s”: write the year with four digits, like 2026."),
        }
        return DateField(
            earliest=settings.earliest,
            latest=settings.latest,
            is_past=settings.is_past,
            **common,
        )

    def to_json(self, cleaned: date | None) -> JsonValue:
        """An ISO date."""
        return cleaned.isoformat() if cleaned else None

    def from_json(self, value: JsonValue) -> date | None:
        """The date."""
        return date.fromisoformat(value) if value else None

    def comparable(self, value: JsonValue) -> date:
        """The date."""
        return date.fromisoformat(value)

    def limits(self, question: Question) -> list[str | SafeString]:
        """The days accepted."""
        settings = self.settings(question)
        found = span_words(settings.earliest, settings.latest)
        return [*found, gettext("Today at the latest.")] if settings.is_past else found

    def bounds(self, question: Question) -> tuple[date | None, date | None]:
        """The first and the last date accepted."""
        settings = self.settings(question)
        return settings.earliest, settings.latest

    def constant_from_text(self, text: str) -> JsonValue:
        """An ISO date, or day/month/year."""
        parts = text.strip().split("/")
        if len(parts) == 3:
            return date(int(parts[2]), int(parts[1]), int(parts[0])).isoformat()
        return date.fromisoformat(text.strip()).isoformat()

    def display(self, value: JsonValue, question: Question) -> str:
        """« 3 mars 2026 »."""
        return day_words(date.fromisoformat(value))

    def export_cells(self, value: JsonValue, question: Question) -> list[Cell]:
        """The ISO date."""
        return [value or None]

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """An ISO date."""
        return {"type": "string", "format": "date"}

    def sample(self, question: Question) -> JsonValue:
        """A date within the bounds."""
        settings = self.settings(question)
        wanted = date(2026, 3, 27)
        if settings.earliest and wanted < settings.earliest:
            wanted = settings.earliest
        latest = paris_day(timezone.now()) if settings.is_past else None
        for bound in (settings.latest, latest):
            if bound and wanted > bound:
                wanted = bound
        return wanted.isoformat()

    def variant(self, question: Question, draw: Random) -> JsonValue:
        """A date within the bounds, less than a year from the sample."""
        settings, middle = self.settings(question), date.fromisoformat(str(self.sample(question)))
        first = max(settings.earliest or middle - NEAR, middle - NEAR)
        last = min(settings.latest or middle + NEAR, middle + NEAR)
        if settings.is_past:
            last = max(first, min(last, paris_day(timezone.now())))
        return (first + timedelta(days=draw.randint(0, (last - first).days))).isoformat()
