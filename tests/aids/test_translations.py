"""What wagtail-localize does to pages never reaches campaigns, versions and dossiers."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils.translation import override
from wagtail.models import Locale
from wagtail_localize.models import String, StringTranslation, Translation, TranslationSource

from aids import showcase
from aids.models import Aid, AidPage, Campaign
from aids.services import versions
from aids.templatetags.aids import aid_title
from applications.formbuilder import building
from cms.core.translations import outdated
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.aids import AidFactory, CampaignFactory, form_version, home_page, node_id

pytestmark = pytest.mark.django_db

WORDS = {
    "Nom du projet": "Name of the project",
    "Votre projet": "Your project",
    "Une formation": "A course",
    "Bourse de mobilité": "Mobility scholarship",
}


@pytest.fixture
def english() -> Locale:
    locale, _is_new = Locale.objects.get_or_create(language_code="en")
    return locale


Translate = Callable[[AidPage, Locale], AidPage]


@pytest.fixture
def translate(django_capture_on_commit_callbacks: Any) -> Translate:
    """Send a page to translation, translate what `WORDS` knows, publish as on commit."""

    def translate_and_publish(page: AidPage, locale: Locale) -> AidPage:
        with django_capture_on_commit_callbacks(execute=True):
            send(page, locale)
        return page.get_translation(locale)

    return translate_and_publish


def send(page: AidPage, locale: Locale) -> None:
    """Send a page and its ancestors to translation."""
    for ancestor in [*page.get_ancestors().filter(depth__gte=2).specific(), page]:
        source, _is_new = TranslationSource.get_or_create_from_instance(ancestor)
        source.update_from_db()
        translation, _is_new = Translation.objects.get_or_create(
            source=source, target_locale=locale
        )
        for segment in source.stringsegment_set.select_related("string", "context"):
            if segment.string.data in WORDS:
                StringTranslation.objects.get_or_create(
                    translation_of=String.objects.get(pk=segment.string.pk),
                    locale=locale,
                    context=segment.context,
                    defaults={"data": WORDS[segment.string.data]},
                )
        translation.save_target(publish=True)


def test_a_translation_gives_texts_and_never_structure(
    english: Locale, client: Client, translate: Translate
) -> None:
    aid = AidFactory(title="Bourse de mobilité")
    source = aid.page()
    version = form_version(aid)
    page = translate(source, english)
    assert page.live
    assert Aid.objects.for_page(page) == aid
    assert aid.form_versions.count() == 1
    overlay = versions.overlay(version, "en")
    assert overlay is not None
    assert overlay.texts == {
        f"{node_id('q-title')}.label": "Name of the project",
        f"{node_id('s-project')}.title": "Your project",
        f"{node_id('o-course')}.label": "A course",
    }
    assert {audience.code for audience in page.audiences.all()} == {"particulier"}
    assert aid.url("en") == "http://localhost/en/aides/bourse-essai/" or "/en/" in aid.url("en")
    html = client.get(page.get_url_parts()[2]).content.decode()
    assert "<h1>Mobility scholarship</h1>" in html
    assert '<li lang="fr">Votre budget</li>' in html
    assert "<li>Your project</li>" in html
    assert 'hreflang="fr"' in html


def test_a_re_sync_touches_no_campaign_and_no_version(
    english: Locale, translate: Translate
) -> None:
    aid = AidFactory(title="Bourse de mobilité")
    source = aid.page()
    campaign = aid.campaigns.get()
    later = CampaignFactory(aid=aid, future=True)
    translate(source, english)
    first = form_version(aid)
    schema = versions.schema_of(source)
    source.steps = building.to_stream(schema.model_copy(update={"steps": schema.steps[:1]}))[
        "steps"
    ]
    source.save_revision().publish()
    second = form_version(Aid.objects.get(pk=aid.pk))
    assert second.number == 2
    overlay = versions.overlay(second, "en")
    assert overlay is not None
    assert f"{node_id('q-title')}.label" in overlay.texts
    translate(source, english)
    translate(source, english)
    assert list(Campaign.objects.order_by("pk")) == [campaign, later]
    assert list(aid.form_versions.order_by("number")) == [first, second]
    assert Aid.objects.count() == 1


def test_words_that_come_back_come_back(english: Locale, translate: Translate) -> None:
    aid = AidFactory(title="Bourse de mobilité")
    version = form_version(aid)
    page = translate(aid.page(), english)
    first = versions.overlay(version, "en")
    for label in ("Project", "Name of the project"):
        schema = versions.schema_of(page)
        step = schema.steps[0]
        question = step.questions[0].model_copy(update={"label": label})
        changed = step.model_copy(update={"questions": (question, *step.questions[1:])})
        page.steps = building.to_stream(
            schema.model_copy(update={"steps": (changed, *schema.steps[1:])})
        )["steps"]
        page.save_revision().publish()
        current = versions.overlay(version, "en")
        assert current is not None
        assert current.texts[f"{node_id('q-title')}.label"] == label
    assert current == first
    assert version.overlays.count() == 2


def test_an_alias_shows_the_same_aid_and_a_copy_is_another(english: Locale) -> None:
    aid = AidFactory()
    page = aid.page()
    alias = page.create_alias(update_slug="alias")
    assert Aid.objects.for_page(AidPage.objects.get(pk=alias.pk)) == aid
    home_page().copy_for_translation(english, alias=True)
    page.get_parent().specific.copy_for_translation(english, alias=True)
    localized = page.copy_for_translation(english, alias=True)
    assert Aid.objects.for_page(localized) == aid
    assert Aid.objects.count() == 1
    copy = page.copy(update_attrs={"slug": "copie", "title": "Copie"})
    other = Aid.objects.for_page(copy)
    assert other is not None
    assert other != aid
    assert other.short_code != aid.short_code
    assert form_version(other).schema == form_version(aid).schema
    assert not other.campaigns.exists()


def test_the_card_of_an_untranslated_aid_marks_its_french_words_only(
    english: Locale, client: Client, translate: Translate
) -> None:
    translated = AidFactory(title="Bourse de mobilité", page={"summary": "Partir"})
    translate(translated.page(), english)
    AidFactory(
        title="Vélo électrique",
        page={"slug": "velo", "summary": "Pour rouler", "who": "Les adultes", "amount": "300 €"},
    )
    html = client.get("/en/aides/").content.decode()
    cards = {
        str(card.h3.get_text()): card
        for card in BeautifulSoup(html, "html.parser").select("article.portal-card")
    }
    french, own = cards["Vélo électrique"], cards["Mobility scholarship"]
    link = french.h3.a
    assert (link["lang"], link["hreflang"]) == ("fr", "fr")
    assert link["href"] == "/aides/velo/"
    marked = {one.get_text() for one in french.select('[lang="fr"]')}
    assert marked == {"Vélo électrique", "Pour rouler", "Les adultes", "300 €"}
    assert "In French" in [tag.get_text() for tag in french.select(".govuk-tag")]
    assert [one.get_text() for one in french.select("dt")] == ["For whom", "How much", "Until"]
    assert not french.has_attr("lang")
    assert "In French" not in own.get_text()
    assert not own.h3.a.has_attr("hreflang")


def test_the_card_of_a_translated_aid_marks_what_is_not_translated_yet(
    english: Locale, client: Client, translate: Translate
) -> None:
    aid = AidFactory(title="Bourse de mobilité", page={"summary": "Pour partir", "slug": "partir"})
    translate(aid.page(), english)
    html = client.get("/en/aides/").content.decode()
    card = BeautifulSoup(html, "html.parser").select_one("article.portal-card")
    assert card is not None
    assert card.h3.get_text() == "Mobility scholarship"
    assert "Pour partir" in {one.get_text() for one in card.select('[lang="fr"]')}
    assert "Mobility scholarship" not in {one.get_text() for one in card.select('[lang="fr"]')}


def test_the_home_page_and_the_spaces_mark_their_cards_too(
    english: Locale, client: Client, translate: Translate
) -> None:
    translate(AidFactory(title="Bourse de mobilité").page(), english)
    AidFactory(title="Vélo électrique", page={"slug": "velo", "is_featured": True})
    html = client.get("/en/").content.decode()
    assert 'lang="fr" hreflang="fr">Vélo électrique</a>' in html
    assert "In French" in html


def test_other_pages_name_an_aid_in_the_language_being_read(
    english: Locale, translate: Translate
) -> None:
    aid, other = AidFactory(title="Bourse de mobilité"), AidFactory(title="Vélo électrique")
    translate(aid.page(), english)
    assert showcase.title_of(aid, language="en") == ("Mobility scholarship", "en")
    assert showcase.title_of(other, language="en") == ("Vélo électrique", "fr")
    assert showcase.title_of(aid, language="fr") == ("Bourse de mobilité", "fr")
    with override("en"):
        assert aid_title(aid) == "Mobility scholarship"
        assert aid_title(other) == '<span lang="fr">Vélo électrique</span>'


def test_a_page_not_translated_yet_marks_its_french_words_only(
    english: Locale, client: Client
) -> None:
    aid = AidFactory(title="Bourse de mobilité", page={"summary": "Pour partir"})
    home_page().copy_for_translation(english, copy_parents=True).save_revision().publish()
    page = aid.page()
    assert page is not None
    page.get_parent().specific.copy_for_translation(english, alias=True)
    alias = page.copy_for_translation(english, alias=True)
    main = BeautifulSoup(client.get(alias.get_url_parts()[2]).content.decode(), "html.parser").main
    assert main is not None
    assert main.h1 is not None
    assert main.h1["lang"] == "fr"
    french = {one.get_text(strip=True) for one in main.select('[lang="fr"]')}
    assert {"Bourse de mobilité", "Pour partir", "Votre projet"} <= french
    labels = {one.get_text(strip=True) for one in main.select("h2")}
    assert {"Presentation", "Contacts", "The form"} <= labels - french


def relabel(page: AidPage, label: str, **fields: str) -> None:
    """Change the first question of a French page, and its fields, then publish."""
    source = AidPage.objects.get(pk=page.pk)
    schema = versions.schema_of(source)
    step = schema.steps[0]
    question = step.questions[0].model_copy(update={"label": label})
    changed = step.model_copy(update={"questions": (question, *step.questions[1:])})
    source.steps = building.to_stream(
        schema.model_copy(update={"steps": (changed, *schema.steps[1:])})
    )["steps"]
    for name, text in fields.items():
        setattr(source, name, text)
    source.save_revision().publish()


def translate_all(page: AidPage, locale: Locale) -> Translation:
    """Give every text of a page some words in another language."""
    translation = Translation.objects.get(
        source__object_id=page.translation_key, target_locale=locale
    )
    for segment in translation.source.stringsegment_set.all():
        StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            defaults={"data": f"EN {segment.string.data}"[:200]},
        )
    return translation


def test_a_french_text_that_changes_makes_its_translation_outdated(
    english: Locale, translate: Translate
) -> None:
    aid = AidFactory(title="Bourse de mobilité")
    page = aid.page()
    target = translate(page, english)
    translation = translate_all(page, english)
    assert translation.get_status_display() == "À jour"
    assert outdated(page) == outdated(target) == []
    relabel(page, "Nom de votre projet", summary="Pour partir un an")
    (late,) = outdated(AidPage.objects.get(pk=page.pk))
    assert (late.page.pk, late.language, late.count) == (target.pk, "anglais", 2)
    assert [one.count for one in outdated(target)] == [2]
    assert translation.get_status_display() == "À mettre à jour"
    overlay = versions.overlay(form_version(aid), "en")
    assert overlay is not None
    assert overlay.texts[f"{node_id('q-title')}.label"] == "Name of the project"
    translate_all(page, english).save_target(publish=True)
    assert outdated(page) == []


def test_the_editors_of_both_pages_read_what_waits_and_where(
    english: Locale, translate: Translate
) -> None:
    aid = AidFactory(title="Bourse de mobilité")
    page = aid.page()
    target = translate(page, english)
    translate_all(page, english)
    client = sign_in(Client(), UserFactory(publisher=True))
    edit, edit_english = (f"/gestion/pages/{one.pk}/edit/" for one in (page, target))
    assert "à mettre à jour" not in client.get(edit).content.decode()
    relabel(page, "Nom de votre projet")
    html = unescape(client.get(edit).content.decode())
    words = "Version en anglais à mettre à jour\u00a0: 1 texte n'est pas encore traduit."
    assert words in html
    assert f'href="{edit_english}"' in html.split(words)[1].split("</li>")[0]
    assert words in unescape(client.get(edit_english).content.decode())


def test_a_page_without_translation_says_nothing(english: Locale) -> None:
    page = AidFactory(title="Bourse de mobilité").page()
    relabel(page, "Nom de votre projet")
    assert outdated(page) == []
    assert not TranslationSource.objects.filter(object_id=page.translation_key).exists()
