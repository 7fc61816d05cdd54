"""A field answered by searching and choosing: a commune, an activity, a line of a list."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy as _

from applications.formbuilder.base import (
    EQUALITY,
    UNCHOSEN,
    Cell,
    Column,
    FieldContext,
    FieldType,
    SettingsT,
)
from applications.formbuilder.schema import JsonValue, Question
from applications.formbuilder.searches import SearchSource
from cms.core.lookup import Entry
from cms.core.part_widgets import SearchAddress, SearchWidget


class SearchField(forms.Field):
    """The entry that was chosen, or the only one that bears the name typed."""

    widget: SearchWidget

    def __init__(self, *, answer: Callable[[Entry], JsonValue], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.answer = answer

    def clean(self, value: Any) -> JsonValue:
        """Return the answer the entry makes, or say what is left to do."""
        searching = self.widget.read(value)
        if searching.chosen is not None:
            return self.answer(searching.chosen)
        if not searching.text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if searching.found:
            message = _("“%(label)s”: choose one of the results for “%(text)s”.")
            raise ValidationError(message, code=UNCHOSEN, params={"text": searching.text})
        message = _(
            "“%(label)s”: nothing was found for “%(text)s”. Check the spelling, "
            "or write only the start of the words."
        )
        raise ValidationError(message, code="unknown", params={"text": searching.text})


class SearchedType(FieldType[SettingsT]):
    """An answer among thousands; JSON `{"code": …, "label": …}`.

    The label is kept beside the code, so that a filed answer still reads the same when the list
    has changed.
    """

    is_read_live = False
    required_words = _("“%(label)s”: search, then choose an answer.")
    operators = EQUALITY
    kind = "choice"
    source: SearchSource

    def scope(self, question: Question) -> str:
        """Return what the source opens for this question."""
        return ""

    def form_field(self, question: Question, ctx: FieldContext) -> forms.Field:
        """Words to type, results to choose from."""
        scope = self.scope(question)
        address = SearchAddress(reverse("formbuilder:search", args=[self.source.code]), scope)
        widget = SearchWidget(partial(self.source.open, scope), address)
        answer = partial(self.answer, question)
        return SearchField(answer=answer, widget=widget, **self.common(question, ctx))

    def hint(self, question: Question, ctx: FieldContext) -> str | SafeString:
        """The help, then how to search."""
        how = gettext("Write the first letters, then choose among the results.")
        shown = super().hint(question, ctx)
        return format_html("{} {}", shown, how) if shown else how

    def answer(self, question: Question, entry: Entry) -> JsonValue:
        """Return the answer an entry makes."""
        return {"code": entry.code, "label": entry.label}

    def to_json(self, cleaned: JsonValue) -> JsonValue:
        """What the field made."""
        return cleaned

    def from_json(self, value: JsonValue) -> dict[str, str] | None:
        """The words that were chosen, and the code behind them."""
        if value is None:
            return None
        return {"text": value["label"], "code": value["code"], "known": value["label"]}

    def comparable(self, value: JsonValue) -> str:
        """The code."""
        return str(value["code"]) if isinstance(value, dict) else str(value)

    def constant_from_text(self, text: str) -> JsonValue:
        """A code."""
        return text.strip()

    def constant_to_text(self, value: JsonValue) -> str:
        """A code."""
        return self.comparable(value)

    def accepts_constant(self, value: JsonValue, question: Question) -> bool:
        """The constant must be a code that is known."""
        return self.entry(question, value) is not None

    def constant_display(self, value: JsonValue, question: Question) -> str:
        """The label of the code."""
        found = self.entry(question, value)
        return found.label if found else str(value)

    def entry(self, question: Question, code: JsonValue) -> Entry | None:
        """Return the entry of a code."""
        searched = self.source.open(self.scope(question))
        return searched.find(str(code)) if searched is not None else None

    def offers(self, value: JsonValue, question: Question) -> bool:
        """Tell whether what was chosen may still be."""
        return self.entry(question, self.comparable(value)) is not None

    def display(self, value: JsonValue, question: Question) -> str:
        """The label it was chosen by."""
        return str(value["label"])

    def export_columns(self, question: Question) -> list[Column]:
        """The code and the label."""
        return [
            Column(f"{question.id}.code", f"{question.label} – code"),
            Column(question.id, question.label),
        ]

    def export_cells(self, value: JsonValue, question: Question) -> list[Cell]:
        """The code and the label."""
        return [value["code"], value["label"]] if value else [None, None]

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """A code and a label."""
        text: dict[str, JsonValue] = {"type": "string", "minLength": 1}
        return {
            "type": "object",
            "properties": {"code": text, "label": text},
            "required": ["code", "label"],
            "additionalProperties": False,
        }
