"""The region's colours: readable whatever is chosen, kept for good by browsers."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given, strategies as st

from cms.core import theme
from cms.core.models import SiteSettings

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
    ],
)
def test_contrast_is_the_one_of_wcag(first, second, ratio):
    assert theme.contrast(first, second) == pytest.approx(ratio, abs=0.01)
    assert theme.contrast(second, first) == pytest.approx(ratio, abs=0.01)


@given(colours)
def test_the_ink_on_a_colour_is_the_best_of_two(colour):
    assert theme.contrast(theme.ink_on(colour), colour) >= 3.8


@given(colours)
def test_a_readable_tone_is_readable_and_close(colour):
    tone = theme.readable_tone(colour)
    assert theme.contrast(tone, theme.SAND) >= 4.5
    if theme.contrast(colour, theme.SAND) >= 4.5:
        assert tone == colour


@given(colours, colours)
def test_every_page_stays_readable_whatever_the_settings_hold(brand, accent):
    made = theme.tokens(SiteSettings(brand_colour=brand, accent_colour=accent))
    assert theme.contrast(made["--brand"], theme.SAND) >= 4.5
    assert theme.contrast(made["--brand"], theme.GROUND) >= 4.5
    assert theme.contrast(made["--brand-ink"], made["--brand"]) >= 4.5
    assert theme.contrast(made["--brand-ink"], made["--brand-dark"]) >= 4.5
    assert theme.contrast("#ffffff", made["--brand-deep"]) >= 9
    assert theme.contrast(made["--brand-deep"], made["--brand-tint"]) >= 4.5
    assert theme.contrast(made["--brand-dark"], made["--brand-tint"]) >= 4.5
    assert theme.contrast(theme.INK, made["--accent-tint"]) >= 4.5


@pytest.mark.parametrize("colour", ["#ffcc00", "#9fd3c7", "#e0a526"])
def test_a_colour_too_pale_is_refused_with_a_tone_that_would_do(colour):
    with pytest.raises(ValidationError) as refusal:
        theme.validate_brand_colour(colour)
    proposed = refusal.value.params["tone"]
    theme.validate_brand_colour(proposed)


@pytest.mark.parametrize("value", ["", "teal", "#fff", "0b5c6b", "#0b5c6g", "#0b5c6b;}"])
def test_what_is_no_colour_is_refused(value):
    with pytest.raises(ValidationError):
        theme.validate_colour(value)


def test_the_settings_refuse_a_pale_colour_when_saved():
    settings = SiteSettings(brand_colour="#ffcc00", accent_colour="blue")
    with pytest.raises(ValidationError) as refusal:
        settings.clean()
    assert set(refusal.value.message_dict) == {"brand_colour", "accent_colour"}


def test_a_damaged_setting_never_reaches_the_stylesheet():
    settings = SiteSettings(brand_colour="}body{", accent_colour="url(x)")
    assert "body" not in theme.stylesheet(settings)
    assert "url" not in theme.stylesheet(settings)


@pytest.mark.django_db
def test_the_stylesheet_is_kept_for_good_under_its_own_name(client):
    address = theme.theme_url(SiteSettings())
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/css")
    assert "immutable" in answer.headers["Cache-Control"]
    assert "--brand:#0b5c6b" in answer.content.decode()
    assert not answer.cookies


@pytest.mark.django_db
def test_an_older_name_still_answers_and_is_not_kept(client):
    answer = client.get(reverse("theme", kwargs={"digest": "0" * 16}))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
