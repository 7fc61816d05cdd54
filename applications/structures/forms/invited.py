"""The account an invited person makes: the address is theirs already, and locked."""

from typing import Any

from django import forms

from applications.accounts.forms.sign_up import SignUpForm


class InvitedSignUpForm(SignUpForm):
    """« Créer un compte » with the address of the invitation."""

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invited = email
        del self.fields["email"], self.fields["email2"]

    @property
    def person_fields(self) -> list[forms.BoundField]:
        """Return the fields of « Vos informations personnelles » left to fill."""
        return [self[name] for name in self.PERSON if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Check the rest with the address the link was sent to."""
        self.cleaned_data["email"] = self.invited
        return super().clean()
