"""The history of a form: what each version changed, who stands on it, how it read, put back."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aids.drafts import schema_of
from aids.models import Aid, AidPage, DraftChoice, FormTexts, FormVersion
from applications.accounts.models import User
from cms.core.models import Event
from tests.aids.form_admin.conftest import url_of
from tests.aids.test_form_changes import TITLE, choose, publish, relabelled, without
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.aids import node_id, small_schema
from tests.factories.submissions import SubmissionFactory
from tests.journeys.test_apply import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(aid: Aid) -> FormVersion:
    """Publish a second version, with two drafts and a filed dossier on the first."""
    SubmissionFactory(aid=aid, answers={TITLE: "x"})
    SubmissionFactory(aid=aid)
    SubmissionFactory(aid=aid, filed=True)
    new = without(small_schema(), TITLE)
    choose(aid, new, DraftChoice.IMPOSE, reason="Le titre ne sert pas")
    made: FormVersion = publish(aid, new)
    return made


def test_the_history_lists_versions_with_words_dates_authors_and_uses(
    client: Client, page: AidPage, second: FormVersion, editor: User
) -> None:
    FormVersion.objects.filter(pk=second.pk).update(author_id=editor.pk)
    SubmissionFactory(aid=second.aid)

    words = text_of(client.get(url_of(page, "versions/")))

    newest, first = words.split("Version 1 ", 1)
    assert "Version 2 en vigueur" in newest
    assert "Soizic Le Guen" in newest
    assert "Question retirée : « Nom du projet »." in newest
    assert "Le titre ne sert pas" in newest
    assert "Brouillons 1 Dossiers déposés 0" in newest
    assert "Première version." in first
    assert "Brouillons 2 Dossiers déposés 1" in first


def test_the_history_is_cut_in_pages_and_costs_the_same(
    client: Client,
    aid: Aid,
    page: AidPage,
    django_assert_num_queries: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(3):
        publish(aid, relabelled(small_schema(), f"Titre {number}"))
    monkeypatch.setattr("aids.form_admin.version_views.PER_PAGE", 2)
    first = text_of(client.get(url_of(page, "versions/")))
    assert "« Titre 1 » devient « Titre 2 »" in first
    assert "« Titre 0 » devient « Titre 1 »" in first
    assert "Versions plus anciennes" in first
    last = text_of(client.get(url_of(page, "versions/?p=2")))
    assert "« Nom du projet » devient « Titre 0 »" in last
    assert "Versions plus récentes" in last


def test_a_version_is_read_step_by_step_as_applicants_saw_it(
    client: Client, page: AidPage, second: FormVersion
) -> None:
    frame = client.get(url_of(page, "versions/1/")).content.decode()
    assert "<iframe" in frame
    reading = url_of(page, "versions/1/lecture/?langue=fr")

    def part(code: str, extra: str = "") -> tuple[str, str]:
        answer = client.get(f"{reading}&partie={code}{extra}")
        assert answer.status_code == 200
        return text_of(answer), answer.content.decode()

    assert "Préparez vos justificatifs." in part("preambule")[0]
    assert "Habitez-vous dans la région" in part("criteres")[0]
    words, html = part("dossier-1")
    assert "Nom du projet" in words
    assert f'id="q-{node_id("q-country")}"' in html
    assert "hidden" in html.split(f'id="q-{node_id("q-country")}"')[1].split(">")[0]
    whole = part("dossier-1", "&tout=1")[1]
    assert "hidden" not in whole.split(f'id="q-{node_id("q-country")}"')[1].split(">")[0]
    assert "Montant demandé" in part("dossier-2")[0]
    assert "Pièce d'identité" in part("pieces")[0]
    assert "Je certifie l'exactitude" in part("attestations")[0]
    assert "Préparez vos justificatifs." in part("n-importe-quoi")[0]
    assert 'name="action"' not in html
    assert 'method="dialog"' in html
    now = url_of(page, "versions/2/lecture/?langue=fr&partie=dossier-1")
    assert "Nom du projet" not in text_of(client.get(now))


def test_a_version_is_read_in_each_language_it_had(client: Client, page: AidPage, aid: Aid) -> None:
    version = aid.form_versions.get()
    FormTexts.objects.create(
        version=version,
        language="en",
        digest="d" * 64,
        texts={f"{TITLE}.label": "Name of the project"},
        created_at=timezone.now(),
        current_since=timezone.now(),
    )
    assert "langue=en" in client.get(url_of(page, "versions/1/")).content.decode()
    reading = url_of(page, "versions/1/lecture/?partie=dossier-1&langue=")
    english = client.get(reading + "en").content.decode()
    assert "Name of the project" in english
    assert '<html lang="en"' in english
    assert "Nom du projet" in text_of(client.get(reading + "fr"))
    assert client.get(reading + "br").status_code == 404


def test_a_version_is_put_back_in_the_draft_ids_kept_and_nothing_is_published(
    client: Client, page: AidPage, aid: Aid, second: FormVersion, editor: User
) -> None:
    asked = text_of(client.get(url_of(page, "versions/1/retablir/")))
    assert "Question ajoutée dans « Votre projet » : « Nom du projet »." in asked
    assert page.revisions.count() == 2

    client.post(url_of(page, "versions/1/retablir/"))

    fresh = AidPage.objects.get(pk=page.pk)
    assert schema_of(fresh.get_latest_revision_as_object()) == small_schema()
    assert schema_of(fresh) == without(small_schema(), TITLE)
    assert fresh.has_unpublished_changes
    assert fresh.get_latest_revision().user_id == editor.pk
    assert FormVersion.objects.filter(aid=aid).count() == 2
    event = Event.objects.get(kind="aid.form_restored")
    assert (event.actor_id, event.params["number"]) == (editor.pk, 1)


def test_a_locked_page_is_not_written_in(
    client: Client, page: AidPage, second: FormVersion
) -> None:
    page.locked, page.locked_by = True, UserFactory(editor=True)
    page.save()
    before = page.revisions.count()
    assert client.post(url_of(page, "versions/1/retablir/")).status_code == 403
    assert page.revisions.count() == before


def test_what_does_not_exist_is_not_found(client: Client, page: AidPage) -> None:
    for end in ("versions/9/", "versions/9/retablir/", "versions/9/lecture/?langue=fr"):
        assert client.get(url_of(page, end)).status_code == 404
    assert client.get("/gestion/aides/formulaires/999999/versions/").status_code == 404
    assert (
        sign_in(Client(), UserFactory(publisher=True))
        .get(url_of(page, "export/?version=9"))
        .status_code
        == 404
    )
