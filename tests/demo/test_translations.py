"""The English pages of the demonstration are translations the editor can work on."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from aids.models import Aid, AidPage
from aids.services import versions
from applications.accounts.models import User
from applications.formbuilder import texts
from applications.formbuilder.schema import FormSchema
from cms.demo.loader import data, forms
from cms.demo.loader.pages import load_tree
from home.models import ContentPage, SpacePage
from tests.databases import Clone
from tests.factories.accounts import sign_in

pytestmark = pytest.mark.parametrize("fresh_db", ["demo"], indirect=True)

BIKE = "velo-electrique"


def english_pages() -> list[Page]:
    return list(Page.objects.live().filter(locale__language_code="en").specific())


def translation_of(page: Page) -> Translation:
    return Translation.objects.get(
        source__object_id=page.translation_key, target_locale_id=page.locale_id
    )


def content_of(page: Page) -> dict[str, Any]:
    """Return everything readers see of a page, block ids included."""
    page = page.specific_class.objects.get(pk=page.pk)
    own = {field.name for field in page._meta.local_fields} | {"title", "slug", "url_path"}
    return {
        name: page._meta.get_field(name).value_to_string(page) for name in own if name != "page_ptr"
    }


def test_every_english_page_is_a_translation_whose_strings_are_all_there(fresh_db: Clone) -> None:
    pages = english_pages()
    assert len(pages) >= 17
    for page in pages:
        translation = translation_of(page)
        assert translation.enabled
        strings, translated = translation.get_progress()
        assert strings == translated > 0, page
    assert not StringTranslation.objects.filter(has_error=True).exists()


def test_publishing_a_translation_again_gives_the_same_page(fresh_db: Clone) -> None:
    pages = english_pages()
    before = [content_of(page) for page in pages]
    count = AidPage.objects.count()
    for page in pages:
        translation_of(page).save_target(publish=True)
    assert [content_of(page) for page in pages] == before
    assert AidPage.objects.count() == count


def test_the_form_in_english_has_the_words_of_the_data_and_the_ids_of_the_french(
    fresh_db: Clone,
) -> None:
    for entry in data.aids():
        if "en" not in entry:
            continue
        french = forms.schema_of(entry)
        english = texts.texts_of(forms.translated(french, entry, entry["en"]["form"]))
        version = Aid.objects.get(
            key=AidPage.objects.get(slug=entry["slug"], locale__language_code="fr").translation_key
        ).current_version
        assert version is not None
        overlay = versions.overlay(version, "en")
        assert overlay is not None
        source = texts.texts_of(FormSchema.model_validate(version.schema))
        assert overlay.texts == {
            key: text for key, text in english.items() if text != source[key]
        }, entry["slug"]


def test_an_editor_opens_a_translation_with_its_strings(fresh_db: Clone) -> None:
    page = AidPage.objects.get(slug=BIKE, locale__language_code="en")
    client = sign_in(Client(), User.objects.get(username="publieur01"))
    html = client.get(f"/gestion/pages/{page.pk}/edit/").content.decode()
    editor = BeautifulSoup(html, "html.parser").select_one(".js-translation-editor")
    assert editor is not None
    props = json.loads(str(editor["data-props"]))
    assert "Which bike are you buying?" in {
        one["data"] for one in props["initialStringTranslations"]
    }
    assert len(props["initialStringTranslations"]) == sum(
        segment["type"] == "string" for segment in props["segments"]
    )


def test_an_editor_corrects_one_string_and_publishes_it(fresh_db: Clone) -> None:
    page = AidPage.objects.get(slug=BIKE, locale__language_code="en")
    StringTranslation.objects.filter(
        context__object_id=page.translation_key, context__path="summary"
    ).update(data="A shorter summary.")
    translation_of(page).save_target(publish=True)
    html = Client().get(f"/en/aides/{BIKE}/").content.decode()
    assert "A shorter summary." in html
    assert "Which bike are you buying?" in str(
        versions.overlay(Aid.objects.get(key=page.translation_key).current_version, "en").texts  # type: ignore[arg-type,union-attr]
    )


def test_words_laid_out_otherwise_than_the_source_are_refused(
    fresh_db: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = data.read("site")
    pages = {**content["en"]["pages"], "contact": {"title": "Contact", "html": "<p>Call us.</p>"}}
    changed = {**content, "en": {**content["en"], "pages": pages}}
    read = data.read
    monkeypatch.setattr(data, "read", lambda name: changed if name == "site" else read(name))
    with pytest.raises(ValueError, match="contact"):
        load_tree()


def test_loading_the_pages_again_publishes_nothing_again(fresh_db: Clone) -> None:
    def revisions() -> dict[int, int | None]:
        return {
            page.pk: page.latest_revision_id
            for model in (ContentPage, SpacePage)
            for page in model.objects.all()
        }

    before = revisions()
    load_tree()
    assert revisions() == before
