"""Forms of the steps the portal itself asks: preamble, sheet, documents, recap."""

from collections.abc import Container, Iterable, Mapping, Sequence
from copy import copy
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext, gettext_lazy as _

from aids.models import RegulationVersion
from applications.accounts.forms.sheet import PersonSheetForm
from applications.formbuilder.field_types.file import FileSettings
from applications.formbuilder.schema import Question
from applications.structures.forms.sheet import StructureSheetForm
from applications.submissions import documents
from applications.submissions.documents import Reusable
from applications.submissions.models import Submission
from cms.core.templatetags.portal import long_date

REUSE_PREFIX = "reutiliser-"
STATEMENT_WORDS = 10
"""Enough to tell one statement from the next in the summary of errors."""


class PreambleForm(forms.Form):
    """« J'ai lu le règlement (version du …) »."""

    regulation = forms.BooleanField(
        required=False,
        error_messages={"required": _("Confirm that you have read the regulations.")},
    )

    def __init__(self, *args: Any, regulation: RegulationVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["regulation"]
        field.required = True
        field.label = gettext("I have read the regulations (version of %(date)s)") % {
            "date": long_date(regulation.effective_on)
        }


def sheet_form(submission: Submission, data: Any = None) -> forms.BaseForm:
    """Return the applicant's sheet, with what the draft keeps of it or with what was just sent.

    The structure is copied: reading a form writes what it holds into its instance.
    """
    if data is None:
        data = submission.pending_sheet or None
    if submission.structure is not None:
        return StructureSheetForm(data, instance=copy(submission.structure))
    person = submission.person or submission.writer
    return PersonSheetForm.of(person, data)


class SeveralFilesInput(forms.ClearableFileInput):
    """One input that takes several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


def _files_input(settings: FileSettings) -> SeveralFilesInput:
    """Return the input of a document; where one file is expected, the browser offers one."""
    accepted = ",".join(f".{extension}" for extension in settings.extensions)
    return SeveralFilesInput({"accept": accepted, "multiple": settings.maximum_files != 1})


class SeveralFilesField(forms.FileField):
    """The files just chosen for one document; checked one by one where they are kept."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Return the list as it came: files are checked, one by one, where they are kept."""
        if not data:
            return []
        return list(data) if isinstance(data, (list, tuple)) else [data]


class ReuseField(forms.ChoiceField):
    """One of the documents given for other dossiers, to be given for this one too."""

    def __init__(self, question: Question, offered: Sequence[Reusable]) -> None:
        described = [
            (
                str(one.attachment.key),
                gettext("%(name)s, given on %(day)s for “%(aid)s”")
                % {
                    "name": one.attachment.original_name,
                    "day": long_date(one.attachment.given_since),
                    "aid": one.aid_title,
                },
            )
            for one in offered
        ]
        super().__init__(
            label=format_html(
                '{}<span class="govuk-visually-hidden">&nbsp;: {}</span>',
                gettext("Or use again a document you have already given"),
                question.label,
            ),
            choices=[("", gettext("No document")), *described],
            required=False,
            error_messages={
                "invalid_choice": _("This document can no longer be used again: add it as a file.")
            },
        )


class DocumentsForm(forms.Form):
    """« Pièces justificatives »: one input per document asked."""

    def __init__(
        self,
        *args: Any,
        questions: Sequence[Question],
        required: Container[str],
        reusable: Mapping[str, Sequence[Reusable]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = {question.id: question for question in questions}
        for question in questions:
            settings = documents.settings_of(question)
            hint = settings.limits()
            field = SeveralFilesField(
                label=question.label,
                required=False,
                help_text=format_html("{} {}", question.help, hint) if question.help else hint,
                widget=_files_input(settings),
            )
            field.is_marked_required = question.id in required  # type: ignore[attr-defined]
            self.fields[question.id] = field
            if reusable.get(question.id):
                self.fields[f"{REUSE_PREFIX}{question.id}"] = ReuseField(
                    question, reusable[question.id]
                )

    @property
    def takes_several(self) -> bool:
        """Whether any document takes several files."""
        asked = self.questions.values()
        return any(documents.settings_of(question).maximum_files != 1 for question in asked)

    def chosen(self) -> Iterable[tuple[Question, UploadedFile[Any]]]:
        """Return every file just sent, with the document it is for."""
        for name, question in self.questions.items():
            for file in self.cleaned_data.get(name) or []:
                yield question, file

    def reuse_field(self, name: str) -> BoundField | None:
        """Return the choice of an earlier document, when there is one to choose from."""
        field = f"{REUSE_PREFIX}{name}"
        return self[field] if field in self.fields else None

    def forget_reused(self, question: Question) -> None:
        """Show no choice again for a document that has just been given."""
        self.data = {**self.data, f"{REUSE_PREFIX}{question.id}": ""}

    def reused(self) -> Iterable[tuple[Question, str]]:
        """Return the earlier document chosen for each document, by its key."""
        for name, question in self.questions.items():
            key = self.cleaned_data.get(f"{REUSE_PREFIX}{name}")
            if key:
                yield question, key


class StatementsForm(forms.Form):
    """The sworn statements of the recap, one tick each."""

    prefix_id: ClassVar[str] = "statement-"

    def __init__(
        self,
        *args: Any,
        statements: Sequence[tuple[str, str]],
        ticked: Iterable[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        ticked = set(ticked)
        for code, text in statements:
            self.fields[f"{self.prefix_id}{code}"] = forms.BooleanField(
                label=text,
                initial=code in ticked,
                error_messages={
                    "required": gettext("Tick the statement “%(statement)s”")
                    % {"statement": Truncator(text).words(STATEMENT_WORDS)}
                },
            )

    def ticked(self) -> list[str]:
        """Return the statements ticked, valid or not as a whole."""
        return [
            name.removeprefix(self.prefix_id)
            for name in self.fields
            if self.data.get(self.add_prefix(name))
        ]
