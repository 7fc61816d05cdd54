"""The editor's form of an aid page, and the public form of an opening alert."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamBlockValidationError

from aids.drafts import FORM_FIELDS, schema_from
from aids.form_checks import FormCheck
from aids.models.aid import Aid
from applications.formbuilder import checks
from applications.formbuilder.schema import FormSchema

WAITS_FOR_CHOICE = _(
    "Drafts hold such answers: save a draft of the page, then choose what they do on the page "
    "“Check the form”."
)


FIELDS_TO_CORRECT = _("some fields are empty or wrong; each says why, in its place.")


class AidPageForm(WagtailAdminPageForm):
    """Refuses to publish, schedule or submit a form that could not be filled.

    A change that drafts would suffer from is refused too, until somebody has chosen what they do.
    A draft may be unfinished: its validation is deferred, and the same list is shown in the
    « Form » tab.
    """

    waits_for_choice = False

    def clean(self) -> dict[str, Any]:
        """Add what is wrong with the form, each with its place."""
        cleaned: dict[str, Any] = super().clean()
        self.word_block_errors()
        is_source = self.instance.locale.language_code == settings.LANGUAGE_CODE
        if self.is_deferred_validation or not is_source:
            return cleaned
        values = {name: cleaned.get(name, getattr(self.instance, name)) for name in FORM_FIELDS}
        schema = schema_from(values)
        problems = checks.check(schema)
        for problem in problems:
            self.refuse(problem.place, problem.message)
        if not problems:
            self.require_choice(schema)
        return cleaned

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
        self.waits_for_choice = True
        for effect in check.destructive:
            self.refuse(f"{effect.place} › {effect.label}", effect.words)
        self.add_error(None, WAITS_FOR_CHOICE)

    def refuse(self, place: str, message: object) -> None:
        """Add one thing that stops the publication, with its place."""
        self.add_error(
            None,
            forms.ValidationError(
                _("%(place)s: %(message)s"), params={"place": place, "message": message}
            ),
        )


class OpeningAlertForm(forms.Form):
    """The address to tell."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Used for this alert only, and forgotten once the aid opens."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
