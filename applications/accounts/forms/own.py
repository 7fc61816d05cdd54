"""What « Mon compte » asks of its owner."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from applications.accounts.forms.fields import (
    ask_again,
    email_field,
    password_field,
    same_address,
)
from applications.accounts.models import User


class ConfirmIdentityForm(forms.Form):
    """« Confirmez votre identité »."""

    password = password_field(gettext_lazy("Password"), autocomplete="current-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Ask for the password in use."""
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your current password."))
        return password


class ChangeAddressForm(ConfirmIdentityForm):
    """« Modifier mon adresse électronique »."""

    email = email_field(gettext_lazy("New e-mail address"))
    email2 = email_field(gettext_lazy("New e-mail address confirmation"))
    field_order = ("email", "email2", "password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_again(self, email="email2")
        if not self.user.has_usable_password():
            # Signed in by a provider, whose word the view has just asked for.
            del self.fields["password"]

    def clean_email(self) -> str:
        """Refuse the address the account has already."""
        email: str = self.cleaned_data["email"]
        if email == self.user.email:
            raise forms.ValidationError(_("This is already the address of your account."))
        return email

    def clean(self) -> dict[str, Any]:
        """Ask for the same address twice."""
        cleaned = super().clean() or {}
        same_address(self, first="email", second="email2")
        return cleaned


class RemoveFactorForm(forms.Form):
    """« Désactiver le second facteur »."""

    code = forms.CharField(
        label=gettext_lazy("6-digit code, or recovery code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "data-width": "10"}
        ),
        error_messages={"required": gettext_lazy("Enter the 6-digit code, or a recovery code.")},
    )

    def clean_code(self) -> str:
        """Ignore spaces and hyphens."""
        return "".join(str(self.cleaned_data["code"]).replace("-", " ").split()).lower()
