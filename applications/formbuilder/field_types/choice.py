"""One answer among several."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any, ClassVar

from django import forms
from django.forms.widgets import ChoiceWidget
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from applications.formbuilder import own_answer
from applications.formbuilder.base import (
    CHOICES,
    EQUALITY,
    EditorFields,
    FieldContext,
    FieldType,
    Kind,
    Settings,
    Words,
)
from applications.formbuilder.condition_blocks import OPTIONS_IF
from applications.formbuilder.schema import Choice, Condition, JsonValue, Question
from applications.formbuilder.technical_blocks import flag
from cms.core.part_widgets import OTHER, OfferedSelect, WithOther

MOST_RADIOS = 7


class ChoiceSettings(Settings):
    """The options, in order; the id of an option is the id of its item in the editor's list.

    With `other_label`, a last option asks for the person's own words.
    """

    choices: tuple[Choice, ...] = ()
    other_label: str = ""
    is_list: bool = False


class ChoiceType(FieldType[ChoiceSettings]):
    """One option: radios, or a list when there are more than seven; JSON option id."""

    code = "choice"
    label = _("Single choice")
    description = _("One answer among several: buttons or a list.")
    synonyms = _("radio, drop-down, select, option, list")
    answer_seconds = 10
    icon = "radio-full"
    family = CHOICES
    settings_model = ChoiceSettings
    required_words = _("“%(label)s”: choose an answer.")
    operators = EQUALITY
    text_settings: ClassVar[tuple[str, ...]] = ("other_label",)
    kind: ClassVar[Kind] = "choice"

    def editor_fields(self) -> EditorFields:
        """The options are the question; a list instead of radios, or another answer, are rare."""
        options = blocks.ListBlock(
            blocks.CharBlock(default="", label=_("Option")), label=_("Options"), min_num=1
        )
        other = blocks.CharBlock(
            default="",
            label=_("Another answer, to be specified"),
            help_text=_("What the last option says, like: Other, please specify."),
        )
        as_list = flag(_("Always a list to unfold"))
        return EditorFields(
            always=[("choices", options)],
            rare=[("other_label", other), ("is_list", as_list), ("options_if", OPTIONS_IF)],
        )

    def option_conditions(self, question: Question) -> dict[str, Condition]:
        """Return when each option that is not always there is offered."""
        return {
            choice.id: choice.visible_if
            for choice in self.settings(question).choices
            if choice.visible_if is not None
        }

    def settings_problems(self, settings: ChoiceSettings) -> list[Words]:
        """Options there must be, each with its label."""
        if not settings.choices:
            return [_("This question has no option.")]
        if not all(choice.label for choice in settings.choices):
            return [_("An option has no label.")]
        return []

    def form_field(self, question: Question, ctx: FieldContext) -> forms.Field:
        """Radios or a list; no option is chosen beforehand."""
        settings, common = self.settings(question), self.common(question, ctx)
        options = self.options(question, ctx)
        widget: ChoiceWidget = forms.RadioSelect()
        if settings.is_list or len(options) > MOST_RADIOS:
            options = [("", _("Choose…")), *options]
            widget = OfferedSelect()
        field = (
            own_answer.ChoiceOrOwnField(
                choices=options, widget=WithOther(widget, own_answer.PROMPT), **common
            )
            if settings.other_label
            else forms.ChoiceField(choices=options, widget=widget, **common)
        )
        field.error_messages["invalid_choice"] = _("“%(label)s”: choose one of the answers.")
        return field

    def from_json(self, value: JsonValue) -> Any:
        """The option, or one's own words beside the option that asks for them."""
        return own_answer.initial_of(value) if own_answer.has_own(value) else value

    def options(self, question: Question, ctx: FieldContext) -> list[tuple[str, str | Promise]]:
        """Return the options as Django wants them."""
        settings = self.settings(question)
        found: list[tuple[str, str | Promise]] = [
            (choice.id, ctx.words(f"{choice.id}.label", choice.label))
            for choice in settings.choices
        ]
        if settings.other_label:
            key = f"{question.id}.other_label"
            found.append((OTHER, ctx.words(key, settings.other_label)))
        return found

    def labels(self, question: Question) -> dict[str, str]:
        """Return the label of each option."""
        labels = {item["id"]: item["label"] for item in question.settings.get("choices", ())}
        if question.settings.get("other_label"):
            labels[OTHER] = question.settings["other_label"]
        return labels

    def words(self, value: JsonValue, question: Question) -> str:
        """Say one chosen option, or one's own words; an option that is gone shows its id."""
        if own_answer.is_own(value):
            return own_answer.words_of(value)
        return str(self.labels(question).get(value, value))

    def comparable(self, value: JsonValue) -> Any:
        """The option's id; one's own words are the option that asks for them."""
        return own_answer.option_of(value)

    def values(self, question: Question) -> frozenset[Any] | None:
        """The options."""
        return frozenset(self.labels(question))

    def accepts_constant(self, value: JsonValue, question: Question) -> bool:
        """The constant must be one of the options."""
        return value in self.labels(question)

    def offers(self, value: JsonValue, question: Question) -> bool:
        """Tell whether an option is still there, the one that asks for words included."""
        return own_answer.option_of(value) in self.labels(question)

    def display(self, value: JsonValue, question: Question) -> str | list[str]:
        """The option's label, or one's own words."""
        return self.words(value, question)

    def option_words(self, question: Question) -> dict[str, str]:
        """The labels of the options."""
        return self.labels(question)

    def constant_display(self, value: JsonValue, question: Question) -> str:
        """The option's label."""
        return self.words(value, question)

    def value_lang(self, value: JsonValue, question: Question, ctx: FieldContext) -> str:
        """The language of the option's label."""
        first = value[0] if isinstance(value, list) and value else value
        return ctx.lang(f"{first}.label")

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """One of the ids, or one's own words."""
        labels = self.labels(question)
        if OTHER not in labels:
            return {"enum": list(labels)}
        known = [option for option in labels if option != OTHER]
        return {"anyOf": [{"enum": known}, own_answer.pattern()]}

    def sample(self, question: Question) -> JsonValue:
        """The first option."""
        return next(iter(self.labels(question)))

    def variant(self, question: Question, draw: Random) -> JsonValue:
        """Any option, one's own words included."""
        option = draw.choice(list(self.labels(question)))
        return f"{own_answer.PREFIX}{own_answer.SAMPLE}" if option == OTHER else option

    def map_texts(self, question: Question, change: Callable[[str, str], str]) -> Mapping[str, Any]:
        """The options' labels are texts, beside those of the settings."""
        choices = [
            {**item, "label": change(f"{item['id']}.label", item["label"])}
            for item in question.settings.get("choices", ())
        ]
        return {**super().map_texts(question, change), "choices": choices}
