from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published

from aids.models import Aid, AidPage, FormTexts, FormVersion
from aids.services import publication, versions
from applications.formbuilder import building
from cms.core.caches import pages as cache
from cms.core.models import Event
from tests.factories.aids import AidFactory, AidPageFactory, form_version, node_id, small_schema

pytestmark = pytest.mark.django_db


def page_of(aid: Aid) -> AidPage:
    page = aid.page()
    assert page is not None
    return page


def relabel(page: AidPage, label: str) -> None:
    """Change the label of the first question."""
    schema = versions.schema_of(page)
    step = schema.steps[0]
    question = step.questions[0].model_copy(update={"label": label})
    first = step.model_copy(update={"questions": (question, *step.questions[1:])})
    changed = schema.model_copy(update={"steps": (first, *schema.steps[1:])})
    page.steps = building.to_stream(changed)["steps"]


def test_publication_makes_one_version_and_no_more() -> None:
    aid = AidFactory()
    assert [version.number for version in aid.form_versions.all()] == [1]
    page_of(aid).save_revision().publish()
    versions.ensure_version(aid)
    versions.ensure_version(aid)
    assert aid.form_versions.count() == 1


def test_a_changed_wording_makes_a_version_with_the_same_structure() -> None:
    aid = AidFactory()
    page = page_of(aid)
    page.title = "Un autre titre"
    page.save_revision().publish()
    relabel(page, "Titre du projet")
    page.save_revision().publish()
    newest, first = aid.form_versions.all()
    assert (newest.number, first.number) == (2, 1)
    assert newest.structure_digest == first.structure_digest
    assert newest.texts_digest != first.texts_digest
    aid.refresh_from_db()
    assert aid.current_version == newest
    assert aid.title == "Un autre titre"


def test_a_draft_makes_nothing() -> None:
    aid = AidFactory()
    page = page_of(aid)
    relabel(page, "Brouillon")
    page.save_revision()
    assert versions.current_version(aid) == aid.form_versions.get()


def test_a_page_made_live_without_a_signal_is_compiled_when_read() -> None:
    parent = AidPageFactory().get_parent().specific
    page = AidPage(title="Sans signal", slug="sans-signal", live=True)
    for name, value in building.to_stream(small_schema()).items():
        setattr(page, name, value)
    parent.add_child(instance=page)
    aid = Aid.objects.get(key=page.translation_key)
    assert not aid.form_versions.exists()
    assert form_version(aid).number == 1
    relabel(page, "Changée par un programme")
    page.save()
    assert form_version(Aid.objects.get(pk=aid.pk)).number == 2


def test_scheduling_a_page_never_live_makes_nothing() -> None:
    page = AidPageFactory(is_published=False)
    page_published.send(AidPage, instance=page, revision=page.save_revision())
    assert not FormVersion.objects.exists()


def test_what_cannot_be_compiled_leaves_the_version_in_force(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    aid = AidFactory()
    first = form_version(aid)

    def fail(page: AidPage) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(versions, "schema_of", fail)
    page = page_of(aid)
    page.title = "Titre publié"
    page.save_revision().publish()
    assert page_of(aid).title == "Titre publié"
    assert form_version(Aid.objects.get(pk=aid.pk)) == first
    assert Event.objects.filter(kind="aid.form_not_compiled", subject_id=aid.pk).count() == 1


def test_the_author_of_a_version_is_who_published(django_user_model: type) -> None:
    author = django_user_model.objects.create_user("editrice@region.example", "x" * 16)
    aid = AidFactory()
    page = page_of(aid)
    relabel(page, "Par quelqu'un")
    page.save_revision(user=author).publish()
    assert aid.form_versions.first().author_id == author.pk


def test_the_compiled_form_speaks_the_overlay() -> None:
    aid = AidFactory()
    version = form_version(aid)
    texts = FormTexts.objects.create(
        version=version,
        language="en",
        digest="d" * 64,
        texts={f"{node_id('q-title')}.label": "Name of the project"},
        created_at=timezone.now(),
        current_since=timezone.now(),
    )
    assert versions.overlay(version, "fr") is None
    assert versions.overlay(version, "en") == texts
    english = versions.compiled_form(version, "en", texts).schema.steps[0]
    french = versions.compiled_form(version, "fr").schema.steps[0]
    assert english.questions[0].label == "Name of the project"
    assert french.questions[0].label == "Nom du projet"
    assert english.questions[1].label == french.questions[1].label


def test_one_broken_scheduled_page_holds_nobody_back(monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    pages = [AidPageFactory(is_published=False, slug=f"prevue-{number}") for number in range(3)]
    for page in pages:
        page.go_live_at = now + timedelta(minutes=5)
        page.save_revision(approved_go_live_at=page.go_live_at)
    publish = type(pages[0].get_latest_revision()).publish

    def publish_or_fail(self: object, **kwargs: object) -> None:
        if str(self.object_id) == str(pages[0].pk):
            raise RuntimeError("broken")
        publish(self, **kwargs)

    monkeypatch.setattr(type(pages[0].get_latest_revision()), "publish", publish_or_fail)
    assert publication.publish_scheduled(now=now) == (0, 0)
    for page in pages:
        page.refresh_from_db()
        revision = page.get_latest_revision()
        revision.approved_go_live_at = now - timedelta(minutes=1)
        revision.content["go_live_at"] = (now - timedelta(minutes=1)).isoformat()
        revision.save()
    assert publication.publish_scheduled(now=now) == (2, 0)
    assert Page.objects.live().filter(slug__startswith="prevue-").count() == 2
    assert FormVersion.objects.count() == 2


def test_what_has_expired_is_taken_down() -> None:
    aid = AidFactory()
    AidPage.objects.update(expire_at=timezone.now() - timedelta(hours=1))
    assert publication.publish_scheduled() == (0, 1)
    assert aid.page() is None
    cache.clear()
