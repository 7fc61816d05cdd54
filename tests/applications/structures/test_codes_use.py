"""Attachment codes: redeemed once with a second fact, never guessed, never told apart."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, strategies

from applications.accounts.models import PersonSheet, User
from applications.structures.exceptions import CodeRefused
from applications.structures.models import AttachmentCode, CodeRequest, Membership
from applications.structures.services import codes_use
from applications.structures.services.codes_use import SecondFact
from cms.core.models import Event
from tests.factories.accounts import FamilyFactory, UserFactory, sign_in
from tests.factories.structures import (
    AttachmentCodeFactory,
    EarlierDossierFactory,
    KnownPersonFactory,
    MembershipFactory,
    StructureFactory,
    plain_code,
)

pytestmark = pytest.mark.django_db

USE, CONFIRM, ASK = "/compte/code/utiliser/", "/compte/code/confirmer/", "/compte/code/"


@pytest.fixture
def person(client: Client) -> Client:
    return sign_in(client, UserFactory(username="lea"))


def lea() -> User:
    return User.objects.get(username="lea")


def test_structure_is_shown_after_the_second_fact_and_joined_by_one_click(person: Client) -> None:
    """Details and earlier dossiers; its first manager; the code then serves nobody."""
    code = AttachmentCodeFactory()
    EarlierDossierFactory(structure=code.structure, reference="ANT-2023-7")
    spaced = codes_use.grouped(code.plain)
    answer = person.post(USE, {"code": f" {spaced} ", "fact": code.structure.siret})
    assert answer.url == CONFIRM
    page = unescape(person.get(CONFIRM).text)
    for words in (code.structure.name, "ANT-2023-7", "bien ma structure"):
        assert words in page
    assert not Membership.objects.exists()
    assert person.post(CONFIRM).url == "/espace/"
    membership = Membership.objects.get(user=lea())
    assert membership.is_manager
    assert not membership.is_unverified
    code.refresh_from_db()
    assert code.used_by == lea()
    other = sign_in(Client(), UserFactory())
    again = other.post(USE, {"code": code.plain, "fact": code.structure.siret})
    assert again.status_code == 422
    assert other.get(CONFIRM).url == USE


def test_later_codes_make_members(person: Client) -> None:
    """The first user manages, even when somebody « à vérifier » came before."""
    structure = StructureFactory()
    MembershipFactory(manager=True, structure=structure, is_unverified=True)
    first, second = (AttachmentCodeFactory(structure=structure) for _ in range(2))
    one, two = UserFactory(), UserFactory()
    codes_use.redeem(first, user=one, now=timezone.now())
    codes_use.redeem(second, user=two, now=timezone.now())
    assert Membership.objects.get(user=one).is_manager
    assert not Membership.objects.get(user=two).is_manager


def test_code_verifies_who_came_by_a_look_up() -> None:
    """The manager « à vérifier » is one no more, and sees the earlier dossiers."""
    manager = MembershipFactory(manager=True, is_unverified=True, sees_from=timezone.now())
    code = AttachmentCodeFactory(structure=manager.structure)
    codes_use.redeem(code, user=manager.user, now=timezone.now())
    manager.refresh_from_db()
    assert (manager.is_unverified, manager.sees_from) == (False, None)


def test_lycee_is_recognised_by_its_uai(person: Client) -> None:
    """In small letters, with a space."""
    code = AttachmentCodeFactory(structure=StructureFactory(lycee=True))
    assert person.post(USE, {"code": code.plain, "fact": "0350990 l"}).url == CONFIRM


def test_person_finds_what_the_region_knows(person: Client) -> None:
    """Born on 29 February: the account is linked, the sheet filled, nothing overwritten."""
    known = KnownPersonFactory()
    code = AttachmentCodeFactory(person=known)
    dossier = EarlierDossierFactory(person=known)
    assert person.post(USE, {"code": code.plain, "fact": "29/2/1980"}).url == CONFIRM
    page = person.get(CONFIRM).text
    assert dossier.reference in page
    assert "bien moi" in page
    person.post(CONFIRM)
    known.refresh_from_db()
    assert known.user == lea()
    assert lea().birth_date == date(1980, 2, 29)
    assert PersonSheet.objects.get(user=lea()).city == "Kervalen"
    assert not Membership.objects.exists()


def attempts() -> dict[str, dict[str, Any]]:
    """Every way of being wrong."""
    structure = StructureFactory()
    right = structure.siret
    other = StructureFactory().siret
    person = AttachmentCodeFactory(person=KnownPersonFactory(birth_date=None))
    return {
        "unknown": {"code": plain_code(999999), "fact": right},
        "used": {"code": AttachmentCodeFactory(structure=structure, used=True).plain},
        "expired": {"code": AttachmentCodeFactory(structure=structure, expired=True).plain},
        "cancelled": {"code": AttachmentCodeFactory(structure=structure, cancelled=True).plain},
        "other fact": {"code": AttachmentCodeFactory(structure=structure).plain, "fact": other},
        "no birth date known": {"code": person.plain, "fact": "01/01/1980"},
    } | {"_": {"fact": right}}


def test_nothing_tells_one_refusal_from_another(person: Client) -> None:
    """Same status, same words, same queries, same trace."""
    cases = attempts()
    right = cases.pop("_")
    seen = set()
    for number, (name, case) in enumerate(cases.items()):
        visitor = sign_in(Client(REMOTE_ADDR=f"10.0.0.{number}"), UserFactory())
        data = right | case
        visitor.get(USE)
        with CaptureQueriesContext(connection) as queries:
            answer = visitor.post(USE, data)
        body = re.sub(r'name="csrf\w+" value="\w+"|data-seconds="\d+"', "", answer.text)
        for typed in (*data.values(),):
            body = body.replace(typed, "…")
        main = re.search(r"<main.*</main>", body, re.DOTALL)
        assert main is not None
        seen.add((answer.status_code, len(queries), main[0]))
        event = Event.objects.filter(kind="account.code_refused").latest("id")
        assert event.params == {}, name
    assert len(seen) == 1, [(status, count) for status, count, _ in seen]
    assert next(iter(seen))[0] == 422
    assert not Membership.objects.exists()


def test_guesses_are_throttled_by_account_and_noted(person: Client) -> None:
    """Five an hour; then even the right code waits, and nobody else is held up."""
    cache.clear()
    code = AttachmentCodeFactory()
    for number in range(5):
        wrong = {"code": plain_code(5000 + number), "fact": code.structure.siret}
        assert person.post(USE, wrong).status_code == 422
    right = {"code": code.plain, "fact": code.structure.siret}
    assert person.post(USE, right).status_code == 429
    assert Event.objects.filter(kind="account.code_refused").count() == 5
    other = sign_in(Client(REMOTE_ADDR="10.1.1.1"), UserFactory())
    assert other.post(USE, right).url == CONFIRM


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"code": "", "fact": ""}, "Saisissez le code"),
        ({"code": "1234", "fact": "01/01/1980"}, "17 chiffres"),
        ({"code": "12345678901234567", "fact": "01/01/1980"}, "17 chiffres"),
        ({"code": "douze", "fact": "01/01/1980"}, "17 chiffres"),
        ({"code": "0000000000000000", "fact": "01/01/1980"}, "17 chiffres"),
        ({"code": plain_code(1), "fact": "31/02/1980"}, "date qui existe"),
        ({"code": plain_code(1), "fact": "12345"}, "Saisissez un SIRET"),
    ],
)
def test_slips_are_told_before_any_try_is_counted(
    person: Client, data: dict[str, str], words: str
) -> None:
    """The check digit catches them: nothing is looked up."""
    answer = person.post(USE, data)
    assert answer.status_code == 422
    assert words in answer.text.replace("\xa0", " ")
    if data["code"]:
        assert f'value="{data["code"]}"' in answer.text
    assert not Event.objects.filter(kind__startswith="account.code").exists()


def test_code_used_meanwhile_is_refused_at_the_end(person: Client) -> None:
    """Two people with the same letter: one act wins."""
    code = AttachmentCodeFactory()
    person.post(USE, {"code": code.plain, "fact": code.structure.siret})
    codes_use.redeem(code, user=UserFactory(), now=timezone.now())
    assert person.post(CONFIRM).url == USE
    assert not Membership.objects.filter(user=lea()).exists()
    with pytest.raises(CodeRefused):
        codes_use.redeem(code, user=lea(), now=timezone.now())


def test_member_does_not_spend_a_code(person: Client) -> None:
    """It stays good for a colleague."""
    code = AttachmentCodeFactory()
    MembershipFactory(user=lea(), structure=code.structure)
    person.post(USE, {"code": code.plain, "fact": code.structure.siret})
    person.post(CONFIRM)
    code.refresh_from_db()
    assert code.used_at is None


def test_confirming_without_a_code_leads_to_the_form(person: Client) -> None:
    """Nothing is kept of one session for another."""
    assert person.get(CONFIRM).url == USE
    assert person.post(CONFIRM).url == USE


def test_table_holds_no_code() -> None:
    """Nor anything a code can be read from without the key."""
    code = AttachmentCodeFactory()
    row = str(AttachmentCode.objects.values().get())
    assert code.plain not in row
    assert codes_use.digest(code.plain) in row


def test_made_codes_are_well_formed_and_grouped() -> None:
    """Four, four, four, five."""
    plain = codes_use.make()
    assert codes_use.is_well_formed(plain)
    assert [len(part) for part in codes_use.grouped(plain).split()] == [4, 4, 4, 5]
    assert codes_use.compact(codes_use.grouped(plain)) == plain


@given(strategies.integers(0, 10**16 - 1), strategies.integers(0, 16), strategies.integers(1, 9))
def test_one_wrong_digit_is_always_caught(number: int, place: int, shift: int) -> None:
    """Whichever it is."""
    plain = plain_code(number)
    wrong = str((int(plain[place]) + shift) % 10)
    assert not codes_use.is_well_formed(plain[:place] + wrong + plain[place + 1 :])


def test_code_is_asked_for_with_what_finds_somebody(person: Client) -> None:
    """« Formuler une demande de code d'identification »: once for the same words."""
    FamilyFactory(code="association")
    FamilyFactory(code="particulier")
    missing = person.post(ASK, {"family": "association", "message": "Dossier ANT-1."})
    assert missing.status_code == 422
    assert "Dossier ANT-1." in missing.text
    born = {"birth_date_day": "29", "birth_date_month": "2", "birth_date_year": "1980"}
    for _ in range(2):
        answer = person.post(ASK, {"family": "particulier", "message": "Dossier ANT-1.", **born})
        assert answer.url == "/espace/structures/demandes/"
    asked = CodeRequest.objects.get()
    assert asked.given == {
        "family": "particulier",
        "birth_date": "1980-02-29",
        "message": "Dossier ANT-1.",
    }
    assert "Code d'identification" in person.get(answer.url).text.replace("&#x27;", "'")


def test_staff_neither_use_nor_ask() -> None:
    """They never act for a structure."""
    agent = sign_in(Client(), UserFactory(administrator=True))
    for path in (USE, CONFIRM, ASK):
        assert agent.get(path).status_code == 403


def test_fact_is_compared_with_what_it_is() -> None:
    """A SIRET never passes for a UAI, and an unknown fact matches nothing."""
    code = AttachmentCodeFactory(structure=StructureFactory(siret=None, uai=""))
    for fact in (SecondFact(), SecondFact(siret="1"), SecondFact(uai="1")):
        with pytest.raises(CodeRefused):
            codes_use.look(code.plain, fact, user=UserFactory(), now=timezone.now())
