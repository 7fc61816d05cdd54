"""« Nous écrire »: the form of the assistance, what leaves, what is refused, what is not told."""

import logging

import pytest
from django.test import Client

from applications.notifications.models import Mail
from cms.core.models import SiteSettings
from tests.factories.accounts import UserFactory, sign_in

pytestmark = pytest.mark.django_db

WRITE = "/contact/ecrire/"


@pytest.fixture
def assistance() -> str:
    """Give the portal an address for its assistance."""
    settings = SiteSettings.load()
    settings.support_email = "assistance@region.example"
    settings.save()
    return settings.support_email


def typed(**changes: str) -> dict[str, str]:
    """Return what a person types, with some changes."""
    return {
        "name": "Maëlle Le Goff",
        "email": "maelle@exemple.example",
        "topic": "compte",
        "message": "Je n'ai pas reçu <le lien> & j'attends.",
        **changes,
    }


def test_a_question_leaves_for_the_assistance_and_its_author_is_told(
    client: Client, assistance: str
) -> None:
    """Two mails; the answer goes to the author; the screen says that it left."""
    page = client.post(WRITE, typed(), follow=True)
    assert "Votre message est envoyé" in page.content.decode()
    question = Mail.objects.get(to=assistance)
    assert question.reply_to == "maelle@exemple.example"
    assert "Je n'ai pas reçu <le lien> & j'attends." in question.text
    assert "&lt;le lien&gt;" in question.html
    told = Mail.objects.get(to="maelle@exemple.example")
    assert "Votre message a bien été reçu" in told.subject


def test_nothing_personal_is_in_subjects_addresses_or_logs(
    client: Client, assistance: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The author's name and words stay in the body of the mail to the assistance."""
    with caplog.at_level(logging.DEBUG):
        response = client.post(WRITE, typed())
        client.post(WRITE, typed(email="maelle", message=""))
    private = ("Maëlle", "maelle", "reçu <le lien>")
    for mail in Mail.objects.all():
        assert not any(word in mail.subject for word in private)
    told = Mail.objects.get(to="maelle@exemple.example")
    assert not any(word in told.text for word in ("Maëlle", "le lien"))
    assert not any(word in response.url + caplog.text for word in private)


def test_a_refused_question_keeps_everything_typed(client: Client, assistance: str) -> None:
    """422, a summary with the words of each field, and nothing sent."""
    response = client.post(WRITE, typed(email="maelle", topic="inconnu"))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Il y a un problème" in page
    assert "Choisissez le sujet de votre message." in page
    assert 'value="Maëlle Le Goff"' in page
    assert 'value="maelle"' in page
    assert "Je n&#x27;ai pas reçu &lt;le lien&gt; &amp; j&#x27;attends." in page
    assert not Mail.objects.exists()


def test_the_same_attempt_leaves_once(client: Client, assistance: str) -> None:
    """A double click or a reload sends nothing again; another question does."""
    page = client.get(WRITE)
    attempt = str(page.context["form"].initial["attempt"])
    for _click in range(2):
        assert client.post(WRITE, typed(attempt=attempt)).status_code == 302
    assert Mail.objects.filter(to=assistance).count() == 1
    client.post(WRITE, typed(message="Autre chose."))
    assert Mail.objects.filter(to=assistance).count() == 2


def test_too_many_questions_are_refused_and_nothing_typed_is_lost(
    client: Client, assistance: str
) -> None:
    """Six from one address in an hour; the seventh waits, its words still on the page."""
    for number in range(6):
        assert client.post(WRITE, typed(message=f"Question {number}")).status_code == 302
    response = client.post(WRITE, typed(message="Celle de trop"))
    assert response.status_code == 429
    assert "Celle de trop" in response.content.decode()
    assert "Trop d&#x27;essais" in response.content.decode()
    assert Mail.objects.filter(to=assistance).count() == 6


def test_the_form_is_never_kept_and_is_protected(assistance: str) -> None:
    """A page of one visitor: no shared cache, and no post without its token."""
    visitor = Client(enforce_csrf_checks=True)
    page = visitor.get(WRITE)
    assert "no-store" in page["Cache-Control"]
    assert "csrfmiddlewaretoken" in page.content.decode()
    assert visitor.post(WRITE, typed()).status_code == 403
    assert not Mail.objects.exists()


def test_who_is_signed_in_finds_their_name_and_address(assistance: str) -> None:
    """Nothing to type twice."""
    user = UserFactory()
    page = sign_in(Client(), user).get(WRITE).content.decode()
    assert f'value="{user.email}"' in page
    assert f'value="{user.get_full_name()}"' in page


def test_a_portal_without_address_says_how_else_to_reach_it(client: Client) -> None:
    """No form that leads nowhere."""
    settings = SiteSettings.load()
    settings.support_email, settings.support_phone = "", "02 00 00 00 00"
    settings.save()
    page = client.get(WRITE).content.decode()
    assert "02 00 00 00 00" in page
    assert "<textarea" not in page
    client.post(WRITE, typed())
    assert not Mail.objects.exists()
