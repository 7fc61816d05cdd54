"""The editor's form of an aid page, and the public form of an opening alert."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamBlockValidationError, StreamValue

from aids.drafts import FORM_FIELDS, schema_from
from aids.form_checks import FormCheck
from aids.models.aid import Aid
from applications.formbuilder import checks
from applications.formbuilder.building import BLOCK_KEYS
from applications.formbuilder.effects import Effect, EffectKind
from applications.formbuilder.reference_checks import Problem
from applications.formbuilder.schema import FormSchema

WAITS_FOR_CHOICE = _("Save the draft, then choose what drafts do on the page “Check the form”.")
FIELDS_TO_CORRECT = _("some fields are empty or wrong; each says why, in its place.")


class AidPageForm(WagtailAdminPageForm):
    """Refuses to publish, schedule or submit a form that could not be filled.

    A change that drafts would suffer from is refused too, until somebody has chosen what they do.
    A draft may be unfinished: its validation is deferred, and the same list is shown in the
    « Form » tab.
    """

    check: FormCheck | None = None
    to_mend: Sequence[Problem] = ()

    def clean(self) -> dict[str, Any]:
        """Add what is wrong with the form, each with its place."""
        cleaned: dict[str, Any] = super().clean()
        self.word_block_errors()
        is_source = self.instance.locale.language_code == settings.LANGUAGE_CODE
        if self.is_deferred_validation or not is_source:
            return cleaned
        values = {
            name: cleaned[name] if name in cleaned else self.typed(name) for name in FORM_FIELDS
        }
        schema = schema_from(values)
        problems = checks.check(schema)
        if problems:
            self.refuse(problems)
        else:
            self.require_choice(schema)
        return cleaned

    def typed(self, name: str) -> Any:
        """Return a field as it was typed, right or wrong."""
        widget = self.fields[name].widget
        return widget.value_from_datadict(self.data, self.files, self.add_prefix(name))

    def is_as_saved(self) -> bool:
        """Tell whether the draft already holds what is on the screen.

        Streams are compared as texts: what is typed is not read yet as numbers and dates.
        """
        if any(formset.has_changed() for formset in self.formsets.values()):
            return False
        return all(
            as_texts(self.initial.get(name)) == as_texts(self.typed(name))
            for name in self.changed_data
        )

    def word_block_errors(self) -> None:
        """Say in words that fields of a stream are wrong, where Wagtail names its own block."""
        for errors in self.errors.values():
            for error in errors.as_data():
                if isinstance(error, StreamBlockValidationError):
                    error.message = FIELDS_TO_CORRECT

    def require_choice(self, schema: FormSchema) -> None:
        """Refuse what drafts would suffer from until somebody chooses what they do."""
        aid = Aid.objects.for_page(self.instance) if self.instance.pk else None
        check = FormCheck(aid, schema, now=timezone.now()) if aid is not None else None
        if check is None or not check.waits_for_choice:
            return
        self.check = check
        self.refuse([effect_to_mend(effect) for effect in check.destructive])
        self.add_error(None, " ".join([*check.reasons, str(WAITS_FOR_CHOICE)]))

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Add what stops the publication, each with its place; `to_mend` keeps where they are."""
        self.to_mend = problems
        for problem in problems:
            self.add_error(
                None,
                forms.ValidationError(
                    _("%(place)s: %(message)s"),
                    params={"place": problem.place, "message": problem.message},
                ),
            )


def as_texts(value: Any) -> Any:
    """Return a stream, or part of one, with every value written as a text."""
    if isinstance(value, StreamValue):
        return as_texts(value.get_prep_value())
    if isinstance(value, Mapping):
        return {key: as_texts(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [as_texts(part) for part in value]
    return "" if value is None else BLOCK_KEYS.sub("", str(value))


def effect_to_mend(effect: Effect) -> Problem:
    """Return what drafts would suffer from, with its block when the form still has it."""
    is_gone = effect.kind is EffectKind.REMOVED
    place_id = "" if is_gone else effect.question_id
    return Problem(place_id, f"{effect.place} › {effect.label}", effect.words)


class OpeningAlertForm(forms.Form):
    """The address to tell."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Used for this alert only, and forgotten once the aid opens."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
