"""A question and an option leave a form while a draft answers them: nothing is lost on the way."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESKTOP, PHONE, People, assert_accessible, assert_fits
from tests.e2e.editor import FormEditor
from tests.e2e.people import Applicant, spaced

SLUG = "velo-electrique"
TITLE = "Aide à l'achat d'un vélo électrique"
STEP = "Vos trajets et votre foyer"
ASKED, ANSWER = "Kilomètres prévus par semaine", "3"
CHOICE, OPTION = "Pour quels trajets utiliserez-vous ce vélo ?", "Aller au travail"
CHANGES = (
    f"Question retirée : « {ASKED} ».",
    f"« {CHOICE} » : l'option « {OPTION} » a été retirée.",
)
EFFECTS = (
    (ASKED, "Question supprimée : sa réponse reste lisible et n'est pas déposée"),
    (CHOICE, "Une partie de la réponse n'est plus proposée : elle reste lisible"),
)


def begin(page: Page) -> str:
    """Start a dossier and answer the first step: both answers are about to lose their place."""
    applicant = Applicant(page, SLUG)
    reference = applicant.start()
    page.goto(f"/espace/dossiers/{reference}/saisie/preambule/")
    applicant.accept_regulation()
    applicant.answer_criteria()
    applicant.give_sheet()
    applicant.fill_step(1)
    return reference


def remove_what_is_answered(editor: FormEditor) -> None:
    """Delete the question, and the option chosen of the other one."""
    editor.question(ASKED).get_by_role("button", name="Supprimer").first.click()
    choices = editor.question(CHOICE).locator("[data-contentpath=choices]")
    choices.get_by_role("button", name="Supprimer").first.click()


def assert_refused(editor: FormEditor) -> None:
    """Publish, and read which places hold it back and what to do."""
    editor.press_publish()
    refusal = editor.page.locator(".messages")
    for label, words in EFFECTS:
        expect(refusal).to_contain_text(spaced(f"{STEP} › {label} : {words}"))
    expect(refusal).to_contain_text(spaced("choisissez ce que font ces brouillons, puis publiez"))


def assert_check_says_it_all(page: Page) -> None:
    """Read the changes and the effects, on a large and on a small screen."""
    for words in CHANGES:
        expect(page.get_by_role("listitem").filter(has_text=spaced(words))).to_be_visible()
    for label, words in EFFECTS:
        line = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=label))
        for said in (STEP, words, "choix nécessaire"):
            expect(line).to_contain_text(spaced(said))
        expect(line.get_by_role("cell").last).to_have_text("1")
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        assert_fits(page)
        assert_accessible(page)


def test_what_drafts_answer_is_removed_with_a_choice_and_stays_readable(people: People) -> None:
    writer, page = people("parentdem1"), people("publieur01")
    reference = begin(writer)
    editor = FormEditor(page, TITLE)

    editor.open()
    remove_what_is_answered(editor)
    assert_refused(editor)
    editor.save()
    editor.check()
    assert_check_says_it_all(page)
    page.get_by_label("Proposer la nouvelle version").check()
    page.get_by_role("button", name="Enregistrer ce choix").click()
    expect(page.get_by_text("Le choix est enregistré")).to_be_visible()
    page.get_by_role("link", name="Revenir à la page").click()
    editor.publish()

    writer.goto(f"/espace/dossiers/{reference}/")
    offer = writer.get_by_role("region", name="Le formulaire de cette aide a changé")
    for words in CHANGES:
        expect(offer.get_by_text(spaced(words))).to_be_visible()
    assert_accessible(writer)
    offer.get_by_role("button", name="Adopter la nouvelle version").click()

    writer.goto(f"/espace/dossiers/{reference}/saisie/dossier-1/")
    expect(writer.get_by_label(ASKED)).to_have_count(0)
    expect(writer.get_by_label(OPTION, exact=True)).to_have_count(0)
    writer.goto(f"/espace/dossiers/{reference}/saisie/recapitulatif/")
    kept = writer.locator("section").filter(
        has=writer.get_by_role("heading", name="Réponses que le formulaire ne demande plus")
    )
    for label, answer in ((ASKED, ANSWER), (CHOICE, OPTION)):
        line = kept.locator("div").filter(has=writer.get_by_role("term").filter(has_text=label))
        expect(line.last).to_contain_text(answer)
    assert_accessible(writer)
