"""A text between questions."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from applications.formbuilder.base import (
    EXPLANATIONS,
    EditorFields,
    FieldType,
    Layout,
    Settings,
)
from applications.formbuilder.schema import JsonValue, Question

TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class SilentSettings(Settings):
    """Nothing to set."""


class SilentType(FieldType[Any]):
    """What is read between questions and asks nothing."""

    family = EXPLANATIONS
    settings_model: type[Settings] = SilentSettings
    layout: ClassVar[Layout] = "note"
    is_input = False
    operators = frozenset()

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """No value in the answers."""
        return {"type": "null"}

    def sample(self, question: Question) -> JsonValue:
        """No value in the answers."""
        return None


class NoteSettings(Settings):
    """The text."""

    html: str = ""


class NoteType(SilentType):
    """An explanation with its pictures, with a heading or without."""

    code = "note"
    label = _("Explanation")
    description = _("Words to read, with pictures and links: nothing to answer.")
    synonyms = _("text, information, picture, image, rich text, link, instructions")
    answer_seconds = 0
    icon = "info-circle"
    settings_model = NoteSettings
    is_labelled = False
    text_settings = ("html",)
    features: ClassVar[list[str]] = [*TEXT_FEATURES, "image"]

    def editor_fields(self) -> EditorFields:
        """The text is the note."""
        text = blocks.RichTextBlock(default="", features=self.features, label=_("Text"))
        return EditorFields(always=[("html", text)])
