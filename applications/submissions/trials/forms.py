"""What an editor chooses before trying a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from aids.models import FormVersion
from applications.accounts.models import Family
from applications.submissions.services.samples import MOST_SAMPLES

DRAFT, IN_FORCE = "brouillon", "en-vigueur"


class StartForm(forms.Form):
    """Which form, and as whom."""

    form = forms.ChoiceField(
        label=_("Form to try"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the form to try."),
            "invalid_choice": _("Choose the form to try."),
        },
    )
    family = forms.ModelChoiceField(
        label=_("As"),
        queryset=Family.objects.none(),
        empty_label=None,
        to_field_name="code",
        help_text=_("For a structure, a fictitious one is made for you; it goes with the tests."),
        error_messages={
            "required": _("Choose as whom to apply."),
            "invalid_choice": _("Choose as whom to apply."),
        },
    )

    def __init__(
        self, *args: Any, version: FormVersion | None, is_changed: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(DRAFT, gettext("The draft, as last saved"))] if is_changed else []
        if version is not None:
            words = gettext("Version %(number)s, in force") % {"number": version.number}
            choices.append((IN_FORCE, words))
        field = self.fields["form"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
        field.initial = choices[0][0] if choices else None
        families = self.fields["family"]
        if isinstance(families, forms.ModelChoiceField):
            families.queryset = Family.objects.all()


class SamplesForm(StartForm):
    """The same, and how many dossiers."""

    count = forms.IntegerField(
        label=_("Number of dossiers"),
        min_value=1,
        max_value=MOST_SAMPLES,
        initial=5,
        error_messages={
            "required": _("Write a number from 1 to 50."),
            "invalid": _("Write a number from 1 to 50."),
            "min_value": _("Write a number from 1 to 50."),
            "max_value": _("Write a number from 1 to 50."),
        },
    )
    field_order = ("count", "form", "family")
