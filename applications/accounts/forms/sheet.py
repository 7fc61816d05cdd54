"""What people say of themselves, once for every application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from applications.accounts.forms.sign_up import checked_birth_date
from applications.accounts.models import Civility, PersonSheet, User
from applications.registries.address_form import AddressFields
from applications.registries.countries import FRANCE
from cms.core.date_parts import DatePartsField, DatePartsWidget

if TYPE_CHECKING:
    from applications.accounts.forms.fields import Words

COLUMNS = {
    "line": "address_line",
    "complement": "address_complement",
    "postcode": "postcode",
    "city": "city",
    "country": "country",
}
"""The fields of a sheet, by line of the address."""


def phone_field(label: Words) -> forms.CharField:
    """Return a phone number as people write it, of any country."""
    return forms.CharField(
        label=label,
        max_length=30,
        required=False,
        validators=[
            RegexValidator(
                r"^\+?[0-9 .()/-]{6,30}$", _("Write a phone number, e.g. 02 99 00 00 00.")
            )
        ],
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel", "data-width": "20"}),
    )


class PersonSheetForm(AddressFields):
    """« Vos informations »: when a person was born, where they live, how they are reached."""

    lines = tuple(COLUMNS)

    birth_date = DatePartsField(
        label=_("Date of birth"),
        required=False,
        help_text=_("If you ask for an aid for yourself"),
        widget=DatePartsWidget(autocomplete="bday"),
    )
    phone = phone_field(_("Phone"))
    mobile = phone_field(_("Mobile phone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reached = ("phone", "mobile")
        self.order_fields([name for name in self.fields if name not in reached] + list(reached))

    @classmethod
    def of(cls, user: User, data: Any = None) -> Self:
        """Return the form of a person, with what was just sent."""
        return cls(data, initial=cls.known_of(user))

    @classmethod
    def known_of(cls, user: User) -> dict[str, Any]:
        """Return what is known of the person."""
        sheet = getattr(user, "person_sheet", None) or PersonSheet(country=FRANCE)
        lines = {f"{cls.start}_{line}": getattr(sheet, column) for line, column in COLUMNS.items()}
        return {
            **lines,
            "birth_date": user.birth_date,
            "phone": sheet.phone,
            "mobile": sheet.mobile,
        }

    def clean_birth_date(self) -> Any:
        """Refuse a birth to come, or more than a century and a quarter ago."""
        return checked_birth_date(self.cleaned_data["birth_date"])

    def sheet(self) -> dict[str, Any]:
        """Return what to store, as `services.sheets.update_person_sheet` takes it."""
        typed = {name: self.cleaned_data[name] for name in ("birth_date", "phone", "mobile")}
        lines = {COLUMNS[line]: value for line, value in self.given().items()}
        country = lines["country"] or FRANCE
        return {**typed, **lines, "country": country, "is_from_register": self.is_of_register}


class OwnInformationForm(PersonSheetForm):
    """« Mes informations personnelles »: names too, which their owner may put right.

    The address may stay empty: who only acts for a structure need not give theirs.
    """

    is_optional = True

    civility = forms.ChoiceField(
        label=pgettext_lazy("of a person", "Title"),
        choices=Civility.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a title, or “Prefer not to say”.")},
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=100,
        widget=forms.TextInput({"autocomplete": "family-name"}),
        error_messages={"required": _("Enter your last name.")},
    )
    first_name = forms.CharField(
        label=_("First name"),
        max_length=100,
        widget=forms.TextInput({"autocomplete": "given-name"}),
        error_messages={"required": _("Enter your first name.")},
    )
    NAMES = ("civility", "last_name", "first_name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [name for name in self.fields if name not in self.NAMES]
        self.order_fields([*self.NAMES, *others])

    @classmethod
    def known_of(cls, user: User) -> dict[str, Any]:
        """Return what is known of the person, their names included."""
        return {**super().known_of(user), **{name: getattr(user, name) for name in cls.NAMES}}

    def names(self) -> dict[str, str]:
        """Return the names as typed."""
        return {name: self.cleaned_data[name] for name in self.NAMES}
