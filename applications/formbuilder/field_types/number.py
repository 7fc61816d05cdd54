"""What integers, decimals and amounts share."""

from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal
from random import Random
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
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
    SettingsT,
    Words,
)
from applications.formbuilder.numbers import (
    LARGEST,
    localized,
    may_be_thousands,
    parse_decimal,
    plain,
    read_typed,
)
from applications.formbuilder.schema import JsonValue, Question

THOUSANDS = 3
"""Digits after a separator that may be thousands, where fewer decimals are read."""


class NumberSettings(Settings):
    """The bounds a number must keep."""

    minimum: Decimal | None = None
    maximum: Decimal | None = None


class NumberField(forms.CharField):
    """A number typed as people do; anything else is refused in words, and kept."""

    def __init__(
        self,
        *,
        minimum: Decimal | None,
        maximum: Decimal | None,
        places: int,
        unreadable: Words,
        show: Callable[[Decimal], str],
        unit: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.minimum, self.maximum, self.places = minimum, maximum, places
        self.unreadable, self.show, self.unit = unreadable, show, unit

    def clean(self, value: Any) -> Decimal | None:
        """Return the number, or refuse it with the reason."""
        text = super().clean(value)
        if not text:
            return None
        text = text.removesuffix(self.unit)
        try:
            number = read_typed(text)
        except ValueError:
            raise ValidationError(str(self.unreadable), code="unreadable") from None
        if self.places < THOUSANDS and may_be_thousands(text):
            meant = plain(number * 1000)
            raise ValidationError(str(self.ambiguous()), code="ambiguous", params={"number": meant})
        highest = LARGEST if self.maximum is None else self.maximum
        if abs(number) <= LARGEST and number != round(number, self.places):
            raise ValidationError(str(self.too_precise()), code="too_precise")
        if self.minimum is not None and number < self.minimum:
            raise ValidationError(
                _("“%(label)s”: %(minimum)s at least."),
                code="too_small",
                params={"minimum": self.show(self.minimum)},
            )
        if number > highest or number < -LARGEST:
            raise ValidationError(
                _("“%(label)s”: %(maximum)s at most."),
                code="too_large",
                params={"maximum": self.show(highest)},
            )
        return number

    def ambiguous(self) -> Words:
        """Say how to write thousands, when three digits follow the only separator."""
        if self.places == 0:
            return _("“%(label)s”: for thousands, write %(number)s; otherwise, a whole number.")
        return _("“%(label)s”: for thousands, write %(number)s; otherwise, two decimals at most.")

    def too_precise(self) -> Words:
        """Say how many decimals are read."""
        if self.places == 0:
            return _("“%(label)s”: write a whole number, without decimals.")
        return _("“%(label)s”: two decimals at most.")


class NumericValue(FieldType[SettingsT]):
    """A value that is a number, typed or computed."""

    family = NUMBERS
    operators = ORDER
    kind = "number"

    def show(self, number: Decimal) -> str:
        """Write a number in words."""
        return localized(number)

    def comparable(self, value: JsonValue) -> Decimal:
        """The number."""
        if isinstance(value, bool):
            raise ValueError(value)
        return parse_decimal(str(value))

    def constant_from_text(self, text: str) -> JsonValue:
        """A number as typed."""
        return plain(read_typed(text))

    def display(self, value: JsonValue, question: Question) -> str:
        """The number as the language writes it."""
        return self.show(Decimal(str(value)))

    def export_cells(self, value: JsonValue, question: Question) -> list[Cell]:
        """A number, for spreadsheets."""
        return [float(Decimal(str(value))) if self.is_answered(value) else None]

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """A decimal string."""
        return {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}


class NumberType(NumericValue[NumberSettings]):
    """A number; subclasses say how precise it is and how it is shown."""

    settings_model = NumberSettings
    places: ClassVar[int] = 2
    unreadable: ClassVar[Words] = _("“%(label)s”: write a number, like 12.5.")
    minimum_label: ClassVar[Words] = _("At least")
    maximum_label: ClassVar[Words] = _("At most")
    default_minimum: ClassVar[Decimal | None] = None
    default_maximum: ClassVar[Decimal | None] = None
    unit: ClassVar[str] = ""
    sample_number: ClassVar[str] = "12"
    input_attrs: ClassVar[dict[str, str]] = {}

    def editor_fields(self) -> EditorFields:
        """Both bounds are rare."""
        return EditorFields(
            rare=[
                ("minimum", blocks.DecimalBlock(label=self.minimum_label)),
                ("maximum", blocks.DecimalBlock(label=self.maximum_label)),
            ]
        )

    def lowest(self, settings: NumberSettings) -> Decimal | None:
        """Return the smallest number accepted."""
        return self.default_minimum if settings.minimum is None else settings.minimum

    def highest(self, settings: NumberSettings) -> Decimal | None:
        """Return the largest number accepted."""
        return self.default_maximum if settings.maximum is None else settings.maximum

    def bounds(self, question: Question) -> tuple[Decimal | None, Decimal | None]:
        """The smallest and the largest number accepted."""
        settings = self.settings(question)
        return self.lowest(settings), self.highest(settings)

    def limits(self, question: Question) -> list[str | SafeString]:
        """The bounds the editor chose."""
        settings = self.settings(question)
        shown = {
            name: self.show(bound)
            for name, bound in (("minimum", settings.minimum), ("maximum", settings.maximum))
            if bound is not None
        }
        words = {
            ("minimum", "maximum"): gettext("Between %(minimum)s and %(maximum)s."),
            ("minimum",): gettext("%(minimum)s at least."),
            ("maximum",): gettext("%(maximum)s at most."),
        }
        return [words[tuple(shown)] % shown] if shown else []

    def settings_problems(self, settings: NumberSettings) -> list[Words]:
        """Bounds must leave room."""
        lowest, highest = self.lowest(settings), self.highest(settings)
        if lowest is not None and highest is not None and lowest > highest:
            return [_("The smallest value is larger than the largest one.")]
        return []

    def form_field(self, question: Question, ctx: FieldContext) -> forms.Field:
        """A text input with a numeric keyboard: never `type=number`, which loses what is typed."""
        settings = self.settings(question)
        return NumberField(
            minimum=self.lowest(settings),
            maximum=self.highest(settings),
            places=self.places,
            unreadable=self.unreadable,
            show=self.show,
            unit=self.unit,
            widget=forms.TextInput(
                attrs={
                    "inputmode": "decimal" if self.places else "numeric",
                    "autocomplete": "off",
                    "data-width": "10",
                    **self.input_attrs,
                }
            ),
            **self.common(question, ctx),
        )

    def live(self, question: Question) -> dict[str, JsonValue]:
        """How precise it is and its bounds: what the server refuses counts for nothing."""
        lowest, highest = self.bounds(question)
        return {
            "number": {
                "places": self.places,
                "minimum": None if lowest is None else plain(lowest),
                "maximum": plain(LARGEST if highest is None else highest),
            }
        }

    def to_json(self, cleaned: Decimal | None) -> JsonValue:
        """A plain decimal string: exact, and the same everywhere."""
        return None if cleaned is None else plain(cleaned)

    def from_json(self, value: JsonValue) -> str | None:
        """What the person would have typed."""
        return None if value is None else localized(Decimal(str(value)), is_grouped=False)

    def sample(self, question: Question) -> JsonValue:
        """A number within the bounds."""
        settings = self.settings(question)
        lowest, highest = self.lowest(settings), self.highest(settings)
        wanted = Decimal(self.sample_number)
        if lowest is not None and wanted < lowest:
            wanted = lowest
        if highest is not None and wanted > highest:
            wanted = highest
        return plain(wanted)

    def variant(self, question: Question, draw: Random) -> JsonValue:
        """A number between the bounds, not far from the sample."""
        lowest, highest = self.bounds(question)
        middle = Decimal(str(self.sample(question)))
        least = lowest if lowest is not None else min(Decimal(0), middle)
        most = highest if highest is not None else max(middle, least) * 10 + 10
        steps = Decimal(draw.randint(0, 100)) / 100
        found = least + ((min(most, least + 10 * (abs(middle) + 1)) - least) * steps)
        return plain(found.quantize(Decimal(1).scaleb(-self.places), rounding=ROUND_DOWN))
