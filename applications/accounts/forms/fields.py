"""Fields every form of accounts shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from applications.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

PASSWORD_HINT = gettext_lazy("At least 12 characters. Mind lower and upper case.")
PASSWORD_HINT_STAFF = gettext_lazy("At least 16 characters. Mind lower and upper case.")
MISMATCH = gettext_lazy("The two passwords are not the same.")


def password_field(
    label: Words, *, autocomplete: str = "new-password", help_text: Words = ""
) -> forms.CharField:
    """Return a password field: never stripped, never sent back, and pasted freely."""
    return forms.CharField(
        label=label,
        strip=False,
        help_text=help_text,
        widget=forms.PasswordInput(
            attrs={"autocomplete": autocomplete, "spellcheck": "false", "autocapitalize": "none"}
        ),
        error_messages={"required": gettext_lazy("Enter the password.")},
    )


def email_field(label: Words, *, autocomplete: str = "email", **options: Any) -> forms.EmailField:
    """Return an address field, compared in lower case without outer spaces."""
    return LowerEmailField(
        label=label,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"}),
        error_messages={
            "required": gettext_lazy("Enter the e-mail address."),
            "invalid": gettext_lazy(
                "Enter an e-mail address in the right format, for example name@example.org."
            ),
        },
        **options,
    )


class LowerEmailField(forms.EmailField):
    """An address in lower case."""

    def clean(self, value: Any) -> str:
        """Return the address in lower case."""
        return str(super().clean(value)).lower()


def ask_again(form: forms.Form, *, typed_twice: str = "", email: str = "") -> None:
    """Word the missing confirmations apart from the fields they confirm."""
    if typed_twice:
        form.fields[typed_twice].error_messages["required"] = _("Enter the password again.")
    if email:
        form.fields[email].error_messages["required"] = _("Enter the e-mail address again.")


def check_new_password(form: forms.Form, *, user: User, first: str, second: str) -> None:
    """Add to the form what is wrong with a new password typed twice."""
    password = form.cleaned_data.get(first)
    again = form.cleaned_data.get(second)
    if password and again and password != again:
        form.add_error(second, MISMATCH)
    if password:
        try:
            validate_password(password, user=user)
        except ValidationError as refusal:
            form.add_error(first, refusal)


def same_address(form: forms.Form, *, first: str, second: str) -> None:
    """Add an error when an address typed twice is not the same twice."""
    address, again = form.cleaned_data.get(first), form.cleaned_data.get(second)
    if address and again and address != again:
        form.add_error(second, _("The two e-mail addresses are not the same."))
