"""`manage.py form`: forms move between servers and live in git."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.core.management import CommandError, call_command

from aids.drafts import schema_of
from aids.models import Aid, AidPage, FormVersion
from applications.formbuilder import exchange
from tests.aids.test_form_changes import TITLE, publish, relabelled, without
from tests.factories.aids import AidFactory, AidPageFactory, small_schema

pytestmark = pytest.mark.django_db


def form(*arguments: Any) -> str:
    output = StringIO()
    call_command("form", *arguments, stdout=output)
    return output.getvalue()


@pytest.fixture
def aid() -> Aid:
    made: Aid = AidFactory(title="Bourse", page={"slug": "bourse"})
    return made


def draft_of(slug: str) -> AidPage:
    draft: AidPage = AidPage.objects.get(slug=slug).get_latest_revision_as_object()
    return draft


def test_a_form_is_exported_in_force_of_a_version_or_as_a_draft(aid: Aid) -> None:
    publish(aid, without(small_schema(), TITLE))
    draft = draft_of("bourse")
    draft.steps = []
    draft.save_revision()
    assert exchange.parse(form("export", "bourse")) == without(small_schema(), TITLE)
    assert exchange.parse(form("export", "bourse", "--version", "1")) == small_schema()
    assert exchange.parse(form("export", "bourse", "--draft")).steps == ()
    with pytest.raises(CommandError, match="n'existe pas"):
        form("export", "bourse", "--version", "9")
    with pytest.raises(CommandError, match="nulle-part"):
        form("export", "nulle-part")


def test_a_form_moves_to_another_aid_ids_kept_and_nothing_is_published(
    aid: Aid, tmp_path: Path
) -> None:
    other = AidPageFactory(slug="ailleurs", schema=None, is_published=False)
    file = tmp_path / "f.json"
    file.write_text(form("export", "bourse"))

    said = form("import", "ailleurs", str(file))

    assert "Rien n'est publié" in said.replace("\u00a0", " ")
    assert "Nom du projet" in said
    assert schema_of(draft_of("ailleurs")) == small_schema()
    assert not AidPage.objects.get(pk=other.pk).live
    assert FormVersion.objects.count() == 1


def test_what_is_no_form_is_refused_with_its_place_and_changes_nothing(
    aid: Aid, tmp_path: Path
) -> None:
    file = tmp_path / "f.json"
    before = AidPage.objects.get(slug="bourse").revisions.count()
    file.write_text(exchange.write(relabelled(small_schema(), "")))
    for act in (("import", "bourse"), ("check",)):
        with pytest.raises(CommandError, match="Votre projet"):
            form(*act, str(file))
    file.write_text("{")
    with pytest.raises(CommandError, match="Ligne 1"):
        form("import", "bourse", str(file))
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        form("import", "bourse", str(tmp_path))
    assert AidPage.objects.get(slug="bourse").revisions.count() == before


def test_a_file_or_an_aid_is_checked(aid: Aid, tmp_path: Path) -> None:
    file = tmp_path / "f.json"
    file.write_text(form("export", "bourse"))
    assert "Rien n'empêche" in form("check", str(file)).replace("\u00a0", " ")
    assert "Rien n'empêche" in form("check", "bourse").replace("\u00a0", " ")
    draft = draft_of("bourse")
    draft.steps = [{"type": "step", "id": "s", "value": {"title": "Vide", "questions": []}}]
    draft.save_revision()
    with pytest.raises(CommandError, match="Vide"):
        form("check", "bourse")


def test_the_schema_describes_what_is_exported(aid: Aid) -> None:
    jsonschema.validate(json.loads(form("export", "bourse")), json.loads(form("schema")))
