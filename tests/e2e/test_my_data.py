"""What a person keeps on the portal of themself: their sheet, their bank, their data."""

import re
import zipfile

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESKTOP, PHONE, assert_accessible, assert_fits
from tests.e2e.people import PDF, sign_in, spaced

PERSON = "organisme1"
IBAN = "FR76 3000 6000 0112 3456 7890 189"
SAVED = "Vos informations personnelles ont bien été enregistrées."


def open_part(page: Page, title: str) -> None:
    """Go from « Mon compte » to one of its parts."""
    page.goto("/compte/")
    page.get_by_role("main").get_by_role("link", name=spaced(title)).click()
    expect(page.get_by_role("heading", level=1, name=spaced(title))).to_be_visible()
    assert_fits(page)
    assert_accessible(page)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_person_keeps_their_sheet_their_bank_and_their_data(page: Page, size: dict[str, int]):
    page.set_viewport_size(size)
    sign_in(page, PERSON)

    open_part(page, "Mes informations personnelles")
    page.get_by_label("Pays").select_option("FR")
    page.get_by_label("Numéro et voie").fill("12 rue Haute")
    page.get_by_label("Code postal").fill("96")
    page.get_by_label("Commune").fill("Liège")
    page.get_by_label("Téléphone portable").fill("+32 470 12 34 56")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name="Il y a un problème")).to_be_visible()
    expect(page.get_by_label("Commune")).to_have_value("Liège")
    page.get_by_label("Pays").select_option("BE")
    page.get_by_label("Code postal").fill("4000")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text(spaced(SAVED))).to_be_visible()

    open_part(page, "Mes coordonnées bancaires")
    page.get_by_label("Titulaire du compte").fill("D'Alençon-Kérvoën")
    page.get_by_label("IBAN").fill("FR76 3000 6000 0112 3456 7890 188")
    rib = {"name": "rib.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.get_by_label("Relevé d'identité bancaire").set_input_files(rib)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name="Il y a un problème")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("IBAN").fill(IBAN)
    page.get_by_label("Relevé d'identité bancaire").set_input_files(rib)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("FR•• •••• •••• 0189")).to_be_visible()
    page.get_by_role("button", name=spaced("Afficher l'IBAN en entier")).click()
    expect(page.get_by_text(spaced(IBAN))).to_be_visible()
    assert_fits(page)

    open_part(page, "Mes données")
    page.get_by_role("button", name=re.compile("^Préparer")).click()
    link = page.get_by_role("link", name=re.compile(r"mes-donnees-.*\.zip"))
    expect(page.get_by_role("link", name="Voir si elle est prête").or_(link).first).to_be_visible()
    for _attempt in range(60):
        if link.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(link).to_be_visible()
    assert_accessible(page)
    with page.expect_download() as download:
        link.click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert {"compte.json", "structures.json", "dossiers.json"} <= set(archive.namelist())
        assert IBAN.replace(" ", "") in archive.read("compte.json").decode()

    page.goto("/compte/mes-donnees/")
    page.get_by_role("link", name="Fermer mon compte").click()
    expect(page.get_by_text(spaced("Vous êtes le seul gestionnaire"))).to_be_visible()
    assert_fits(page)
    assert_accessible(page)


def test_a_sheet_is_filled_in_without_scripts(plain: Page):
    sign_in(plain, PERSON)
    plain.goto("/compte/informations/")
    plain.get_by_label("Rechercher l'adresse").fill("12 rue du Phare")
    plain.get_by_label("Numéro et voie").fill("3 rue du Phare")
    plain.get_by_role("button", name=re.compile("^Rechercher")).last.click()
    expect(plain.get_by_label("Numéro et voie")).to_have_value("3 rue du Phare")
    plain.get_by_label("Rechercher l'adresse").fill("")
    plain.get_by_label("Code postal").fill("96100")
    plain.get_by_label("Commune").fill("Port-Aigrette")
    plain.get_by_label("Pays").select_option("FR")
    plain.get_by_role("button", name="Enregistrer").click()
    expect(plain.get_by_text(spaced(SAVED))).to_be_visible()
