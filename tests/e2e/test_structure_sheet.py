"""A structure's sheet, edited by its manager; the same structure as the Region keeps it."""

import re
import uuid

from playwright.sync_api import Page, expect

from tests.e2e.conftest import People, assert_accessible, assert_fits
from tests.e2e.people import PDF, newest_mail, sign_in, spaced, words

MANAGER = "organisme1"
STRUCTURE = "Ateliers Formation Brumel"


def open_sheet(page: Page) -> None:
    """Sign in and open the sheet of the manager's structure."""
    sign_in(page, MANAGER)
    page.goto("/espace/")
    page.get_by_role("main").get_by_role("link", name=STRUCTURE, exact=True).click()
    expect(page.get_by_role("heading", level=1, name=STRUCTURE)).to_be_visible()


def edit(page: Page, title: str) -> None:
    """Open the form of a block of the sheet."""
    page.get_by_role("link", name=spaced(f"Éditer : {title}")).click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def save(page: Page) -> None:
    """Press « Enregistrer » and come back to the sheet."""
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1, name=STRUCTURE)).to_be_visible()


def walk_the_guide(page: Page) -> None:
    """Identification, address, letters, a representative: each one form, then the sheet again."""
    open_sheet(page)
    assert_fits(page)
    assert_accessible(page)
    edit(page, "Identification")
    assert_fits(page)
    assert_accessible(page)
    page.get_by_label(words("Téléphone portable")).fill("appelez-moi")
    page.get_by_label(words("Site internet")).fill("www.ateliers.example")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name="Il y a un problème")).to_be_visible()
    expect(page.get_by_label(words("Site internet"))).to_have_value("www.ateliers.example")
    page.get_by_label(words("Téléphone portable")).fill("06 61 91 35 02")
    save(page)
    expect(page.get_by_text("06 61 91 35 02")).to_be_visible()
    expect(page.get_by_text(re.compile("Saisi par")).first).to_be_visible()
    expect(page.get_by_text(re.compile("Registre de démonstration")).first).to_be_visible()
    expect(page.get_by_text(re.compile(r"^\s*Modifié le")).first).to_be_visible()

    edit(page, "Adresse principale")
    assert_fits(page)
    page.get_by_label(words("Bâtiment, étage")).fill("Bâtiment C")
    page.get_by_label(words("Code postal")).fill("12")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name="Il y a un problème")).to_be_visible()
    expect(page.get_by_label(words("Bâtiment, étage"))).to_have_value("Bâtiment C")
    page.get_by_label(words("Code postal")).fill("97411")
    save(page)

    edit(page, "Adresse de correspondance")
    page.get_by_label(words("Destinataire")).fill("Mme D'Été-Kérvoën")
    page.get_by_label(words("Numéro et voie")).fill("12 rue de l'Église")
    page.get_by_label(words("Code postal")).fill("1000")
    page.get_by_label(words("Commune")).fill("Bruxelles")
    page.get_by_label(words("Pays")).select_option(label="Belgique")
    save(page)
    expect(page.get_by_text("Belgique")).to_be_visible()

    name = f"Kérvoën-{uuid.uuid4().hex[:6]}"
    page.get_by_role("link", name="Créer un nouveau représentant").click()
    expect(page.get_by_role("heading", level=1, name="Nouveau représentant")).to_be_visible()
    assert_fits(page)
    assert_accessible(page)
    page.get_by_label("Madame").check()
    page.get_by_label(words("Nom")).first.fill(name)
    page.get_by_label(words("Prénom")).fill("Anne-Élise")
    page.get_by_label(words("Fonction")).fill("Directrice")
    page.get_by_label("Représentant légal").check()
    save(page)
    expect(page.get_by_role("heading", name=spaced(f"Anne-Élise {name}"))).to_be_visible()
    assert_fits(page)


def test_a_manager_edits_the_whole_sheet(page: Page):
    walk_the_guide(page)


def test_the_whole_sheet_is_edited_on_a_phone(phone: Page):
    walk_the_guide(phone)


def test_an_address_is_found_without_scripts(plain: Page):
    open_sheet(plain)
    edit(plain, "Adresse principale")
    plain.get_by_label(words("Rechercher l'adresse")).fill("Bastia")
    plain.get_by_role("main").get_by_role("button", name="Rechercher").click()
    plain.get_by_label(re.compile("20200 Bastia|20600 Bastia")).first.check()
    save(plain)
    expect(plain.get_by_text("Bastia", exact=True)).to_be_visible()


def test_bank_details_are_masked_shown_on_demand_and_told(page: Page, people: People):
    open_sheet(page)
    edit(page, "Coordonnées bancaires")
    assert_accessible(page)
    page.get_by_label(words("Titulaire")).fill("Ateliers Formation Brumel")
    page.get_by_label(words("IBAN")).fill("FR76 3000 6000 0112 3456 7890 188")
    page.get_by_label(words("Relevé")).set_input_files(
        {"name": "rib.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name="Il y a un problème")).to_be_visible()
    page.get_by_label(words("IBAN")).fill("FR76 3000 6000 0112 3456 7890 189")
    page.get_by_label(words("Relevé")).set_input_files(
        {"name": "rib.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    save(page)
    expect(page.get_by_text("FR•• •••• •••• 0189")).to_be_visible()
    expect(page.get_by_text("3000 6000")).to_have_count(0)
    edit(page, "Coordonnées bancaires")
    page.get_by_role("button", name="Afficher l'IBAN en entier").click()
    expect(page.get_by_text(spaced("FR76 3000 6000 0112 3456 7890 189"))).to_be_visible()


def test_the_region_creates_a_structure_and_invites_its_manager(people: People):
    administrator = people("administrat01")
    address = f"gestion.{uuid.uuid4().hex[:8]}@exemple.example"
    administrator.goto("/gestion/structures/creer/")
    number = administrator.get_by_label(re.compile("^SIRET, numéro RNA ou UAI"))
    search = administrator.get_by_role("main").get_by_role("button", name="Rechercher")
    number.fill("999 100 092 00017")
    search.click()
    closed = administrator.get_by_text(spaced("fermé depuis le 31 décembre 2023"))
    expect(closed.first).to_be_visible()
    number.fill("999 100 084 00014")
    search.click()
    expect(administrator.get_by_label(words("Raison sociale"))).to_have_value(
        "Club nautique de Port-Aigrette"
    )
    assert_accessible(administrator)
    administrator.get_by_label(words("Inviter le premier gestionnaire")).fill(address)
    administrator.get_by_role("button", name="Créer la structure").click()
    expect(
        administrator.get_by_role("heading", level=1, name="Club nautique de Port-Aigrette")
    ).to_be_visible()
    expect(administrator.get_by_text(address).first).to_be_visible()
    administrator.goto("/gestion/structures/?q=nautique aigrette")
    administrator.get_by_role("link", name="Club nautique de Port-Aigrette").click()
    administrator.get_by_role("link", name="Historique").click()
    expect(administrator.get_by_text("Registre de démonstration").first).to_be_visible()
    newest_mail(administrator, address, "Invitation")
