"""Requests for a code: accepted by mail or letter, refused with a reason, once."""

import io
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from applications.accounts.models import User
from applications.notifications.models import Mail, MailState
from applications.notifications.services import delivery
from applications.structures.models import (
    AttachmentCode,
    CodeRequest,
    CodeRequestState,
    KnownPerson,
    Structure,
)
from applications.structures.services import code_requests, codes_use
from applications.structures.services.codes_use import SecondFact
from cms.core.models import Event, Job
from tests.factories.accounts import FamilyFactory, UserFactory, sign_in
from tests.factories.structures import KnownPersonFactory, StructureFactory

pytestmark = pytest.mark.django_db

HOME = "/gestion/codes/"
PRINTED = re.compile(r"\d{4} \d{4} \d{4} \d{5}")


@pytest.fixture
def client() -> Client:
    return sign_in(Client(), UserFactory(support=True))


@pytest.fixture
def person() -> User:
    return UserFactory(first_name="Zoé", last_name="L'Hostis")


@pytest.fixture
def structure() -> Structure:
    FamilyFactory(code="association")
    return StructureFactory(name="Les Amis du Canal", siret="99910004300010")


def ask(person: User, **given: str) -> CodeRequest:
    return code_requests.ask(person, given=given, now=timezone.now())


def ask_for(structure: Structure, person: User) -> CodeRequest:
    return ask(
        person,
        family="association",
        name="Amis du canal",
        siret=str(structure.siret),
        message="Moi",
    )


def accept(client: Client, asked: CodeRequest, opens: Any, by: str = "mail") -> Any:
    kind = "structure" if isinstance(opens, Structure) else "person"
    return client.post(f"{HOME}demandes/{asked.pk}/", {"opens": f"{kind}-{opens.pk}", "by": by})


def test_a_request_is_read_with_what_the_region_holds(
    client: Client, person: User, structure: Structure
) -> None:
    asked = ask_for(structure, person)
    assert "L&#x27;Hostis" in client.get(HOME).content.decode()
    page = client.get(f"{HOME}demandes/{asked.pk}/").content.decode()
    assert "99910004300010" in page
    assert "Accepter la demande de code" in page


def test_a_code_by_mail_is_right_and_forgotten_once_sent(
    client: Client, person: User, structure: Structure, run_jobs: Any
) -> None:
    asked = ask_for(structure, person)
    assert accept(client, asked, structure).status_code == 302
    mail = Mail.objects.get(to=person.email)
    [printed] = set(PRINTED.findall(mail.text))
    assert printed not in mail.subject
    run_jobs()
    mail.refresh_from_db()
    assert (mail.state, mail.text, mail.html) == (MailState.SENT, "", "")
    plain = codes_use.compact(printed)
    kept = [str(job.payload) for job in Job.objects.all()]
    kept += [str(event.params) for event in Event.objects.all()]
    assert not any(plain in text or printed in text for text in kept)
    code = codes_use.look(
        plain, SecondFact(siret="99910004300010"), user=person, now=timezone.now()
    )
    codes_use.redeem(code, user=person, now=timezone.now())
    assert structure.memberships.get().user == person
    asked.refresh_from_db()
    assert asked.state == CodeRequestState.ACCEPTED
    page = sign_in(Client(), person).get("/compte/").content.decode()
    assert "Code de rattachement envoyé par la Région" in page


def test_a_code_whose_mail_cannot_leave_is_forgotten_too(
    client: Client, person: User, structure: Structure
) -> None:
    accept(client, ask_for(structure, person), structure)
    mail = Mail.objects.get(to=person.email)
    delivery.give_up({"mail": mail.pk})
    mail.refresh_from_db()
    assert (mail.state, mail.text, mail.html) == (MailState.FAILED, "", "")


def test_a_code_by_letter_is_downloaded_once_and_not_mailed(client: Client, person: User) -> None:
    known = KnownPersonFactory(
        first_name="Zoé", last_name="L'Hostis", birth_date=date(2008, 2, 29), user=None
    )
    asked = ask(person, family="particulier", birth_date="2008-02-29")
    answer = accept(client, asked, known, by="letter")
    assert answer["Content-Type"] == "application/pdf"
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    [printed] = PRINTED.findall(text)
    assert AttachmentCode.objects.get().digest == codes_use.digest(codes_use.compact(printed))
    assert not Mail.objects.exists()
    again = accept(client, asked, known, by="letter")
    assert again["Content-Type"] != "application/pdf"
    assert AttachmentCode.objects.count() == 1


def test_only_what_the_request_names_is_offered(client: Client, person: User) -> None:
    other = KnownPersonFactory(birth_date=date(1990, 5, 1), user=None)
    taken = KnownPersonFactory(birth_date=date(2008, 2, 29), user=UserFactory())
    asked = ask(person, family="particulier", birth_date="2008-02-29")
    page = client.get(f"{HOME}demandes/{asked.pk}/").content.decode()
    assert "Rien de ce que la Région connaît" in page
    for known in (other, taken):
        assert accept(client, asked, known).status_code == 422
    assert not AttachmentCode.objects.exists()
    assert KnownPerson.objects.count() == 2


def test_a_refusal_says_why(client: Client, person: User, structure: Structure) -> None:
    asked = ask_for(structure, person)
    place = f"{HOME}demandes/{asked.pk}/refuser/"
    assert client.post(place, {"reason": " "}).status_code == 422
    assert not Mail.objects.exists()
    client.post(place, {"reason": "Vous n'êtes pas de cette structure."})
    mail = Mail.objects.get(to=person.email)
    assert "pas de cette structure" in mail.text
    accept(client, asked, structure)
    assert not AttachmentCode.objects.exists(), "answered once"


@pytest.mark.parametrize("role", ["officer", "decider", "editor", "publisher", "paymaster"])
def test_other_roles_answer_nothing(role: str, person: User, structure: Structure) -> None:
    asked = ask_for(structure, person)
    client = sign_in(Client(), UserFactory(**{role: True}))
    assert client.get(HOME).status_code == 403
    assert accept(client, asked, structure).status_code == 403
    assert client.post(f"{HOME}demandes/{asked.pk}/refuser/", {"reason": "x"}).status_code == 403
    assert not AttachmentCode.objects.exists()
