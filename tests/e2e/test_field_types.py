"""Every type through the whole journey, with scripts and without, right and wrong."""

import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from applications.formbuilder.field_types import field_types
from tests import databases
from tests.e2e import every_type
from tests.e2e.conftest import Portal, assert_accessible, assert_fits
from tests.e2e.people import PDF, Filler, sign_in, spaced, words

STEPS = (1, 2, 3, 4, 5)
ROWS = ("Membres du foyer", "Moyens humains", "Plafond")
"""What is refused by one of its rows, or in the editor's own words: not by its label."""
IBAN = "FR76 3000 6000 0112 3456 7890 189"


@pytest.fixture(scope="module")
def aid(portal: Portal) -> str:
    """Publish the aid that asks a question of every type; return its slug."""
    environment = {**portal.clone.environment, "DJANGO_SETTINGS_MODULE": "cms.settings.demo"}
    subprocess.run(
        [sys.executable, "-m", "tests.e2e.every_type"],
        cwd=databases.ROOT,
        env=environment,
        check=True,
        capture_output=True,
    )
    return every_type.SLUG


# --- Right answers --------------------------------------------------------------------------


def fill_texts(to: Filler) -> None:
    to.field("Immatriculation").fill("AB-123-CD")
    to.field("Présentation du projet").fill(every_type.SENTENCE)
    to.field("Nombre de participants").fill("12")
    to.field("Surface en hectares").fill("2,5")
    to.field("Coût du projet").fill("1 500,50 €")
    to.field("Part demandée").fill("40 %")
    to.date(to.group("Date de la réunion"), "3", "3", "2026")
    period = to.group("Dates du séjour")
    to.date(to.group("Début", period), "2", "3", "2026")
    to.date(to.group("Fin", period), "27", "3", "2026")
    to.group("Êtes-vous une association ?").get_by_label("Oui", exact=True).check()


def fill_choices(to: Filler) -> None:
    nature = to.group("Nature du projet")
    nature.get_by_label("Autre, précisez", exact=True).check()
    nature.get_by_label("Précisez", exact=True).fill("Un échange")
    to.field("Taille du projet").select_option(label="Des études")
    publics = to.group("Publics visés")
    publics.get_by_label("Un stage", exact=True).check()
    publics.get_by_label("Des études", exact=True).check()
    to.field("J'accepte que ma photo soit publiée").check()
    to.field("J'atteste que le projet n'a pas commencé").check()
    discipline = to.group("Discipline")
    to.field("Domaine", discipline).select_option(label="Sport")
    if not to.has_scripts:
        to.page.get_by_role("button", name=words("Actualiser : Discipline")).click()
    to.field("Pratique", to.group("Discipline")).select_option(label="Voile")
    to.search("Lycée d'origine", "zola", "Lycée Émile-Zola")


def fill_contacts(to: Filler) -> None:
    to.field("Courriel du référent").fill("camille@exemple.example")
    to.field("Téléphone du référent").fill("02 61 91 20 16")
    to.field("Site du projet").fill("www.exemple.fr")
    person = to.group("Personne responsable")
    person.get_by_label("Madame", exact=True).check()
    to.field("Nom", person).fill("Martin")
    to.field("Prénom", person).fill("Camille")
    to.field("Fonction", person).fill("Présidente")
    to.field("Département du projet").select_option(label="Ille-et-Vilaine (35)")
    to.field("Pays du séjour").select_option(label="Belgique")
    to.field("Nationalité").select_option(label="France")
    to.search("Commune du projet", "vitr", "Vitré (35500)")
    if not to.has_scripts:
        to.press("Enregistrer")
    address = to.group("Adresse du projet")
    found = "3 rue du Phare, 35400 Saint-Malo"
    to.search("Rechercher l'adresse", "3 rue du Phare 35400", found, address)


def fill_identifiers(to: Filler) -> None:
    to.field("SIRET de l'organisme").fill("999 100 043 00010")
    to.field("SIREN du partenaire").fill("233 500 016")
    to.field("Numéro RNA").fill("w353012345")
    to.field("UAI du lycée").fill("0350024l")
    to.field("IBAN", to.group("Compte à créditer")).fill(IBAN)
    to.search(
        "Activité principale", "boulangerie p", "10.71C – Boulangerie et boulangerie-pâtisserie"
    )
    to.field("Relevé bancaire").set_input_files(
        {"name": "rib.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )


def fill_rows(to: Filler) -> None:
    to.field("Nom", to.group("Membre 1")).fill("Ana Le Goff")
    to.field("Âge", to.group("Membre 1")).fill("40")
    to.field("Personnes * – Bénévoles").fill("12")
    to.field("Repas").fill("1 000")
    to.field("Région").fill("400")
    to.field("Commune").fill("600")


FILL: tuple[Callable[[Filler], None], ...] = (
    fill_texts,
    fill_choices,
    fill_contacts,
    fill_identifiers,
    fill_rows,
)
SAID = (
    "AB-123-CD",
    every_type.SENTENCE,
    "1 500,50 €",
    "40 %",
    "3 mars 2026",
    "du 2 mars 2026 au 27 mars 2026",
    "Un échange",
    "Sport › Voile",
    "Lycée Émile-Zola",
    "Accepté",
    "Certifié sur l'honneur",
    "https://www.exemple.fr",
    "Madame Camille Martin, Présidente",
    "3 rue du Phare",
    "Vitré (35500)",
    "Ille-et-Vilaine (35)",
    "Belgique",
    "999 100 043 00010",
    "W353012345",
    "0350024L",
    "10.71C – Boulangerie et boulangerie-pâtisserie",
    "CREDIT AGRICOLE SA",
    "rib.pdf",
    "Ana Le Goff",
    "Bénévoles12",
    "Coût par membre 1 000 €",
)


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no-scripts"])
def test_every_type_goes_from_the_first_answer_to_the_filed_dossier(
    request: pytest.FixtureRequest, aid: str, has_scripts: bool
) -> None:
    page: Page = request.getfixturevalue("page" if has_scripts else "plain")
    sign_in(page, "demandeur01")
    to = Filler(page, has_scripts)
    to.start(aid)
    to.accept_regulation()
    to.give_sheet()
    for number, fill in zip(STEPS, FILL, strict=True):
        to.open(f"dossier-{number}")
        assert_fits(page)
        if has_scripts:
            assert_accessible(page)
        fill(to)
        to.press("Suivant")
    to.open("recapitulatif")
    recap = page.get_by_role("main")
    for said in SAID:
        expect(recap).to_contain_text(spaced(said))
    expect(page.get_by_text("À compléter")).to_have_count(0)
    for box in page.get_by_role("checkbox").all():
        box.check()
    to.press("Déposer ma demande")
    expect(page.get_by_text(to.reference).first).to_be_visible()
    expect(page).to_have_url(re.compile(f"/espace/dossiers/{to.reference}/$"))


# --- Wrong answers --------------------------------------------------------------------------


def spoil_texts(to: Filler) -> None:
    to.date(to.group("Début", to.group("Dates du séjour")), "2", "3", "2026")
    to.field("Immatriculation").fill("AB 123")
    to.field("Présentation du projet").fill("Court")
    to.field("Nombre de participants").fill("douze")
    to.field("Surface en hectares").fill("2,5555")
    to.field("Coût du projet").fill("beaucoup")
    to.field("Part demandée").fill("140")
    to.date(to.group("Date de la réunion"), "31", "2", "2026")
    to.date(to.group("Fin", to.group("Dates du séjour")), "1", "3", "2026")


def spoil_choices(to: Filler) -> None:
    nature = to.group("Nature du projet")
    nature.get_by_label("Autre, précisez", exact=True).check()
    publics = to.group("Publics visés")
    for label in ("Un stage", "Des études", "Autre, précisez"):
        publics.get_by_label(label, exact=True).check()
    publics.get_by_label("Précisez", exact=True).fill("Des retraités")
    to.field("Lycée d'origine").fill("zzzz")


def spoil_contacts(to: Filler) -> None:
    to.field("Courriel du référent").fill("camille@")
    to.field("Téléphone du référent").fill("12")
    to.field("Site du projet").fill("exemple")
    person = to.group("Personne responsable")
    to.field("Nom", person).fill("Martin")
    address = to.group("Adresse du projet")
    to.field("Numéro et voie", address).fill("3 rue du Phare")
    to.field("Code postal", address).fill("354")
    to.field("Commune", address).fill("Saint-Malo")
    to.field("Commune du projet").fill("zzzz")


def spoil_identifiers(to: Filler) -> None:
    to.field("SIRET de l'organisme").fill("999 100 043 00011")
    to.field("SIREN du partenaire").fill("233 500 017")
    to.field("Numéro RNA").fill("353012345")
    to.field("UAI du lycée").fill("0350024M")
    to.field("Activité principale").fill("zzzz")
    to.field("IBAN", to.group("Compte à créditer")).fill(IBAN.replace("189", "188"))
    to.field("Relevé bancaire").set_input_files(
        {"name": "rib.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}
    )


def spoil_rows(to: Filler) -> None:
    fill_rows(to)
    to.field("Âge", to.group("Membre 1")).fill("douze")
    to.field("Personnes * – Bénévoles").fill("beaucoup")
    to.field("Région").fill("6000")


WRONG: dict[int, tuple[Callable[[Filler], None], dict[str, str]]] = {
    1: (
        spoil_texts,
        {
            "Immatriculation": "Recopiez les lettres et les chiffres de la carte grise.",
            "Présentation du projet": "20 caractères au moins, il y en a 5",
            "Nombre de participants": "écrivez un nombre en chiffres",
            "Surface en hectares": "deux décimales au plus",
            "Coût du projet": "écrivez un montant en euros",
            "Part demandée": "100 % au plus",
            "Date de la réunion": "écrivez une date qui existe",
            "Dates du séjour": "la fin est avant le début",
        },
    ),
    2: (
        spoil_choices,
        {
            "Nature du projet": "écrivez votre réponse dans « Précisez »",
            "Publics visés": "choisissez au plus 2 réponses",
            "Lycée d'origine": "rien n'a été trouvé pour « zzzz »",
        },
    ),
    3: (
        spoil_contacts,
        {
            "Courriel du référent": "écrivez une adresse comme",
            "Téléphone du référent": "écrivez un numéro comme",
            "Site du projet": "écrivez l'adresse d'un site",
            "Personne responsable": "remplissez « Civilité »",
            "Adresse du projet": "un code postal a cinq chiffres",
            "Commune du projet": "rien n'a été trouvé pour « zzzz »",
        },
    ),
    4: (
        spoil_identifiers,
        {
            "SIRET de l'organisme": "ce SIRET n'est pas valide",
            "SIREN du partenaire": "ce SIREN n'est pas valide",
            "Numéro RNA": "un numéro RNA est un W",
            "UAI du lycée": "cet UAI n'est pas valide",
            "Activité principale": "rien n'a été trouvé pour « zzzz »",
            "Compte à créditer": "cet IBAN n'est pas valide",
            "Relevé bancaire": "ce format n'est pas accepté",
        },
    ),
    5: (
        spoil_rows,
        {
            "Membres du foyer": "Membre 1, « Âge » : écrivez un nombre en chiffres",
            "Moyens humains": "Bénévoles, « Personnes » : écrivez un nombre en chiffres",
            "Budget du projet": "le total des produits (6 600 €) dépasse de 5 600 €",
            "Plafond": every_type.TOO_MUCH,
        },
    ),
}
LEFT = {
    "Êtes-vous une association ?": "répondez par oui ou par non",
    "Discipline": "choisissez",
    "J'accepte que ma photo soit publiée": "cochez la case",
    "J'atteste que le projet n'a pas commencé": "cochez la case",
    "Pays du séjour": "choisissez",
    "Nationalité": "choisissez",
}
"""What can be left but never badly answered, and what is said then."""


def test_every_registered_type_is_asked_and_refused() -> None:
    asked = [question for step in every_type.schema().steps for question in step.questions]
    refused = {label for _spoil, refusals in WRONG.values() for label in refusals} | set(LEFT)

    assert {question.type for question in asked} == {one.code for one in field_types}
    assert {question.type for question in asked if question.label in refused} == {
        one.code for one in field_types if one.is_input or one.code == "check"
    }


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no-scripts"])
def test_each_wrong_answer_is_refused_in_its_own_words_and_kept(
    request: pytest.FixtureRequest, aid: str, has_scripts: bool
) -> None:
    page: Page = request.getfixturevalue("page" if has_scripts else "plain")
    sign_in(page, "demandeur01")
    to = Filler(page, has_scripts)
    to.start(aid)
    for number, (spoil, refusals) in WRONG.items():
        to.open(f"dossier-{number}")
        spoil(to)
        to.press("Enregistrer")
        summary = page.locator(".govuk-error-summary")
        expect(summary).to_be_visible()
        for label, said in refusals.items():
            line: Any = summary.get_by_role("link").filter(has_text=spaced(said)).first
            is_of_rows = label in ROWS
            expect(line).to_have_text(spaced(said if is_of_rows else f"« {label} »"))
            target = line.get_attribute("href").removeprefix("#")
            expect(page.locator(f"[id='{target}']")).to_be_attached()
            beside = spaced(said.split(", ")[-1] if is_of_rows else said)
            message = page.locator(".govuk-error-message", has_text=beside)
            expect(message.first).to_be_visible()
        if has_scripts:
            assert_accessible(page)
    to.open("recapitulatif")
    lacks = page.get_by_role("region", name="Ce qui manque avant de pouvoir déposer")
    for label, said in LEFT.items():
        line = lacks.get_by_role("link").filter(has_text=spaced(f"« {label} »"))
        expect(line.first).to_contain_text(spaced(said))
    to.open("dossier-5")
    expect(to.field("Âge", to.group("Membre 1"))).to_have_value("douze")
    expect(to.field("Région")).to_have_value(re.compile(r"6\s?000"))
    to.open("dossier-3")
    expect(to.field("Courriel du référent")).to_have_value("camille@")
    expect(to.field("Nom", to.group("Personne responsable"))).to_have_value("Martin")
    expect(to.field("Code postal", to.group("Adresse du projet"))).to_have_value("354")
    expect(to.field("Commune du projet")).to_have_value("zzzz")


# --- The keyboard and small screens -----------------------------------------------------------


def test_a_search_is_done_with_the_keyboard_alone(page: Page, aid: str) -> None:
    sign_in(page, "demandeur01")
    to = Filler(page, has_scripts=True)
    to.start(aid)
    to.open("dossier-3")
    field = page.get_by_role("combobox", name=words("Commune du projet"))
    field.focus()
    field.press_sequentially("saint-ma")
    options = page.locator("#id_q-territory-list [role=option]")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    assert_accessible(page)
    field.press("ArrowDown")
    active = field.get_attribute("aria-activedescendant")
    chosen = page.locator(f"[id='{active}']").inner_text()
    field.press("Enter")
    expect(field).to_have_value(chosen)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(page.locator("[name='q-territory_code']")).to_have_value(re.compile(r"^\w{5}$"))
    field.press_sequentially("x")
    expect(page.locator("[name='q-territory_code']")).to_have_value("")
    field.press("Escape")
    expect(options.first).to_be_hidden()


def test_every_step_fits_the_smallest_screen(page: Page, aid: str) -> None:
    sign_in(page, "demandeur01")
    to = Filler(page, has_scripts=True)
    to.start(aid)
    page.set_viewport_size({"width": 320, "height": 800})
    for number in STEPS:
        to.open(f"dossier-{number}")
        assert_fits(page)
