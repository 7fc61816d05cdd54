"""The day of a deliberation, said once."""

from datetime import date

import pytest
from django.utils.translation import override

from aids.models import RegulationVersion
from aids.templatetags.aids import says_its_day


@pytest.mark.parametrize(
    ("deliberation", "said"),
    [
        ("Délibération n° 26-104 du 28 mai 2026", True),
        ("Délibération n° 26-104 du 28\u00a0mai\u00a02026", True),
        ("Délibération n° 26-104", False),
        ("Délibération n° 26-104 du 29 mai 2026", False),
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_deliberation_that_names_its_day_is_not_dated_again(
    deliberation: str, said: bool, language: str
) -> None:
    """In every language: the deliberation itself is in French."""
    text = RegulationVersion(deliberation=deliberation, adopted_on=date(2026, 5, 28))
    with override(language):
        assert says_its_day(text) is said
