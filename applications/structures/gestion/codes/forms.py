"""What is typed about attachment codes."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from applications.structures.models import (
    CampaignKind,
    CodeRequest,
    CodesDelivery,
    KnownPerson,
    Structure,
)
from applications.structures.services import code_making, code_requests

LONGEST = timedelta(days=2 * 366)
STRUCTURE, PERSON = "structure", "person"


class ImportForm(forms.Form):
    """A file to check."""

    name = forms.CharField(
        label=gettext_lazy("Name of the campaign"),
        help_text=gettext_lazy("For yourselves: “Lycées, autumn 2026”."),
        max_length=120,
        error_messages={"required": gettext_lazy("Give this campaign a name.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("The rows are"),
        choices=CampaignKind.choices,
        initial=CampaignKind.STRUCTURES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whom the rows are about.")},
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or XLSX, at most 10,000 rows and 5 MB, without formulas."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={
            "required": gettext_lazy("Choose the file."),
            "empty": gettext_lazy("This file is empty."),
        },
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Codes valid until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Say until when the codes are valid."),
            "invalid": gettext_lazy("Enter a date that exists, for example 27/03/2007."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].initial = timezone.localdate() + code_making.LIFETIME

    def clean_expires_on(self) -> Any:
        """A code lives from a day to two years."""
        day = self.cleaned_data["expires_on"]
        today = timezone.localdate()
        if not today < day <= today + LONGEST:
            raise forms.ValidationError(_("Choose a day after today, within two years."))
        return day


class StartForm(forms.Form):
    """How the codes leave."""

    delivery = forms.ChoiceField(
        label=gettext_lazy("The codes leave by"),
        choices=CodesDelivery.choices,
        initial=CodesDelivery.LETTERS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how the codes leave.")},
    )


class AcceptForm(forms.Form):
    """« Accepter la demande de code »: what the code opens, and how it leaves."""

    opens = forms.ChoiceField(
        label=gettext_lazy("The code opens"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose the structure or the person that the code opens.")
        },
    )
    by = forms.ChoiceField(
        label=gettext_lazy("The code is sent"),
        choices=[
            ("mail", gettext_lazy("By e-mail, to the address of the account")),
            ("letter", gettext_lazy("By letter: the PDF is downloaded once, now")),
        ],
        initial="mail",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how the codes leave.")},
    )

    def __init__(self, *args: Any, asked: CodeRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates: dict[str, Structure | KnownPerson] = {
            f"{STRUCTURE}-{one.pk}": one for one in code_requests.structures_for(asked)
        }
        self.candidates |= {f"{PERSON}-{one.pk}": one for one in code_requests.persons_for(asked)}
        opens = self.fields["opens"]
        if isinstance(opens, forms.ChoiceField):
            opens.choices = [(code, _words(one)) for code, one in self.candidates.items()]

    def chosen(self) -> tuple[Structure | None, KnownPerson | None]:
        """Return what was chosen: a structure or a person."""
        one = self.candidates[self.cleaned_data["opens"]]
        return (one, None) if isinstance(one, Structure) else (None, one)


class RefuseForm(forms.Form):
    """« Refuser », with its reason."""

    reason = forms.CharField(
        label=gettext_lazy("Reason, which the person reads"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write the reason.")},
    )


def _words(one: Structure | KnownPerson) -> str:
    if isinstance(one, Structure):
        return f"{one.name} – {one.siret or one.uai}, {one.city}"
    return f"{one} – {one.postcode} {one.city}"
