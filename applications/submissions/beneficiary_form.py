"""« Bénéficiaire » as a form: the fields of the parts shown, bound to what was typed."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from applications.accounts.models import Civility
from applications.registries.countries import FRANCE, countries
from applications.registries.numbers import WrongNumber, rna_of, siret_of
from applications.submissions.beneficiary import (
    ABROAD,
    ANOTHER,
    BODY,
    BY_RNA,
    BY_SIRET,
    FAMILY,
    IN_FRANCE,
    LINK,
    NO,
    SEARCH,
    SHEET,
    THIS_BODY,
    WHO,
    YES,
    Asked,
    Given,
)
from applications.submissions.models import BeneficiaryLink, Submission
from cms.core.date_parts import DatePartsField, DatePartsWidget
from cms.core.dates import paris_day

POSTCODE_PATTERN = r"^[0-9]{5}$"
ADULT_AGE = 18
Words = Any
"""A text, translated now or when shown."""


def _choice(label: Words, choices: Any, refusal: Words) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": refusal, "invalid_choice": refusal},
    )


def _text(
    label: Words,
    *,
    refusal: Words = "",
    autocomplete: str = "off",
    longest: int = 200,
    help_text: Words = "",
    **attributes: str,
) -> forms.CharField:
    """Return a line of text; with `refusal`, it is required and says so in these words."""
    return forms.CharField(
        label=label,
        max_length=longest,
        required=bool(refusal),
        help_text=help_text,
        widget=forms.TextInput({"autocomplete": autocomplete, **attributes}),
        error_messages={"required": refusal} if refusal else None,
    )


class NumberField(forms.CharField):
    """A SIRET or an RNA number, taken as people write it and kept compact."""

    def __init__(self, read: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(max_length=40, required=False, **kwargs)
        self.read = read

    def clean(self, value: Any) -> str:
        """Return the compact number, or refuse it in the words of the register's room."""
        text: str = super().clean(value)
        try:
            return self.read(text) if text else ""
        except WrongNumber as error:
            raise ValidationError(str(error), code=error.code) from None


class BeneficiaryForm(forms.Form):
    """The parts of the step that what was typed opens; see `beneficiary.Asked`."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(dict(asked.given.typed))
        self.asked = asked
        for part in asked.parts:
            for name in asked.fields_of(part):
                self.fields[name] = _FIELDS[name](asked)

    @property
    def parts(self) -> list[tuple[str, list[BoundField]]]:
        """Return the parts with their fields, for the page."""
        return [
            (part, [self[name] for name in self.asked.fields_of(part)]) for part in self.asked.parts
        ]

    def forgive(self, shown: tuple[str, ...]) -> None:
        """Say nothing yet of the parts the person has not seen."""
        for part in self.asked.parts:
            if part not in shown:
                for name in self.asked.fields_of(part):
                    self.errors.pop(name, None)

    def clean(self) -> dict[str, Any]:
        """Check what depends on several answers: age, and who may act for a child."""
        values: dict[str, Any] = super().clean() or {}
        born = values.get("birth_date")
        today = paris_day(timezone.now())
        if born is None:
            return values
        if born > today:
            self.add_error("birth_date", gettext("Enter a date of birth in the past."))
        elif _is_minor(born, today):
            self._check_minor(values)
        return values

    def _check_minor(self, values: Mapping[str, Any]) -> None:
        if not self.asked.submission.aid.allows_minors:
            words = gettext("This aid is for people aged 18 or over on the day of the application.")
            self.add_error("birth_date", words)
        elif values.get("link") == BeneficiaryLink.MANDATE:
            words = gettext(
                "A person under 18 gives no mandate: a parent or a guardian applies for them."
            )
            self.add_error("link", words)


def _is_minor(born: date, today: date) -> bool:
    """Whether somebody is under 18; born on 29 February, they come of age on 1 March."""
    had_birthday = (today.month, today.day) >= (born.month, born.day)
    return today.year - born.year - (not had_birthday) < ADULT_AGE


def beneficiary_form(submission: Submission, given: Given | None = None) -> BeneficiaryForm:
    """Return the step's form, with what the draft keeps or with what was just sent."""
    return BeneficiaryForm(Asked(submission, given))


def _body(asked: Asked) -> forms.Field:
    body = asked.body
    named = f"{body.name} ({gettext('SIRET')} {body.siret or '–'})" if body else ""
    return _choice(
        _("Who is the beneficiary?"),
        [(THIS_BODY, named), (ANOTHER, _("Another beneficiary"))],
        _("Choose the beneficiary."),
    )


def _postcode(asked: Asked) -> forms.Field:
    if asked.is_abroad:
        return _text(_("Postcode"), longest=12)
    field = _text(_("Postcode"), refusal=_("Write the postcode."), longest=12, inputmode="numeric")
    field.widget.attrs["data-width"] = "5"
    field.validators.append(
        RegexValidator(POSTCODE_PATTERN, _("Write the postcode with five digits, e.g. 35000."))
    )
    field.clean = _compact(field.clean)  # type: ignore[method-assign,assignment]
    return field


def _compact(clean: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: clean(re.sub(r"\s+", "", str(value or "")))


_FIELDS: dict[str, Callable[[Asked], forms.Field]] = {
    "who": lambda _asked: _choice(
        _("Are you the beneficiary of the aid?"),
        [(YES, _("Yes")), (NO, _("No"))],
        _("Say whether you are the beneficiary of the aid."),
    ),
    "body": _body,
    "family": lambda asked: _choice(
        _("The beneficiary is"),
        [(one.code, str(one)) for one in asked.families],
        _("Choose the family of the beneficiary."),
    ),
    "home": lambda _asked: _choice(
        _("Domiciled"),
        [(IN_FRANCE, _("In France")), (ABROAD, _("Abroad"))],
        _("Say whether the beneficiary is in France or abroad."),
    ),
    "link": lambda asked: _choice(
        _("What are you for the beneficiary?"),
        [(one.value, one.label) for one in asked.links],
        _("Say what you are for the beneficiary."),
    ),
    "search_by": lambda _asked: _choice(
        _("Search by"),
        [(BY_SIRET, _("SIRET")), (BY_RNA, _("RNA"))],
        _("Choose SIRET or RNA."),
    ),
    "number": lambda _asked: _text(
        _("Number"),
        refusal=_("Write the number, or fill in by hand."),
        longest=40,
        help_text=_("SIRET: 14 digits. RNA: W and 9 characters."),
    ),
    "civility": lambda _asked: _choice(
        _("Title of the beneficiary"), Civility.choices, _("Choose a title.")
    ),
    "last_name": lambda _asked: _text(
        _("Last name"), refusal=_("Write the last name."), longest=100
    ),
    "first_name": lambda _asked: _text(
        _("First name"), refusal=_("Write the first name."), longest=100
    ),
    "birth_date": lambda _asked: DatePartsField(
        label=_("Date of birth"),
        widget=DatePartsWidget(),
        help_text=_("For example 27 / 3 / 2007."),
        error_messages={"required": _("Write the date of birth.")},
    ),
    "name": lambda _asked: _text(_("Corporate name"), refusal=_("Write the corporate name.")),
    "siret": lambda _asked: NumberField(siret_of, label=_("SIRET")),
    "rna": lambda _asked: NumberField(rna_of, label=_("RNA number")),
    "legal_form": lambda _asked: _text(_("Legal form"), longest=100),
    "address_line": lambda _asked: _text(
        _("Number and street"), refusal=_("Write the number and the street.")
    ),
    "address_complement": lambda _asked: _text(_("Address complement")),
    "postcode": _postcode,
    "city": lambda _asked: _text(_("Town"), refusal=_("Write the town."), longest=100),
    "country": lambda _asked: forms.ChoiceField(
        label=_("Country"),
        choices=[
            ("", "–"),
            *((code, name) for code, name in countries().items() if code != FRANCE),
        ],
        error_messages={"required": _("Choose the country.")},
    ),
    "phone": lambda _asked: forms.CharField(
        label=_("Phone"),
        max_length=30,
        required=False,
        validators=[
            RegexValidator(
                r"^\+?[0-9 .()-]{6,30}$", _("Write a phone number, e.g. 02 99 00 00 00.")
            )
        ],
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "tel", "data-width": "20"}),
    ),
    "email": lambda _asked: forms.EmailField(
        label=_("E-mail address"),
        required=False,
        widget=forms.EmailInput({"autocomplete": "off"}),
    ),
}

PART_TITLES: dict[str, Words] = {
    WHO: "",
    BODY: "",
    FAMILY: _("Choice of the family of the beneficiary"),
    LINK: _("Your link with the beneficiary"),
    SEARCH: _("Search for the beneficiary"),
    SHEET: _("The beneficiary"),
}
