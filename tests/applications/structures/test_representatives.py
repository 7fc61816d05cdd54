"""Who represents a structure."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from applications.registries import records
from applications.structures.models import Origin, Representative, Structure
from applications.structures.services import representatives
from cms.core.models import Event
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.structures import MembershipFactory, StructureFactory

pytestmark = pytest.mark.django_db

TYPED = {
    "civility": "madame",
    "last_name": "D'Alençon-Kérvoën",
    "first_name": "Anne-Élise",
    "function": "Présidente",
    "profession": "Luthière",
    "is_legal": "on",
    "phone": "+32 2 555 12 12",
    "email": "presidente@amis.example",
    "address_line": "Rue de l'Église 12",
    "address_postcode": "1000",
    "address_city": "Bruxelles",
    "address_country": "BE",
}


def managed() -> tuple[Client, Structure, str]:
    """Return the browser of a manager, their structure, the page of a new representative."""
    membership = MembershipFactory(manager=True)
    page = f"/espace/structures/{membership.structure_id}/representants/nouveau/"
    return sign_in(Client(), membership.user), membership.structure, page


def test_a_representative_is_added_corrected_and_taken_off() -> None:
    """With an address abroad; each change is in the history of the sheet."""
    browser, structure, page = managed()
    assert browser.post(page, TYPED)["Location"].endswith("#representants")
    made = Representative.objects.get()
    assert (made.last_name, made.country, made.is_legal) == ("D'Alençon-Kérvoën", "BE", True)
    own = f"/espace/structures/{structure.pk}/representants/{made.pk}/"
    assert "Luthière" in browser.get(own).text
    browser.post(own, {**TYPED, "function": "Trésorière"})
    made.refresh_from_db()
    assert made.function == "Trésorière"
    browser.post(own, {**TYPED, "function": "Trésorière"})
    browser.post(f"{own}retirer/")
    made.refresh_from_db()
    assert made.ended_at is not None
    assert browser.get(own).status_code == 404
    told = list(structure.values.filter(field="representatives").values_list("value", flat=True))
    assert [text.endswith(end) for text, end in zip(told, ("(retiré)", "re", "te"), strict=True)]
    assert Event.objects.filter(kind="structure.representative_changed").count() == 3


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("last_name", ""),
        ("last_name", "é" * 101),
        ("first_name", ""),
        ("function", ""),
        ("civility", "majesté"),
        ("email", "pas une adresse"),
        ("phone", "chez lui"),
        ("address_city", ""),
        ("address_country", "ZZ"),
    ],
)
def test_what_is_wrong_is_refused_and_kept_on_the_page(name: str, typed: str) -> None:
    """Nobody is added."""
    browser, _structure, page = managed()
    answer = browser.post(page, {**TYPED, name: typed})
    assert answer.status_code == 422
    assert "Luthière" in answer.text
    assert not Representative.objects.exists()


def test_a_name_of_a_hundred_characters_is_kept() -> None:
    """No address is asked of a representative."""
    browser, _structure, page = managed()
    alone = {name: typed for name, typed in TYPED.items() if not name.startswith("address_")}
    browser.post(page, {**alone, "last_name": "é" * 100})
    assert Representative.objects.get().last_name == "é" * 100


def test_only_managers_of_the_structure_may() -> None:
    """A member is refused; the representative of another structure does not exist here."""
    _browser, structure, page = managed()
    other = Representative.objects.create(
        structure=StructureFactory(), last_name="A", first_name="B", function="C"
    )
    member = sign_in(Client(), MembershipFactory(structure=structure).user)
    assert member.post(page, TYPED).status_code == 403
    browser, structure, _page = managed()
    elsewhere = f"/espace/structures/{structure.pk}/representants/{other.pk}/"
    assert browser.post(elsewhere, TYPED).status_code == 404
    assert browser.post(f"{elsewhere}retirer/").status_code == 404
    other.refresh_from_db()
    assert (other.last_name, other.ended_at) == ("A", None)


def test_those_a_register_names_are_added_to_an_empty_sheet_only() -> None:
    """With the register as their origin."""
    structure = StructureFactory()
    found = (records.Representative("madame", "LE GOFF", "Anne", "Présidente", is_legal=True),)
    given: dict[str, Any] = {"source": "RNA", "actor": UserFactory(), "now": timezone.now()}
    for _ in range(2):
        representatives.add_from_register(structure, found, **given)
    assert Representative.objects.get().is_legal
    value = structure.values.get()
    assert (value.origin, value.source) == (Origin.REGISTER, "RNA")
