"""What « Mon compte » asks of its owner."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from applications.accounts.forms.fields import password_field
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
