"""Signing up, and correcting the address of a sign-up."""

import re
from typing import Any

from django import forms
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.translation import get_language, gettext as _, gettext_lazy, pgettext_lazy

from applications.accounts.forms.fields import (
    PASSWORD_HINT,
    ask_again,
    check_new_password,
    email_field,
    password_field,
    same_address,
)
from applications.accounts.models import Civility, User
from applications.accounts.models.user import normalise
from applications.accounts.services.registration import NewAccount
from cms.core.date_parts import DatePartsField, DatePartsWidget

IDENTIFIER = re.compile(r"[a-z0-9]{8,15}")
OLDEST_YEAR = 1900


class SignUpForm(forms.Form):
    """« Créer un compte »."""

    username = forms.CharField(
        label=gettext_lazy("Identifier"),
        max_length=254,
        help_text=gettext_lazy("8 to 15 letters and digits, or your e-mail address"),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy("Enter an identifier.")},
    )
    password1 = password_field(gettext_lazy("Password"), help_text=PASSWORD_HINT)
    password2 = password_field(gettext_lazy("Password confirmation"))
    civility = forms.ChoiceField(
        label=pgettext_lazy("of a person", "Title"),
        choices=Civility.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a title, or “Prefer not to say”.")},
    )
    last_name = forms.CharField(
        label=gettext_lazy("Last name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": gettext_lazy("Enter your last name.")},
    )
    first_name = forms.CharField(
        label=gettext_lazy("First name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": gettext_lazy("Enter your first name.")},
    )
    birth_date = DatePartsField(
        label=gettext_lazy("Date of birth"),
        required=False,
        help_text=gettext_lazy("If you ask for an aid for yourself"),
        widget=DatePartsWidget(autocomplete="bday"),
    )
    email = email_field(gettext_lazy("E-mail address"))
    email2 = email_field(gettext_lazy("E-mail address confirmation"))

    CREDENTIALS = ("username", "password1", "password2")
    PERSON = ("civility", "last_name", "first_name", "birth_date", "email", "email2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_again(self, typed_twice="password2", email="email2")

    @property
    def credentials_fields(self) -> list[forms.BoundField]:
        """Return the fields of « Vos informations de connexion »."""
        return [self[name] for name in self.CREDENTIALS]

    @property
    def person_fields(self) -> list[forms.BoundField]:
        """Return the fields of « Vos informations personnelles »."""
        return [self[name] for name in self.PERSON]

    def clean_birth_date(self) -> Any:
        """Refuse a birth to come, or more than a century and a quarter ago."""
        return checked_birth_date(self.cleaned_data["birth_date"])

    def clean(self) -> dict[str, Any]:
        """Check what takes several fields: the identifier, the address twice, the password."""
        cleaned = super().clean() or {}
        same_address(self, first="email", second="email2")
        if "username" in cleaned:
            self._check_identifier(normalise(cleaned["username"]))
        user = User(
            username=cleaned.get("username"),
            email=cleaned.get("email", ""),
            last_name=cleaned.get("last_name", ""),
            first_name=cleaned.get("first_name", ""),
        )
        check_new_password(self, user=user, first="password1", second="password2")
        return cleaned

    def _check_identifier(self, identifier: str) -> None:
        """Keep a short identifier, or none when the person types their own address."""
        if "@" in identifier:
            own = self.cleaned_data.get("email")
            if own and identifier != own:
                self.add_error(
                    "username",
                    _("This is not the address entered below. Choose an identifier, or enter it."),
                )
            self.cleaned_data["username"] = None
        elif IDENTIFIER.fullmatch(identifier):
            self.cleaned_data["username"] = identifier
        else:
            self.add_error(
                "username",
                _("Use 8 to 15 letters without accents and digits, or your e-mail address."),
            )

    def new_account(self) -> NewAccount:
        """Return what was typed, the password hashed."""
        values = self.cleaned_data
        return NewAccount(
            email=values["email"],
            username=values["username"],
            password_hash=make_password(values["password1"]),
            civility=values["civility"],
            last_name=values["last_name"],
            first_name=values["first_name"],
            birth_date=values["birth_date"],
            language=get_language() or "fr",
        )


class AddressForm(forms.Form):
    """« Corriger mon adresse »."""

    email = email_field(gettext_lazy("E-mail address"))
    email2 = email_field(gettext_lazy("E-mail address confirmation"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_again(self, email="email2")

    def clean(self) -> dict[str, Any]:
        """Ask for the same address twice."""
        cleaned = super().clean() or {}
        same_address(self, first="email", second="email2")
        return cleaned


class NewLinkForm(forms.Form):
    """« Recevoir un nouveau lien », when the link says nothing of its account."""

    email = email_field(gettext_lazy("E-mail address"))


def checked_birth_date(born: Any) -> Any:
    """Return the date, or raise `ValidationError` when nobody alive was born then."""
    if born is not None and not born.year >= OLDEST_YEAR:
        raise forms.ValidationError(_("Enter the year of birth with its four digits."))
    if born is not None and born > timezone.localdate():
        raise forms.ValidationError(_("A date of birth cannot be in the future."))
    return born
