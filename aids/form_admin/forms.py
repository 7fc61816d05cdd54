"""What editors fill about a form: what drafts do, a file to import."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext, gettext_lazy as _

from aids.models import DraftChoice
from applications.formbuilder import exchange
from applications.formbuilder.rearranging import Place, Ranks
from applications.formbuilder.schema import Question, Step
from cms.core.dates import end_of_paris_day

MOST_BYTES = 4 * exchange.MOST_CHARACTERS


class DraftChoiceForm(forms.Form):
    """What drafts begun on an older version do once the new one is published."""

    choice = forms.ChoiceField(
        label=_("What drafts already begun do"),
        choices=[
            (
                DraftChoice.OFFER,
                _("Offer them the new version: each may also finish with theirs"),
            ),
            (DraftChoice.FINISH, _("Let them finish with the old version until the date below")),
            (DraftChoice.IMPOSE, _("Impose the new version, for the reason below")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what drafts do.")},
    )
    keep_until = forms.DateField(
        label=_("Last day of the old version"),
        required=False,
        help_text=_("After that day, drafts must take the new version to go on."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write a date that exists.")},
    )
    reason = forms.CharField(
        label=_("Reason told to applicants"),
        required=False,
        max_length=2000,
        help_text=_("Sent by mail to those whose drafts move, with what changes."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    structure = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Ask for the date or the reason the choice needs."""
        cleaned: dict[str, Any] = super().clean() or {}
        choice = cleaned.get("choice")
        day = cleaned.get("keep_until")
        if choice == DraftChoice.FINISH and "keep_until" not in self.errors:
            if day is None:
                self.add_error("keep_until", _("Give the last day of the old version."))
            elif day < self.today:
                self.add_error("keep_until", _("Give a day to come."))
        if choice == DraftChoice.IMPOSE and not cleaned.get("reason"):
            self.add_error("reason", _("Say why: applicants are told."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        day = self.cleaned_data["keep_until"]
        return {
            "choice": DraftChoice(self.cleaned_data["choice"]),
            "keep_until": end_of_paris_day(day) if day else None,
            "reason": self.cleaned_data["reason"],
        }


class ImportForm(forms.Form):
    """A form to read from a file."""

    document = forms.FileField(
        label=_("JSON file of a form"),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Choose another."),
        },
    )

    def clean_document(self) -> str:
        """Return the text of the file."""
        document = self.cleaned_data["document"]
        if document.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is too heavy to be a form."))
        try:
            return str(document.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("This file is not text in UTF-8.")) from error


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question on the page that puts them in order: its step and its rank, to choose."""

    question: Question
    step: BoundField
    rank: BoundField


@dataclass(frozen=True, slots=True)
class StepPart:
    """One step on the page that puts questions in order."""

    step: Step
    rank: BoundField
    lines: Sequence[QuestionLine]


class RearrangeForm(forms.Form):
    """Where each step and each question goes; what is not sent stays where it is."""

    def __init__(self, steps: Sequence[Step], data: Mapping[str, str] | None = None) -> None:
        self.steps = steps
        choices = [
            (
                step.id,
                gettext("Step %(number)d “%(title)s”") % {"number": rank, "title": step.title},
            )
            for rank, step in enumerate(steps, 1)
        ]
        found: dict[str, forms.Field] = {}
        for rank, step in enumerate(steps, 1):
            found[f"rang-etape-{step.id}"] = rank_field(rank, step.title)
            for place, question in enumerate(step.questions, 1):
                name = question.label or question.id
                found[f"etape-{question.id}"] = forms.ChoiceField(
                    choices=choices,
                    initial=step.id,
                    label=gettext("Step of “%(label)s”") % {"label": name},
                    error_messages={"invalid_choice": _("Choose one of the steps of the form.")},
                    widget=forms.Select(attrs={"class": "form-admin__step"}),
                )
                found[f"rang-{question.id}"] = rank_field(place, name)
        now = {name: str(field.initial) for name, field in found.items()}
        super().__init__({**now, **{k: v for k, v in (data or {}).items() if k in now}})
        self.fields = found

    @property
    def parts(self) -> Iterator[StepPart]:
        """Yield the steps with their questions, as they stand."""
        for step in self.steps:
            lines = [
                QuestionLine(item, self[f"etape-{item.id}"], self[f"rang-{item.id}"])
                for item in step.questions
            ]
            yield StepPart(step, self[f"rang-etape-{step.id}"], lines)

    @property
    def ranks(self) -> Ranks:
        """Return where everything is asked to be."""
        chosen = self.cleaned_data
        return Ranks(
            {step.id: chosen[f"rang-etape-{step.id}"] for step in self.steps},
            {
                item.id: Place(chosen[f"etape-{item.id}"], chosen[f"rang-{item.id}"])
                for step in self.steps
                for item in step.questions
            },
        )

    @property
    def changed(self) -> dict[str, str]:
        """Return what is asked otherwise than it stands, to send again."""
        return {
            name: str(self.cleaned_data[name])
            for name, field in self.fields.items()
            if self.cleaned_data[name] != field.initial
        }


def rank_field(rank: int, name: str) -> forms.IntegerField:
    """Return the field of the rank of a step or a question."""
    return forms.IntegerField(
        min_value=1,
        max_value=9999,
        initial=rank,
        label=gettext("Rank of “%(label)s”") % {"label": name},
        error_messages={
            "required": _("Write a rank, like 3."),
            "invalid": _("Write a rank, like 3."),
            "min_value": _("The first rank is 1."),
            "max_value": _("Write a rank, like 3."),
        },
        widget=forms.NumberInput(attrs={"class": "form-admin__rank", "inputmode": "numeric"}),
    )
