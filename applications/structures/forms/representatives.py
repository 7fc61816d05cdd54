"""Somebody who represents a structure, as a form."""

from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.accounts.models import Civility
from applications.registries.address_form import AddressFields
from applications.structures.forms.fields import PhoneField
from applications.structures.models import Representative

OF_ADDRESS = {
    "complement": "address_complement",
    "line": "address_line",
    "postcode": "postcode",
    "city": "city",
    "country": "country",
}
"""The columns of the representative, by line of the address."""


def _name(label: Any, missing: Any, autocomplete: str = "off") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=100,
        widget=forms.TextInput({"autocomplete": autocomplete}),
        error_messages={"required": missing},
    )


class RepresentativeForm(AddressFields):
    """« Représentant »: who, what they do, how to reach them."""

    civility = forms.ChoiceField(
        label=_("Civility"),
        choices=Civility.choices,
        widget=forms.RadioSelect,
        initial=Civility.UNSAID,
    )
    last_name = _name(_("Last name"), _("Write the last name."))
    first_name = _name(_("First name"), _("Write the first name."))
    function = _name(_("Function"), _("Write the function, like President or Director."))
    profession = forms.CharField(label=_("Profession"), max_length=100, required=False)
    is_legal = forms.BooleanField(label=_("Legal representative"), required=False)
    phone = PhoneField(label=_("Phone"), autocomplete="off")
    mobile = PhoneField(label=_("Mobile phone"), autocomplete="off")
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        error_messages={"invalid": _("Write an e-mail address like name@example.org.")},
    )

    lines = tuple(OF_ADDRESS)
    is_optional = True
    own = (
        "civility",
        "last_name",
        "first_name",
        "function",
        "profession",
        "is_legal",
        "phone",
        "mobile",
        "email",
    )

    @classmethod
    def of(cls, representative: Representative | None, data: Any = None) -> Self:
        """Return the form of somebody, or of somebody new."""
        if representative is None:
            return cls(data)
        known = {name: getattr(representative, name) for name in cls.own}
        known |= {
            f"{cls.start}_{line}": getattr(representative, column)
            for line, column in OF_ADDRESS.items()
        }
        return cls(data, initial=known)

    def values(self) -> dict[str, Any]:
        """Return what to store."""
        own = {name: self.cleaned_data[name] for name in self.own}
        return own | {OF_ADDRESS[line]: value for line, value in self.given().items()}
