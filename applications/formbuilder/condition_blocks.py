"""Conditions in the editor: comparisons and groups, to a fixed depth."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

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
    ("all", _("all of these are true")),
    ("any", _("one of these is true")),
    ("none", _("none of these is true")),
]


class ComparisonBlock(blocks.StructBlock):
    """One question, or one fact about the dossier, compared with a constant or another answer."""

    question = QuestionRefBlock(label=_("Question"))
    operator = blocks.ChoiceBlock(choices=OPERATORS, default="equals", label=_("Comparison"))
    value = ConstantBlock(label=_("Value"))
    other = QuestionRefBlock(
        required=False, picks="other", label=_("or the answer to another question")
    )

    class Meta:
        icon = "order"
        label = _("Comparison")


def group_block(depth: int) -> blocks.StructBlock:
    """Return a group of terms; groups nest down to `depth`."""
    terms: list[tuple[str, blocks.Block]] = [("comparison", ComparisonBlock())]
    if depth > 1:
        terms.append(("group", group_block(depth - 1)))
    return blocks.StructBlock(
        [
            ("mode", blocks.ChoiceBlock(choices=MODES, default="all", label=_("True when"))),
            ("terms", blocks.StreamBlock(terms, required=False, label=_("Terms"))),
        ],
        icon="list-ul",
        label=_("Group"),
    )


class ConditionBlock(Untranslated, blocks.StructBlock):
    """« Afficher seulement si »: when a question, step, document, option or criterion is shown."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(local_blocks or list(group_block(DEPTH).child_blocks.items()), **kwargs)

    class Meta:
        icon = "view"
        label = _("Shown only if")


class OptionConditionBlock(blocks.StructBlock):
    """Some options of the question, and when they are offered."""

    options = blocks.ListBlock(OptionRefBlock(label=_("Option")), label=_("Options"), min_num=1)
    condition = ConditionBlock(label=_("Offered only if"))

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
REQUIRED_IF = ConditionBlock(label=_("Required only if"), icon="tick")
OPTIONS_IF = OptionConditionsBlock()
