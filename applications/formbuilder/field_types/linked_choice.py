"""A choice in two lists: the second depends on the first."""

import json
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from applications.formbuilder.base import (
    CHOICES,
    UNCHOSEN,
    Cell,
    Column,
    EditorFields,
    FieldContext,
    FieldType,
    Settings,
    Words,
)
from applications.formbuilder.group_field import GroupField, part_error
from applications.formbuilder.schema import Choice, JsonValue, Node, Question
from cms.core.part_widgets import GroupWidget, Part, module

FIRST, SECOND = "first", "second"
CHOOSE = _("Choose…")
DEFAULT_LABELS: dict[str, Words] = {FIRST: _("Choose first"), SECOND: _("Then choose")}

Options = list[tuple[str, str]]


class Branch(Node):
    """An option of the first list, and what the second one then offers."""

    id: str
    label: str
    options: tuple[Choice, ...] = ()


class LinkedChoiceSettings(Settings):
    """The branches, and what each list is called."""

    branches: tuple[Branch, ...] = ()
    first_label: str = ""
    second_label: str = ""


class LinkedWidget(GroupWidget):
    """Two lists; the second shows what the first one opens, all of it while nothing is chosen."""

    has_refresh = True

    def __init__(self, branches: Mapping[str, Options], parts: tuple[Part, Part]) -> None:
        super().__init__(parts)
        self.branches = branches
        data = {first: [list(option) for option in options] for first, options in branches.items()}
        parts[1].widget.attrs["data-linked"] = json.dumps(data, ensure_ascii=False)

    @property
    def media(self) -> forms.Media:
        """The script that follows the first list."""
        return module("portal/js/linked.js")

    def widget_for(self, part: Part, value: object) -> forms.Widget:
        """Return the list of a part; the second one keeps to the branch chosen."""
        chosen = self.part_value(value, FIRST)
        if part.name != SECOND or chosen not in self.branches:
            return part.widget
        narrowed = forms.Select(dict(part.widget.attrs))
        narrowed.choices = [("", CHOOSE), *self.branches[chosen]]
        return narrowed


class LinkedField(GroupField):
    """Two options, the second of the branch of the first."""

    widget: LinkedWidget

    def __init__(
        self, branches: Mapping[str, Options], parts: tuple[Part, Part], **kwargs: Any
    ) -> None:
        super().__init__(widget=LinkedWidget(branches, parts), **kwargs)
        self.branches = branches

    def compose(self, parts: Mapping[str, Any]) -> dict[str, str]:
        """Return both options."""
        first, second = str(parts.get(FIRST) or ""), str(parts.get(SECOND) or "")
        if not first and second:
            first = next((key for key in self.branches if second in self.ids(key)), "")
        if first not in self.branches:
            message = _("“%(label)s”: choose an answer in the first list.")
            raise part_error(FIRST, message, "incomplete")
        if second not in self.ids(first):
            message = _("“%(label)s”: choose in the second list what goes with the first one.")
            raise part_error(SECOND, message, UNCHOSEN)
        return {FIRST: first, SECOND: second}

    def ids(self, first: str) -> set[str]:
        """Return what the second list offers with an option of the first."""
        return {option for option, _label in self.branches[first]}


class LinkedChoiceType(FieldType[LinkedChoiceSettings]):
    """An option of each list; JSON their ids."""

    is_read_live = False
    code = "linked_choice"
    label = _("Choice in two linked lists")
    description = _("A second list that depends on the first: field, then speciality.")
    synonyms = _("cascade, dependent, drop-down, tree, select")
    answer_seconds = 20
    icon = "list-ul"
    family = CHOICES
    settings_model = LinkedChoiceSettings
    required_words = _("“%(label)s”: choose an answer in both lists.")
    text_settings = ("first_label", "second_label")
    part_settings = ("branches",)
    operators = frozenset({"contains", "empty"})
    kind = "choices"

    def editor_fields(self) -> EditorFields:
        """The branches are the question; what the lists are called is rare."""
        option = blocks.CharBlock(default="", label=_("Option"))
        branch = blocks.StructBlock(
            [
                ("label", blocks.CharBlock(default="", label=_("Option of the first list"))),
                ("options", blocks.ListBlock(option, label=_("Then, in the second list"))),
            ],
            label_format="{label}",
        )
        first = blocks.CharBlock(default="", label=_("Name of the first list"))
        second = blocks.CharBlock(default="", label=_("Name of the second list"))
        return EditorFields(
            always=[("branches", blocks.ListBlock(branch, label=_("Options"), collapsed=True))],
            rare=[("first_label", first), ("second_label", second)],
        )

    def settings_problems(self, settings: LinkedChoiceSettings) -> list[Words]:
        """Every branch has a label and options, every option a label."""
        if not settings.branches:
            return [_("This question has no option.")]
        found: list[Words] = []
        if not all(branch.options for branch in settings.branches):
            found.append(_("An option of the first list opens nothing in the second."))
        options = [one.label for branch in settings.branches for one in branch.options]
        if not all(options) or not all(branch.label for branch in settings.branches):
            found.append(_("An option has no label."))
        return found

    def form_field(self, question: Question, ctx: FieldContext) -> forms.Field:
        """Two lists."""
        settings = self.settings(question)
        known = settings.branches
        branches: dict[str, Options] = {
            branch.id: [(one.id, one.label) for one in branch.options] for branch in known
        }
        firsts = [(branch.id, branch.label) for branch in known]
        grouped = [(branch.label, branches[branch.id]) for branch in known]
        first = forms.Select(choices=[("", CHOOSE), *firsts])
        second = forms.Select(choices=[("", CHOOSE), *grouped])
        is_required = question.is_required
        given = {FIRST: settings.first_label, SECOND: settings.second_label}
        labels = {
            name: ctx.words(f"{question.id}.{name}_label", label) or DEFAULT_LABELS[name]
            for name, label in given.items()
        }
        parts = (
            Part(FIRST, labels[FIRST], first, is_required=is_required),
            Part(SECOND, labels[SECOND], second, is_required=is_required),
        )
        return LinkedField(branches, parts, **self.common(question, ctx))

    def comparable(self, value: JsonValue) -> frozenset[str]:
        """Both ids: a condition may look at either."""
        return frozenset([value] if isinstance(value, str) else (value[FIRST], value[SECOND]))

    def labels(self, question: Question) -> dict[str, str]:
        """Return the label of every option of both lists."""
        found = {}
        for branch in question.settings.get("branches", ()):
            found[branch["id"]] = branch["label"]
            found |= {one["id"]: one["label"] for one in branch.get("options", ())}
        return found

    def parts(self, question: Question) -> dict[str, str]:
        """The options, for what changed between versions."""
        return self.labels(question)

    def accepts_constant(self, value: JsonValue, question: Question) -> bool:
        """The constant must be an option of either list."""
        return value in self.labels(question)

    def option_words(self, question: Question) -> dict[str, str]:
        """The labels of the options."""
        return self.labels(question)

    def constant_display(self, value: JsonValue, question: Question) -> str:
        """The option's label."""
        return self.labels(question).get(value, str(value))

    def offers(self, value: JsonValue, question: Question) -> bool:
        """Tell whether both options are still there, one opening the other."""
        return any(
            branch["id"] == value.get(FIRST)
            and value.get(SECOND) in {one["id"] for one in branch.get("options", ())}
            for branch in question.settings.get("branches", ())
        )

    def display(self, value: JsonValue, question: Question) -> str:
        """« Sport › Judo »."""
        labels = self.labels(question)
        return " › ".join(labels.get(value[name], value[name]) for name in (FIRST, SECOND))

    def value_lang(self, value: JsonValue, question: Question, ctx: FieldContext) -> str:
        """The language of the second option's label."""
        return ctx.lang(f"{value[SECOND]}.label")

    def export_columns(self, question: Question) -> list[Column]:
        """One column per list."""
        settings = self.settings(question)
        labels = {FIRST: settings.first_label, SECOND: settings.second_label}
        return [
            Column(f"{question.id}.{name}", f"{question.label} – {label or DEFAULT_LABELS[name]}")
            for name, label in labels.items()
        ]

    def export_cells(self, value: JsonValue, question: Question) -> list[Cell]:
        """Both labels."""
        labels = self.labels(question)
        return [labels.get(value[name], value[name]) if value else None for name in (FIRST, SECOND)]

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """An id of each list."""
        branches = question.settings.get("branches", ())
        seconds = [one["id"] for branch in branches for one in branch.get("options", ())]
        return {
            "type": "object",
            "properties": {
                FIRST: {"enum": [branch["id"] for branch in branches]},
                SECOND: {"enum": seconds},
            },
            "required": [FIRST, SECOND],
            "additionalProperties": False,
        }

    def sample(self, question: Question) -> JsonValue:
        """The first option of each list."""
        branch = question.settings["branches"][0]
        return {FIRST: branch["id"], SECOND: branch["options"][0]["id"]}

    def variant(self, question: Question, draw: Random) -> JsonValue:
        """Any branch, and any of its options."""
        branch = draw.choice(question.settings["branches"])
        return {FIRST: branch["id"], SECOND: draw.choice(branch["options"])["id"]}

    def map_texts(self, question: Question, change: Callable[[str, str], str]) -> Mapping[str, Any]:
        """The options' labels are texts, beside the names of the lists."""
        branches = [
            {
                **branch,
                "label": change(f"{branch['id']}.label", branch["label"]),
                "options": [
                    {**one, "label": change(f"{one['id']}.label", one["label"])}
                    for one in branch.get("options", ())
                ],
            }
            for branch in question.settings.get("branches", ())
        ]
        return {**super().map_texts(question, change), "branches": branches}
