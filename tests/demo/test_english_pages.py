"""What somebody reads in English: no French that is not marked as such, no French quotes."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Page

from applications.accounts.models import User
from tests.databases import Clone
from tests.factories.accounts import sign_in

loaded = pytest.mark.parametrize("fresh_db", ["demo"], indirect=True)

FUNCTION_WORDS = """
au aux avec ce cette ces dans de des du elle en est et il la le les leur ne nous ou par pas plus
pour que qui sont sur un une vers votre vos vous
"""
FRENCH = frozenset(FUNCTION_WORDS.split())
PROPER_NAME = re.compile(r"\b96\d{3}\b|Syndicat numérique|Maison des services", re.IGNORECASE)
OTHER_PAGES = [
    "/en/compte/creer/",
    "/en/compte/connexion/",
    "/en/compte/identifiants/",
    "/en/plan-du-site/",
    "/en/aides/?q=velo&public=particulier",
    "/en/aides/?q=zzzz",
    "/en/aides/velo-electrique/eligibilite/",
    "/en/aides/velo-electrique/m-avertir/",
    "/en/no-such-page/",
]
OWN_PAGES = ["/en/espace/", "/en/espace/dossiers/", "/en/compte/"]


def odd_in(html: str) -> list[str]:
    """Return the texts that look French without saying so, and those with French quotes."""
    soup = BeautifulSoup(html, "html.parser")
    for hidden in soup.select("script, style, [lang=fr]"):
        hidden.decompose()
    texts = [str(text) for text in soup.find_all(string=True)]
    texts += [str(tag["aria-label"]) for tag in soup.select("[aria-label]")]
    return [
        " ".join(text.split())
        for text in texts
        if not PROPER_NAME.search(text)
        and (
            re.search("[«»]", text)
            or len(FRENCH & set(re.findall(r"[a-zà-ÿœ]+", text.lower()))) > 1
        )
    ]


def test_what_is_french_is_seen_by_these_tests() -> None:
    assert odd_in("<p>Déposez la demande avec le service.</p>") != []
    assert odd_in('<p lang="fr">Déposez la demande avec le service.</p>') == []
    assert odd_in("<p>Apply with the service.</p>") == []


@loaded
def test_public_pages_in_english_hold_no_unmarked_french(fresh_db: Clone) -> None:
    client = Client()
    pages = Page.objects.live().filter(locale__language_code="en").specific()
    addresses = [str(page.get_url()) for page in pages]
    assert len(addresses) >= 17
    for address in [*addresses, *OTHER_PAGES]:
        assert odd_in(client.get(address).content.decode()) == [], address


@loaded
def test_a_persons_own_pages_in_english_hold_no_unmarked_french(fresh_db: Clone) -> None:
    client = sign_in(Client(), User.objects.get(username="demandeur01"))
    for address in OWN_PAGES:
        response = client.get(address)
        assert response.status_code == 200
        assert odd_in(response.content.decode()) == [], address
