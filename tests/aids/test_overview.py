"""What waits for those who write aids stands on the home of the administration."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import GroupPagePermission

from aids.overview import read_overview
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.aids import AidFactory, CampaignFactory, catalog_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    catalog_page()
    return UserFactory(editor=True)


def change(aid, **fields):
    """Save a draft of the page of an aid."""
    page = aid.source_page()
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(clean=False)
    return page


def seen_by(user):
    return read_overview(user, now=timezone.now())


def test_drafts_are_listed_with_what_their_form_lacks(editor):
    AidFactory(title="Telle que publiée")
    changed = change(AidFactory(title="Changée"), title="Changée depuis")
    broken = AidFactory(title="Sans question")
    steps = broken.source_page().steps.get_prep_value()
    steps[0]["value"]["questions"] = []
    change(broken, steps=steps)

    drafts = seen_by(editor).drafts

    assert [(one.page.get_admin_display_title(), bool(one.problems)) for one in drafts] == [
        ("Sans question", True),
        ("Changée depuis", False),
    ]
    assert drafts[1].page.pk == changed.pk


def test_problems_are_those_of_the_draft_as_last_saved(editor):
    aid = AidFactory()
    whole = aid.source_page().steps.get_prep_value()
    empty = [{**whole[0], "value": {**whole[0]["value"], "questions": []}}]
    page = change(aid, steps=empty)
    assert seen_by(editor).drafts[0].problems

    page.refresh_from_db()
    page.steps = whole
    page.save_revision(overwrite_revision=page.latest_revision, clean=False)

    assert not seen_by(editor).drafts[0].problems


def test_campaigns_that_close_within_a_month_are_listed(editor):
    now = timezone.now()
    soon = AidFactory(title="Ferme bientôt", campaign=None)
    CampaignFactory(aid=soon, opens_at=now - timedelta(days=9), closes_at=now + timedelta(days=9))
    late = AidFactory(title="Ferme plus tard", campaign=None)
    CampaignFactory(aid=late, opens_at=now - timedelta(days=9), closes_at=now + timedelta(days=90))

    assert [one.aid.title for one in seen_by(editor).closing] == ["Ferme bientôt"]


def test_only_the_aids_one_may_edit_are_shown(editor):
    mine, _other = AidFactory(title="La mienne"), AidFactory(title="Une autre")
    group = editor.groups.get()
    for right in GroupPagePermission.objects.filter(group=group):
        right.page = mine.source_page().page_ptr
        right.save()

    assert [page.title for page in seen_by(editor).pages] == ["La mienne"]


def test_the_overview_costs_the_same_with_many_aids(editor, django_assert_max_num_queries):
    change(AidFactory(), title="Brouillon")
    for number in range(9):
        change(AidFactory(), title=f"Brouillon {number}")
        CampaignFactory(
            aid=AidFactory(campaign=None),
            opens_at=timezone.now() - timedelta(days=9),
            closes_at=timezone.now() + timedelta(days=9),
        )
    with django_assert_max_num_queries(5):
        overview = seen_by(editor)
    assert len(overview.drafts) == 8
    assert overview.drafts_left == 2


@pytest.mark.parametrize("role", ["editor", "publisher"])
def test_the_home_leads_to_the_aids(role, editor):
    page = change(AidFactory(), title="Mon brouillon")

    home = sign_in(Client(), UserFactory(role=role)).get("/gestion/").content.decode()

    assert "Brouillons non publiés" in home
    assert f'href="/gestion/pages/{page.pk}/edit/">Mon brouillon' in home


@pytest.mark.parametrize("role", ["officer", "support", "administrator"])
def test_others_see_no_aid_on_their_home(role, editor):
    change(AidFactory(), title="Mon brouillon")
    home = sign_in(Client(), UserFactory(role=role)).get("/gestion/").content.decode()
    assert "Mon brouillon" not in home
