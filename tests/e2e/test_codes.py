"""The second procedure: a code of the Region used, its earlier dossiers found; a code asked for."""

import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from applications.structures import tables
from tests.e2e.conftest import (
    DESKTOP,
    PATIENCE_MS,
    PHONE,
    People,
    Portal,
    assert_accessible,
    assert_fits,
)
from tests.e2e.people import newest_mail, sign_in, spaced
from tests.factories.structures import luhn_siret

PASSWORD = "une phrase facile à retenir"
DEVICES = {"desktop": {"viewport": DESKTOP}, "phone": {"viewport": PHONE, "has_touch": True}}
PRINTED = re.compile(r"\d{4}\s\d{4}\s\d{4}\s\d{5}")


@pytest.fixture(params=DEVICES)
def visitors(
    request: pytest.FixtureRequest, browser: Browser, portal: Portal
) -> Iterator[list[Page]]:
    """Give two people a browser each, of one size."""
    options: dict[str, Any] = DEVICES[request.param]
    contexts = [
        browser.new_context(base_url=portal.url, locale="fr-FR", **options) for _ in range(2)
    ]
    for context in contexts:
        context.set_default_timeout(PATIENCE_MS)
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


def press(page: Page, name: str) -> None:
    """Press a button of the page, until the next page is there."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name).first.click()


def newcomer(page: Page) -> str:
    """Make and activate an account, then sign in; return its address."""
    address = f"armelle.{uuid.uuid4().hex[:8]}@exemple.example"
    page.goto("/compte/creer/")
    page.get_by_label("Identifiant").fill(address)
    page.get_by_label(re.compile(r"^Mot de passe \*")).fill(PASSWORD)
    page.get_by_label("Confirmation du mot de passe").fill(PASSWORD)
    page.get_by_label("Madame").check()
    page.get_by_label("Nom *", exact=True).fill("L'Hostis")
    page.get_by_label("Prénom").fill("Armelle")
    page.get_by_label("Adresse électronique *", exact=True).fill(address)
    page.get_by_label("Confirmation de l'adresse électronique").fill(address)
    press(page, "Créer mon compte")
    newest_mail(page, address, "Activation de votre compte")
    with page.expect_navigation():
        page.locator("a[href*='/compte/activation/']").first.click()
    press(page, "Je m'enregistre")
    sign_in(page, address, PASSWORD)
    return address


def import_structure(page: Page, name: str, siret: str, tmp_path: Path) -> str:
    """As the Region: check a file with a wrong row, import the right ones; return the code."""
    page.goto("/gestion/codes/importer/")
    page.get_by_label("Nom de la campagne").fill(f"Campagne de {name}")
    page.get_by_label("Structures", exact=True).check()
    rows = [
        "raison sociale;famille;SIRET;commune;référence du dossier;aide du dossier",
        f"{name};Association;{siret};Kervalen;ANT-{siret};Fonds d'animation",
        "Sans numéro;Association;;Kervalen;;",
    ]
    page.get_by_label("Fichier").set_input_files(
        {"name": "liste.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    )
    with page.expect_navigation():
        page.get_by_role("button", name="Vérifier le fichier").click()
    expect(page.get_by_text("1 ligne est fausse.")).to_be_visible()
    expect(page.get_by_text("Il faut un SIRET ou un UAI", exact=False)).to_be_visible()
    page.get_by_label("Fichier de publipostage (XLSX)").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Importer les lignes valides").click()
    link = page.get_by_role("link", name=re.compile("publipostage.xlsx"))
    expect(link).to_be_visible()
    with page.expect_download() as download:
        link.click()
    kept = tmp_path / "publipostage.xlsx"
    download.value.save_as(kept)
    [_header, row] = tables.read(kept.read_bytes(), extension="xlsx")
    assert row[0] == name
    return row[-1]


def use_code(page: Page, code: str, siret: str) -> None:
    """Enter a code and its second fact; the page says what it opens."""
    page.goto("/compte/code/utiliser/")
    page.get_by_label("Code de rattachement").fill(code)
    page.get_by_label(re.compile("^SIRET ou UAI")).fill(siret)
    press(page, "Utiliser le code")


def test_a_code_opens_what_the_region_holds_and_another_is_asked_for(
    visitors: list[Page], people: People, tmp_path: Path
) -> None:
    siret = luhn_siret(uuid.uuid4().int % 10**8)
    name = f"Foyer rural {siret[-6:]}"
    region = people("administrat01")
    code = import_structure(region, name, siret, tmp_path)
    campaign = region.url
    first, second = visitors

    newcomer(first)
    use_code(first, code, "999 100 050 00015")
    expect(first.get_by_text("Ce code ne peut pas être utilisé", exact=False).first).to_be_visible()
    assert_fits(first)
    assert_accessible(first)
    use_code(first, code, siret)
    expect(first.get_by_text(name).first).to_be_visible()
    expect(first.get_by_text(f"ANT-{siret}")).to_be_visible()
    assert_fits(first)
    assert_accessible(first)
    press(first, "C'est bien ma structure")
    expect(first).to_have_url(re.compile(r"/espace/"))
    first.goto("/espace/")
    with first.expect_navigation():
        first.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()
    first.goto(first.url.rstrip("/") + "/dossiers/")
    expect(first.get_by_text(f"ANT-{siret}")).to_be_visible()
    assert_fits(first)
    region.goto(campaign)
    expect(region.get_by_text(spaced("1 codes : 1 utilisés"))).to_be_visible()

    address = newcomer(second)
    use_code(second, code, siret)
    expect(
        second.get_by_text("Ce code ne peut pas être utilisé", exact=False).first
    ).to_be_visible()
    second.goto("/compte/code/")
    assert_fits(second)
    assert_accessible(second)
    second.get_by_label("Association", exact=True).check()
    second.get_by_label(re.compile("^Nom de la structure")).fill(name)
    press(second, "Envoyer ma demande")
    expect(second.get_by_role("heading", name="Il y a un problème")).to_be_visible()
    expect(second.get_by_label(re.compile("^Nom de la structure"))).to_have_value(name)
    second.get_by_label(re.compile("^SIRET")).fill(siret)
    press(second, "Envoyer ma demande")
    expect(second.get_by_text("Votre demande", exact=False).first).to_be_visible()

    desk = people("assistan01")
    desk.goto("/gestion/codes/")
    with desk.expect_navigation():
        desk.get_by_role("row", name=name).get_by_role("link").click()
    desk.get_by_role("radio", name=re.compile(f"^{name}")).check()
    with desk.expect_navigation():
        desk.get_by_role("button", name="Accepter la demande de code").click()
    expect(desk.get_by_text("La demande est acceptée", exact=False)).to_be_visible()
    newest_mail(second, address, "Votre code de rattachement")
    found = PRINTED.search(second.get_by_role("main").inner_text())
    assert found is not None
    use_code(second, found.group(), siret)
    press(second, "C'est bien ma structure")
    expect(second).to_have_url(re.compile(r"/espace/"))


def test_the_help_desk_answers_on_a_phone(phone: Page) -> None:
    """Find somebody, see how they get in; nothing of what they apply for."""
    sign_in(phone, "assistan01")
    phone.goto("/gestion/assistance/")
    phone.get_by_label(re.compile("^Adresse électronique, identifiant")).fill("demandeur01")
    phone.get_by_role("main").get_by_role("button", name="Rechercher").click()
    with phone.expect_navigation():
        phone.get_by_role("table").first.get_by_role("link").first.click()
    expect(phone.get_by_role("heading", name="Derniers courriels")).to_be_visible()
    expect(phone.get_by_text("demandeur01").first).to_be_visible()
    assert_fits(phone)
    with phone.expect_navigation():
        phone.get_by_role("link", name="Changer l'adresse").click()
    phone.get_by_label("Nouvelle adresse électronique").fill("nouvelle@exemple.example")
    with phone.expect_navigation():
        phone.get_by_role("button", name="Changer l'adresse dans 24 heures").click()
    expect(
        phone.get_by_text("Dites comment vous avez vérifié l'identité", exact=False).first
    ).to_be_visible()
    expect(phone.get_by_label("Nouvelle adresse électronique")).to_have_value(
        "nouvelle@exemple.example"
    )
    assert_fits(phone)


def test_the_demonstration_lists_codes_to_try(page: Page) -> None:
    page.goto("/demo/")
    table = page.get_by_role("region", name="Codes de rattachement")
    expect(table.get_by_text(PRINTED)).to_have_count(3)
    expect(table.get_by_text("Commune de Saint-Ellen")).to_be_visible()
    expect(table.get_by_text("Jeanne Kervella")).to_be_visible()
    expect(table.get_by_text("Expiré")).to_be_visible()
    assert_fits(page)
    assert_accessible(page)
