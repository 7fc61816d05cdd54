"""« Vérifier le formulaire »: an editor is stopped, reads the effects, chooses, publishes."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from aids import form_checks
from aids.models import Aid, AidPage, FormChange, FormVersion
from applications.accounts.models import User
from applications.formbuilder.schema import FormSchema, Step
from cms.core.dates import end_of_paris_day, paris_day
from tests.aids.form_admin.conftest import url_of
from tests.aids.test_form_changes import TITLE, many_drafts, relabelled, without
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.aids import node_id, small_schema
from tests.factories.submissions import SubmissionFactory
from tests.journeys.test_apply import hidden, text_of

pytestmark = pytest.mark.django_db


def posted(page: AidPage, **extra: str) -> dict[str, Any]:
    """Return what the page editor posts for the small form without its first question."""
    empty = streamfield([])
    rare = {"settings": streamfield([])}
    choices = {"choices-count": "0"}
    amount = {"label": "Montant demandé", "help": "", "is_required": "on", **rare, **choices}
    question = {
        "id": node_id("q-amount"),
        "type": "amount",
        "value": amount,
        "order": "0",
        "deleted": "",
    }
    step = {
        "title": "Votre budget",
        "introduction": "",
        **rare,
        "questions-count": "1",
        **{f"questions-0-{key}": value for key, value in question.items()},
    }
    steps = {
        "count": "1",
        "0-id": node_id("s-budget"),
        "0-type": "step",
        "0-order": "0",
        "0-deleted": "",
        "0-value": step,
    }
    names = ("presentation", "contacts", "questions", "criteria", "documents", "statements")
    return nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "summary": "Une aide.",
            "who": "",
            "amount": "",
            "banner": rich_text(""),
            "preamble": rich_text(""),
            **dict.fromkeys(names, empty),
            "steps": steps,
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            **extra,
        }
    )


def test_publishing_a_destructive_change_is_refused_with_its_places_then_let_out_by_a_choice(
    client: Client, aid: Aid, page: AidPage, editor: User
) -> None:
    SubmissionFactory(aid=aid, complete=True)
    edit = f"/gestion/pages/{page.pk}/edit/"

    refused = client.post(edit, posted(page, **{"action-publish": "1"}))

    words = text_of(refused)
    assert "Votre projet › Nom du projet" in words
    assert f'href="{url_of(page, "verification/")}"' in refused.content.decode()
    assert FormVersion.objects.count() == 1

    submitted = client.post(edit, posted(page, **{"action-submit": "1"}))
    assert FormVersion.objects.count() == 1
    assert submitted.status_code in {200, 302}
    later = timezone.localtime() + timedelta(days=2)
    client.post(
        edit,
        posted(page, **{"action-publish": "1", "go_live_at": f"{later:%Y-%m-%d %H:%M}"}),
    )
    assert not AidPage.objects.get(pk=page.pk).scheduled_revision

    client.post(edit, posted(page))
    check = client.get(url_of(page, "verification/"))
    assert check.status_code == 200
    assert "Nom du projet" in text_of(check)
    assert "La publication attend ce choix" in text_of(check)
    chosen = client.post(
        url_of(page, "verification/"),
        {"structure": hidden(check, "structure"), "choice": "offer"},
    )
    assert chosen.status_code == 302
    told = client.post(edit, posted(page, **{"action-publish": "1"}), follow=True)
    assert FormVersion.objects.count() == 2
    assert "La version 2 du formulaire est en vigueur. 1 brouillon" in text_of(told)
    change = FormChange.objects.get()
    assert change.version is not None
    assert change.decided_by_id == editor.pk


def test_the_page_says_what_breaks_what_changes_and_what_it_does_without_naming_anybody(
    client: Client, aid: Aid, page: AidPage, save_draft: Any
) -> None:
    draft = SubmissionFactory(aid=aid, complete=True)
    schema = small_schema()
    save_draft(schema)
    words = text_of(client.get(url_of(page, "verification/")))
    assert "le même que la version 1" in words
    assert re.search(r"Environ\s5\sminutes – calculé d'après les questions", words)

    save_draft(relabelled(schema, "Titre"))
    words = text_of(client.get(url_of(page, "verification/")))
    assert "« Nom du projet » devient « Titre »" in words
    assert "Seule la rédaction change" in words

    save_draft(without(schema, TITLE))
    words = text_of(client.get(url_of(page, "verification/")))
    assert "Question supprimée" in words
    assert "1 brouillon peut encore être déposé" in words
    for secret in (draft.reference, draft.writer.last_name, "Un été à vélo", draft.writer.email):
        assert secret not in words

    save_draft(relabelled(schema, ""))
    answer = client.get(url_of(page, "verification/"))
    assert "Le formulaire ne peut pas encore être publié" in text_of(answer)
    assert f"#block-{TITLE}-section" in answer.content.decode()


def test_a_date_or_a_reason_missing_is_asked_for_and_nothing_typed_is_lost(
    client: Client, aid: Aid, page: AidPage, save_draft: Any
) -> None:
    SubmissionFactory(aid=aid, complete=True)
    save_draft(without(small_schema(), TITLE))
    form = client.get(url_of(page, "verification/"))
    closing = aid.campaigns.get().closes_at
    assert closing is not None
    assert f'value="{paris_day(closing):%Y-%m-%d}"' in form.content.decode()
    sent = {"structure": hidden(form, "structure")}

    def post(**values: str) -> Any:
        return client.post(url_of(page, "verification/"), {**sent, **values})

    for values, message in (
        ({"choice": "finish", "keep_until": ""}, "Donnez le dernier jour"),
        ({"choice": "finish", "keep_until": "2020-01-01"}, "Donnez un jour à venir"),
        ({"choice": "finish", "keep_until": "demain"}, "Écrivez une date qui existe"),
        ({"choice": "impose", "reason": " "}, "Dites pourquoi"),
        ({"choice": "partir"}, "choix"),
        ({}, "Choisissez ce que font les brouillons"),
    ):
        answer = post(**values)
        assert answer.status_code == 422
        assert message in text_of(answer)
        assert not FormChange.objects.exists()
    assert "Motif tapé" in text_of(post(choice="", reason="Motif tapé"))

    day = paris_day(timezone.now()) + timedelta(days=4)
    post(choice="finish", keep_until=day.isoformat())
    assert FormChange.objects.get().keep_until == end_of_paris_day(day)
    post(choice="impose", reason="Une erreur de droit")
    words = text_of(client.get(url_of(page, "verification/")))
    assert "Imposer la nouvelle version" in words
    assert "Choisi par Soizic Le Guen" in words


def test_a_choice_made_on_a_form_changed_meanwhile_is_not_taken(
    client: Client, aid: Aid, page: AidPage, save_draft: Any
) -> None:
    SubmissionFactory(aid=aid, complete=True)
    save_draft(without(small_schema(), TITLE))
    structure = hidden(client.get(url_of(page, "verification/")), "structure")
    save_draft(without(small_schema(), TITLE, node_id("q-amount")))

    answer = client.post(url_of(page, "verification/"), {"structure": structure, "choice": "offer"})

    assert answer.status_code == 409
    assert "a changé entre-temps" in text_of(answer)
    assert not FormChange.objects.exists()


def test_many_drafts_are_counted_by_a_worker_with_a_bar(
    client: Client,
    aid: Aid,
    page: AidPage,
    save_draft: Any,
    run_jobs: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(form_checks, "MOST_READ_AT_ONCE", 3)
    many_drafts(aid, 5)
    save_draft(without(small_schema(), TITLE))
    assert "Compter les effets" in text_of(client.get(url_of(page, "verification/")))

    assert client.post(url_of(page, "verification/calcul/")).status_code == 302

    counting = client.get(url_of(page, "verification/")).content.decode()
    assert 'value="0" max="5"' in counting
    assert "Brouillons lus\u00a0: 0 sur 5" in counting
    assert client.get(url_of(page, "verification/progression/")).json() == {
        "read": 0,
        "total": 5,
        "is_done": False,
    }
    run_jobs()
    assert client.get(url_of(page, "verification/progression/")).json()["is_done"]
    words = text_of(client.get(url_of(page, "verification/")))
    assert "5 brouillons peuvent encore être déposés" in words
    assert "Nom du projet" in words


@pytest.mark.parametrize(
    "end",
    [
        "verification/",
        "verification/progression/",
        "versions/",
        "versions/1/",
        "versions/1/lecture/?langue=fr",
        "versions/1/retablir/",
        "export/",
        "import/",
    ],
)
def test_only_those_who_edit_or_publish_the_aid_open_its_screens(page: AidPage, end: str) -> None:
    for role, status in (
        ("editor", 200),
        ("publisher", 200),
        ("officer", 403),
        ("support", 403),
        ("administrator", 403),
    ):
        staff = sign_in(Client(), UserFactory(**{role: True}))
        assert staff.get(url_of(page, end)).status_code == status, role
    assert sign_in(Client(), UserFactory()).get(url_of(page, end)).status_code == 404
    assert Client().get(url_of(page, end)).status_code == 302


def test_who_may_not_edit_changes_nothing(page: AidPage, aid: Aid) -> None:
    officer = sign_in(Client(), UserFactory(officer=True))
    before = page.revisions.count()
    for end in ("verification/", "verification/calcul/", "versions/1/retablir/", "import/"):
        answer = officer.post(url_of(page, end), {"choice": "offer", "contenu": "{}"})
        assert answer.status_code == 403
    assert page.revisions.count() == before
    assert not FormChange.objects.exists()


def test_the_editor_of_the_page_leads_to_the_screens(client: Client, page: AidPage) -> None:
    html = client.get(f"/gestion/pages/{page.pk}/edit/").content.decode()
    for end in ("verification/", "versions/", "import/"):
        assert url_of(page, end) in html


def test_the_check_page_costs_the_same_whatever_the_drafts(
    client: Client,
    aid: Aid,
    page: AidPage,
    save_draft: Any,
    django_assert_max_num_queries: Any,
) -> None:
    save_draft(without(small_schema(), TITLE))
    many_drafts(aid, 2)
    client.get(url_of(page, "verification/"))
    with django_assert_max_num_queries(60) as few:
        client.get(url_of(page, "verification/"))
    SubmissionFactory(aid=aid, complete=True)
    many = len(few.captured_queries)
    with django_assert_max_num_queries(many):
        client.get(url_of(page, "verification/"))


def test_publishing_several_pages_at_once_is_held_back_by_a_form_that_waits(
    client: Client, aid: Aid, page: AidPage, save_draft: Any
) -> None:
    SubmissionFactory(aid=aid, complete=True)
    catalogue = page.get_parent()
    for schema in (without(small_schema(), TITLE), relabelled(small_schema(), "")):
        save_draft(schema)
        for target in (page, catalogue):
            answer = client.post(
                f"/gestion/bulk/wagtailcore/page/publish/?id={target.pk}&next=/gestion/",
                {"include_descendants": "on"},
                follow=True,
            )
            is_held = "n'est pas publiée" in text_of(answer)
            assert is_held == (target == page)
            assert FormVersion.objects.count() == 1
    save_draft(relabelled(small_schema(), "Titre"))
    client.post(f"/gestion/bulk/wagtailcore/page/publish/?id={page.pk}", {})
    assert FormVersion.objects.count() == 2


def test_an_empty_field_is_named_without_the_words_of_the_trade(
    client: Client, page: AidPage, save_draft: Any
) -> None:
    save_draft(FormSchema(steps=(Step(id=node_id("s-budget"), title="", questions=()),)))
    empty = {"steps-0-value-title": "", "action-publish": "1"}

    refused = client.post(f"/gestion/pages/{page.pk}/edit/", posted(page, **empty))

    said = text_of(refused).replace("\u00a0", " ")
    assert "cette étape n'a pas de titre" in said.lower()
    assert "la page n'est pas publiée" in said.lower()
    assert "Validation error" not in said
