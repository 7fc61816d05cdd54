"""The account an invited person makes: the address is theirs already, and locked."""

from typing import Any

from applications.accounts.forms.sign_up import SignUpForm


class InvitedSignUpForm(SignUpForm):
    """« Créer un compte » with the address of the invitation."""

    PERSON = ("civility", "last_name", "first_name", "birth_date")
    email = None
    email2 = None

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        self.invited = email
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Check the rest with the address the link was sent to."""
        self.cleaned_data["email"] = self.invited
        return super().clean()
