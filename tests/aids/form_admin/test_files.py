"""A form as a file in the administration: given out, looked at, taken in."""

import json
from typing import Any

import jsonschema
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aids.drafts import schema_of
from aids.models import AidPage, FormVersion
from applications.formbuilder import exchange
from tests.aids.form_admin.conftest import url_of
from tests.aids.test_form_changes import TITLE, publish, relabelled, without
from tests.factories.aids import small_schema
from tests.journeys.test_apply import text_of

pytestmark = pytest.mark.django_db


def file_of(text: str | bytes) -> SimpleUploadedFile:
    content = text.encode() if isinstance(text, str) else text
    return SimpleUploadedFile("formulaire.json", content, content_type="application/json")


def test_the_draft_and_any_version_are_given_as_json_that_matches_the_schema(
    client: Client, aid: Any, page: AidPage, save_draft: Any
) -> None:
    publish(aid, without(small_schema(), TITLE))
    save_draft(relabelled(small_schema(), "Titre"))
    schema = json.loads(client.get("/gestion/aides/formulaires/schema.json").content)

    for query, expected, name in (
        ("", relabelled(small_schema(), "Titre"), "bourse-de-sejour-brouillon.json"),
        ("?version=1", small_schema(), "bourse-de-sejour-v1.json"),
        ("?version=2", without(small_schema(), TITLE), "bourse-de-sejour-v2.json"),
    ):
        answer = client.get(url_of(page, "export/") + query)
        assert name in answer["Content-Disposition"]
        assert exchange.parse(answer.content.decode()) == expected
        jsonschema.validate(json.loads(answer.content), schema)


def test_a_file_shows_what_it_changes_before_it_is_written_and_publishes_nothing(
    client: Client, page: AidPage
) -> None:
    text = exchange.write(without(small_schema(), TITLE))
    before = page.revisions.count()

    preview = client.post(url_of(page, "import/"), {"document": file_of(text)})

    assert "Question retirée : « Nom du projet »." in text_of(preview)
    assert page.revisions.count() == before
    content = preview.context["text"]
    done = client.post(url_of(page, "import/"), {"contenu": content})
    assert done.status_code == 302
    draft = AidPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert schema_of(draft) == without(small_schema(), TITLE)
    assert FormVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Ce fichier est vide"),
        (b"{", "Ligne 1"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b'{"steps": [{"id": "a"}]}', "steps › 1"),
        (b'{"preamble": "<script>x</script>"}', "script"),
    ],
)
def test_a_file_that_is_no_form_is_refused_with_its_place(
    client: Client, page: AidPage, content: bytes, message: str
) -> None:
    before = page.revisions.count()
    answer = client.post(url_of(page, "import/"), {"document": file_of(content)})
    assert answer.status_code == 422
    assert message in text_of(answer).replace("&lt;", "<")
    assert page.revisions.count() == before


def test_what_is_confirmed_is_read_again(client: Client, page: AidPage) -> None:
    before = page.revisions.count()
    answer = client.post(url_of(page, "import/"), {"contenu": '{"steps": 3}'})
    assert answer.status_code == 422
    assert page.revisions.count() == before
    assert client.post(url_of(page, "import/")).status_code == 422
