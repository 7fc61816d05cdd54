"""Where a structure is paid: masked, shown on demand, changed with its proof."""

import time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from applications.accounts.reauthentication import PROVED
from applications.attachments.models import Attachment
from applications.notifications.models import Mail
from applications.structures.models import Structure, StructureBankDetails
from applications.structures.services import bank
from cms.core.models import Event, ReadRecord
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.structures import MembershipFactory, StructureFactory
from tests.factories.submissions import PDF

pytestmark = pytest.mark.django_db

FRENCH, BELGIAN = "FR7630006000011234567890189", "BE68539007547034"


def proof(content: bytes = PDF) -> SimpleUploadedFile:
    """Return the document of a bank."""
    return SimpleUploadedFile("rib.pdf", content, "application/pdf")


def typed(**changed: Any) -> dict[str, Any]:
    """Return what somebody types."""
    words = {"holder": "Les Amis de l'Île", "iban": "FR76 3000 6000 0112 3456 7890 189", "bic": ""}
    return {**words, "proof": proof(), **changed}


def paid(**traits: Any) -> tuple[Client, Structure, str]:
    """Return the browser of somebody of a structure, and the page of its bank details."""
    membership = MembershipFactory(**traits)
    page = f"/espace/structures/{membership.structure_id}/banque/"
    return sign_in(Client(), membership.user), membership.structure, page


def given(structure: Structure) -> StructureBankDetails:
    """Give a structure its account."""
    return bank.save(
        structure,
        holder="X",
        iban=FRENCH,
        bic="AGRIFRPP",
        proof=proof(),
        actor=UserFactory(),
        now=timezone.now(),
    )


def test_an_account_is_saved_with_its_proof_masked_and_told_to_every_manager() -> None:
    """The earlier one is kept, replaced; no mail holds the number."""
    browser, structure, page = paid(manager=True)
    other = MembershipFactory(manager=True, structure=structure)
    MembershipFactory(structure=structure)
    given(structure)
    Mail.objects.all().delete()
    answer = browser.post(page, typed(iban=BELGIAN, bic="GKCCBEBB"))
    assert answer.status_code == 302, answer.context["form"].errors
    details = structure.bank_details.get(replaced_at__isnull=True)
    assert (details.iban, details.bic, details.verified_at) == (BELGIAN, "GKCCBEBB", None)
    assert structure.bank_details.count() == 2
    assert Attachment.objects.get(owner_type="structure_rib", owner_id=str(details.pk))
    managers = structure.memberships.filter(role="manager").values_list("user__email", flat=True)
    assert {mail.to for mail in Mail.objects.all()} == set(managers)
    assert other.user.email in set(managers)
    assert all("7034" not in mail.text + mail.subject for mail in Mail.objects.all())
    sheet = browser.get(f"/espace/structures/{structure.pk}/")
    for answer in (sheet, browser.get(page)):
        assert "BE•• •••• •••• 7034" in answer.text
        assert "539007" not in answer.text


def test_each_display_of_the_whole_number_is_written_down() -> None:
    """By a button, never by a link."""
    browser, structure, page = paid(manager=True)
    given(structure)
    assert browser.get(f"{page}afficher/").status_code == 405
    assert not ReadRecord.objects.filter(act="structure.iban_shown").exists()
    assert "FR76 3000 6000 0112 3456 7890 189" in browser.post(f"{page}afficher/").text
    read = ReadRecord.objects.get(act="structure.iban_shown")
    assert read.subject_id == str(structure.pk)


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"iban": "FR7630006000011234567890188"}, "iban", "valide"),
        ({"iban": ""}, "iban", "IBAN"),
        ({"iban": "FR76"}, "iban", "valide"),
        ({"bic": "GKCCBEBB"}, "bic", "pays"),
        ({"bic": "AGRI"}, "bic", "11"),
        ({"holder": ""}, "holder", "titulaire"),
        ({"proof": ""}, "proof", "banque"),
        ({"proof": proof(b"MZ rien d'un PDF")}, "proof", "rib.pdf"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(
    changed: dict[str, Any], field: str, words: str
) -> None:
    """Beside its box; no mail."""
    browser, structure, page = paid(manager=True)
    answer = browser.post(page, typed(**changed))
    assert answer.status_code == 422
    assert words in answer.context["form"].errors.as_text()
    assert list(answer.context["form"].errors) == [field]
    assert not structure.bank_details.exists()
    assert not Mail.objects.exists()


def test_only_who_may_see_the_account_sees_that_there_is_one() -> None:
    """A manager without that right, a member, a stranger: refused and noted, nothing changes."""
    structure = StructureFactory()
    given(structure)
    trusted, _, page = paid(structure=structure, can_see_bank_details=True)
    assert trusted.get(page).status_code == 200
    for traits in ({}, {"role": "manager"}):
        browser, _, page = paid(structure=structure, **traits)
        assert "0189" not in browser.get(f"/espace/structures/{structure.pk}/").text
        assert browser.get(page).status_code == 403
        assert browser.post(page, typed()).status_code == 403
        assert browser.post(f"{page}afficher/").status_code == 403
    assert sign_in(Client(), UserFactory()).get(page).status_code == 404
    assert structure.bank_details.count() == 1
    assert not ReadRecord.objects.filter(act="structure.iban_shown").exists()
    assert Event.objects.filter(kind="access.refused").count() == 6


def test_the_school_never_sees_the_account_of_its_managing_body() -> None:
    """Even by its address."""
    body = StructureFactory()
    given(body)
    browser, school, _page = paid(manager=True, structure=StructureFactory(depends_on=body))
    assert "0189" not in browser.get(f"/espace/structures/{school.pk}/").text
    for part in ("banque/", "banque/afficher/"):
        assert browser.post(f"/espace/structures/{body.pk}/{part}").status_code == 404


def test_who_signed_in_long_ago_proves_who_they_are_first() -> None:
    """On the page, at its display and when it is sent; nothing changes meanwhile."""
    browser, structure, page = paid(manager=True)
    given(structure)
    session = browser.session
    session[PROVED] = int(time.time()) - 301
    session.save()
    for answer in (
        browser.get(page),
        browser.post(page, typed()),
        browser.post(f"{page}afficher/"),
    ):
        assert answer.status_code == 302
        assert "/compte/confirmer/" in answer["Location"]
    assert structure.bank_details.count() == 1
    assert not ReadRecord.objects.filter(act="structure.iban_shown").exists()


def test_the_document_is_read_by_who_checks_it_alone() -> None:
    """The paymaster and the administrator; it shows the whole number."""
    browser, structure, _page = paid(manager=True)
    details = given(structure)
    document = bank.proof_of(details)
    assert document is not None
    address = f"/fichiers/{document.key}/"
    assert browser.get(address).status_code == 404
    assert sign_in(Client(), UserFactory(officer=True)).get(address).status_code == 404
    shown = sign_in(Client(), UserFactory(paymaster=True)).get(address)
    assert shown.getvalue() == PDF


def test_verifying_an_account_twice_is_once() -> None:
    """And one that was replaced is not verified."""
    structure = StructureFactory()
    old = given(structure)
    new = given(structure)
    who: dict[str, Any] = {"actor": UserFactory(paymaster=True), "now": timezone.now()}
    assert bank.verify(old, **who).verified_at is None
    first = bank.verify(new, **who).verified_at
    assert first is not None
    assert bank.verify(new, actor=who["actor"], now=timezone.now()).verified_at == first
    assert Event.objects.filter(kind="structure.bank_verified").count() == 1
