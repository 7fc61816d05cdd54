"""Bank details as a form, a person's or a structure's."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.accounts.services.bank import RULES
from applications.attachments.errors import FileRefused
from applications.attachments.services.storing import check_upload
from applications.registries.banks import bic_of, iban_of
from applications.registries.numbers import WrongNumber

TYPED_AS_IS = {"spellcheck": "false", "autocomplete": "off", "autocapitalize": "characters"}


class BankDetailsForm(forms.Form):
    """Who holds the account, its IBAN and BIC, the document that proves it.

    What was typed of an earlier account is never shown again: the boxes start empty.
    """

    holder = forms.CharField(
        label=_("Account holder"),
        help_text=_("As written on the bank details."),
        max_length=140,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Write the account holder.")},
    )
    iban = forms.CharField(
        label=_("IBAN"),
        help_text=_("It starts with two letters, like FR76. Spaces are accepted."),
        max_length=60,
        widget=forms.TextInput(TYPED_AS_IS),
        error_messages={"required": _("Write the IBAN of the account.")},
    )
    bic = forms.CharField(
        label=_("BIC"),
        help_text=_("Leave it empty: it is found from the IBAN of most banks."),
        max_length=20,
        required=False,
        widget=forms.TextInput({**TYPED_AS_IS, "data-width": "20"}),
    )
    proof = forms.FileField(
        label=_("Bank details document (RIB)"),
        help_text=_("PDF or picture, given by the bank."),
        widget=forms.FileInput({"accept": ",".join(f".{one}" for one in RULES.extensions)}),
        error_messages={"required": _("Add the document given by the bank.")},
    )

    def clean_iban(self) -> str:
        """Return it compact, its key checked."""
        try:
            return iban_of(self.cleaned_data["iban"])
        except WrongNumber as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from None

    def clean_proof(self) -> Any:
        """Refuse a file that cannot be kept, beside its input."""
        file = self.cleaned_data["proof"]
        try:
            check_upload(file, rules=RULES)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from None
        return file

    def clean(self) -> dict[str, Any]:
        """Find the BIC, or check it against the IBAN."""
        cleaned = super().clean() or self.cleaned_data
        if "iban" in cleaned and "bic" in cleaned:
            try:
                cleaned["bic"] = bic_of(cleaned["bic"], number=cleaned["iban"])
            except WrongNumber as refusal:
                self.add_error("bic", forms.ValidationError(str(refusal), code=refusal.code))
        return cleaned
