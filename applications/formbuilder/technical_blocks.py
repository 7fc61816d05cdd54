"""Blocks for what only the machine reads: never offered for translation."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock


class Untranslated:
    """Keep wagtail-localize out of a block: its value is the same in every language."""

    def get_translatable_segments(self, _value: Any) -> list[Any]:
        """Return nothing to translate."""
        return []

    def restore_translated_segments(self, value: Any, _segments: Iterable[Any]) -> Any:
        """Return the value as it is in the source language."""
        return value


class QuestionPickerInput(forms.TextInput):
    """A text input for an id, turned into a list of earlier questions by a Stimulus controller.

    Without the script the id stays readable, and the form's check names what is wrong with it.
    """

    def __init__(self, picks: str = "question", kinds: Iterable[str] = ()) -> None:
        super().__init__(
            attrs={
                "data-controller": "question-picker",
                "data-question-picker-picks-value": picks,
                "data-question-picker-kinds-value": " ".join(sorted(kinds)),
                "data-question-picker-empty-value": _("Choose…"),
                "data-question-picker-missing-value": _("Not found"),
                "data-question-picker-yes-value": _("Yes"),
                "data-question-picker-no-value": _("No"),
            }
        )

    class Media:
        js = ("portal/js/question-picker.js",)


class QuestionRefBlock(Untranslated, blocks.FieldBlock):
    """The id of another question of the same form."""

    def __init__(
        self,
        *,
        kinds: Iterable[str] = (),
        picks: str = "question",
        required: bool = True,
        **kwargs: Any,
    ) -> None:
        widget = QuestionPickerInput(picks=picks, kinds=kinds)
        self.field = forms.CharField(required=required, widget=widget)
        super().__init__(**kwargs)

    class Meta:
        icon = "link"
        default = ""


class ConstantBlock(Untranslated, blocks.FieldBlock):
    """What a condition compares with: an option's id, yes or no, an amount, a date."""

    def __init__(self, *, required: bool = False, **kwargs: Any) -> None:
        self.field = forms.CharField(
            required=required, widget=QuestionPickerInput(picks="constant")
        )
        super().__init__(**kwargs)

    class Meta:
        icon = "form"
        default = ""


class LineRefBlock(Untranslated, blocks.FieldBlock):
    """The id of one of the resource lines of the same financing plan."""

    def __init__(self, *, required: bool = False, **kwargs: Any) -> None:
        self.field = forms.CharField(required=required, widget=QuestionPickerInput(picks="line"))
        super().__init__(**kwargs)

    class Meta:
        icon = "link"
        default = ""


class OptionRefBlock(Untranslated, blocks.FieldBlock):
    """The id of one of the options of the same question."""

    def __init__(self, *, required: bool = True, **kwargs: Any) -> None:
        self.field = forms.CharField(required=required, widget=QuestionPickerInput(picks="option"))
        super().__init__(**kwargs)

    class Meta:
        icon = "radio-full"
        default = ""


class DefaultBlock(Untranslated, blocks.FieldBlock):
    """The answer a question begins with: one of its options, yes or no, an amount, a date."""

    def __init__(self, *, required: bool = True, **kwargs: Any) -> None:
        self.field = forms.CharField(required=required, widget=QuestionPickerInput(picks="own"))
        super().__init__(**kwargs)

    class Meta:
        icon = "edit"
        default = ""


class StaffNoteBlock(Untranslated, blocks.TextBlock):
    """A note that officers alone read: never translated."""


class FormulaInput(forms.Textarea):
    """A calculation; a Stimulus controller shows labels where ids are stored, and inserts them.

    Without the script a label between braces is understood too.
    """

    def __init__(self) -> None:
        super().__init__(
            attrs={
                "rows": 2,
                "spellcheck": "false",
                "data-controller": "formula",
                "data-formula-insert-value": _("Insert an answer…"),
            }
        )

    class Media:
        js = ("portal/js/question-picker.js", "portal/js/formula.js")


class FormulaBlock(Untranslated, blocks.FieldBlock):
    """A calculation over earlier answers, see `formulas`."""

    def __init__(self, *, required: bool = True, **kwargs: Any) -> None:
        help_text = _(
            "As in a spreadsheet: {Amount} / {Total} * 100, min(a; b), max(a; b), round(a; 2), "
            "if(a > b; c; d). A missing answer counts for zero."
        )
        self.field = forms.CharField(
            required=required, widget=FormulaInput(), help_text=help_text, strip=True
        )
        super().__init__(**kwargs)

    class Meta:
        icon = "code"
        default = ""


class TemplateBlock(Untranslated, DocumentChooserBlock):
    """A document of the library to download, the same in every language."""

    def as_setting(self, document_id: Any) -> dict[str, Any]:
        """Return what the form keeps of a document: its id, title and address of today.

        One that is not in the library keeps its id alone, for the form's check to name.
        """
        found = get_document_model().objects.filter(pk=document_id).first()
        title, url = (found.title, found.url) if found is not None else ("", "")
        return {"document": document_id, "title": title, "url": url}


def template_exists(document_id: int, title: str) -> bool:
    """Tell whether a document is in the library under this title.

    An id alone says nothing in a form that comes from another portal.
    """
    return bool(get_document_model().objects.filter(pk=document_id, title=title).exists())


class CodesBlock(Untranslated, blocks.CharBlock):
    """A few technical words, like file extensions."""


class MaskBlock(Untranslated, blocks.CharBlock):
    """The shape of a text, see `masks`."""


def flag(label: Any, help_text: Any = "") -> blocks.StaticBlock:
    """Return a setting that is true by being there."""
    return blocks.StaticBlock(label=label, admin_text=help_text or label, icon="check")
