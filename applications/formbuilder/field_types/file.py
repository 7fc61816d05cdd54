"""A file: a document to provide, or a question inside a step."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy as _, ngettext
from wagtail import blocks

from applications.formbuilder.base import (
    FILES,
    EditorFields,
    FieldContext,
    FieldType,
    Settings,
    Upload,
    Words,
)
from applications.formbuilder.schema import JsonValue, Question
from applications.formbuilder.technical_blocks import CodesBlock, TemplateBlock, template_exists

DEFAULT_EXTENSIONS = ("pdf", "jpg", "jpeg", "png")
MEGABYTE = 1024 * 1024
MOST = 50


class Template(Settings):
    """The file to download, fill in and give back, as it was when the editor chose it."""

    document: int
    title: str
    url: str


class FileSettings(Settings):
    """The formats accepted, the largest size, how many files, the file to start from.

    `valid_months` is how long a document counts after it was first given: the time it may be
    used again for another dossier. Nothing set: several files, as many as wanted, for ever.
    """

    extensions: tuple[str, ...] = DEFAULT_EXTENSIONS
    max_megabytes: int = 10
    minimum_files: int = 1
    maximum_files: int | None = None
    valid_months: int | None = None
    template: Template | None = None

    @property
    def max_bytes(self) -> int:
        """The largest size in bytes."""
        return self.max_megabytes * MEGABYTE

    def limits(self) -> SafeString:
        """Say the formats, the size, the number and the age accepted; the template to download."""
        said = [
            gettext("Accepted formats: %(formats)s. %(size)s MB at most per file.")
            % {"formats": format_names(self.extensions), "size": self.max_megabytes},
            self._number(),
        ]
        if self.valid_months is not None:
            said.append(
                ngettext(
                    "Valid for %(count)d month once given.",
                    "Valid for %(count)d months once given.",
                    self.valid_months,
                )
                % {"count": self.valid_months}
            )
        parts: list[tuple[str | SafeString]] = [(one,) for one in said if one]
        if self.template is not None and self.template.url:
            link = '<a class="govuk-link" href="{}">{}</a>'
            words = gettext("Download the template: %(title)s") % {"title": self.template.title}
            parts.append((format_html(link, self.template.url, words),))
        return format_html_join(" ", "{}", parts)

    def _number(self) -> str:
        """Say how many files are expected, when it is not as many as wanted."""
        least, most = self.minimum_files, self.maximum_files
        if most is not None and least == most:
            words = ngettext("%(count)d file.", "%(count)d files.", most)
            return words % {"count": most}
        said = []
        if least > 1:
            said.append(gettext("%(count)d files at least.") % {"count": least})
        if most is not None:
            words = ngettext("%(count)d file at most.", "%(count)d files at most.", most)
            said.append(words % {"count": most})
        return " ".join(said)


def format_names(extensions: Iterable[str]) -> str:
    """Return formats as people read them everywhere: « PDF, JPG »."""
    return ", ".join(extensions).upper()


class FileField(forms.FileField):
    """One file; the room that stores it checks its content, this one what the person can fix."""

    def __init__(self, *, settings: FileSettings, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.settings = settings

    def clean(self, data: Any, initial: Any = None) -> "Upload | None":
        """Return the file, or say what is wrong with it."""
        if not data:
            if self.required and not initial:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        extension = data.name.rpartition(".")[2].lower()
        if extension not in self.settings.extensions:
            raise ValidationError(
                _("“%(label)s”: this format is not accepted. Choose a file in %(formats)s."),
                code="format",
                params={"formats": format_names(self.settings.extensions)},
            )
        if data.size == 0:
            raise ValidationError(
                _("“%(label)s”: this file is empty. Open it to check it, then choose it again."),
                code="empty",
            )
        if data.size > self.settings.max_bytes:
            raise ValidationError(
                _("“%(label)s”: this file is too heavy. %(megabytes)d MB at most."),
                code="too_big",
                params={"megabytes": self.settings.max_megabytes},
            )
        return data


class FileType(FieldType[FileSettings]):
    """A document; its content lives with the attachments, under the question's id."""

    code = "file"
    label = _("File")
    description = _("A document to give, with its formats and size.")
    synonyms = _("document, attachment, supporting, PDF, photo, scan, upload, proof")
    answer_seconds = 90
    icon = "upload"
    family = FILES
    settings_model = FileSettings
    is_file = True
    is_nestable = False
    required_words = _("“%(label)s”: choose a file.")
    operators = frozenset()

    def editor_fields(self) -> EditorFields:
        """Formats and size have good defaults."""
        return EditorFields(
            rare=[
                (
                    "extensions",
                    CodesBlock(
                        default=" ".join(DEFAULT_EXTENSIONS),
                        label=_("Formats accepted"),
                        help_text=_("Extensions separated by spaces: pdf jpg png"),
                    ),
                ),
                (
                    "max_megabytes",
                    blocks.IntegerBlock(label=_("Megabytes at most"), min_value=1, max_value=50),
                ),
                (
                    "minimum_files",
                    blocks.IntegerBlock(label=_("Files at least"), min_value=1, max_value=MOST),
                ),
                (
                    "maximum_files",
                    blocks.IntegerBlock(label=_("Files at most"), min_value=1, max_value=MOST),
                ),
                (
                    "valid_months",
                    blocks.IntegerBlock(
                        label=_("Months it stays valid"),
                        help_text=_(
                            "Counted from the day it was first given: an older one is neither "
                            "offered again nor accepted."
                        ),
                        min_value=1,
                        max_value=120,
                    ),
                ),
                (
                    "template",
                    TemplateBlock(
                        label=_("Template to download"),
                        help_text=_("The file people fill in and give back."),
                    ),
                ),
            ]
        )

    def settings_problems(self, settings: FileSettings) -> list[Words]:
        """The numbers agree, and the template can still be downloaded."""
        found: list[Words] = []
        if settings.maximum_files is not None and settings.minimum_files > settings.maximum_files:
            found.append(_("The least number of files is above the greatest."))
        template = settings.template
        if template is not None and not template_exists(template.document, template.title):
            found.append(_("The template to download no longer exists: choose it again."))
        return found

    def form_field(self, question: Question, ctx: FieldContext) -> forms.Field:
        """A file input that lists the formats."""
        settings = self.settings(question)
        accept = ",".join(f".{extension}" for extension in settings.extensions)
        return FileField(
            settings=settings,
            widget=forms.FileInput(attrs={"accept": accept}),
            **self.common(question, ctx),
        )

    def limits(self, question: Question) -> list[str | SafeString]:
        """What is accepted, and the template."""
        return [self.settings(question).limits()]

    def to_json(self, cleaned: Any) -> JsonValue:
        """Nothing: the file is given to the attachments, answers never hold it."""
        return None

    def display(self, value: JsonValue, question: Question) -> str:
        """Nothing: renderings are given the file lines."""
        return ""

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """No value in the answers."""
        return {"type": "null"}

    def sample(self, question: Question) -> JsonValue:
        """No value in the answers."""
        return None
