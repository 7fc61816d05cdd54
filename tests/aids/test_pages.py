import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries
from wagtail.documents import get_document_model
from wagtail.models import PageViewRestriction

from aids.models import AidPage
from tests.factories.aids import AidFactory, BareAidFactory, RegulationVersionFactory

pytestmark = pytest.mark.django_db


def read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_an_open_aid_says_everything_on_one_page(client: Client) -> None:
    related = AidFactory(title="Vélo électrique")
    aid = AidFactory(
        title="Bourse de mobilité",
        page={
            "slug": "mobilite",
            "related": [related],
            "presentation": [
                {"type": "section", "value": {"heading": "Contexte", "text": "<p>Partir.</p>"}}
            ],
            "contacts": [
                {
                    "type": "contact",
                    "value": {
                        "service": "Service des bourses",
                        "territory": "Côte",
                        "phone": "02 61 91 20 10",
                        "email": "bourses@region.example",
                        "hours": "9 h à 17 h",
                        "address": "",
                    },
                }
            ],
            "questions": [
                {"type": "entry", "value": {"question": "Deux fois ?", "answer": "<p>Non.</p>"}}
            ],
        },
    )
    document = get_document_model()(title="Règlement")
    document.file.save("reglement.pdf", ContentFile(b"%PDF-1.4 text"))
    document.file_size = 2400
    document.save()
    today = timezone.localdate()
    RegulationVersionFactory(
        aid=aid, number="2026-9", effective_on=today - timedelta(days=1), document=document
    )
    RegulationVersionFactory(aid=aid, number="2027-1", future=True)
    html = read(client, "/aides/mobilite/")
    for text in (
        "Contexte",
        "<p>Partir.</p>",
        "2026-9",
        "2027-1",
        "PDF, 2",
        "Service des bourses – Côte",
        "tel:0261912010",
        "Deux fois ?",
        "Vélo électrique",
        "Votre projet",
        "Pièce d&#x27;identité",
        'href="/aides/mobilite/deposer/"',
        'href="/aides/mobilite/eligibilite/"',
        'data-fragment-url="/espace/fragments/aide/mobilite/"',
    ):
        assert text in html, text
    assert document.url in html
    assert "m-avertir" not in html
    assert not re.search(r"style=|<script(?![^>]*src=)|csrfmiddlewaretoken", html)


def test_a_closed_aid_says_when_and_offers_an_alert(client: Client) -> None:
    future = AidFactory(campaign="future", page={"slug": "a-venir"})
    AidFactory(campaign="closed", page={"slug": "fermee"})
    html = read(client, "/aides/a-venir/")
    assert 'href="/aides/a-venir/m-avertir/"' in html
    assert str(future.next_campaign().opens_at.year) in html
    assert 'class="govuk-button" href="/aides/a-venir/deposer/"' not in html
    assert 'href="/aides/fermee/m-avertir/"' in read(client, "/aides/fermee/")


def test_the_first_act_on_an_aid_is_the_one_its_state_allows(client: Client) -> None:
    """Open: its form; closed or to come: the alert. The eligibility test comes after."""
    for campaign, act in (("open", "deposer"), ("closed", "m-avertir"), ("future", "m-avertir")):
        slug = f"aide-{campaign}"
        AidFactory(campaign=campaign, page={"slug": slug})
        html = read(client, f"/aides/{slug}/")
        main = html[html.index("<main") : html.index("</main>")]
        acts = re.findall(rf'<a([^>]*)href="/aides/{slug}/([a-z-]+)/"([^>]*)>', main)
        for start in (0, 2):
            before, name, after = acts[start]
            assert name == act, (campaign, acts)
            assert "govuk-button" in before + after
            assert "govuk-button--secondary" not in before + after
            assert acts[start + 1][1] == "eligibilite"


def test_the_page_says_how_long_the_form_takes(client: Client) -> None:
    AidFactory(page={"slug": "courte"})

    assert re.search(r"2 étapes de questions · environ\s5\sminutes", read(client, "/aides/courte/"))


def test_an_aid_without_a_form_says_so(client: Client) -> None:
    AidFactory(schema=None, page={"slug": "sans-formulaire"})
    html = read(client, "/aides/sans-formulaire/")
    assert "/deposer/" not in html
    assert 'href="#contacts"' in html


def test_the_page_costs_few_queries_and_looks_at_nobody(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    AidFactory(page={"slug": "mobilite", "related": [AidFactory()]})
    client.get("/aides/mobilite/")
    with django_assert_max_num_queries(8):
        response = client.get("/aides/mobilite/?page=2")
    assert not response.cookies
    with django_assert_max_num_queries(0):
        client.get("/aides/mobilite/?utm_campaign=x")


def test_public_templates_touch_no_user_session_or_token(rf: RequestFactory) -> None:
    class Untouchable:
        def __getattr__(self, name: str) -> None:
            raise AssertionError(f"a public page looked at the visitor: {name}")

        def __bool__(self) -> bool:
            raise AssertionError("a public page looked at the visitor")

    AidFactory(page={"slug": "mobilite"})
    page = AidPage.objects.get(slug="mobilite")
    for one in (page, page.get_parent().specific):
        request = rf.get(one.get_url_parts()[2])
        request.user = AnonymousUser()
        request.session = Untouchable()
        response = one.serve(request)
        request.user = Untouchable()
        response.render()
        assert "CSRF_COOKIE" not in request.META


def test_restricted_and_missing_pages_are_not_served(client: Client) -> None:
    AidFactory(page={"slug": "mobilite"})
    AidFactory(page={"slug": "retiree"}).page().unpublish()
    assert client.get("/aides/retiree/").status_code == 404
    assert client.get("/aides/inconnue/").status_code == 404
    PageViewRestriction.objects.create(
        page=AidPage.objects.get(slug="mobilite"), restriction_type=PageViewRestriction.LOGIN
    )
    assert client.get("/aides/mobilite/").status_code == 302


def test_a_row_without_a_page_is_harmless() -> None:
    aid = BareAidFactory()
    assert aid.page() is None
    assert aid.url("en") == ""
