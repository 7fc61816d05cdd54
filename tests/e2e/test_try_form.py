"""A form from both sides: what a reader takes away, what an editor tries on the real screens."""

import re
from io import BytesIO

import pytest
import yaml
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.e2e.conftest import People, assert_accessible, assert_fits
from tests.e2e.people import DATA, Applicant, words
from tests.e2e.test_gestion import assert_accessible as assert_admin_accessible

CLOSED = "patrimoine"
BUDGET = {"q-cout": "20000", "q-region": "5000", "q-autres": "1000"}
EDITOR = "editrice01"


def text_of_pdf(page: Page, address: str) -> str:
    """Return the words of a PDF the reader of a page may open."""
    answer = page.request.get(address)
    assert answer.ok, (answer.status, address)
    pages = PdfReader(BytesIO(answer.body())).pages
    return " ".join(" ".join(one.extract_text() for one in pages).split())


def open_tests(page: Page, slug: str) -> str:
    """Open « Essayer le formulaire » from the page of an aid in the administration."""
    page.goto("/gestion/")
    title = yaml.safe_load((DATA / f"{slug}.yaml").read_text())["title"]
    page.get_by_role("link", name=title, exact=True).first.click()
    number = re.search(r"/pages/(\d+)/", page.url)
    assert number is not None, page.url
    page.goto(f"/gestion/aides/formulaires/{number.group(1)}/verification/")
    page.get_by_role("link", name="Essayer le formulaire").first.click()
    page.wait_for_url("**/essais/")
    return page.url


def assert_is_a_test(page: Page) -> None:
    """See the banner, on a page that fits and that axe finds right."""
    expect(page.get_by_text("Dossier d'essai").first).to_be_visible()
    assert_fits(page)
    assert_accessible(page)


@pytest.mark.parametrize("size", ["page", "phone"])
def test_a_reader_takes_the_list_and_the_form_of_a_closed_aid_away(
    size: str, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(size)
    page.goto(f"/aides/{CLOSED}/")
    form = page.get_by_role("region", name="Le formulaire")
    blank = form.get_by_role("link", name=words("Télécharger le formulaire vierge (PDF)"))
    address = blank.get_attribute("href")
    assert address is not None
    printed = text_of_pdf(page, address)
    for step in Applicant(page, CLOSED).form["steps"]:
        assert step["title"] in printed
    form.get_by_role("link", name="Liste des pièces à fournir").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Liste des pièces à fournir")
    for document in Applicant(page, CLOSED).form["documents"]:
        expect(page.get_by_role("heading", name=document["label"])).to_be_visible()
    assert_accessible(page)
    assert_fits(page)


def test_an_editor_tries_a_form_then_wipes_everything(people: People) -> None:
    page, officer = people(EDITOR), people("instruct01")
    home = open_tests(page, CLOSED)
    assert_admin_accessible(page)
    assert_fits(page)
    page.get_by_label("En tant que").first.select_option("particulier")
    page.get_by_role("button", name="Commencer un dossier d'essai").click()
    page.wait_for_url("**/espace/dossiers/TEST-*/")
    assert_is_a_test(page)
    reference = page.url.rstrip("/").rpartition("/")[2]

    applicant = Applicant(page, CLOSED)
    page.goto(f"/espace/dossiers/{reference}/saisie/preambule/")
    assert_is_a_test(page)
    applicant.accept_regulation()
    applicant.answer_criteria()
    assert_is_a_test(page)
    applicant.give_sheet()
    for position in range(1, len(applicant.form["steps"]) + 1):
        assert_is_a_test(page)
        applicant.fill_step(position, **BUDGET)
    if applicant.form["documents"]:
        assert_is_a_test(page)
        applicant.give_documents()
    assert_is_a_test(page)
    applicant.certify_and_file()
    page.wait_for_url(f"**/espace/dossiers/{reference}/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_is_a_test(page)
    for name in ("recapitulatif", "accuse-de-reception"):
        printed = text_of_pdf(page, f"/espace/dossiers/{reference}/{name}.pdf")
        assert "Dossier d'essai" in printed
        assert reference in printed

    page.goto("/demo/courriels/")
    found = page.get_by_role("row").filter(has_text=reference)
    for _attempt in range(60):
        if found.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    assert found.count() == 1
    expect(found).to_contain_text("aziliz.floch@exemple.example")
    officer.goto(f"/gestion/dossiers/?q={reference}&state=all")
    expect(officer.get_by_role("rowheader")).to_have_count(0)

    page.goto(home)
    page.get_by_label("Nombre de dossiers").fill("3")
    page.get_by_label("En tant que").last.select_option("particulier")
    page.get_by_role("button", name="Générer les dossiers").click()
    expect(page.get_by_text(re.compile(r"3 dossiers d'exemple sont prêts"))).to_be_visible()
    expect(page.get_by_role("rowheader")).to_have_count(4)
    assert_admin_accessible(page)
    page.get_by_role("rowheader").get_by_role("link").first.click()
    assert_is_a_test(page)
    page.get_by_role("link", name=words("Revenir à l'administration")).click()

    page.get_by_role("link", name="Effacer les dossiers d'essai").click()
    expect(page.get_by_text(re.compile(r"4 dossiers d'essai seront effacés"))).to_be_visible()
    assert_admin_accessible(page)
    page.get_by_role("button", name="Effacer les dossiers d'essai").click()
    expect(page.get_by_role("status").first).to_contain_text("4 dossiers d'essai ont été effacés")
    expect(page.get_by_text("Vous n'avez aucun dossier d'essai")).to_be_visible()
    gone = page.goto(f"/espace/dossiers/{reference}/")
    assert gone is not None
    assert gone.status == 403
    expect(page.get_by_role("link", name=words("Aller à l'administration"))).to_be_visible()
