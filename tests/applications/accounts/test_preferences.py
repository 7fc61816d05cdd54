"""« Mes préférences »: the language of the mails."""

import pytest
from django.test import Client
from django.utils import timezone

from applications.accounts.models import User
from applications.accounts.services import messages
from applications.notifications.models import Mail
from tests.factories.accounts import UserFactory, sign_in

pytestmark = pytest.mark.django_db

PLACE = "/compte/preferences/"


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the portal speak French and English."""
    name = "applications.accounts.forms.preferences.live_languages"
    monkeypatch.setattr(name, lambda: ("fr", "en"))


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize("traits", [{}, {"officer": True}])
def test_mails_are_written_in_the_language_chosen(client: Client, traits: dict[str, bool]) -> None:
    user: User = UserFactory(**traits)
    sign_in(client, user)
    assert "English" in client.get(PLACE).content.decode()
    assert client.post(PLACE, {"language": "en"}).status_code == 302
    user.refresh_from_db()
    messages.send_password_changed(user, now=timezone.now())
    assert "Hello" in Mail.objects.get().text


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize("language", ["", "br", "xx"])
def test_a_language_the_portal_does_not_speak_is_refused(client: Client, language: str) -> None:
    user = UserFactory()
    sign_in(client, user)
    response = client.post(PLACE, {"language": language})
    assert response.status_code == 422
    assert "Choisissez une langue" in response.content.decode()
    user.refresh_from_db()
    assert user.language == "fr"
