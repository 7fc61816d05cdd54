"""« Fermer mon compte »: asked, thought over, then done; what must be kept is said."""

import html
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone

from applications.accounts.models import (
    ErasureOutcome,
    ErasureRequest,
    PersonBankDetails,
    PersonSheet,
    User,
)
from applications.accounts.services import closing, retention
from applications.attachments.models import Attachment
from applications.notifications.models import Mail
from applications.structures.models import Membership
from applications.submissions.models import Submission
from cms.core.models import Event
from tests.factories.accounts import PASSWORD, UserFactory, sign_in
from tests.factories.attachments import AttachmentFactory
from tests.factories.structures import MembershipFactory
from tests.factories.submissions import SubmissionFactory

pytestmark = pytest.mark.django_db

PLACE = "/compte/fermer/"
CANCEL = PLACE + "annuler/"
DATA = "/compte/mes-donnees/"


@pytest.fixture
def person(client: Client) -> User:
    user: User = UserFactory(with_sheet=True, username="demandeuse1")
    sign_in(client, user)
    return user


def text_of(response: Any) -> str:
    """Return the words of a page, entities and no-break spaces read."""
    words = html.unescape(response.content.decode())
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def close_when_due() -> None:
    """Let the thirty days go by."""
    retention.close_asked(timezone.now() + closing.DELAY + timedelta(seconds=1))


def test_it_is_asked_then_thought_over(client: Client, person: User) -> None:
    assert "vous avez 30 jours" in text_of(client.get(PLACE)).lower()
    page = text_of(client.post(PLACE, follow=True))
    assert "Votre compte sera fermé le" in page
    client.post(PLACE)
    assert ErasureRequest.objects.count() == 1
    mail = Mail.objects.get(kind="accounts.closing")
    assert "/compte/fermer/" in mail.text
    retention.close_asked(timezone.now() + closing.DELAY - timedelta(minutes=1))
    person.refresh_from_db()
    assert person.closed_at is None
    page = text_of(client.post(CANCEL, follow=True))
    assert "Votre compte est conservé" in page
    close_when_due()
    person.refresh_from_db()
    assert person.is_active
    assert client.get("/compte/").status_code == 200


def test_what_is_erased_and_what_stays(client: Client, person: User) -> None:
    PersonBankDetails.objects.create(
        user=person, holder="Léa", iban="BE68539007547034", created_at=timezone.now()
    )
    SocialAccount.objects.create(user=person, provider="franceconnect", uid="abc")
    draft = SubmissionFactory(complete=True, person=person, writer=person)
    AttachmentFactory(owner_id=str(draft.pk))
    over = SubmissionFactory(filed=True, person=person, writer=person)
    Submission.objects.real().filter(pk=over.pk).update(state="withdrawn")
    address, name = person.email, person.last_name
    page = text_of(client.get(DATA))
    assert over.reference in page
    assert "Jusqu'au" in page
    client.post(PLACE)
    close_when_due()
    person.refresh_from_db()
    assert person.closed_at is not None
    assert not person.is_active
    assert (person.username, person.last_name, person.birth_date) == (None, "", None)
    assert address not in str(User.objects.filter(pk=person.pk).values().get())
    assert str(person) == "Compte fermé"
    assert not SocialAccount.objects.filter(user=person).exists()
    assert not PersonSheet.objects.filter(user=person).exists()
    assert not PersonBankDetails.objects.filter(user=person).exists()
    assert list(Submission.objects.real().values_list("pk", flat=True)) == [over.pk]
    assert not Attachment.objects.filter(owner_id=str(draft.pk)).exists()
    over.refresh_from_db()
    assert name in over.filed_identity["name"]
    request = ErasureRequest.objects.get()
    assert request.outcome == ErasureOutcome.DONE
    assert over.reference in request.kept[0]["what"]
    assert request.kept[0]["until"]
    (mail,) = Mail.objects.about("account", person.pk)
    assert (mail.kind, mail.to) == ("accounts.closed", address)


def test_who_closed_their_account_is_out_at_once_and_may_come_back_as_somebody_new(
    client: Client, person: User
) -> None:
    address = person.email
    closing.close(person, now=timezone.now())
    assert client.get("/compte/").status_code == 302
    pair = {"login": "demandeuse1", "password": PASSWORD}
    answer = Client().post("/compte/connexion/", pair)
    assert "Identifiant ou mot de passe incorrect" in text_of(answer)
    assert UserFactory(email=address, username="demandeuse1").pk != person.pk


@pytest.mark.parametrize("traits", [{"filed": True}, {"taken": True}])
def test_a_dossier_being_handled_keeps_the_account_and_says_why(
    client: Client, person: User, traits: dict[str, bool]
) -> None:
    dossier = SubmissionFactory(person=person, writer=person, **traits)
    page = text_of(client.get(PLACE))
    assert dossier.reference in page
    assert "Demander la fermeture" not in page
    assert client.post(PLACE).status_code == 409
    assert not ErasureRequest.objects.exists()


def test_a_dossier_filed_meanwhile_keeps_the_account(client: Client, person: User) -> None:
    client.post(PLACE)
    SubmissionFactory(filed=True, person=person, writer=person)
    close_when_due()
    person.refresh_from_db()
    assert person.closed_at is None
    assert person.last_name == "Morvan"
    assert PersonSheet.objects.filter(user=person).exists()


def test_the_last_manager_names_a_successor_first(client: Client, person: User) -> None:
    own = MembershipFactory(manager=True, user=person)
    assert own.structure.name in text_of(client.get(PLACE))
    assert client.post(PLACE).status_code == 409
    MembershipFactory(manager=True, structure=own.structure)
    assert client.post(PLACE).status_code == 302
    close_when_due()
    own.refresh_from_db()
    assert own.ended_at is not None
    assert Membership.objects.managers().filter(structure=own.structure).count() == 1


def test_the_dossiers_of_a_structure_stay_with_it(person: User) -> None:
    membership = MembershipFactory(user=person)
    dossier = SubmissionFactory(
        complete=True, structure=membership.structure, person=None, writer=person
    )
    closing.close(person, now=timezone.now())
    assert Submission.objects.real().filter(pk=dossier.pk).exists()


def test_closing_twice_closes_once(person: User) -> None:
    closing.close(person, now=timezone.now())
    closing.close(person, now=timezone.now())
    assert Event.objects.filter(kind="account.closed").count() == 1


def test_who_signed_in_long_ago_proves_who_they_are_first(person: User) -> None:
    client = sign_in(Client(), person, stale=True)
    for answer in (client.get(PLACE), client.post(PLACE)):
        assert answer.url.startswith("/compte/confirmer/")
    assert not ErasureRequest.objects.exists()


def test_opening_the_page_does_nothing(client: Client, person: User) -> None:
    client.get(PLACE)
    assert client.get(CANCEL).status_code == 405
    assert not ErasureRequest.objects.exists()


def test_staff_accounts_are_closed_by_an_administrator(client: Client) -> None:
    sign_in(client, UserFactory(officer=True))
    assert client.get(PLACE).status_code == 403
    assert client.post(PLACE).status_code == 403


def test_the_day_is_kept_when_the_page_is_opened_later(client: Client, person: User) -> None:
    client.post(PLACE)
    due = closing.due_at(ErasureRequest.objects.get())
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        again = sign_in(Client(), person)
        assert f"{due.day} " in text_of(again.get(PLACE))
