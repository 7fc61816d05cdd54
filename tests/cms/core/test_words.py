"""Words the portal says in its own way, whichever form they come from; how mails write colons."""

import re
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator

MAILS = Path(__file__).resolve().parents[3] / "templates" / "emails"


class AnyForm(forms.Form):
    """A form that words nothing itself."""

    site = forms.URLField(assume_scheme="https")
    address = forms.EmailField()


def test_wrong_sites_and_addresses_are_refused_in_the_portal_s_own_words() -> None:
    """The same from a form and from a validator alone."""
    errors = AnyForm({"site": "pas un site", "address": "maelle"}).errors
    site, address = errors["site"][0], errors["address"][0]
    assert site == "Écrivez une adresse de site complète, par exemple https://www.exemple.fr."
    assert address == (
        "Saisissez une adresse électronique au bon format, par exemple nom@exemple.fr."
    )
    for validator, words in ((URLValidator(), site), (EmailValidator(), address)):
        with pytest.raises(ValidationError) as refusal:
            validator("ni l'un ni l'autre")
        assert refusal.value.messages == [words]


def test_no_mail_writes_a_colon_outside_its_translated_words() -> None:
    """French puts a space before it; only a translation can know."""
    outside = re.compile(r"""translate "[^"]*"[^%]*%\}:""")
    for mail in MAILS.rglob("*.txt"):
        assert not outside.search(mail.read_text()), mail.name
