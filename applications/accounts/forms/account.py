"""Recovering one's sign-in information, and « Mon compte »."""

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
from applications.accounts.forms.sign_up import checked_birth_date
from applications.accounts.models import PersonSheet, User
from cms.core.date_parts import DatePartsField, DatePartsWidget


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


class PersonSheetForm(forms.ModelForm[PersonSheet]):
    """« Mes informations personnelles »."""

    prefix = "sheet"
    birth_date = DatePartsField(
        label=gettext_lazy("Date of birth"),
        required=False,
        help_text=gettext_lazy("If you ask for an aid for yourself"),
        widget=DatePartsWidget(autocomplete="bday"),
    )
    field_order = (
        "birth_date",
        "address_line",
        "address_complement",
        "postcode",
        "city",
        "phone",
    )

    class Meta:
        model = PersonSheet
        fields = ("address_line", "address_complement", "postcode", "city", "phone")
        labels = {
            "address_line": gettext_lazy("Number and street"),
            "address_complement": gettext_lazy("Building, floor, locality"),
            "postcode": gettext_lazy("Postcode"),
            "city": gettext_lazy("Town"),
            "phone": gettext_lazy("Phone"),
        }
        widgets = {
            "address_line": forms.TextInput(attrs={"autocomplete": "address-line1"}),
            "address_complement": forms.TextInput(attrs={"autocomplete": "address-line2"}),
            "postcode": forms.TextInput(
                attrs={"autocomplete": "postal-code", "inputmode": "numeric", "data-width": "5"}
            ),
            "city": forms.TextInput(attrs={"autocomplete": "address-level2"}),
            "phone": forms.TextInput(
                attrs={"type": "tel", "autocomplete": "tel", "data-width": "20"}
            ),
        }
        error_messages = {
            "address_line": {"required": gettext_lazy("Enter the number and the street.")},
            "postcode": {"required": gettext_lazy("Enter the postcode.")},
            "city": {"required": gettext_lazy("Enter the town.")},
        }

    def clean_birth_date(self) -> Any:
        """Refuse a birth to come, or more than a century and a quarter ago."""
        return checked_birth_date(self.cleaned_data["birth_date"])

    def clean_phone(self) -> str:
        """Accept what people write: digits, spaces, points, a leading plus sign."""
        phone: str = self.cleaned_data["phone"].strip()
        digits = [character for character in phone if character.isdigit()]
        if phone and (set(phone) - set("+0123456789 .-()") or not 6 <= len(digits) <= 15):
            raise forms.ValidationError(
                _("Enter a phone number, for example 02 61 91 41 01 or +33 2 61 91 41 01.")
            )
        return phone
