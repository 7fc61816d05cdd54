"""Four languages are declared; a language is shown once it has content."""

import gettext
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import formats, translation

from cms.core import languages

LOCALE = Path(__file__).resolve().parents[3] / "locale"


@pytest.mark.parametrize(("code", "name"), [("br", "brezhoneg"), ("oc", "occitan")])
def test_a_regional_language_has_its_own_name(code, name):
    assert translation.get_language_info(code)["name_local"] == name


@pytest.mark.parametrize(
    ("code", "count", "form"),
    [("oc", 0, 0), ("oc", 1, 0), ("oc", 2, 1), ("br", 1, 0), ("br", 2, 1), ("br", 3, 2),
     ("br", 11, 4), ("br", 1_000_000, 3), ("br", 5, 4)],
)  # fmt: skip
def test_a_regional_language_has_its_plural_rules(code, count, form):
    catalogue = gettext.translation("django", localedir=LOCALE, languages=[code])
    assert catalogue.plural(count) == form


@pytest.mark.parametrize("code", ["br", "oc"])
def test_a_regional_language_writes_numbers_as_in_france(code):
    with translation.override(code):
        number = formats.number_format(Decimal("1234.5"), use_l10n=True, force_grouping=True)
    assert number == "1\u00a0234,5"


@pytest.mark.django_db
def test_french_alone_is_shown_on_an_empty_portal():
    assert languages.live_languages() == ("fr",)


@pytest.mark.parametrize(
    ("path", "code", "expected"),
    [
        ("/aides/", "en", "/en/aides/"),
        ("/en/aides/", "fr", "/aides/"),
        ("/en/", "br", "/br/"),
        ("/", "fr", "/"),
    ],
)
def test_the_same_page_is_found_in_another_language(path, code, expected):
    assert languages.path_in_language(path, code) == expected
