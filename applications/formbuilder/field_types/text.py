"""A line of text."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MinLengthValidator
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _, ngettext_lazy
from wagtail import blocks

from applications.formbuilder import masks
from applications.formbuilder.base import (
    EQUALITY,
    TEXT,
    EditorFields,
    FieldContext,
    FieldType,
    Settings,
    Words,
)
from applications.formbuilder.schema import JsonValue, Question
from applications.formbuilder.technical_blocks import MaskBlock

TOO_LONG = _("“%(label)s”: %(limit_value)d characters at most, there are %(show_value)d.")
TOO_SHORT = _("“%(label)s”: %(limit_value)d characters at least, there are %(show_value)d.")
AT_LEAST = ngettext_lazy("%(count)d character at least.", "%(count)d characters at least.", "count")
AT_MOST = ngettext_lazy("%(count)d character at most.", "%(count)d characters at most.", "count")
PURPOSES = [
    ("given-name", _("their first name")),
    ("family-name", _("their last name")),
    ("name", _("their first and last names")),
    ("organization", _("their organisation")),
    ("organization-title", _("their position")),
    ("postal-code", _("their postcode")),
    ("address-level2", _("their town")),
]


class LengthSettings(Settings):
    """How long the text may be."""

    min_length: int = 0
    max_length: int = 255


class TextSettings(LengthSettings):
    """Its length, its shape (see `masks`), what the browser may propose for it."""

    pattern: str = ""
    pattern_message: str = ""
    purpose: str = ""


def characters(words: Words, count: int) -> str:
    """Say a number of characters."""
    return str(words % {"count": count})


class LengthType(FieldType[Any]):
    """What texts of one line or several share: their length."""

    family = TEXT
    operators = EQUALITY | {"contains"}
    kind = "text"
    is_counted: ClassVar[bool] = False

    def editor_fields(self) -> EditorFields:
        """The length may be bounded."""
        least = blocks.IntegerBlock(label=_("Characters at least"), min_value=1, max_value=20_000)
        most = blocks.IntegerBlock(label=_("Characters at most"), min_value=1, max_value=20_000)
        return EditorFields(rare=[("min_length", least), ("max_length", most)])

    def settings_problems(self, settings: LengthSettings) -> list[Words]:
        """Bounds must leave room."""
        if settings.min_length > settings.max_length:
            return [_("The smallest length is larger than the largest one.")]
        return []

    def limits(self, question: Question) -> list[str | SafeString]:
        """The length the editor chose; a text area counts what is left by itself."""
        settings, found = self.settings(question), list[str | SafeString]()
        if settings.min_length > 1:
            found.append(characters(AT_LEAST, settings.min_length))
        if "max_length" in question.settings and not self.is_counted:
            found.append(characters(AT_MOST, settings.max_length))
        return found

    def comparable(self, value: JsonValue) -> str:
        """Texts compare without case or outer spaces."""
        return str(value).strip().casefold()

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """A bounded string."""
        settings = self.settings(question)
        schema: dict[str, JsonValue] = {"type": "string", "maxLength": settings.max_length}
        return {**schema, "minLength": settings.min_length} if settings.min_length else schema

    def sample(self, question: Question) -> JsonValue:
        """The example, or the label, within the length."""
        settings = self.settings(question)
        text = (question.example or question.label or "Texte")[: settings.max_length].strip()
        return text.ljust(settings.min_length, ".")


class TextType(LengthType):
    """A line of text: a name, a title, a place."""

    code = "text"
    label = _("Text on one line")
    description = _("A few words: a title, a name, a reference.")
    synonyms = _("short answer, line, name, title, entry")
    answer_seconds = 20
    icon = "pilcrow"
    settings_model = TextSettings
    text_settings = ("pattern_message",)

    def editor_fields(self) -> EditorFields:
        """Its length, its shape, what the browser may propose."""
        length = super().editor_fields()
        shape = MaskBlock(
            default="",
            label=_("Shape"),
            help_text=_(
                "9 for a digit, A for a letter, * for either: AA-999-AA. "
                "Several shapes are separated by “;”."
            ),
        )
        message = blocks.CharBlock(
            default="",
            label=_("Message when the shape is not respected"),
            help_text=_("Say what to write, and where to find it."),
        )
        purpose = blocks.ChoiceBlock(
            choices=PURPOSES,
            label=_("Information about the person who fills in"),
            help_text=_("The browser may then propose it."),
        )
        own = [("pattern", shape), ("pattern_message", message), ("purpose", purpose)]
        return EditorFields(rare=[*length.rare, *own])

    def settings_problems(self, settings: LengthSettings) -> list[Words]:
        """A text of the shape must fit."""
        found = super().settings_problems(settings)
        if isinstance(settings, TextSettings) and settings.pattern:
            shapes = masks.shapes(settings.pattern)
            lengths = [len(masks.sample_of(shape)) for shape in shapes]
            if not shapes:
                found.append(_("The shape is empty."))
            elif not all(settings.min_length <= one <= settings.max_length for one in lengths):
                found.append(_("The shape and the length contradict each other."))
        return found

    def form_field(self, question: Question, ctx: FieldContext) -> forms.Field:
        """A text input; the length is said after, never cut while typing."""
        settings: TextSettings = self.settings(question)
        attrs = {"autocomplete": settings.purpose} if settings.purpose else {}
        field = bounded_text(settings, self.common(question, ctx), forms.TextInput(attrs))
        if settings.pattern:
            field.validators.append(ShapeValidator(settings))
        return field

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """A bounded string of the shape asked for."""
        schema, settings = super().json_schema(question), self.settings(question)
        if settings.pattern:
            schema["pattern"] = masks.pattern_of(settings.pattern)
        return schema

    def sample(self, question: Question) -> JsonValue:
        """A text of the shape asked for, or the example."""
        settings: TextSettings = self.settings(question)
        if settings.pattern:
            return masks.sample_of(settings.pattern)
        return super().sample(question)


class ShapeValidator:
    """Refuse a text that has none of the shapes, in the editor's words."""

    def __init__(self, settings: TextSettings) -> None:
        self.masks = settings.pattern
        self.message = settings.pattern_message

    def __call__(self, text: str) -> None:
        """Raise what to write instead; the editor's words are never a template."""
        if masks.matches(self.masks, text):
            return
        if self.message:
            message = _("“%(label)s”: %(message)s")
            raise ValidationError(message, code="shape", params={"message": self.message})
        raise ValidationError(
            _("“%(label)s”: write it in this form: %(samples)s."),
            code="shape",
            params={"samples": ", ".join(map(masks.sample_of, masks.shapes(self.masks)))},
        )


def bounded_text(
    settings: LengthSettings, common: dict[str, Any], widget: forms.Widget
) -> forms.CharField:
    """Return a text field whose length is checked on the server, with our message."""
    limits: list[Any] = [MaxLengthValidator(settings.max_length, TOO_LONG)]
    if settings.min_length:
        limits.append(MinLengthValidator(settings.min_length, TOO_SHORT))
    field = forms.CharField(widget=widget, validators=limits, **common)
    # For the counter; set afterwards so that the browser never cuts what is pasted.
    field.max_length = settings.max_length
    return field
