"""The birth of a structure, and the origin of what its sheet holds."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from applications.registries.records import CompanyRecord
from applications.structures.exceptions import EstablishmentClosed, StructureExists
from applications.structures.models import Origin, Structure, StructureValue
from applications.structures.services import creation, sheets
from cms.core.models import Event
from tests.factories.accounts import FamilyFactory, UserFactory
from tests.factories.structures import StructureFactory, luhn_siret

pytestmark = pytest.mark.django_db

SAID_AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
RECORD = CompanyRecord(
    siret=luhn_siret(77),
    name="Les amis de l’Île d’Yeu",
    source="Répertoire Sirene",
    rna="W2B0012345",
    address_line="3 quai du Canal",
    postcode="20200",
    city="Bastia",
    city_code="2B033",
    created_on=date(2001, 2, 3),
    published_on=date(2001, 3, 4),
    retrieved_at=SAID_AT,
)


def origins(structure: Structure) -> dict[str, tuple[str, str]]:
    """Return who said each value of a sheet."""
    return {one.field: (one.origin, one.source) for one in structure.values.all()}


def test_found_in_a_register_each_value_keeps_who_said_it() -> None:
    """What the person typed differently is theirs; the rest is the register's, on its day."""
    person = UserFactory()
    structure = creation.create(
        family=FamilyFactory(),
        values={"city": "Bastia", "phone": "04 95 00 00 00", "name": "Amis de l’Île d’Yeu"},
        origin=Origin.USER,
        record=RECORD,
        actor=person,
        now=timezone.now(),
    )
    assert (structure.name, structure.rna) == ("Amis de l’Île d’Yeu", "W2B0012345")
    assert (structure.insee_code, structure.registered_on) == ("2B033", date(2001, 2, 3))
    assert not structure.is_verified
    told = origins(structure)
    assert told["name"] == (Origin.USER, "")
    assert told["phone"] == (Origin.USER, "")
    assert told["city"] == (Origin.REGISTER, "Répertoire Sirene")
    assert told["published_on"] == (Origin.REGISTER, "Répertoire Sirene")
    assert structure.values.get(field="siret").at == SAID_AT
    assert Event.objects.filter(kind="structure.created", actor_id=person.pk).count() == 1


def test_made_by_the_region_it_is_verified() -> None:
    """Without any register: everything is the Region's word."""
    structure = creation.create(
        family=FamilyFactory(code="entreprise"),
        values={"name": "Œuvres d’Été", "country": "BE", "city": "Liège", "postcode": "4000"},
        origin=Origin.REGION,
        actor=UserFactory(administrator=True),
        now=timezone.now(),
    )
    assert structure.is_verified
    assert structure.siret is None
    assert structure.folded_name == "oeuvres d ete"
    assert set(origins(structure).values()) == {(Origin.REGION, "")}


@pytest.mark.parametrize(
    ("existing", "values", "is_known"),
    [
        ({"siret": luhn_siret(5)}, {"siret": luhn_siret(5)}, True),
        ({"uai": "0350990L"}, {"uai": "0350990L", "siret": luhn_siret(6)}, True),
        ({"rna": "W9R1000001", "siret": None}, {"rna": "W9R1000001"}, True),
        ({"rna": "W9R1000001", "siret": luhn_siret(5)}, {"rna": "W9R1000001"}, True),
        (
            {"rna": "W9R1000001", "siret": luhn_siret(5)},
            {"rna": "W9R1000001", "siret": luhn_siret(6)},
            False,
        ),
        ({"rna": "", "uai": "", "siret": None}, {"city": "Saint-Denis"}, False),
    ],
)
def test_a_number_already_on_the_portal_makes_nothing(
    existing: dict[str, str], values: dict[str, str], is_known: bool
) -> None:
    """The SIRET, the UAI, the RNA number; two establishments of one association are two rows."""
    first = StructureFactory(**existing)
    known = {"family": FamilyFactory(), "origin": Origin.USER, "actor": UserFactory()}
    given = {"name": "Une autre", **values}
    if not is_known:
        creation.create(values=given, now=timezone.now(), **known)
        assert Structure.objects.count() == 2
        return
    with pytest.raises(StructureExists) as refusal:
        creation.create(values=given, now=timezone.now(), **known)
    assert refusal.value.params == {"structure": first.pk}
    assert Structure.objects.count() == 1
    assert not StructureValue.objects.exists()


def test_a_duplicate_leads_to_the_structure_that_was_kept() -> None:
    """The number of a row merged away names the row that took over."""
    kept = StructureFactory()
    gone = StructureFactory(merged_into=kept)
    assert creation.existing_structure(siret=str(gone.siret)) == kept


def test_stand_in_never_stands_in_the_way() -> None:
    """The structures of test dossiers are met by nobody."""
    StructureFactory(is_test=True, siret=None, rna="W123456789")
    assert creation.existing_structure(rna="W123456789") is None


def test_closed_establishment_is_refused() -> None:
    """With its date for the words."""
    closed = replace(RECORD, is_closed=True, closed_on=date(2024, 5, 1))
    with pytest.raises(EstablishmentClosed) as refusal:
        creation.create(
            family=FamilyFactory(),
            values={},
            origin=Origin.USER,
            record=closed,
            actor=UserFactory(),
            now=timezone.now(),
        )
    assert refusal.value.params == {"since": date(2024, 5, 1)}
    assert not Structure.objects.exists()


def test_writing_the_same_again_is_no_change_and_keeps_its_origin() -> None:
    """A form sent without a change says nothing new of who gave the values."""
    structure = creation.create(
        family=FamilyFactory(),
        values={},
        origin=Origin.REGION,
        record=RECORD,
        actor=None,
        now=timezone.now(),
    )
    before = structure.values.count()
    values = {"city": "Bastia", "published_on": date(2001, 3, 4), "acronym": ""}
    sheets.correct_sheet(structure, values=values, actor=UserFactory(), now=timezone.now())
    assert structure.values.count() == before
    assert not Event.objects.filter(kind="structure.sheet_changed").exists()


def test_siret_of_another_structure_is_refused() -> None:
    """Nothing changes."""
    first, second = StructureFactory(), StructureFactory()
    with pytest.raises(StructureExists):
        sheets.write(
            second,
            values={"siret": first.siret, "city": "Brumel"},
            origin=Origin.REGION,
            actor=None,
            now=timezone.now(),
        )
    second.refresh_from_db()
    assert second.city == "Kervalen"


def test_people_of_a_structure_never_change_its_identity() -> None:
    """The SIRET, the UAI and the family are the Region's."""
    structure = StructureFactory()
    values = {"siret": luhn_siret(9), "uai": "0350990L", "city": "Brumel"}
    sheets.correct_sheet(structure, values=values, actor=UserFactory(), now=timezone.now())
    after = Structure.objects.get(pk=structure.pk)
    assert (after.siret, after.uai, after.city) == (structure.siret, "", "Brumel")


def test_the_managing_body_a_register_names_is_linked_when_it_is_on_the_portal() -> None:
    """Another is not made for all that."""
    body = StructureFactory()
    for siret, expected in [(str(body.siret), body), (luhn_siret(999), None)]:
        structure = creation.create(
            family=FamilyFactory(code="lycee-prive"),
            values={},
            origin=Origin.USER,
            record=replace(RECORD, siret=luhn_siret(int(siret[-6:])), rna="", depends_on=siret),
            actor=UserFactory(),
            now=timezone.now(),
        )
        assert structure.depends_on == expected
    assert Structure.objects.count() == 3
