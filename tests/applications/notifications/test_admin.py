"""Editors' words, from the administration."""

import pytest
from django.test import Client

from applications.notifications.kinds import mail_kinds
from applications.notifications.models import MailTemplate
from tests.factories.accounts import UserFactory, sign_in

pytestmark = pytest.mark.django_db

LIST = "/gestion/courriels-types/"
KIND = "submissions.taken_in_charge"


def post(client: Client, body: str) -> int:
    return client.post(
        f"{LIST}new/",
        {
            "kind": KIND,
            "scope": "",
            "language": "fr",
            "subject": "Votre demande {reference} avance",
            "body": body,
        },
    ).status_code


def test_a_publisher_writes_a_mail_with_the_variables_of_its_kind(client: Client) -> None:
    assert "reference" in mail_kinds.get(KIND).variables
    sign_in(client, UserFactory(publisher=True))
    page = client.get(f"{LIST}new/").content.decode()
    assert "{reference}" in page
    assert post(client, "Bonjour, voyez {reference}.") == 302
    assert MailTemplate.objects.get().kind == KIND
    assert client.get(LIST).status_code == 200


def test_an_unknown_variable_is_refused_on_the_form(client: Client) -> None:
    sign_in(client, UserFactory(administrator=True))
    assert post(client, "Bonjour {iban}") == 200
    assert not MailTemplate.objects.exists()


def test_an_officer_does_not_write_mails(client: Client) -> None:
    sign_in(client, UserFactory(officer=True))
    assert post(client, "Bonjour") in {302, 403, 404}
    assert not MailTemplate.objects.exists()
