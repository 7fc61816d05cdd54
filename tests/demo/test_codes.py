"""The attachment codes of the demonstration: loaded once, listed with what becomes of them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from applications.structures.models import AttachmentCode, EarlierDossier, KnownPerson
from applications.structures.services import codes_use
from applications.structures.services.codes_use import SecondFact
from cms.demo.loader import data
from cms.demo.loader.codes import load_codes
from tests.factories.accounts import UserFactory
from tests.factories.structures import StructureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded() -> None:
    StructureFactory(name="Commune de Saint-Ellen", siret="99910005000015")
    StructureFactory(name="OGEC Les Ajoncs", siret="99910001900010")
    load_codes(now=timezone.now())


def test_every_code_is_well_formed() -> None:
    assert all(codes_use.is_well_formed(one["code"]) for one in data.read("codes")["codes"])


def test_a_second_load_changes_nothing() -> None:
    before = (AttachmentCode.objects.count(), KnownPerson.objects.count())
    load_codes(now=timezone.now() + timedelta(days=1))
    assert (AttachmentCode.objects.count(), KnownPerson.objects.count()) == before == (3, 1)
    assert EarlierDossier.objects.count() == 3


def test_the_page_lists_them_and_says_when_one_is_used(client: Client) -> None:
    page = client.get("/demo/").content.decode()
    assert "2026 1104 0002 00024" in page
    assert "Jeanne Kervella" in page
    assert "17/05/1991" in page
    assert "99910005000015" in page
    assert page.count("Expiré<") == 1
    assert "Déjà utilisé<" not in page
    user = UserFactory()
    fact = SecondFact(siret="99910005000015")
    code = codes_use.look("20261104000100018", fact, user=user, now=timezone.now())
    codes_use.redeem(code, user=user, now=timezone.now())
    assert "Déjà utilisé<" in client.get("/demo/").content.decode()
