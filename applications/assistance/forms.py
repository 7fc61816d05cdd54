"""What the help desk types."""

from django import forms
from django.utils.translation import gettext_lazy as _

ADDRESS_ERRORS = {
    "required": _("Write the e-mail address."),
    "invalid": _("Write an address like name@example.fr."),
}


class AddressForm(forms.Form):
    """Correcting the address of an account never activated."""

    email = forms.EmailField(label=_("Right e-mail address"), error_messages=ADDRESS_ERRORS)


class PlannedAddressForm(forms.Form):
    """Changing the address of an activated account, for its owner."""

    email = forms.EmailField(label=_("New e-mail address"), error_messages=ADDRESS_ERRORS)
    identity_check = forms.CharField(
        label=_("How the identity was checked"),
        help_text=_("For example: called back on the number of the sheet, date of birth given."),
        max_length=200,
        error_messages={"required": _("Say how you checked the identity of the person.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why the address has to be changed.")},
    )


class ReasonForm(forms.Form):
    """Asking for the reset of a second factor."""

    reason = forms.CharField(
        label=_("Reason, and how the identity was checked"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, for the agent who will approve.")},
    )


class SuccessorForm(forms.Form):
    """Naming a manager."""

    login = forms.CharField(
        label=_("E-mail address or identifier of the person"),
        help_text=_("They need an account on the portal; it may already act for the structure."),
        max_length=254,
        error_messages={"required": _("Write the address or the identifier of the person.")},
    )
