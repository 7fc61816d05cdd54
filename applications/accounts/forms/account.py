"""Recovering one's sign-in information, and changing one's password."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from applications.accounts.forms.fields import (
    PASSWORD_HINT,
    PASSWORD_HINT_STAFF,
    ask_again,
    check_new_password,
    email_field,
    password_field,
)
from applications.accounts.models import User


class ForgottenIdentifierForm(forms.Form):
    """« Identifiant oublié »."""

    prefix = "identifier"
    email = email_field(gettext_lazy("E-mail address"))


class AskResetForm(forms.Form):
    """« Réinitialisation du mot de passe »."""

    prefix = "reset"
    login = forms.CharField(
        label=gettext_lazy("Identifier or e-mail address"),
        max_length=254,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy("Enter your identifier or your e-mail address.")},
    )


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    password1 = password_field(gettext_lazy("New password"), help_text=PASSWORD_HINT)
    password2 = password_field(gettext_lazy("New password confirmation"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        ask_again(self, typed_twice="password2")
        if user.is_staff:
            self.fields["password1"].help_text = PASSWORD_HINT_STAFF

    def clean(self) -> dict[str, Any]:
        """Check the new password against the rules."""
        cleaned = super().clean() or {}
        check_new_password(self, user=self.user, first="password1", second="password2")
        return cleaned


class ChangePasswordForm(NewPasswordForm):
    """« Modifier mon mot de passe »."""

    current = password_field(gettext_lazy("Current password"), autocomplete="current-password")
    field_order = ("current", "password1", "password2")

    def clean_current(self) -> str:
        """Ask for the password in use."""
        current: str = self.cleaned_data["current"]
        if not self.user.check_password(current):
            raise forms.ValidationError(_("This is not your current password."))
        return current
