"""Conditions in the editor: comparisons and groups, to a fixed depth."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from applications.formbuilder.base import Words
from applications.formbuilder.technical_blocks import (
    ConstantBlock,
    OptionRefBlock,
    QuestionRefBlock,
    Untranslated,
)

DEPTH = 3
OPERATORS = [
    ("equals", _("is")),
    ("not_equals", _("is not")),
    ("in", _("is one of (separated by “;”)")),
    ("contains", _("contains")),
    ("greater", _("is greater than, or after")),
    ("at_least", _("is at least, or not before")),
    ("less", _("is less than, or before")),
    ("at_most", _("is at most, or not after")),
    ("empty", _("has no answer")),
    ("filled", _("has an answer")),
]
MODES = [
    ("all", _("all the conditions are true")),
    ("any", _("at least one condition is true")),
    ("none", _("no condition is true")),
]


class ComparisonBlock(blocks.StructBlock):
    """One question, or one fact about the dossier, compared with a constant or another answer."""

    question = QuestionRefBlock(label=_("Question"))
    operator = blocks.ChoiceBlock(choices=OPERATORS, default="equals", label=_("Comparison"))
    value = ConstantBlock(label=_("Expected answer"))
    other = QuestionRefBlock(
        required=False, picks="other", label=_("or the answer to another question")
    )

    class Meta:
        icon = "order"
        label = _("Condition")


WHEN_INSIDE = _("This group is true when")
WHEN_SHOWN = _("Show when")


def group_block(depth: int, when: Words = WHEN_INSIDE) -> blocks.StructBlock:
    """Return a group of conditions; groups nest down to `depth`, `when` begins its sentence."""
    terms: list[tuple[str, blocks.Block]] = [("comparison", ComparisonBlock())]
    if depth > 1:
        terms.append(("group", group_block(depth - 1)))
    return blocks.StructBlock(
        [
            ("mode", blocks.ChoiceBlock(choices=MODES, default="all", label=when)),
            ("terms", blocks.StreamBlock(terms, required=False, label=_("Conditions"))),
        ],
        icon="list-ul",
        label=_("Group of conditions"),
    )


class ConditionBlock(Untranslated, blocks.StructBlock):
    """« Afficher seulement si »: when a question, step, document, option or criterion is shown.

    `when` begins the sentence that each mode ends: « Afficher quand toutes les conditions… ».
    """

    def __init__(
        self, local_blocks: Any = None, *, when: Words = WHEN_SHOWN, **kwargs: Any
    ) -> None:
        own = local_blocks or list(group_block(DEPTH, when).child_blocks.items())
        super().__init__(own, **kwargs)

    class Meta:
        icon = "view"
        label = _("Shown only if")


class OptionConditionBlock(blocks.StructBlock):
    """Some options of the question, and when they are offered."""

    options = blocks.ListBlock(OptionRefBlock(label=_("Option")), label=_("Options"), min_num=1)
    condition = ConditionBlock(label=_("Offered only if"), when=_("Offer when"))

    class Meta:
        icon = "radio-full"
        label = _("Options under condition")


class OptionConditionsBlock(Untranslated, blocks.ListBlock):
    """The options that are not always offered."""

    def __init__(self, child_block: Any = None, **kwargs: Any) -> None:
        super().__init__(child_block or OptionConditionBlock(), **kwargs)

    class Meta:
        icon = "view"
        label = _("Options offered only if")


# One block for all types: the editor's page is sent its definition once.
VISIBLE_IF = ConditionBlock()
REQUIRED_IF = ConditionBlock(label=_("Required only if"), when=_("Required when"), icon="tick")
OPTIONS_IF = OptionConditionsBlock()
