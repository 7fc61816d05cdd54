"""Signing in, and the second factor."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from applications.accounts.forms.fields import password_field
from applications.accounts.models.user import normalise


class SignInForm(LoginForm):
    """allauth's sign-in, asked once of our backend, with one refusal for every wrong pair."""

    def __init__(self, *args: Any, refusal: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refusal = refusal
        self.fields["login"] = forms.CharField(
            label=_("Identifier or e-mail address"),
            max_length=254,
            widget=forms.TextInput(
                attrs={
                    "autocomplete": "username",
                    "autocapitalize": "none",
                    "spellcheck": "false",
                }
            ),
            error_messages={"required": _("Enter your identifier or your e-mail address.")},
        )
        self.fields["password"] = password_field(_("Password"), autocomplete="current-password")
        self.order_fields(["login", "password"])

    def user_credentials(self) -> dict[str, str]:
        """Give the backend one login, identifier or address: it looks once."""
        return {
            "username": normalise(self.cleaned_data["login"]),
            "password": self.cleaned_data["password"],
        }

    def clean(self) -> dict[str, Any]:
        """Say the same words whatever is wrong, beside the field.

        With a `refusal` the pair is not tried at all: neither the words nor the time depend on it.
        """
        if self.refusal:
            self.add_error(None, self.refusal)
            return self.cleaned_data
        try:
            super().clean()
        except ValidationError:
            self.add_error("login", _WRONG_PAIR)
        return self.cleaned_data


_WRONG_PAIR = gettext_lazy("Wrong identifier or password.")


class CodeForm(forms.Form):
    """« Code à 6 chiffres »."""

    code = forms.CharField(
        label=gettext_lazy("6-digit code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "data-width": "5"}
        ),
        error_messages={"required": gettext_lazy("Enter the 6-digit code.")},
    )

    def clean_code(self) -> str:
        """Ignore spaces; ask for six digits."""
        code = "".join(str(self.cleaned_data["code"]).split())
        if not (code.isascii() and code.isdigit() and len(code) == 6):
            raise ValidationError(_("The code has 6 digits."))
        return code


class RecoveryCodeForm(forms.Form):
    """« Code de secours »."""

    code = forms.CharField(
        label=gettext_lazy("Recovery code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "data-width": "10"}
        ),
        error_messages={"required": gettext_lazy("Enter a recovery code.")},
    )

    def clean_code(self) -> str:
        """Ignore spaces and hyphens."""
        return "".join(str(self.cleaned_data["code"]).replace("-", " ").split()).lower()
