"""An aid changes in the administration while people apply for it: nobody loses anything."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import People
from tests.e2e.people import SAMPLES, Applicant

SLUG = "permis-de-conduire-apprentis"
TITLE = "Permis de conduire des apprentis"
BEFORE, AFTER = "Métier préparé", "Métier ou diplôme préparé"
SUMMARY = "Une aide au permis de conduire, pour aller travailler sans attendre un car."


def panel(page: Page, heading: str) -> Locator:
    """Return one part of the home of the administration."""
    return (
        page.locator("section.gestion-panel div")
        .filter(has=page.get_by_role("heading", name=heading, exact=True))
        .last
    )


def begin(page: Page) -> str:
    """Start a dossier and answer its first step."""
    applicant = Applicant(page, SLUG)
    reference = applicant.start()
    page.goto(f"/espace/dossiers/{reference}/saisie/preambule/")
    applicant.accept_regulation()
    applicant.answer_criteria()
    applicant.give_sheet()
    applicant.fill_step(1)
    return reference


def open_filed(page: Page) -> None:
    """Open the dossier of this aid that is already filed."""
    page.goto("/gestion/dossiers/?aid=PCA&state=all")
    page.get_by_role("rowheader").get_by_role("link").first.click()
    page.wait_for_url("**/gestion/dossiers/PCA-*/")


def change(page: Page) -> None:
    """Change the summary of the aid and the first question of its form; save a draft."""
    page.goto("/gestion/")
    page.get_by_role("link", name=TITLE, exact=True).first.click()
    page.get_by_label("Résumé").fill(SUMMARY)
    page.get_by_role("tab", name="Formulaire").click()
    question = page.locator("[data-streamfield-child]").filter(has_text=BEFORE).last
    question.locator("[data-panel-toggle]").first.click()
    question.get_by_label("Intitulé").fill(AFTER)
    question.get_by_label("Obligatoire").uncheck()
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_role("status").filter(has_text=TITLE)).to_be_visible()


def publish(page: Page) -> None:
    """Find the draft on the home of the administration, and publish it."""
    page.goto("/gestion/")
    panel(page, "Brouillons non publiés").get_by_role("link", name=TITLE).click()
    page.get_by_role("button", name="Plus d'actions").click()
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_role("status").filter(has_text=re.compile("publié"))).to_be_visible()


def version_in_force(page: Page) -> int:
    """Read the number of the form version from the page of the aid."""
    page.goto("/gestion/")
    page.get_by_role("link", name=TITLE, exact=True).first.click()
    page.get_by_role("tab", name="Campagnes").click()
    term = page.get_by_text("Version du formulaire en vigueur", exact=True)
    return int(term.locator("xpath=following-sibling::dd[1]").inner_text())


def test_a_published_change_reaches_readers_and_drafts_and_leaves_filed_dossiers_alone(
    people: People,
) -> None:
    writer, officer = people("parentdem1"), people("instruct01")
    reference = begin(writer)
    open_filed(officer)
    answers = officer.locator(".review-main").inner_text()
    assert BEFORE in answers
    publisher = people("publieur01")
    number = version_in_force(publisher)

    change(people("editrice01"))
    publish(publisher)

    assert version_in_force(publisher) == number + 1
    writer.goto(f"/aides/{SLUG}/")
    expect(writer.get_by_text(SUMMARY).first).to_be_visible()
    officer.reload()
    assert officer.locator(".review-main").inner_text() == answers

    writer.goto(f"/espace/dossiers/{reference}/")
    expect(
        writer.get_by_role("heading", name="Le formulaire de cette aide a changé")
    ).to_be_visible()
    step = f"/espace/dossiers/{reference}/saisie/dossier-1/"
    writer.goto(step)
    expect(writer.get_by_label(BEFORE)).to_have_value(SAMPLES["text"])

    writer.goto(f"/espace/dossiers/{reference}/")
    writer.get_by_role("button", name="Adopter la nouvelle version").first.click()
    writer.goto(step)
    expect(writer.get_by_label(AFTER)).to_have_value(SAMPLES["text"])
