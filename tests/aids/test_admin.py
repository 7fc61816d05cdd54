from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from aids.models import Aid, AidPage, Campaign
from cms.core.models import Event
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.aids import AidFactory, CampaignFactory, catalog_page, form_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    user = UserFactory(administrator=True)
    user.is_superuser = True
    user.save()
    return sign_in(client, user)


def page_data(label: str, **extra: Any) -> dict[str, Any]:
    empty = streamfield([])
    question = {
        "id": "11111111-1111-4111-8111-111111111111",
        "type": "text",
        "value": {"label": label, "help": "", "is_required": "on", "settings": streamfield([])},
        "order": "0",
        "deleted": "",
    }
    step = {"title": "Votre projet", "introduction": "", "settings": streamfield([])}
    questions = {"questions-count": "1", **{f"questions-0-{k}": v for k, v in question.items()}}
    data = {
        "title": "Aide écrite ici",
        "slug": "aide-ecrite-ici",
        "summary": "Une aide.",
        "who": "",
        "amount": "",
        "banner": rich_text(""),
        "preamble": rich_text(""),
        "presentation": empty,
        "contacts": empty,
        "questions": empty,
        "criteria": empty,
        "steps": streamfield([("step", {**step, **questions})]),
        "documents": empty,
        "statements": empty,
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **extra,
    }
    return nested_form_data(data)


def test_a_form_that_cannot_be_filled_is_kept_as_a_draft_and_not_published(staff: Client) -> None:
    add = f"/gestion/pages/add/aids/aidpage/{catalog_page().pk}/"
    assert staff.get(add).status_code == 200
    refused = staff.post(add, page_data("", **{"action-publish": "1"}))
    assert refused.status_code == 200
    assert not AidPage.objects.exists()
    staff.post(add, page_data(""))
    page = AidPage.objects.get()
    assert not page.live
    assert Aid.objects.get().title == "Aide écrite ici"
    edit = f"/gestion/pages/{page.pk}/edit/"
    html = staff.get(edit).content.decode()
    assert "Votre projet" in html.split("help-warning")[1][:600]
    staff.post(edit, page_data("Nom du projet", **{"action-publish": "1"}))
    version = form_version(Aid.objects.get())
    assert version.schema["steps"][0]["questions"][0]["label"] == "Nom du projet"
    assert version.author_id is not None


def test_campaigns_and_lists_are_saved_at_once_with_their_event(staff: Client) -> None:
    aid = AidFactory(campaign=None)
    regulation = aid.regulations.get()
    now = timezone.localtime()
    data = {
        "aid": aid.pk,
        "name": "Campagne 2027",
        "opens_at": f"{now - timedelta(days=1):%Y-%m-%d %H:%M}",
        "closes_at": f"{now - timedelta(days=2):%Y-%m-%d %H:%M}",
        "regulation": regulation.pk,
        "envelope_amount": "1000",
    }
    add = f"/gestion/aides/campagnes/new/?aid={aid.pk}"
    assert staff.get(add).status_code == 200
    assert staff.post(add, data).status_code == 200
    assert not Campaign.objects.exists()
    assert staff.post(add, {**data, "closes_at": ""}).status_code == 302
    campaign = Campaign.objects.get()
    assert staff.post(f"/gestion/aides/campagnes/delete/{campaign.pk}/").status_code == 302
    assert set(Event.objects.filter(subject_id=aid.pk).values_list("kind", flat=True)) >= {
        "aid.campaign_saved",
        "aid.campaign_deleted",
    }
    for path in ("reglements", "reglages", "equipes", "publics", "themes", "familles"):
        assert staff.get(f"/gestion/aides/{path}/").status_code == 200
    taxon = {"code": "mer", "label": "Mer", "label_en": "Sea", "position": "1"}
    assert staff.post("/gestion/aides/themes/new/", taxon).status_code == 302
    assert Event.objects.filter(kind="aid.list_saved").exists()


def test_rows_of_aids_are_changed_and_never_added(staff: Client) -> None:
    aid = AidFactory()
    assert staff.get("/gestion/aides/reglages/new/").status_code == 302
    assert staff.get(f"/gestion/aides/reglages/edit/{aid.pk}/").status_code == 200
    staff.post(f"/gestion/aides/reglages/edit/{aid.pk}/", {"short_code": "abc", "team": ""})
    assert Aid.objects.get().short_code == aid.short_code
    staff.post(
        f"/gestion/aides/reglages/edit/{aid.pk}/", {"short_code": "ABC", "is_limited_to_one": "on"}
    )
    assert Aid.objects.get().short_code == "ABC"
    assert Aid.objects.get().is_limited_to_one
    assert Event.objects.filter(kind="aid.settings_saved", subject_id=aid.pk).count() == 1


def test_the_page_lists_what_is_saved_outside_it(staff: Client) -> None:
    aid = AidFactory()
    CampaignFactory(aid=aid, future=True)
    html = staff.get(f"/gestion/pages/{aid.page().pk}/edit/").content.decode()
    assert "Campagne en cours" in html
    assert "Campagne à venir" in html
    assert f"/gestion/aides/reglements/edit/{aid.regulations.get().pk}/" in html
    assert f"/gestion/aides/reglages/edit/{aid.pk}/" in html


def test_a_preview_shows_the_draft_form(staff: Client) -> None:
    aid = AidFactory()
    page = aid.page()
    response = page.make_preview_request()
    assert response.status_code == 200
    assert "Votre budget" in response.render().content.decode()
