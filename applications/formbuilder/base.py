"""What a field type must say about itself: everything, in one file."""

from abc import ABC
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import Any, ClassVar, Generic, Literal, TypeAlias, TypeVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy as _
from pydantic import BaseModel, ConfigDict
from wagtail import blocks

from applications.formbuilder.schema import Condition, JsonValue, Operator, Question
from applications.formbuilder.totals import Total, as_question
from applications.formbuilder.typed import typed_words

Words = str | Promise
Upload: TypeAlias = "UploadedFile[Any]"
Cell = str | int | float | bool | None
Layout = Literal["field", "group", "table", "plan", "computed", "check", "note", "warning"]
Kind = Literal["text", "number", "date", "boolean", "choice", "choices", "identifier", "none"]

RAW_PREFIX = "raw:"
"""What was typed and could not be read is kept under `raw:<question id>`."""

UNCHOSEN = "unchosen"
"""The code of a refusal that only waits for a choice among results: not a fault yet."""

REQUIRED = "required"
"""The code of a refusal that only says that something is blank."""

EQUALITY: frozenset[Operator] = frozenset({"equals", "not_equals", "in", "empty"})
ORDER: frozenset[Operator] = EQUALITY | {"greater", "at_least", "less", "at_most"}

TEXT = _("Text")
NUMBERS = _("Numbers and dates")
CHOICES = _("Choices")
CONTACT = _("Contact details and identifiers")
FILES = _("Files")
ROWS = _("Tables and budgets")
COMPUTED = _("Calculations and checks")
STATEMENTS = _("Agreements and statements")
EXPLANATIONS = _("Explanations")


class Settings(BaseModel):
    """The settings of one field type, as the version stores them; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


SettingsT = TypeVar("SettingsT", bound=Settings)


@dataclass(frozen=True)
class Column:
    """One column of an export."""

    name: str
    heading: str


@dataclass(frozen=True)
class FieldContext:
    """The language a form is built in, and the texts that could not follow.

    `fallbacks` holds the keys (`<id>.<attribute>`) shown in the source language.
    """

    language: str
    source_language: str = "fr"
    fallbacks: frozenset[str] = frozenset()

    def lang(self, key: str) -> str:
        """Return the language to mark this text with, or nothing when it is the page's."""
        return self.source_language if key in self.fallbacks else ""

    def words(self, key: str, text: str) -> str | SafeString:
        """Return the text, marked with its language when it is not the page's."""
        if text and key in self.fallbacks:
            return format_html('<span lang="{}">{}</span>', self.source_language, text)
        return text


@dataclass(frozen=True)
class EditorFields:
    """The editor's blocks of a type: always there, or added when wanted (« Réglages »)."""

    always: list[tuple[str, blocks.Block]] = field(default_factory=list)
    rare: list[tuple[str, blocks.Block]] = field(default_factory=list)
    block_class: type[blocks.StructBlock] = blocks.StructBlock


class FieldType(ABC, Generic[SettingsT]):
    """One kind of question, on every facet: editor, form, JSON, words, export, sample.

    The JSON value is the only thing stored; `from_json` gives what the form field shows, `to_json`
    takes what it cleaned. `description` and `synonyms` are what editors look for in the palette;
    `answer_seconds` is how long one answer takes, reading apart. Subclasses override only what
    differs.
    """

    code: ClassVar[str]
    label: ClassVar[Words]
    description: ClassVar[Words] = ""
    synonyms: ClassVar[Words] = ""
    answer_seconds: ClassVar[int] = 15
    icon: ClassVar[str] = "form"
    family: ClassVar[Words] = TEXT
    settings_model: type[SettingsT]
    layout: ClassVar[Layout] = "field"
    is_input: ClassVar[bool] = True
    is_file: ClassVar[bool] = False
    is_labelled: ClassVar[bool] = True
    is_computed: ClassVar[bool] = False
    is_always_masked: ClassVar[bool] = False
    is_nestable: ClassVar[bool] = True
    required_words: ClassVar[Words] = _("“%(label)s”: an answer is required.")
    text_settings: ClassVar[tuple[str, ...]] = ()
    part_settings: ClassVar[tuple[str, ...]] = ()
    reference_settings: ClassVar[tuple[str, ...]] = ()
    referable_kinds: ClassVar[frozenset[Kind]] = frozenset()
    is_read_live: ClassVar[bool] = True
    is_prefillable: ClassVar[bool] = True
    operators: ClassVar[frozenset[Operator]] = frozenset({"empty"})
    kind: ClassVar[Kind] = "none"

    # --- What it is made of -----------------------------------------------------------------

    def children(self, question: Question) -> tuple[Question, ...]:
        """Return the questions asked in each row of a composite question."""
        return ()

    def totals(self, question: Question) -> tuple[Total, ...]:
        """Return the numbers worked out from the rows of a composite question."""
        return ()

    def derived(self, question: Question) -> list[Question]:
        """Return the totals others may refer to, as the questions they are taken for."""
        return [as_question(question, one) for one in self.totals(question) if one.is_referable]

    def parts(self, question: Question) -> dict[str, str]:
        """Return what the editor wrote inside `part_settings`, each part by its id."""
        return {}

    def hides(self, question: Question) -> bool:
        """Tell whether masked copies hide the answer."""
        return question.is_sensitive or self.is_always_masked

    # --- The editor -------------------------------------------------------------------------

    def editor_fields(self) -> EditorFields:
        """Return the blocks of this type's own settings; their names are the settings' keys."""
        return EditorFields()

    @cached_property
    def editor(self) -> EditorFields:
        """The same blocks, made once: to read and write their names, never to put in a page."""
        return self.editor_fields()

    # --- Settings ---------------------------------------------------------------------------

    def settings(self, question: Question) -> SettingsT:
        """Return the validated settings; raises pydantic's `ValidationError`."""
        return self.settings_model.model_validate(question.settings)

    def settings_problems(self, settings: SettingsT) -> list[Words]:
        """Return what is wrong with settings that can be read."""
        return []

    # --- The form ---------------------------------------------------------------------------

    def form_field(self, question: Question, ctx: FieldContext) -> forms.Field:
        """Return the Django field that asks this question."""
        raise NotImplementedError

    def common(self, question: Question, ctx: FieldContext) -> dict[str, Any]:
        """Return the arguments every field takes: label, hint, required."""
        return {
            "label": ctx.words(f"{question.id}.label", question.label),
            "help_text": self.hint(question, ctx),
            "required": question.is_required,
            "error_messages": {"required": self.required_words},
        }

    def hint(self, question: Question, ctx: FieldContext) -> str | SafeString:
        """Return the help of the question, its limits and its example, in one hint."""
        parts = [ctx.words(f"{question.id}.help", question.help), *self.limits(question)]
        if question.example:
            example = ctx.words(f"{question.id}.example", question.example)
            parts.append(format_html(gettext("Example: {}"), example))
        return format_html_join(" ", "{}", ((part,) for part in parts if part))

    def limits(self, question: Question) -> list[str | SafeString]:
        """Say, in the active language, the limits of the settings that an answer is refused for.

        What nobody would think of going beyond is left to the refusal.
        """
        return []

    def seconds(self, question: Question) -> int:
        """Return how long answering takes, reading apart."""
        return self.answer_seconds

    # --- The value --------------------------------------------------------------------------

    def to_json(self, cleaned: Any) -> JsonValue:
        """Return the JSON form of a cleaned value; `None` when there is no answer."""
        return cleaned if cleaned not in (None, "", []) else None

    def from_json(self, value: JsonValue) -> Any:
        """Return what the form field takes as its initial value."""
        return value

    def is_answered(self, value: JsonValue) -> bool:
        """Tell whether this JSON value is an answer."""
        return value not in (None, "", [])

    def comparable(self, value: JsonValue) -> Any:
        """Return the Python value comparisons work on; raises `ValueError` when malformed."""
        return value

    def constant_from_text(self, text: str) -> JsonValue:
        """Read the constant an editor typed in a condition; raises `ValueError`."""
        return text

    def constant_to_text(self, value: JsonValue) -> str:
        """Write a condition's constant for the editor."""
        return str(value)

    def constant_display(self, value: JsonValue, question: Question) -> str:
        """Say a condition's constant in words."""
        shown = self.display(value, question)
        return ", ".join(shown) if isinstance(shown, list) else str(shown)

    def accepts_constant(self, value: JsonValue, question: Question) -> bool:
        """Tell whether a condition may compare this question with this constant."""
        try:
            self.comparable(value)
        except (ValueError, TypeError, AttributeError):
            return False
        return True

    def values(self, question: Question) -> frozenset[Any] | None:
        """Return all that an answer can be, as comparable values, when it is among few."""
        return None

    def bounds(self, question: Question) -> tuple[Any, Any]:
        """Return the least and the greatest comparable value, `None` where there is no bound."""
        return None, None

    def offers(self, value: JsonValue, question: Question) -> bool:
        """Tell whether the question still offers one of the answers it once did."""
        return True

    # --- Words, exports ---------------------------------------------------------------------

    def display(self, value: JsonValue, question: Question) -> str | list[str]:
        """Say the answer in words, in the active language; a list is shown as a list."""
        return str(value)

    def typed(self, raw: JsonValue, question: Question) -> str:
        """Say what was typed when it is no answer, its options in words."""
        return typed_words(raw, self.option_words(question))

    def option_words(self, question: Question) -> Mapping[str, str]:
        """Return the words of the options people choose among, by what is sent for each."""
        return {}

    def masked(self, value: JsonValue, question: Question) -> str:
        """Say that there is an answer without giving it."""
        return "••••••"

    def value_lang(self, value: JsonValue, question: Question, ctx: FieldContext) -> str:
        """Return the language to mark the displayed answer with, or nothing."""
        return ""

    def export_columns(self, question: Question) -> list[Column]:
        """Return the columns this question takes in an export."""
        return [Column(question.id, question.label)]

    def export_cells(self, value: JsonValue, question: Question) -> list[Cell]:
        """Return one cell per export column."""
        if not self.is_answered(value):
            return [None for _column in self.export_columns(question)]
        shown = self.display(value, question)
        return ["\n".join(shown) if isinstance(shown, list) else str(shown)]

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """Return the JSON Schema of an answer."""
        return {"type": "string"}

    def sample(self, question: Question) -> JsonValue:
        """Return a valid answer, to try forms and fill examples."""
        raise NotImplementedError

    def variant(self, question: Question, draw: Random) -> JsonValue:
        """Return one valid answer among others, the same for the same draw."""
        return self.sample(question)

    # --- Computed types ---------------------------------------------------------------------

    def compute(self, question: Question, value_of: Callable[[str], Any]) -> JsonValue:
        """Return the value of a computed question; `value_of` gives other questions' values."""
        return None

    def refusal(self, question: Question, value_of: Callable[[str], Any]) -> str:
        """Return what a check across questions refuses, or nothing."""
        return ""

    def is_blocking(self, question: Question) -> bool:
        """Tell whether what a check refuses stops the filing, or is a mere warning."""
        return True

    def live(self, question: Question) -> dict[str, JsonValue]:
        """Return what the browser needs to compute or check it, its conditions apart."""
        return {}

    def live_child(self, child: dict[str, Any], question: Question) -> dict[str, Any]:
        """Return what the browser needs of one question of its rows, as the whole asks it."""
        return child

    # --- Conditions inside the settings -------------------------------------------------------

    def option_conditions(self, question: Question) -> dict[str, Condition]:
        """Return when each option that is not always there is shown."""
        return {}

    def rule(self, question: Question) -> Condition | None:
        """Return what must hold for a check to be content."""
        return None

    def judge(self, question: Question, result: bool | None, *, is_begun: bool) -> str:
        """Say what the rule's result makes wrong; `is_begun`: one of its answers is there."""
        return ""

    # --- Texts and references inside the settings ---------------------------------------------

    def map_texts(
        self, question: Question, change: Callable[[str, str], str]
    ) -> Mapping[str, JsonValue]:
        """Return the settings with every text replaced by `change(key, text)`."""
        if not self.text_settings:
            return question.settings
        settings = dict(question.settings)
        for name in self.text_settings:
            text = change(f"{question.id}.{name}", str(settings.get(name) or ""))
            if text:
                settings[name] = text
            else:
                settings.pop(name, None)
        return settings

    def references(self, question: Question) -> list[str]:
        """Return the ids of the questions the settings point to."""
        found: list[str] = []
        for name in self.reference_settings:
            value = question.settings.get(name) or []
            found += [value] if isinstance(value, str) else [str(item) for item in value]
        return found
