"""Bank details of a structure, as a form."""

from typing import Any

from django.utils.translation import gettext as _

from applications.accounts.forms import bank


class BankDetailsForm(bank.BankDetailsForm):
    """The form of a person's, which says whose name the account bears."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].help_text = _(
            "As written on the bank details: the name of the structure."
        )
