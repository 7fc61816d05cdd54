"""An editor at work on the form of an aid."""

from typing import Any

import pytest
from django.test import Client

from aids.models import Aid, AidPage
from applications.accounts.models import User
from applications.formbuilder import building
from applications.formbuilder.schema import FormSchema
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.aids import AidFactory


@pytest.fixture
def aid() -> Aid:
    made: Aid = AidFactory(title="Bourse de séjour", page={"slug": "bourse-de-sejour"})
    return made


@pytest.fixture
def page(aid: Aid) -> AidPage:
    return AidPage.objects.get(translation_key=aid.key)


@pytest.fixture
def editor() -> User:
    made: User = UserFactory(publisher=True, first_name="Soizic", last_name="Le Guen")
    return made


@pytest.fixture
def client(editor: User) -> Client:
    return sign_in(Client(), editor)


@pytest.fixture
def save_draft(page: AidPage) -> Any:
    """Return a function that saves a form in the draft of the page."""

    def save(schema: FormSchema) -> None:
        draft = AidPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        draft.preamble = schema.preamble
        for name, value in building.to_stream(schema).items():
            setattr(draft, name, value)
        draft.save_revision()

    return save


def url_of(page: AidPage, end: str) -> str:
    """Return the address of a screen about the form of a page."""
    return f"/gestion/aides/formulaires/{page.pk}/{end}"
