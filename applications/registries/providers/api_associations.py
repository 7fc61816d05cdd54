"""API Associations: the RNA in open data, behind API Entreprise and its token."""

from applications.registries import legal_forms
from applications.registries.errors import RegisterUnreadable
from applications.registries.providers import bodies
from applications.registries.providers.api_entreprise import Coded, ask
from applications.registries.providers.reading import Answer, Day, Rna, Siret, Text
from applications.registries.records import CompanyRecord

SOURCE = "API Associations"


class Address(Answer):
    """Where the seat is."""

    complement: Text = ""
    numero_voie: Text = ""
    type_voie: Text = ""
    libelle_voie: Text = ""
    distribution: Text = ""
    code_insee: Text = ""
    code_postal: Text = ""
    commune: Text = ""


class Activities(Answer):
    """What it does."""

    activite_principale: Coded = Coded()


class Association(Answer):
    """One association; many have no SIREN."""

    rna: Rna = ""
    nom: Text
    sigle: Text = ""
    siret_siege: Siret = ""
    forme_juridique: Coded = Coded()
    active: bool
    date_creation: Day = None
    date_dissolution: Day = None
    date_publication_journal_officiel: Day = None
    adresse_siege: Address
    activites: Activities = Activities()


class Meta(Answer):
    """What the answer says of itself."""

    date_derniere_mise_a_jour_rna: Day = None


class Found(Answer):
    """One answer."""

    data: Association
    meta: Meta = Meta()


class ApiAssociationsAssociations:
    """Associations by RNA: all that were declared."""

    is_remote = True
    is_complete = True

    def find_by_rna(self, rna: str, *, seconds: float) -> CompanyRecord | None:
        """Return the association of this number."""
        found = ask(Found, f"/v4/djepva/api-association/associations/open_data/{rna}", seconds)
        if found is None:
            return None
        if found.data.rna != rna:
            raise RegisterUnreadable
        return record_of(found)


def record_of(found: Found) -> CompanyRecord:
    """Return what the register says of an association."""
    one, address, form = found.data, found.data.adresse_siege, found.data.forme_juridique
    place = bodies.place_in_france(
        postcode=address.code_postal, city=address.commune, city_code=address.code_insee
    )
    activity = one.activites.activite_principale.code
    street = (address.numero_voie, address.type_voie, address.libelle_voie)
    return CompanyRecord(
        siret=one.siret_siege,
        name=one.nom,
        source=SOURCE,
        acronym=one.sigle,
        family=legal_forms.ASSOCIATION,
        legal_form_code=form.code,
        legal_form=form.libelle or legal_forms.name_of(form.code),
        naf=bodies.naf_code(activity),
        naf_version=bodies.NAF_2 if activity else "",
        rna=one.rna,
        address_line=bodies.line_of(street),
        address_complement=bodies.line_of((address.complement, address.distribution), ", "),
        postcode=place.postcode,
        city=place.city,
        city_code=place.city_code,
        country=place.country,
        created_on=one.date_creation,
        published_on=one.date_publication_journal_officiel,
        declared_on=found.meta.date_derniere_mise_a_jour_rna,
        closed_on=one.date_dissolution,
        is_closed=not one.active or one.date_dissolution is not None,
    )
