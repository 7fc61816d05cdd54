from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from aids import catalog, showcase
from aids.models import AidPage, AidSearchEntry, Campaign
from cms.core.caches import pages as cache
from tests.factories.aids import AidFactory, CampaignFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def aids() -> dict[str, Any]:
    return {
        "mobility": AidFactory(
            title="Bourse de mobilité internationale",
            page={"slug": "mobilite", "summary": "Étudier à l'étranger", "is_featured": True},
        ),
        "bike": AidFactory(
            title="Vélo électrique",
            campaign="permanent",
            page={
                "slug": "velo",
                "audiences": ["particulier", "association"],
                "themes": ["environnement"],
                "natures": ["subvention"],
            },
        ),
        "heritage": AidFactory(
            title="Patrimoine des communes",
            campaign="future",
            page={
                "slug": "patrimoine",
                "summary": "Restaurer une chapelle",
                "audiences": ["acteur-public"],
                "themes": ["patrimoine"],
                "natures": ["subvention"],
                "presentation": [
                    {
                        "type": "section",
                        "value": {"heading": "Contexte", "text": "<p>Une bourse de travaux</p>"},
                    }
                ],
            },
        ),
        "closed": AidFactory(title="Chèque numérique", campaign="closed", page={"slug": "cheque"}),
    }


def found(query: str, **kwargs: Any) -> list[str]:
    result = catalog.search(
        QueryDict(query), language=kwargs.get("language", "fr"), now=timezone.now()
    )
    return [card.title for card in result.page]


def test_accents_plurals_and_slips_hide_nothing(aids: dict[str, Any]) -> None:
    for asked in ("velo", "vélos", "VELOS ELECTRIQUES", "vélo electrqiue", "électr"):
        assert found(f"q={asked}") == ["Vélo électrique"], asked


def test_title_comes_before_labels_and_labels_before_text(aids: dict[str, Any]) -> None:
    assert found("q=bourse") == [
        "Bourse de mobilité internationale",
        "Chèque numérique",
        "Patrimoine des communes",
    ]


def test_some_words_are_better_than_nothing(aids: dict[str, Any]) -> None:
    result = catalog.search(QueryDict("q=vélo+chapelle"), language="fr", now=timezone.now())
    assert result.is_widened
    assert {card.title for card in result.page} == {"Vélo électrique", "Patrimoine des communes"}
    assert found("q=zzzzzz") == []


@pytest.mark.parametrize("asked", ["é", "à", "d'é", "le", "???"])
def test_a_text_with_nothing_to_search_by_shows_every_aid_and_says_so(
    aids: dict[str, Any], client: Client, asked: str
) -> None:
    html = client.get("/aides/", {"q": asked}).content.decode()
    assert len(found(f"q={asked}")) == len(aids)
    assert "ne suffit pas pour chercher" in html
    assert "3 premières lettres" in html
    assert "ne suffit pas" not in client.get("/aides/?q=velo").content.decode()


def test_a_letter_alone_beside_a_word_is_left_out(aids: dict[str, Any]) -> None:
    result = catalog.search(QueryDict("q=vélo+é"), language="fr", now=timezone.now())
    assert [card.title for card in result.page] == ["Vélo électrique"]
    assert not result.is_widened
    assert not result.is_unread


def test_a_word_no_aid_has_does_not_find_its_neighbours(aids: dict[str, Any]) -> None:
    AidFactory(
        title="Prêt à la création",
        page={
            "slug": "pret",
            "summary": "Une mise de départ pour la musique et l'écologie",
            "presentation": [
                {
                    "type": "section",
                    "value": {"heading": "Contexte", "text": "<p>Le trait, pour un concern</p>"},
                }
            ],
        },
    )
    for asked in ("musée", "musées", "école", "train", "concert"):
        assert found(f"q={asked}") == [], asked
    for asked in ("misse", "musiques", "ecologie", "écolo", "trait"):
        assert found(f"q={asked}") == ["Prêt à la création"], asked


def test_filters(aids: dict[str, Any]) -> None:
    bursary, bike = "Bourse de mobilité internationale", "Vélo électrique"
    heritage, cheque = "Patrimoine des communes", "Chèque numérique"
    for query, titles in {
        "public=association": [bike],
        "public=association&public=acteur-public": [bike, heritage],
        "nature=subvention&theme=patrimoine": [heritage],
        "territoire=region": [bursary, bike, heritage, cheque],
        "ouverture=ouverte": [bursary, bike],
        "ouverture=permanente": [bike],
        "ouverture=a-venir": [heritage],
        "ouverture=fermee": [cheque],
        "public=inconnu&theme=&tri=x&ouverture=association": [bursary, bike, heritage, cheque],
    }.items():
        assert found(query) == titles, query


def test_counts_are_those_of_the_other_filters(aids: dict[str, Any]) -> None:
    result = catalog.search(
        QueryDict("nature=subvention&public=association"), language="fr", now=timezone.now()
    )
    counts = {
        facet.name: {choice.value: choice.count for choice in facet.choices}
        for facet in result.facets
    }
    assert counts["public"] == {"particulier": 1, "association": 1, "acteur-public": 1}
    assert counts["nature"] == {"bourse": 0, "subvention": 1}
    assert counts["ouverture"]["permanente"] == counts["ouverture"]["ouverte"] == 1


@pytest.mark.parametrize(
    "ticked",
    [
        "",
        "public=particulier",
        "public=association&public=acteur-public&nature=subvention",
        "public=acteur-public&theme=patrimoine&ouverture=a-venir",
        "q=bourse&public=particulier&ouverture=ouverte",
    ],
)
def test_a_count_is_what_its_value_alone_would_give_beside_the_other_filters(
    aids: dict[str, Any], ticked: str
) -> None:
    """A family ticked changes the counts of themes and openings, never those of families."""
    result = catalog.search(QueryDict(ticked), language="fr", now=timezone.now())
    for facet in result.facets:
        for choice in facet.choices:
            alone = QueryDict(ticked, mutable=True)
            alone.setlist(facet.name, [choice.value])
            assert choice.count == len(found(alone.urlencode())), (facet.name, choice.value)


def test_orders(aids: dict[str, Any]) -> None:
    CampaignFactory(
        aid=aids["bike"],
        opens_at=timezone.now() - timedelta(days=1),
        closes_at=timezone.now() + timedelta(days=2),
    )
    assert found("tri=cloture")[:2] == ["Vélo électrique", "Bourse de mobilité internationale"]
    assert found("tri=recentes")[0] == "Chèque numérique"


def test_pages(client: Client) -> None:
    for number in range(catalog.PAGE_SIZE + 1):
        AidFactory(title=f"Aide {number:02d}", schema=None)
    assert len(found("")) == catalog.PAGE_SIZE
    assert found("page=2") == [f"Aide {catalog.PAGE_SIZE:02d}"]
    assert found("page=999") == found("page=2")
    assert len(found("page=x")) == catalog.PAGE_SIZE
    assert "page=2" in client.get("/aides/").content.decode()


def test_entries_are_written_again_when_missing_or_old(aids: dict[str, Any]) -> None:
    AidSearchEntry.objects.all().delete()
    assert found("q=velo") == ["Vélo électrique"]
    page = AidPage.objects.get(slug="velo")
    page.title = "Trottinette"
    page.save_revision().publish()
    cache.clear()
    assert found("q=trotinette") == ["Trottinette"]
    page.unpublish()
    cache.clear()
    assert found("q=trottinette") == []


def test_an_untranslated_aid_stands_in_french_elsewhere(aids: dict[str, Any]) -> None:
    result = catalog.search(QueryDict("q=velo"), language="en", now=timezone.now())
    assert [card.lang for card in result.page] == ["fr"]


def test_the_page_is_the_same_for_everyone_and_costs_few_queries(
    aids: dict[str, Any], client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/aides/")
    with django_assert_max_num_queries(8):
        response = client.get("/aides/?q=bourse&public=particulier")
    assert response.status_code == 200
    assert not response.cookies
    html = response.content.decode()
    assert "csrfmiddlewaretoken" not in html
    assert "Bourse de mobilité internationale" in html
    with django_assert_max_num_queries(0):
        client.get("/aides/?q=bourse&public=particulier&utm_source=x")


def test_an_empty_search_helps(aids: dict[str, Any], client: Client) -> None:
    response = client.get("/aides/?q=zzzzzz%00<b>")
    assert response.status_code == 200
    assert "<b>" not in response.content.decode().split("<main")[1].split("portal-chips")[1]


def test_what_other_pages_put_in_view(aids: dict[str, Any]) -> None:
    now = timezone.now()
    assert [card.title for card in showcase.featured(language="fr", now=now)] == [
        "Bourse de mobilité internationale"
    ]
    assert [card.title for card in showcase.closing_soon(language="fr", now=now)] == [
        "Bourse de mobilité internationale"
    ]
    assert [
        card.title for card in showcase.for_audiences(["particulier"], language="fr", now=now)
    ] == ["Bourse de mobilité internationale", "Vélo électrique", "Chèque numérique"]
    next_change = min(
        moment
        for campaign in Campaign.objects.all()
        for moment in (campaign.opens_at, campaign.closes_at)
        if moment and moment > now
    )
    assert showcase.next_change_at(now=now) == next_change
