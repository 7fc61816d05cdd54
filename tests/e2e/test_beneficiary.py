"""Asking for somebody else: without scripts, on a phone, with a register that knows or does not."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import assert_accessible, assert_fits
from tests.e2e.people import Applicant, sign_in, spaced

SMALL = {"width": 320, "height": 700}
UNKNOWN, KNOWN = "732 829 320 00074", "999 100 019 00010"
SCHOOL_AID = "lycee-projets-trajectoires"


def begin(page: Page, slug: str) -> str:
    """Begin a draft of one's own, up to the step; return the address of the dossier."""
    applicant = Applicant(page, slug)
    reference = applicant.start()
    address = f"/espace/dossiers/{reference}/"
    page.goto(f"{address}saisie/preambule/")
    applicant.accept_regulation()
    applicant.answer_criteria()
    page.goto(f"{address}saisie/beneficiaire/")
    return address


def go_on(page: Page) -> None:
    """Press « Suivant »."""
    with page.expect_navigation():
        page.get_by_role("button", name="Suivant").click()


def test_a_school_names_its_managing_body_without_scripts(plain: Page):
    sign_in(plain, "membre0001")
    begin(plain, SCHOOL_AID)
    plain.get_by_label("Non", exact=True).check()
    go_on(plain)
    body = plain.get_by_label(re.compile("OGEC Les Ajoncs"))
    expect(body).to_be_visible()
    body.check()
    go_on(plain)
    expect(plain).to_have_url(re.compile("/saisie/dossier-1/"))
    plain.goto(plain.url.replace("dossier-1", "recapitulatif"))
    expect(plain.get_by_text("OGEC Les Ajoncs").first).to_be_visible()
    expect(plain.get_by_text(re.compile("FR76"))).to_have_count(0)


def test_a_register_helps_or_leaves_the_hand(page: Page):
    sign_in(page, "membre0001")
    begin(page, SCHOOL_AID)
    page.get_by_label("Non", exact=True).check()
    go_on(page)
    page.get_by_label("Un autre bénéficiaire").check()
    go_on(page)
    page.get_by_label("Association", exact=True).check()
    page.get_by_label("En France").check()
    go_on(page)
    page.get_by_label("SIRET", exact=True).check()
    page.get_by_label(re.compile("^Numéro")).fill(UNKNOWN)
    assert_accessible(page)
    page.get_by_role("main").get_by_role("button", name="Rechercher", exact=True).click()
    expect(page.get_by_text("Il y a un problème")).to_be_visible()
    expect(page.get_by_label(re.compile("^Numéro"))).to_have_value(UNKNOWN)
    page.get_by_role("button", name="Saisir manuellement").click()
    expect(page.get_by_text("Non vérifié")).to_be_visible()
    expect(page.get_by_text("Il y a un problème")).to_have_count(0)
    page.get_by_role("button", name="Faire une autre recherche").click()
    page.get_by_label(re.compile("^Numéro")).fill(KNOWN)
    page.get_by_role("main").get_by_role("button", name="Rechercher", exact=True).click()
    expect(page.get_by_label(re.compile("^Raison sociale"))).to_have_value("OGEC Les Ajoncs")
    assert_accessible(page)


def test_a_parent_asks_for_a_child_on_a_phone(phone: Page):
    sign_in(phone, "demandeur01")
    address = begin(phone, "aide-a-l-internat")
    assert_fits(phone)
    phone.get_by_label("Non", exact=True).check()
    go_on(phone)
    phone.get_by_label("Particulier", exact=True).check()
    phone.get_by_label("En France").check()
    go_on(phone)
    phone.set_viewport_size(SMALL)
    assert_fits(phone)
    phone.get_by_label("Père ou mère").check()
    phone.get_by_label("Ne pas préciser").check()
    phone.get_by_label(re.compile(r"^Nom( \*)?$")).fill("L'Hévéder")
    phone.get_by_label(re.compile(r"^Prénom( \*)?$")).fill("Noé")
    for part, value in (("Jour", "31"), ("Mois", "2"), ("Année", "2012")):
        phone.get_by_label(part, exact=True).fill(value)
    phone.get_by_label(re.compile("^Numéro et voie")).fill("4 venelle du Four")
    phone.get_by_label(re.compile("^Code postal")).fill("96000")
    phone.get_by_label(re.compile("^Commune|^Ville")).fill("Kervalen")
    phone.get_by_role("button", name="Enregistrer").click()
    expect(phone.get_by_text("Il y a un problème")).to_be_visible()
    expect(phone.get_by_label(re.compile(r"^Nom( \*)?$"))).to_have_value("L'Hévéder")
    assert_fits(phone)
    assert_accessible(phone)
    phone.get_by_label("Jour", exact=True).fill("29")
    go_on(phone)
    expect(phone).to_have_url(re.compile("/saisie/dossier-1/"))
    phone.goto(f"{address}saisie/recapitulatif/")
    expect(phone.get_by_text(spaced("Noé L'Hévéder")).first).to_be_visible()


@pytest.mark.parametrize("has_script", [True, False])
def test_in_whose_name_one_acts_is_changed_from_any_page(page: Page, plain: Page, has_script: bool):
    page = page if has_script else plain
    page.set_viewport_size(SMALL)
    sign_in(page, "gestion001")
    page.goto("/espace/dossiers/")
    bar = page.locator("details.portal-acting-bar")
    expect(bar.locator("summary")).to_contain_text("Lycée privé Les Ajoncs")
    bar.locator("summary").click()
    bar.get_by_label("Agir au nom de").select_option(label="Moi-même")
    assert_fits(page)
    with page.expect_navigation():
        bar.get_by_role("button", name="Changer").click()
    expect(page).to_have_url(re.compile("/espace/dossiers/$"))
    expect(page.locator("details.portal-acting-bar summary")).to_contain_text("Moi-même")
    if has_script:
        assert_accessible(page)


def test_a_member_shares_and_a_manager_takes_over(page: Page, people):
    sign_in(page, "membre0001")
    draft = begin(page, SCHOOL_AID)
    page.goto(draft)
    page.get_by_role("link", name="Partager avec un collègue").click()
    expect(page.get_by_role("heading", name="Partager avec un collègue")).to_be_visible()
    assert_accessible(page)
    manager = people("gestion001")
    manager.goto(draft)
    manager.get_by_role("link", name="Reprendre cette demande").click()
    manager.get_by_role("button", name="Reprendre cette demande").click()
    expect(manager.get_by_text("Vous rédigez maintenant cette demande.")).to_be_visible()
    page.goto(draft)
    expect(page.get_by_role("link", name="Reprendre", exact=False).first).to_be_visible()
