"""« Mes coordonnées bancaires »: checked, masked, proven, shown on demand and written down."""

import html
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from applications.accounts.models import PersonBankDetails, User
from applications.attachments.models import Attachment
from applications.notifications.models import Mail
from cms.core.models import Event, ReadRecord
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.submissions import PDF

pytestmark = pytest.mark.django_db

PLACE = "/compte/coordonnees-bancaires/"
REVEAL = PLACE + "afficher/"
IBAN = "FR76 3000 6000 0112 3456 7890 189"


@pytest.fixture
def person(client: Client) -> User:
    user: User = UserFactory()
    sign_in(client, user)
    return user


def sent(**changes: Any) -> dict[str, Any]:
    """Return what the form sends, its file included."""
    proof = SimpleUploadedFile("rib.pdf", PDF, "application/pdf")
    return {"holder": "Léa Morvan", "iban": IBAN, "bic": "", "proof": proof, **changes}


def text_of(response: Any) -> str:
    """Return the words of a page, entities and no-break spaces read."""
    words = html.unescape(response.content.decode())
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def test_an_account_is_kept_with_its_proof_and_masked(client: Client, person: User) -> None:
    page = text_of(client.post(PLACE, sent(), follow=True))
    assert "Vos coordonnées bancaires ont bien été enregistrées." in page
    details = PersonBankDetails.objects.get(user=person)
    assert (details.iban, details.bic) == (IBAN.replace(" ", ""), "AGRIFRPP")
    assert "FR•• •••• •••• 0189" in page
    assert "7890" not in page
    proof = Attachment.objects.get()
    assert (proof.owner_type, proof.owner_id) == ("person_rib", str(details.pk))
    assert str(proof.key) not in page


def test_its_owner_is_told_without_the_number(client: Client, person: User) -> None:
    client.post(PLACE, sent())
    mail = Mail.objects.get(kind="accounts.bank_changed")
    assert mail.to == person.email
    assert "0189" not in mail.text + mail.html + mail.subject
    (event,) = Event.objects.filter(kind="account.bank_changed")
    assert event.params == {}


def test_every_display_is_written_down(client: Client, person: User) -> None:
    client.post(PLACE, sent())
    assert not ReadRecord.objects.exists()
    page = text_of(client.post(REVEAL))
    assert IBAN in page
    record = ReadRecord.objects.get()
    assert (record.actor_id, record.act) == (person.pk, "account.iban_shown")
    assert str(Attachment.objects.get().key) in page
    assert client.get(REVEAL).status_code == 405


def test_a_change_replaces_and_keeps_the_one_before(client: Client, person: User) -> None:
    client.post(PLACE, sent())
    belgian = {"iban": "BE68 5390 0754 7034", "bic": "GKCCBEBB"}
    assert client.post(PLACE, sent(**belgian)).status_code == 302
    rows = PersonBankDetails.objects.filter(user=person).order_by("pk")
    assert [bool(row.replaced_at) for row in rows] == [True, False]
    assert rows[1].iban == "BE68539007547034"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"iban": "FR76 3000 6000 0112 3456 7890 188"}, "IBAN n'est pas valide"),
        ({"iban": ""}, "Écrivez l'IBAN du compte"),
        ({"bic": "ABC"}, "BIC n'est pas valide"),
        ({"bic": "GKCCBEBB"}, "ne sont pas du même pays"),
        ({"holder": ""}, "Écrivez le titulaire du compte"),
        ({"proof": ""}, "Ajoutez le relevé d'identité bancaire"),
        ({"proof": SimpleUploadedFile("rib.pdf", b"MZ program")}, "rib.pdf"),
        ({"proof": SimpleUploadedFile("rib.exe", b"MZ program")}, "rib.exe"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(
    client: Client, person: User, wrong: dict[str, Any], words: str
) -> None:
    response = client.post(PLACE, sent(**wrong))
    assert response.status_code == 422
    assert words in text_of(response)
    assert not PersonBankDetails.objects.exists()
    assert not Attachment.objects.exists()
    assert not Mail.objects.exists()


def test_who_signed_in_long_ago_proves_who_they_are_first() -> None:
    client = Client()
    sign_in(client, UserFactory(), stale=True)
    for answer in (client.get(PLACE), client.post(PLACE, sent()), client.post(REVEAL)):
        assert answer.status_code == 302
        assert answer.url.startswith("/compte/confirmer/")
    assert not PersonBankDetails.objects.exists()
    assert not ReadRecord.objects.exists()


def test_nobody_else_reads_the_proof(client: Client, person: User) -> None:
    client.post(PLACE, sent())
    address = Attachment.objects.get().get_absolute_url()
    own = client.get(address)
    assert b"".join(own.streaming_content) == PDF
    for stranger in (UserFactory(), UserFactory(paymaster=True), UserFactory(administrator=True)):
        assert sign_in(Client(), stranger).get(address).status_code == 404


def test_nothing_is_shown_when_nothing_was_given(client: Client, person: User) -> None:
    assert client.post(REVEAL).status_code == 302
    assert "Afficher l'IBAN" not in text_of(client.get(PLACE))


def test_staff_are_paid_nothing(client: Client) -> None:
    sign_in(client, UserFactory(officer=True))
    assert client.get(PLACE).status_code == 403
    assert client.post(PLACE, sent()).status_code == 403
    assert not PersonBankDetails.objects.exists()
