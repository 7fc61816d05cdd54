"""Several answers among several."""

from random import Random

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _, ngettext_lazy
from wagtail import blocks

from applications.formbuilder import own_answer
from applications.formbuilder.base import EditorFields, FieldContext, Words
from applications.formbuilder.field_types.choice import ChoiceSettings, ChoiceType
from applications.formbuilder.schema import JsonValue, Question
from cms.core.part_widgets import OTHER, ExclusiveCheckboxes, WithOther

NONE = "none"
"""The option that excludes the others."""

TOO_FEW = ngettext_lazy(
    "“%(label)s”: choose %(count)d answer at least.",
    "“%(label)s”: choose %(count)d answers at least.",
    "count",
)
TOO_MANY = ngettext_lazy(
    "“%(label)s”: choose %(count)d answer at most.",
    "“%(label)s”: choose %(count)d answers at most.",
    "count",
)

EXACTLY = ngettext_lazy("Choose %(count)d answer.", "Choose %(count)d answers.", "count")
AT_LEAST = ngettext_lazy(
    "Choose %(count)d answer at least.", "Choose %(count)d answers at least.", "count"
)
AT_MOST = ngettext_lazy(
    "Choose %(count)d answer at most.", "Choose %(count)d answers at most.", "count"
)


class MultipleChoiceSettings(ChoiceSettings):
    """How many options may be chosen; with `none_label`, a last one excludes the others."""

    minimum: int = 0
    maximum: int | None = None
    none_label: str = ""


class CountValidator:
    """Refuse too few options, too many, or some beside the one that excludes them."""

    def __init__(self, settings: MultipleChoiceSettings) -> None:
        self.settings = settings

    def __call__(self, chosen: list[str]) -> None:
        """Raise what is wrong with the options chosen together."""
        if NONE in chosen:
            if len(chosen) > 1:
                raise ValidationError(
                    _("“%(label)s”: “%(none)s” excludes the other answers. Choose again."),
                    code="exclusive",
                    params={"none": self.settings.none_label},
                )
            return
        least, most = self.settings.minimum, self.settings.maximum
        if len(chosen) < least:
            raise ValidationError(TOO_FEW, code="too_few", params={"count": least})
        if most is not None and len(chosen) > most:
            raise ValidationError(TOO_MANY, code="too_many", params={"count": most})


class MultipleChoiceType(ChoiceType):
    """Checkboxes; JSON list of option ids, in the order of the options."""

    code = "multiple_choice"
    label = _("Multiple choice")
    description = _("Several answers among a few: boxes to tick.")
    synonyms = _("checkbox, tick, options, several, list")
    answer_seconds = 20
    icon = "tick-inverse"
    settings_model = MultipleChoiceSettings
    text_settings = ("other_label", "none_label")
    operators = frozenset({"contains", "empty"})
    kind = "choices"

    def editor_fields(self) -> EditorFields:
        """The options are the question; their number and the excluding one are rare."""
        own = super().editor_fields()
        none = blocks.CharBlock(
            default="",
            label=_("An answer that excludes the others"),
            help_text=_("What the last option says, like: None of these."),
        )
        number = {"min_value": 1, "max_value": 200}
        return EditorFields(
            always=own.always,
            rare=[
                *((name, block) for name, block in own.rare if name != "is_list"),
                ("none_label", none),
                ("minimum", blocks.IntegerBlock(label=_("Answers at least"), **number)),
                ("maximum", blocks.IntegerBlock(label=_("Answers at most"), **number)),
            ],
        )

    def limits(self, question: Question) -> list[str | SafeString]:
        """How many answers may be chosen."""
        settings = self.settings(question)
        if not isinstance(settings, MultipleChoiceSettings):
            raise TypeError(settings)
        least, most = settings.minimum, settings.maximum
        if least == most and most is not None:
            return [str(EXACTLY % {"count": most})]
        found: list[str | SafeString] = []
        if least > 1:
            found.append(str(AT_LEAST % {"count": least}))
        if most is not None:
            found.append(str(AT_MOST % {"count": most}))
        return found

    def settings_problems(self, settings: ChoiceSettings) -> list[Words]:
        """Numbers must leave room among the options."""
        found = super().settings_problems(settings)
        if isinstance(settings, MultipleChoiceSettings):
            count = len(settings.choices) + bool(settings.other_label)
            most = count if settings.maximum is None else settings.maximum
            if settings.minimum > min(most, count):
                found.append(_("The number of answers asked for leaves no possible choice."))
        return found

    def form_field(self, question: Question, ctx: FieldContext) -> forms.Field:
        """One checkbox per option."""
        settings, common = self.settings(question), self.common(question, ctx)
        options = self.options(question, ctx)
        widget: forms.CheckboxSelectMultiple = forms.CheckboxSelectMultiple()
        if isinstance(settings, MultipleChoiceSettings) and settings.none_label:
            widget = ExclusiveCheckboxes(NONE)
        field = (
            own_answer.ChoicesOrOwnField(
                choices=options, widget=WithOther(widget, own_answer.PROMPT), **common
            )
            if settings.other_label
            else forms.MultipleChoiceField(choices=options, widget=widget, **common)
        )
        wrong = _("“%(label)s”: choose among the answers.")
        field.error_messages["invalid_choice"] = field.error_messages["invalid_list"] = wrong
        if isinstance(settings, MultipleChoiceSettings):
            field.validators.append(CountValidator(settings))
        return field

    def options(self, question: Question, ctx: FieldContext) -> list[tuple[str, str | Promise]]:
        """The options, then the one that excludes them."""
        found = super().options(question, ctx)
        none_label = question.settings.get("none_label")
        if none_label:
            found.append((NONE, ctx.words(f"{question.id}.none_label", none_label)))
        return found

    def labels(self, question: Question) -> dict[str, str]:
        """The labels, that of the excluding option last."""
        labels = super().labels(question)
        if question.settings.get("none_label"):
            labels[NONE] = question.settings["none_label"]
        return labels

    def values(self, question: Question) -> frozenset[str] | None:
        """Too many sets of options to be listed."""
        return None

    def comparable(self, value: JsonValue) -> frozenset[str]:
        """The set of chosen ids."""
        chosen = [value] if isinstance(value, str) else value
        return frozenset(own_answer.option_of(one) for one in chosen)

    def display(self, value: JsonValue, question: Question) -> str | list[str]:
        """The labels, as a list."""
        return [self.words(item, question) for item in value]

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """A list of distinct ids."""
        return {"type": "array", "items": super().json_schema(question), "uniqueItems": True}

    def sample(self, question: Question) -> JsonValue:
        """The first options, two unless the numbers say otherwise."""
        settings = self.settings(question)
        wanted = 2
        if isinstance(settings, MultipleChoiceSettings):
            wanted = max(2, settings.minimum)
            wanted = wanted if settings.maximum is None else min(wanted, settings.maximum)
        labels = self.labels(question)
        found: list[JsonValue] = [one for one in labels if one not in (OTHER, NONE)][:wanted]
        if len(found) < wanted and OTHER in labels:
            found.append(f"{own_answer.PREFIX}{own_answer.SAMPLE}")
        return found

    def variant(self, question: Question, draw: Random) -> JsonValue:
        """Some options, as many as the numbers allow."""
        settings = self.settings(question)
        least, most = 1, len(settings.choices)
        if isinstance(settings, MultipleChoiceSettings):
            least = max(1, settings.minimum)
            most = most if settings.maximum is None else min(most, settings.maximum)
        if least > len(settings.choices) or least > most:
            return self.sample(question)
        options = [choice.id for choice in settings.choices]
        chosen = set(draw.sample(options, draw.randint(least, most)))
        return [option for option in options if option in chosen]
