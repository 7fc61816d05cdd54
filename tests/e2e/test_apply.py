"""From reading an aid to being taken in charge, each person in their own browser."""

import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESKTOP, People, assert_accessible, assert_fits
from tests.e2e.people import Applicant, newest_mail, sign_in, spaced

AID = "cheque-numerique"


def apply(page: Page) -> tuple[Applicant, str]:
    """Fill the whole form of the aid up to the summary; return the reference."""
    applicant = Applicant(page, AID)
    reference = applicant.start()
    page.goto(f"/espace/dossiers/{reference}/saisie/preambule/")
    applicant.accept_regulation()
    applicant.answer_criteria()
    applicant.give_sheet()
    applicant.fill_step(1)
    applicant.fill_step(2)
    applicant.give_documents()
    return applicant, reference


@pytest.mark.smoke
def test_a_reader_finds_an_aid_by_a_word_and_by_audience(page: Page):
    page.goto("/")
    assert_accessible(page)
    page.get_by_role("main").get_by_role("searchbox").fill("numeriques")
    page.get_by_role("main").get_by_role("button", name="Rechercher").click()
    expect(page.get_by_role("link", name="Chèque numérique")).to_be_visible()
    page.get_by_label("Particulier").check()
    page.get_by_role("button", name=re.compile("Afficher|Filtrer|Voir")).first.click()
    expect(page).to_have_url(re.compile("public=particulier"))
    assert_accessible(page)
    page.get_by_role("link", name="Chèque numérique").click()
    expect(page.get_by_role("heading", level=1, name="Chèque numérique")).to_be_visible()
    for heading in ("Présentation", "Règlement", "Contacts"):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    with page.expect_download() as download:
        page.evaluate(
            "url => { const a = document.createElement('a'); a.href = url; a.download = '';"
            " document.body.append(a); a.click(); a.remove() }",
            page.get_by_role(
                "link", name=re.compile("Télécharger le règlement")
            ).first.get_attribute("href"),
        )
    assert download.value.suggested_filename.endswith(".pdf")
    expect(page.get_by_role("link", name="Accéder au formulaire").first).to_be_visible()
    assert_accessible(page)


def test_a_stranger_signs_up_on_a_phone_and_comes_back_to_the_form(phone: Page, browser, portal):
    address = f"camille.{uuid.uuid4().hex[:8]}@exemple.example"
    phone.goto(f"/aides/{AID}/")
    assert_fits(phone)
    phone.get_by_role("link", name="Accéder au formulaire").first.click()
    phone.get_by_role("main").get_by_role("link", name="Créer un compte").first.click()
    assert_fits(phone)
    assert_accessible(phone)
    phone.get_by_label("Identifiant").fill(address)
    phone.get_by_label("Mot de passe", exact=False).first.fill("une phrase facile à retenir")
    phone.get_by_label("Confirmation du mot de passe").fill("une phrase facile à retenir")
    phone.get_by_label("Madame").check()
    phone.get_by_label("Nom *", exact=True).fill("D'Alençon-Kérvoën")
    phone.get_by_label("Prénom").fill("Camille")
    phone.get_by_label("Adresse électronique *", exact=True).fill(address)
    phone.get_by_label("Confirmation de l'adresse électronique").fill(address)
    phone.get_by_role("button", name="Créer mon compte").click()
    expect(phone.get_by_role("heading", name="Consultez votre messagerie")).to_be_visible()
    expect(phone.get_by_text(address)).to_be_visible()

    other = browser.new_context(base_url=portal.url, viewport=DESKTOP).new_page()
    newest_mail(other, address, "Activation de votre compte")
    other.locator("a[href*='/compte/activation/']").first.click()
    expect(other.get_by_role("heading", name="Confirmation de création de compte")).to_be_visible()
    other.get_by_role("button", name="Je m'enregistre").click()
    expect(other.get_by_text("Votre compte est désormais activé")).to_be_visible()
    other.get_by_role("main").get_by_role("link", name="Se connecter").click()
    other.get_by_label("Identifiant ou adresse électronique").fill(address.upper())
    other.get_by_label(re.compile(r"^Mot de passe( \*)?$")).fill("une phrase facile à retenir")
    other.get_by_role("main").get_by_role("button", name="Se connecter").click()

    expect(other).to_have_url(re.compile(f"/aides/{AID}/deposer/"))
    expect(other.get_by_role("button", name="Commencer une nouvelle demande")).to_be_visible()
    other.context.close()


def test_a_dossier_is_filled_left_found_again_filed_and_taken_in_charge(
    page: Page, browser, portal
):
    sign_in(page, "demandeur01")
    applicant, reference = apply(page)
    expect(page.get_by_role("heading", name="Récapitulatif").first).to_be_visible()
    assert_accessible(page)

    page.goto("/espace/")
    assert_accessible(page)
    page.get_by_role("main").get_by_role("link", name="Suivre mes demandes d'aide").first.click()
    expect(page.get_by_text(reference).first).to_be_visible()
    assert_accessible(page)
    page.goto(f"/espace/dossiers/{reference}/saisie/recapitulatif/")
    applicant.certify_and_file()

    expect(page).to_have_url(re.compile(f"/espace/dossiers/{reference}/$"))
    expect(page.get_by_text("Déposée").first).to_be_visible()
    assert_accessible(page)
    page.reload()
    expect(page.get_by_text(reference).first).to_be_visible()
    newest_mail(page, "lea.morvan@exemple.example", f"Accusé de réception.*{reference}")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(r"\.pdf")).first.click()
    assert download.value.suggested_filename.endswith(".pdf")

    officer = browser.new_context(base_url=portal.url, viewport=DESKTOP, locale="fr-FR").new_page()
    sign_in(officer, "instruct01")
    officer.goto(f"/gestion/dossiers/?q={reference}")
    officer.get_by_role("link", name=reference).click()
    expect(officer.get_by_text("Réponse d'essai").first).to_be_visible()
    officer.get_by_role("button", name="Prendre en charge").click()
    expect(officer.get_by_text("En instruction").first).to_be_visible()
    officer.context.close()

    page.goto(f"/espace/dossiers/{reference}/")
    expect(page.get_by_text("Prise en charge").first).to_be_visible()
    newest_mail(page, "lea.morvan@exemple.example", f"{reference} est prise en charge")


def test_an_association_fills_the_budget_of_the_cerfa_and_files(people: People) -> None:
    page = people("asso000001")
    applicant = Applicant(page, "projet-associatif")
    reference = applicant.start()
    page.goto(f"/espace/dossiers/{reference}/saisie/preambule/")
    applicant.accept_regulation()
    applicant.answer_criteria()
    applicant.go_on()
    for position, step in enumerate(applicant.form["steps"], 1):
        expect(page.get_by_role("heading", level=1, name=step["title"])).to_be_visible()
        applicant.fill_step(position)
    applicant.give_documents()
    expect(page.get_by_role("main")).to_contain_text(spaced("Aide demandée : 4 000 €, soit 40 %"))

    applicant.certify_and_file("Transmettre à la Région")

    expect(page).to_have_url(re.compile(f"/espace/dossiers/{reference}/$"))
    expect(page.get_by_text("Déposée").first).to_be_visible()


def test_a_dossier_is_filed_without_javascript(plain: Page):
    sign_in(plain, "etudiante1")
    applicant, reference = apply(plain)
    applicant.certify_and_file()
    expect(plain).to_have_url(re.compile(f"/espace/dossiers/{reference}/$"))


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/aides/",
        f"/aides/{AID}/",
        f"/aides/{AID}/eligibilite/",
        "/espaces/associations/",
        "/compte/connexion/",
        "/compte/creer/",
        "/compte/identifiants/",
        "/accessibilite/",
        "/plan-du-site/",
        "/contact/",
        "/en/",
        "/demo/",
    ],
)
def test_a_public_page_fits_and_is_accessible(page: Page, path: str, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    response = page.goto(path)
    assert response is not None
    assert response.status == 200
    assert_fits(page)
    assert_accessible(page)
