"""Recherche d'entreprises: the State's open look-up of Sirene, the RNA and the schools.

Open data alone: who asked Insee for « diffusion partielle » is there without name nor street.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from django.conf import settings

from applications.registries import legal_forms, web
from applications.registries.providers import bodies
from applications.registries.providers.reading import Answer, Day, Rna, Siret, Text, read
from applications.registries.records import CompanyRecord, Representative

SOURCE = "Recherche d'entreprises"
PARTIAL = "P"
NATURAL_PERSON = "personne physique"
AUDITOR = "commissaire aux comptes"
HEADS = re.compile(r"(maire|président|présidente)(?!.*adjoint)\b", re.IGNORECASE)
CIVILITIES = {"M": "monsieur", "F": "madame"}
WANTED = "siege,matching_etablissements,dirigeants,complements"


class Establishment(Answer):
    """One establishment; those that match hold their address in one line only."""

    siret: Siret
    etat_administratif: Literal["A", "F"] | None = None
    date_creation: Day = None
    date_fermeture: Day = None
    statut_diffusion_etablissement: Text = ""
    activite_principale: Text = ""
    activite_principale_naf25: Text = ""
    liste_uai: list[Text] | None = None
    adresse: Text = ""
    numero_voie: Text = ""
    indice_repetition: Text = ""
    type_voie: Text = ""
    libelle_voie: Text = ""
    complement_adresse: Text = ""
    distribution_speciale: Text = ""
    code_postal: Text = ""
    commune: Text = ""
    libelle_commune: Text = ""
    libelle_commune_etranger: Text = ""
    libelle_pays_etranger: Text = ""


class Leader(Answer):
    """Somebody, or a body, at the head of the unit."""

    type_dirigeant: Text = ""
    nom: Text = ""
    prenoms: Text = ""
    qualite: Text = ""


class Elected(Answer):
    """An elected person of a local authority."""

    nom: Text = ""
    prenoms: Text = ""
    fonction: Text = ""
    sexe: Text = ""


class Authority(Answer):
    """What makes the unit a local authority."""

    elus: list[Elected] | None = None


class Complements(Answer):
    """What other registers say of the unit."""

    identifiant_association: Rna = ""
    collectivite_territoriale: Authority | None = None


class Unit(Answer):
    """A legal unit, with its seat and the establishments that match the question."""

    siren: Text
    nom_complet: Text = ""
    nom_raison_sociale: Text = ""
    sigle: Text = ""
    nature_juridique: Text = ""
    etat_administratif: Literal["A", "C"] | None = None
    date_fermeture: Day = None
    statut_diffusion: Text = ""
    siege: Establishment | None = None
    matching_etablissements: list[Establishment] | None = None
    dirigeants: list[Leader] | None = None
    complements: Complements | None = None

    @property
    def establishments(self) -> Iterator[Establishment]:
        """The seat, whose address is in parts, then those that match."""
        if self.siege is not None:
            yield self.siege
        yield from self.matching_etablissements or ()

    @property
    def rna(self) -> str:
        """Its number in the register of associations."""
        return self.complements.identifiant_association if self.complements else ""


class Found(Answer):
    """The units found."""

    results: list[Unit]


class RechercheEntreprisesCompanies:
    """Establishments by SIRET: all that Sirene publishes."""

    is_remote = True
    is_complete = True

    def find_by_siret(self, siret: str, *, seconds: float) -> CompanyRecord | None:
        """Return the establishment of this SIRET."""
        for unit in units({"q": siret}, seconds):
            for one in unit.establishments:
                if one.siret == siret:
                    return record_of(unit, one)
        return None


class RechercheEntreprisesAssociations:
    """Associations by RNA: those that have a SIREN."""

    is_remote = True
    is_complete = False

    def find_by_rna(self, rna: str, *, seconds: float) -> CompanyRecord | None:
        """Return the seat of the association of this number."""
        for unit in units({"q": rna}, seconds):
            if unit.rna == rna and unit.siege is not None:
                return record_of(unit, unit.siege)
        return None


class RechercheEntreprisesSchools:
    """Schools by UAI: those that have a SIRET of their own."""

    is_remote = True
    is_complete = False

    def find_by_uai(self, uai: str, *, seconds: float) -> CompanyRecord | None:
        """Return the establishment that has this UAI."""
        for unit in units({"id_uai": uai}, seconds):
            for one in unit.establishments:
                if uai in (one.liste_uai or ()):
                    return record_of(unit, one, uai=uai)
        return None


def units(question: dict[str, str], seconds: float) -> list[Unit]:
    """Return the first units that answer a question."""
    params: dict[str, str | int] = {**question, "minimal": "true", "include": WANTED, "per_page": 5}
    body = web.get(settings.COMPANY_LOOKUP_URL, params=params, seconds=seconds)
    return read(Found, body).results


def record_of(unit: Unit, one: Establishment, *, uai: str = "") -> CompanyRecord:
    """Return what the register says of an establishment."""
    is_partial = PARTIAL in (unit.statut_diffusion, one.statut_diffusion_etablissement)
    place = place_of(one)
    schools = one.liste_uai or []
    form = unit.nature_juridique
    return CompanyRecord(
        siret=one.siret,
        name=unit.nom_raison_sociale or unit.nom_complet,
        source=SOURCE,
        acronym=unit.sigle,
        family=legal_forms.family_of(form, is_school=bool(schools)),
        legal_form_code=form,
        legal_form=legal_forms.name_of(form),
        naf=bodies.naf_code(one.activite_principale or one.activite_principale_naf25),
        naf_version=naf_version_of(one),
        rna=unit.rna,
        uai=uai or (schools[0] if len(schools) == 1 else ""),
        address_line="" if is_partial else street_of(one),
        address_complement="" if is_partial else complement_of(one),
        postcode=place.postcode,
        city=place.city,
        city_code=place.city_code,
        country=place.country,
        created_on=one.date_creation,
        closed_on=closed_on(unit, one),
        is_closed=one.etat_administratif == "F" or unit.etat_administratif == "C",
        is_public_body=legal_forms.is_public(form),
        is_partial=is_partial,
        representatives=() if is_partial else tuple(representatives_of(unit)),
    )


def closed_on(unit: Unit, one: Establishment) -> date | None:
    """Return the day the establishment closed, or the unit ceased."""
    return one.date_fermeture or unit.date_fermeture


def naf_version_of(one: Establishment) -> str:
    """Return the nomenclature of the activity given."""
    if one.activite_principale:
        return bodies.NAF_2
    return bodies.NAF_2025 if one.activite_principale_naf25 else ""


def place_of(one: Establishment) -> bodies.Place:
    """Return where an establishment is; without a French commune, it is abroad."""
    if one.commune or one.code_postal:
        return bodies.place_in_france(
            postcode=one.code_postal, city=one.libelle_commune, city_code=one.commune
        )
    return bodies.place_abroad(city=one.libelle_commune_etranger, country=one.libelle_pays_etranger)


def street_of(one: Establishment) -> str:
    """Return the number and street, cut from the whole line when that is all there is."""
    parts = (one.numero_voie, one.indice_repetition, one.type_voie, one.libelle_voie)
    line = bodies.line_of(parts)
    if line or complement_of(one):
        return line
    return one.adresse.partition(f" {one.code_postal} ")[0] if one.code_postal else one.adresse


def complement_of(one: Establishment) -> str:
    """Return what is beside the street."""
    return bodies.line_of((one.complement_adresse, one.distribution_speciale), ", ")


def representatives_of(unit: Unit) -> Iterator[Representative]:
    """Return the people at the head of a unit: leaders, mayors, presidents."""
    for leader in unit.dirigeants or ():
        is_head = AUDITOR not in leader.qualite.lower()
        if leader.type_dirigeant == NATURAL_PERSON and leader.nom and is_head:
            yield Representative("", leader.nom, leader.prenoms, leader.qualite)
    authority = unit.complements.collectivite_territoriale if unit.complements else None
    for one in (authority.elus if authority else None) or ():
        if one.nom and HEADS.match(one.fonction):
            civility = CIVILITIES.get(one.sexe, "")
            yield Representative(civility, one.nom, one.prenoms, one.fonction)
