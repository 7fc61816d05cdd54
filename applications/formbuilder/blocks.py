"""The editor's four streams: steps, criteria, documents, sworn statements.

Blocks stay light, so that a page with hundreds of questions opens quickly: what every question
needs is in the block, the rest is added when wanted in « Réglages ». `building` reads and writes
the same names.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from applications.formbuilder.base import FieldType
from applications.formbuilder.composite import CompositeType
from applications.formbuilder.condition_blocks import REQUIRED_IF, VISIBLE_IF
from applications.formbuilder.field_types import field_types
from applications.formbuilder.form_streams import FormStreamBlock
from applications.formbuilder.prefill import sources_for
from applications.formbuilder.technical_blocks import DefaultBlock, StaffNoteBlock, flag

EXPECTED = [("yes", _("Yes")), ("no", _("No"))]
EFFECTS = [
    ("blocking", _("blocking: explains, and asks before going on")),
    ("warning", _("warning")),
    ("information", _("information")),
]


STAFF_NOTE = StaffNoteBlock(
    default="",
    rows=2,
    label=_("Note for officers"),
    help_text=_("Applicants never see it."),
    icon="comment",
)
DEFAULT = DefaultBlock(label=_("Default answer"))
REVIEW_ONLY = flag(_("Reserved to the review"), _("Asked of officers; applicants never see it."))


def settings_of(rare: list[tuple[str, blocks.Block]]) -> blocks.StreamBlock:
    """Return the optional « Réglages » of a block: each setting once at most."""
    return blocks.StreamBlock(
        rare,
        required=False,
        label=_("Settings"),
        icon="cog",
        block_counts={name: {"max_num": 1} for name, _block in rare},
    )


def question_block(field_type: FieldType[Any], *, is_document: bool = False) -> blocks.StructBlock:
    """Return the editor's block of one field type."""
    own = field_type.editor_fields()
    rare: list[tuple[str, blocks.Block]] = [("visible_if", VISIBLE_IF)]
    is_composite = isinstance(field_type, CompositeType)
    if field_type.is_input:
        rare += [
            ("required_if", REQUIRED_IF),
            example_block(),
            ("staff_note", STAFF_NOTE),
            ("is_sensitive", flag(_("Sensitive answer"), _("Masked in exports and mails."))),
        ]
        if not is_document:
            rare.append(("is_manager_only", flag(_("Reserved to the structure's manager"))))
        if field_type.is_prefillable and not (field_type.is_file or is_composite):
            rare += first_answer_blocks(field_type)
    if not is_document and not field_type.is_file:
        rare.append(("is_review_only", REVIEW_ONLY))
    if isinstance(field_type, CompositeType) and field_type.nests_questions:
        own.always.append(("questions", rows_stream(field_type)))
    return own.block_class(
        [
            *heading_blocks(field_type),
            *own.always,
            ("settings", settings_of([*own.rare, *rare])),
        ],
        label=_("Document") if is_document else field_type.label,
        icon=field_type.icon,
        group="" if is_document else field_type.family,
        description=field_type.description,
        label_format="{label}",
    )


def heading_blocks(field_type: FieldType[Any]) -> list[tuple[str, blocks.Block]]:
    """Return what every question says of itself."""
    found: list[tuple[str, blocks.Block]] = [
        ("label", blocks.CharBlock(default="", required=field_type.is_labelled, label=_("Label"))),
    ]
    if field_type.is_labelled:
        help_block = blocks.TextBlock(default="", required=False, rows=1, label=_("Help"))
        found.append(("help", help_block))
    if field_type.is_input:
        required = blocks.BooleanBlock(default=True, required=False, label=_("Required"))
        found.append(("is_required", required))
    return found


def example_block() -> tuple[str, blocks.Block]:
    """Return the setting that holds an example of an answer."""
    return ("example", blocks.CharBlock(default="", label=_("Example"), icon="openquote"))


def rows_stream(composite: CompositeType[Any]) -> blocks.StreamBlock:
    """Return the questions asked in each row of a composite question."""
    return FormStreamBlock(
        [
            (field_type.code, nested_block(field_type, has_conditions=composite.has_conditions))
            for field_type in field_types
            if composite.may_hold(field_type)
        ],
        required=False,
        label=_("Questions of a row") if composite.has_conditions else _("Columns"),
        collapsed=True,
    )


def nested_block(field_type: FieldType[Any], *, has_conditions: bool) -> blocks.StructBlock:
    """Return the editor's block of a question of a row: who reads it is said of the whole."""
    own = field_type.editor_fields()
    rare: list[tuple[str, blocks.Block]] = [example_block()] if field_type.is_input else []
    if has_conditions:
        rare.append(("visible_if", VISIBLE_IF))
        rare += [("required_if", REQUIRED_IF)] if field_type.is_input else []
    return own.block_class(
        [
            *heading_blocks(field_type),
            *own.always,
            ("settings", settings_of([*own.rare, *rare])),
        ],
        label=field_type.label,
        icon=field_type.icon,
        group=field_type.family,
        description=field_type.description,
        label_format="{label}",
    )


def first_answer_blocks(field_type: FieldType[Any]) -> list[tuple[str, blocks.Block]]:
    """Return where the first answer of a question may come from."""
    sources = blocks.ChoiceBlock(
        choices=lambda: sources_for(field_type.code), label=_("Filled beforehand with"), icon="user"
    )
    found: list[tuple[str, blocks.Block]] = [("prefill", sources)]
    if field_type.operators - {"empty"}:
        found.append(("default", DEFAULT))
    return found


class QuestionsBlock(FormStreamBlock):
    """The questions of a step; the chooser groups the types by family."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        own = [(field_type.code, question_block(field_type)) for field_type in field_types]
        super().__init__(local_blocks or own, **kwargs)

    class Meta:
        collapsed = True
        folds = True


class StepBlock(blocks.StructBlock):
    """One page of « Votre dossier »."""

    title = blocks.CharBlock(default="", label=_("Title"))
    introduction = blocks.TextBlock(default="", required=False, rows=2, label=_("Introduction"))
    questions = QuestionsBlock(required=False, label=_("Questions"))
    settings = settings_of([("visible_if", VISIBLE_IF)])

    class Meta:
        icon = "form"
        label = _("Step")
        label_format = "{title}"


class StepsBlock(FormStreamBlock):
    """The steps of « Votre dossier »."""

    step = StepBlock()

    class Meta:
        required = False


class CriterionBlock(blocks.StructBlock):
    """One yes/no question of eligibility."""

    label = blocks.CharBlock(default="", label=_("Question"))
    help = blocks.TextBlock(default="", required=False, rows=1, label=_("Help"))
    expected = blocks.ChoiceBlock(choices=EXPECTED, default="yes", label=_("Expected answer"))
    effect = blocks.ChoiceBlock(choices=EFFECTS, default="blocking", label=_("Otherwise"))
    explanation = blocks.TextBlock(default="", required=False, rows=2, label=_("Explanation"))
    is_without_judgement = blocks.BooleanBlock(
        default=False,
        required=False,
        label=_("The rule leaves no judgement"),
        help_text=_("The person cannot apply all the same."),
    )
    settings = settings_of([("visible_if", VISIBLE_IF)])

    class Meta:
        icon = "help"
        label = _("Criterion")
        label_format = "{label}"


class CriteriaBlock(blocks.StreamBlock):
    """The eligibility criteria."""

    criterion = CriterionBlock()

    class Meta:
        required = False


class DocumentsBlock(FormStreamBlock):
    """« Pièces justificatives »."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        document = question_block(field_types.get("file"), is_document=True)
        super().__init__(local_blocks or [("file", document)], **kwargs)

    class Meta:
        collapsed = True
        folds = True
        required = False


class StatementBlock(blocks.StructBlock):
    """A sentence the person certifies."""

    text = blocks.TextBlock(default="", rows=2, label=_("Sentence"))

    class Meta:
        icon = "tick"
        label = _("Sworn statement")
        label_format = "{text}"


class StatementsBlock(blocks.StreamBlock):
    """The sworn statements of « Récapitulatif »."""

    statement = StatementBlock()

    class Meta:
        required = False
