"""API Entreprise: establishments of Sirene, for administrations that hold a token.

The « diffusibles » addresses are asked, for what fills a form in may only be public data. What
every question must carry (`recipient`, `context`, `object`) is in the settings.
"""

from typing import Literal

from django.conf import settings

from applications.registries import legal_forms, web
from applications.registries.errors import RegisterUnreadable
from applications.registries.providers import bodies
from applications.registries.providers.reading import Answer, Day, Rna, Shape, Siret, Text, read
from applications.registries.records import CompanyRecord

SOURCE = "API Entreprise"
PUBLISHED = "diffusible"
NATURAL_PERSON = "personne_physique"
UNKNOWN = frozenset({404, 451})
"""No such body, or one that may not be told for legal reasons."""


class Coded(Answer):
    """A code and its label."""

    code: Text = ""
    libelle: Text = ""


class Activity(Coded):
    """An activity and its nomenclature."""

    nomenclature: Text = ""


class Body(Answer):
    """The name of a legal person."""

    raison_sociale: Text = ""
    sigle: Text = ""


class Person(Answer):
    """The name of a natural person."""

    prenom_usuel: Text = ""
    prenom_1: Text = ""
    nom_usage: Text = ""
    nom_naissance: Text = ""


class Unit(Answer):
    """The legal unit an establishment belongs to."""

    rna: Rna = ""
    type: Text
    status_diffusion: Text = PUBLISHED
    personne_morale_attributs: Body = Body()
    personne_physique_attributs: Person = Person()
    forme_juridique: Coded = Coded()
    etat_administratif: Literal["A", "C"]

    @property
    def name(self) -> str:
        """Its name, whoever it is."""
        person = self.personne_physique_attributs
        if self.type == NATURAL_PERSON:
            return bodies.line_of(
                (person.prenom_usuel or person.prenom_1, person.nom_usage or person.nom_naissance)
            )
        return self.personne_morale_attributs.raison_sociale


class Address(Answer):
    """Where it is."""

    complement_adresse: Text = ""
    numero_voie: Text = ""
    indice_repetition_voie: Text = ""
    type_voie: Text = ""
    libelle_voie: Text = ""
    distribution_speciale: Text = ""
    code_postal: Text = ""
    code_commune: Text = ""
    libelle_commune: Text = ""
    libelle_commune_etranger: Text = ""
    libelle_pays_etranger: Text = ""
    status_diffusion: Text = PUBLISHED


class Establishment(Answer):
    """One establishment."""

    siret: Siret
    etat_administratif: Literal["A", "F"]
    date_creation: Day = None
    date_fermeture: Day = None
    status_diffusion: Text = PUBLISHED
    activite_principale: Activity = Activity()
    unite_legale: Unit
    adresse: Address


class Meta(Answer):
    """What the answer says of itself."""

    redirect_from_siret: Text = ""


class Found(Answer):
    """One answer."""

    data: Establishment
    meta: Meta = Meta()


class ApiEntrepriseCompanies:
    """Establishments by SIRET: all that Sirene publishes."""

    is_remote = True
    is_complete = True

    def find_by_siret(self, siret: str, *, seconds: float) -> CompanyRecord | None:
        """Return the establishment of this SIRET, or the one that replaced it."""
        found = ask(Found, f"/v4/insee/sirene/etablissements/diffusibles/{siret}", seconds)
        if found is None:
            return None
        if siret not in (found.data.siret, found.meta.redirect_from_siret):
            raise RegisterUnreadable
        return record_of(found.data)


def ask(shape: type[Shape], path: str, seconds: float) -> Shape | None:
    """Return the answer to one question, or nothing when the register knows none."""
    body = web.get(
        settings.API_ENTREPRISE_URL + path,
        params={
            "recipient": settings.API_ENTREPRISE_RECIPIENT,
            "context": settings.API_ENTREPRISE_CONTEXT,
            "object": settings.API_ENTREPRISE_OBJECT,
        },
        token=settings.API_ENTREPRISE_TOKEN,
        unknown=UNKNOWN,
        seconds=seconds,
    )
    return None if body is None else read(shape, body)


def record_of(one: Establishment) -> CompanyRecord:
    """Return what the register says, less what the body asked not to be published."""
    unit, address = one.unite_legale, one.adresse
    is_partial = any(
        status != PUBLISHED
        for status in (one.status_diffusion, unit.status_diffusion, address.status_diffusion)
    )
    is_hidden = is_partial and unit.type == NATURAL_PERSON
    place = place_of(address)
    form = unit.forme_juridique
    street = (
        address.numero_voie,
        address.indice_repetition_voie,
        address.type_voie,
        address.libelle_voie,
    )
    beside = (address.complement_adresse, address.distribution_speciale)
    activity = one.activite_principale
    return CompanyRecord(
        siret=one.siret,
        name="" if is_hidden else unit.name,
        source=SOURCE,
        acronym="" if is_partial else unit.personne_morale_attributs.sigle,
        family=legal_forms.family_of(form.code),
        legal_form_code=form.code,
        legal_form=form.libelle or legal_forms.name_of(form.code),
        naf=bodies.naf_code(activity.code),
        naf_version=bodies.NOMENCLATURES.get(activity.nomenclature, activity.nomenclature),
        rna=unit.rna,
        address_line="" if is_partial else bodies.line_of(street),
        address_complement="" if is_partial else bodies.line_of(beside, ", "),
        postcode="" if is_partial else place.postcode,
        city=place.city,
        city_code=place.city_code,
        country=place.country,
        created_on=one.date_creation,
        closed_on=one.date_fermeture,
        is_closed=one.etat_administratif == "F" or unit.etat_administratif == "C",
        is_public_body=legal_forms.is_public(form.code),
        is_partial=is_partial,
    )


def place_of(address: Address) -> bodies.Place:
    """Return where an establishment is; without a French commune, it is abroad."""
    if address.code_commune or address.code_postal:
        return bodies.place_in_france(
            postcode=address.code_postal,
            city=address.libelle_commune,
            city_code=address.code_commune,
        )
    return bodies.place_abroad(
        city=address.libelle_commune_etranger, country=address.libelle_pays_etranger
    )
