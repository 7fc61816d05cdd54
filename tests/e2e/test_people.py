"""The people of a structure, each in their own browser, on a phone and on a computer."""

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import made_people
from tests.e2e.conftest import (
    DESKTOP,
    PATIENCE_MS,
    PHONE,
    People,
    Portal,
    assert_accessible,
    assert_fits,
)
from tests.e2e.people import newest_mail, sign_in
from tests.factories.accounts import PASSWORD as MADE
from tests.factories.structures import luhn_siret

Arrive = Callable[[], Page]
PASSWORD = "une phrase facile à retenir"
DEVICES = {"desktop": {"viewport": DESKTOP}, "phone": {"viewport": PHONE, "has_touch": True}}


@pytest.fixture(params=DEVICES)
def arrive(request: pytest.FixtureRequest, browser: Browser, portal: Portal) -> Iterator[Arrive]:
    """Give each person who arrives a browser of their own, all of one size."""
    opened = []

    def arrived() -> Page:
        options: dict[str, Any] = DEVICES[request.param]
        context = browser.new_context(base_url=portal.url, locale="fr-FR", **options)
        context.set_default_timeout(PATIENCE_MS)
        opened.append(context)
        return context.new_page()

    yield arrived
    for context in opened:
        context.close()


def new_address() -> str:
    return f"morgane.{uuid.uuid4().hex[:8]}@exemple.example"


def press(page: Page, name: str) -> None:
    """Press a button of the page, until the next page is there."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name).first.click()


def check_page(page: Page) -> None:
    assert_fits(page)
    assert_accessible(page)


def open_invitation(page: Page, address: str, subject: str) -> None:
    """Follow the link of the newest invitation sent to an address."""
    newest_mail(page, address, subject)
    with page.expect_navigation(url=re.compile("/invitation/")):
        page.locator("a[href*='/invitation/']").first.click()


def make_account(page: Page, address: str) -> None:
    """« Accepter l'invitation », then the account with its address filled in and locked."""
    press(page, "Accepter l'invitation")
    locked = page.get_by_label("Adresse électronique")
    expect(locked).to_have_value(address)
    expect(locked).not_to_be_editable()
    check_page(page)
    page.get_by_label("Identifiant").fill(address)
    page.get_by_label(re.compile(r"^Mot de passe \*")).fill(PASSWORD)
    page.get_by_label("Confirmation du mot de passe").fill(PASSWORD)
    page.get_by_label("Madame").check()
    page.get_by_label("Nom *", exact=True).fill("D'Alençon-Kérvoën")
    page.get_by_label("Prénom").fill("Morgane")
    press(page, "Créer mon compte")
    expect(page).to_have_url(re.compile(r"/espace/$"))


def invite(page: Page, address: str) -> None:
    """From the list of people, « Inviter une personne » as a member."""
    with page.expect_navigation():
        page.get_by_role("link", name="Inviter une personne").click()
    check_page(page)
    page.get_by_label("Adresse électronique").fill(address)
    press(page, "Envoyer l'invitation")
    expect(page.get_by_text(f"L'invitation a été envoyée à {address}")).to_be_visible()


def open_people(page: Page, structure: str) -> str:
    """Go from the personal space to « Personnes »; return the address of the structure."""
    page.goto("/espace/")
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name=structure, exact=True).first.click()
    sheet = page.url
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("^Personnes")).first.click()
    return sheet


def test_from_the_region_to_a_teacher_who_changes_school(arrive: Arrive, people: People):
    """The third procedure of the guides: five people, each page counted."""
    manager_address, teacher_address = new_address(), new_address()
    name = f"Lycée d'essai {uuid.uuid4().hex[:6]}"
    region = people("administrat01")
    region.goto("/gestion/structures/creer/")
    form = region.locator("section", has=region.get_by_role("heading", name="Sa fiche"))
    form.get_by_role("combobox").first.select_option(label="Lycée privé")
    form.get_by_label("Raison sociale").fill(name)
    form.get_by_role("textbox", name=re.compile("^SIRET")).fill(
        luhn_siret(uuid.uuid4().int % 10**8)
    )
    form.get_by_label("Inviter le premier gestionnaire").fill(manager_address)
    with region.expect_navigation():
        region.get_by_role("button", name="Créer la structure").click()
    expect(region.get_by_role("heading", level=1, name=re.compile(name))).to_be_visible()

    manager = arrive()
    open_invitation(manager, manager_address, "Invitation à créer votre compte")
    expect(manager.get_by_text(name).first).to_be_visible()
    check_page(manager)
    make_account(manager, manager_address)

    sheet = open_people(manager, name)
    check_page(manager)
    invite(manager, teacher_address)
    teacher = arrive()
    open_invitation(teacher, teacher_address, "Invitation à créer votre compte")
    make_account(teacher, teacher_address)
    teacher.goto(sheet)
    expect(teacher.get_by_role("heading", level=1, name=name)).to_be_visible()

    manager.reload()
    card = manager.get_by_role("article").filter(has_text=teacher_address)
    with manager.expect_navigation():
        card.get_by_role("link", name=re.compile("^Détacher")).click()
    check_page(manager)
    press(manager, "Détacher ce compte")
    expect(manager.get_by_text("n'agit plus pour la structure")).to_be_visible()
    answer = teacher.reload()
    assert answer is not None
    assert answer.status == 404
    newest_mail(teacher, teacher_address, "Votre compte a été détaché")

    elsewhere = arrive()
    sign_in(elsewhere, "gestion002")
    open_people(elsewhere, "Lycée privé La Lande")
    invite(elsewhere, teacher_address)
    open_invitation(teacher, teacher_address, "Invitation à rejoindre")
    check_page(teacher)
    press(teacher, "Accepter l'invitation")
    expect(teacher.get_by_text("Vous agissez désormais pour")).to_be_visible()
    expect(teacher.get_by_role("link", name="Lycée privé La Lande").first).to_be_visible()


def test_first_connection_by_siret(arrive: Arrive, portal: Portal):
    """The fifth procedure: two screens; who comes second asks to join, and sees nothing."""
    page = arrive()
    sign_in(page, made_people.newcomer(portal.clone), MADE)
    expect(page.get_by_role("heading", level=1, name="Première connexion")).to_be_visible()
    check_page(page)
    expect(page.get_by_label("SIRET", exact=False).last).not_to_be_visible()
    page.get_by_role("radio", name="Entreprise").check()
    number = page.get_by_role("textbox", name=re.compile("^SIRET$"))
    number.fill("999 100 076 00011")
    press(page, "Je m'enregistre")
    expect(page.get_by_role("heading", name="Il y a un problème")).to_be_visible()
    expect(number).to_have_value("999 100 076 00011")
    number.fill("999 100 076 00010")
    press(page, "Je m'enregistre")
    check_page(page)
    mine = page.get_by_role("button", name="C'est bien ma structure")
    if mine.count():
        press(page, "C'est bien ma structure")
        expect(page).to_have_url(re.compile(r"/espace/$"))
        expect(page.get_by_role("link", name="Menuiserie Vaudrec").first).to_be_visible()
    else:
        expect(page.get_by_role("heading", name="Cette structure est déjà sur le portail"))
        press(page, "Demander à la rejoindre")
        expect(page.get_by_text("La Région examine").first).to_be_visible()
        check_page(page)


def test_known_structure_is_joined_without_scripts(plain: Page, portal: Portal, people: People):
    """« Plus tard », then « Ajouter une structure »; the manager answers."""
    address = made_people.newcomer(portal.clone)
    sign_in(plain, address, MADE)
    press(plain, "Plus tard")
    expect(plain).to_have_url(re.compile(r"/espace/$"))
    with plain.expect_navigation():
        plain.get_by_role("link", name="Ajouter une structure").click()
    plain.get_by_role("radio", name="Association").check()
    plain.get_by_role("textbox", name=re.compile("^SIRET$")).fill("99910004300010")
    press(plain, "Continuer")
    plain.get_by_label("Message aux gestionnaires").fill("Je suis la nouvelle trésorière.")
    press(plain, "Demander à la rejoindre")
    expect(plain.get_by_text("En attente de validation par votre gestionnaire")).to_be_visible()

    manager = people("asso000001")
    open_people(manager, "Les Amis du Canal")
    card = manager.get_by_role("article").filter(has_text=address)
    with manager.expect_navigation():
        card.get_by_role("link", name="Répondre à la demande").click()
    expect(manager.get_by_text("Je suis la nouvelle trésorière.")).to_be_visible()
    assert_accessible(manager)
    press(manager, "Valider")
    plain.goto("/espace/")
    expect(plain.get_by_role("link", name="Les Amis du Canal").first).to_be_visible()
