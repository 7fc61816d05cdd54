"""Rows of a group, without scripts: added, filled, refreshed, removed; two pages on one row."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from applications.formbuilder.rows import MOST_COLUMNS
from applications.formbuilder.schema import FormSchema, Question
from tests.e2e import made_aids
from tests.e2e.conftest import PHONE, Portal, assert_accessible, assert_fits
from tests.e2e.people import Filler, sign_in, spaced
from tests.factories.formbuilder import form_of, question

TITLE = "Une aide aux foyers"
MEMBERS = "Membres du foyer"


def schema() -> FormSchema:
    """Return a form that asks who lives together, and their school when they are young."""
    return form_of(question("repeated_group", label=MEMBERS))


@pytest.fixture
def to(plain: Page, portal: Portal) -> Filler:
    """Somebody without scripts, on the step that asks for rows."""
    aid = made_aids.publish(portal.clone, TITLE, schema())
    sign_in(plain, "demandeur01")
    to = Filler(plain, has_scripts=False)
    to.start(aid.slug)
    to.accept_regulation()
    to.give_sheet()
    return to


def fill(to: Filler, row: str, **answers: str) -> Locator:
    """Answer some questions of a row; return the row."""
    group = to.group(row)
    for label, answer in answers.items():
        to.field(label, group).fill(answer)
    return group


def test_rows_are_added_refreshed_corrected_and_removed_without_scripts(to: Filler) -> None:
    page = to.page
    to.open("dossier-1")
    first = fill(to, "Membre 1", Nom="Ana", Âge="20")
    expect(to.field("École", first)).to_be_hidden()

    to.press("Actualiser")
    expect(to.field("École", first)).to_be_visible()
    to.press("Ajouter un membre")
    expect(to.field("Nom", first)).to_have_value("Ana")
    second = fill(to, "Membre 2", Nom="Bob", Âge="douze", Revenu="1 500,50")
    to.press("Enregistrer")

    summary = page.locator(".govuk-error-summary")
    for said in (
        "Membre 1, « École » : réponse obligatoire",
        "Membre 2, « Âge » : écrivez un nombre en chiffres, comme 12",
    ):
        link = summary.get_by_role("link", name=spaced(said))
        expect(page.locator(f"[id='{(link.get_attribute('href') or '')[1:]}']")).to_be_attached()
    for label, kept in (("Nom", "Bob"), ("Âge", "douze"), ("Revenu", re.compile(r"1\s500,50"))):
        expect(to.field(label, second)).to_have_value(kept)

    first.get_by_role("button", name="Retirer").click()
    expect(to.group("Membre 2")).to_have_count(0)
    expect(to.field("Nom", first)).to_have_value("Bob")
    fill(to, "Membre 1", Âge="52")
    to.press("Suivant")
    recap = page.get_by_role("main")
    for said in ("Membre 1", "Bob", "52", "1 500,50 €"):
        expect(recap).to_contain_text(spaced(said))
    expect(recap).not_to_contain_text("Ana")


def test_two_pages_on_one_row_show_both_values_and_let_one_be_chosen(to: Filler) -> None:
    to.open("dossier-1")
    fill(to, "Membre 1", Nom="Ana", Âge="40")
    to.press("Ajouter un membre")
    fill(to, "Membre 2", Nom="Bob", Âge="41")
    to.press("Enregistrer")
    other = Filler(to.page.context.new_page(), has_scripts=False, reference=to.reference)
    other.open("dossier-1")

    fill(to, "Membre 2", Âge="42")
    to.press("Enregistrer")
    fill(other, "Membre 2", Âge="43")
    fill(other, "Membre 1", Nom="Anne")
    other.press("Enregistrer")

    page = other.page
    both = page.get_by_role("group", name=MEMBERS).first
    stored = both.get_by_label(spaced("Garder la valeur enregistrée"))
    mine = both.get_by_label(spaced("Garder la mienne"))
    for choice, age in ((stored, "42"), (mine, "43")):
        words = page.locator(f"label[for='{choice.get_attribute('id')}']")
        expect(words).to_contain_text(spaced(f"Membre 2 : Nom : Bob, Âge : {age}"))
        expect(words).not_to_contain_text("Membre 1")
    page.set_viewport_size(PHONE)
    assert_fits(page)
    mine.check()
    other.press("Enregistrer")
    expect(both.get_by_label(spaced("Garder la mienne"))).to_have_count(0)

    to.open("dossier-1")
    expect(to.field("Âge", to.group("Membre 2"))).to_have_value("43")
    expect(to.field("Nom", to.group("Membre 1"))).to_have_value("Anne")


def test_a_row_removed_on_one_page_and_changed_on_the_other_is_said_to_be_removed(
    to: Filler,
) -> None:
    to.open("dossier-1")
    fill(to, "Membre 1", Nom="Ana", Âge="40")
    to.press("Ajouter un membre")
    fill(to, "Membre 2", Nom="Bob", Âge="41")
    to.press("Enregistrer")
    other = Filler(to.page.context.new_page(), has_scripts=False, reference=to.reference)
    other.open("dossier-1")

    to.group("Membre 2").get_by_role("button", name="Retirer").click()
    fill(other, "Membre 2", Âge="43")
    other.press("Enregistrer")

    both = other.page.get_by_role("group", name=MEMBERS).first
    removed = both.get_by_label(spaced("Garder la valeur enregistrée : Membre 2 : ligne retirée"))
    removed.check()
    other.press("Enregistrer")
    expect(other.group("Membre 1")).to_be_visible()
    expect(other.group("Membre 2")).to_have_count(0)


def test_a_table_of_many_columns_stays_within_the_page(page: Page, portal: Portal) -> None:
    columns = tuple(
        Question(id=f"q-{number}", type="amount", label=f"Montant de l'année {number}")
        for number in range(MOST_COLUMNS + 3)
    )
    form = form_of(question("table", label="Dix ans de comptes", questions=columns))
    aid = made_aids.publish(portal.clone, "Un grand tableau", form)
    sign_in(page, "demandeur01")
    to = Filler(page, has_scripts=True)
    to.start(aid.slug)
    to.accept_regulation()
    to.give_sheet()
    to.open("dossier-1")
    to.field("Montant de l'année 6 * – 2025").fill("1 234 567,89")

    cells = page.locator(".form-table td:visible")
    right = page.locator(".form-rows").evaluate("(all) => all.getBoundingClientRect().right")
    reach = cells.evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().right)")

    assert max(reach) <= right + 1
    expect(page.locator("tfoot")).to_contain_text(spaced("1 234 567,89 €"))
    assert_accessible(page)
