"""The preview of the page editor shows the form, with what is not saved yet."""

import re
from typing import Any

import pytest
from django.test import Client

from aids.models import AidPage
from applications.formbuilder.schema import FormSchema
from cms.core.models import Event
from tests.aids.form_admin.test_check import posted
from tests.aids.test_form_changes import COUNTRY, relabelled
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.aids import small_schema
from tests.journeys.test_apply import text_of

pytestmark = pytest.mark.django_db


def preview_url(page: AidPage, mode: str = "formulaire") -> str:
    return f"/gestion/pages/{page.pk}/edit/preview/?in_preview_panel=true&mode={mode}"


def test_the_form_is_shown_as_it_is_being_written_and_nothing_is_saved(
    client: Client,
    page: AidPage,
) -> None:
    before = page.revisions.count(), Event.objects.count()
    sent = posted(page, **{"steps-0-value-title": "Votre beau budget"})
    assert client.post(preview_url(page), sent).json()["is_valid"]

    shown = client.get(preview_url(page))

    words = text_of(shown)
    assert "Votre beau budget" in words
    assert "Montant demandé" in words
    assert "Nom du projet" not in words
    html = shown.content.decode()
    assert 'method="dialog"' in html
    assert "csrfmiddlewaretoken" not in html
    assert 'name="robots" content="noindex"' in html
    assert (page.revisions.count(), Event.objects.count()) == before


def saved_url(page: AidPage, mode: str = "formulaire") -> str:
    """Return the address of the preview of the page as last saved."""
    revision = AidPage.objects.get(pk=page.pk).latest_revision_id
    return f"/gestion/pages/{page.pk}/revisions/{revision}/view/?mode={mode}"


def test_the_page_stays_the_first_mode_and_the_form_has_two(
    client: Client,
    page: AidPage,
    save_draft: Any,
) -> None:
    html = client.get(f"/gestion/pages/{page.pk}/edit/").content.decode()
    for words in ("Page de l&#x27;aide", "Formulaire, tous les cas"):
        assert words in html
    save_draft(small_schema())
    assert "Ce qui sera demandé" in text_of(client.get(saved_url(page, "")))
    hidden = re.compile(rf'data-question="{COUNTRY}"\s+hidden')
    assert hidden.search(client.get(saved_url(page)).content.decode())
    whole = client.get(saved_url(page, "formulaire-complet")).content.decode()
    assert not hidden.search(whole)
    assert "Pays du séjour" in whole


def test_an_unfinished_form_is_shown_with_what_is_to_correct(
    client: Client,
    page: AidPage,
    save_draft: Any,
) -> None:
    save_draft(relabelled(small_schema(), ""))

    words = text_of(client.get(saved_url(page)))

    assert "1 point à corriger" in words
    assert "Nature du projet" in words

    save_draft(FormSchema())
    assert "ne demande rien" in text_of(client.get(saved_url(page)))


def test_only_those_who_edit_the_page_see_its_preview(page: AidPage) -> None:
    for role in ("officer", "support", "administrator"):
        staff = sign_in(Client(), UserFactory(**{role: True}))
        refused = staff.post(preview_url(page), posted(page))
        assert "Montant" not in refused.content.decode()
        assert staff.get(preview_url(page)).status_code in {302, 403}
