"""An editor builds the form of cerfa 12156 in the administration; an association files it."""

from playwright.sync_api import Page, expect

from tests.e2e import made_aids
from tests.e2e.conftest import PHONE, People, Portal, assert_accessible, assert_fits
from tests.e2e.editor import FormEditor
from tests.e2e.people import PDF, Filler, spaced

TITLE = "Soutien aux projets associatifs"
CRITERION = "L'association est-elle déclarée depuis un an ?"
BUDGET = "Budget du projet"
TOO_MUCH = "Au-delà de 23 000 €, prenez rendez-vous avec le service."
UNBALANCED = (
    "il manque 3 000 € de produits",
    "l'aide demandée (7 000 €) représente 70 % des charges",
)
RATIO = "250 €"


def build_association(editor: FormEditor) -> None:
    """Add the step about the association."""
    step = editor.add_to("steps")
    editor.field(f"{step}-title").fill("L'association")
    editor.ask(step, "Texte long", "Objet de l'association")
    editor.ask(step, "Personne", "Représentant légal")
    editor.ask(step, "Nombre entier", "Nombre d'adhérents")
    editor.ask(step, "Coordonnées bancaires", "Compte à créditer")


def build_project(editor: FormEditor) -> None:
    """Add the step about the project: a question follows from another, people are in a table."""
    step = editor.add_to("steps")
    editor.field(f"{step}-title").fill("Le projet")
    editor.ask(step, "Texte sur une ligne", "Intitulé du projet")
    kind = editor.ask(step, "Choix unique", "Nature de la demande")
    editor.field(f"{kind}-choices-0-value").fill("Première demande")
    editor.field(editor.add_to(f"{kind}-choices")).fill("Renouvellement")
    review = editor.ask(step, "Texte long", "Bilan de l'aide précédente")
    shown_if = editor.set(review, "Afficher seulement si")
    comparison = editor.add_to(f"{shown_if}-terms", "Condition")
    editor.choose(f"{comparison}-question", "Nature de la demande")
    editor.choose(f"{comparison}-value", "Renouvellement")
    editor.ask(step, "Période", "Dates du projet")
    people = editor.ask(step, "Tableau à remplir", "Moyens humains")
    for words in ("Bénévoles", "Salariés"):
        editor.field(editor.add_to(f"{people}-rows")).fill(words)
    editor.ask(people, "Nombre entier", "Personnes")


def build_budget(editor: FormEditor) -> None:
    """Add the step about the budget: the lines of the cerfa, a ceiling, a ratio, a check."""
    step = editor.add_to("steps")
    editor.field(f"{step}-title").fill("Le budget")
    plan = editor.ask(step, "Plan de financement", BUDGET)
    editor.page.get_by_role("button", name="Reprendre les lignes du cerfa 12156").click()
    editor.field(editor.set(plan, "Taux maximal")).fill("60")
    editor.set(plan, "Euros entiers")
    cost = editor.ask(step, "Valeur calculée", "Coût par adhérent")
    formula = editor.block_of(cost).get_by_role("textbox", name="Calcul")
    names = editor.block_of(cost).get_by_role("combobox", name="Insérer une réponse…")
    names.focus()
    names.select_option(label=f"{BUDGET} – total des charges")
    formula.press_sequentially(" / ")
    names.focus()
    names.select_option(label="Nombre d'adhérents")
    editor.field(f"{cost}-shown_as").select_option("amount")
    check = editor.ask(step, "Contrôle entre réponses", "Montant de l'aide")
    comparison = editor.add_to(f"{check}-rule-terms", "Condition")
    editor.choose(f"{comparison}-question", "aide demandée")
    editor.field(f"{comparison}-operator").select_option("at_most")
    editor.field(f"{comparison}-value").fill("23000")
    editor.field(f"{check}-message").fill(TOO_MUCH)


def build_around(editor: FormEditor) -> None:
    """Add what stands around the steps: a criterion, a document, a statement."""
    criterion = editor.add_to("criteria")
    editor.field(f"{criterion}-label").fill(CRITERION)
    editor.field(f"{criterion}-explanation").fill("Il faut un an d'existence.")
    document = editor.add_to("documents")
    editor.field(f"{document}-label").fill("Statuts")
    statement = editor.add_to("statements")
    editor.field(f"{statement}-text").fill("Je certifie que ces informations sont exactes.")


def fill_association(to: Filler) -> None:
    """Answer the criterion, check the sheet of the structure, answer the first step."""
    to.group(CRITERION).get_by_label("Oui", exact=True).check()
    to.press("Suivant")
    to.press("Suivant")
    to.field("Objet de l'association").fill("Faire vivre le canal.")
    person = to.group("Représentant légal")
    person.get_by_label("Madame", exact=True).check()
    to.field("Nom", person).fill("Le Bihan")
    to.field("Prénom", person).fill("Rozenn")
    to.field("Fonction", person).fill("Présidente")
    to.field("Nombre d'adhérents").fill("40")
    to.field("IBAN", to.group("Compte à créditer")).fill("FR76 3000 6000 0112 3456 7890 189")
    to.press("Suivant")


def fill_project(to: Filler) -> None:
    """Answer the second step; what was done before is asked of a renewal alone."""
    to.field("Intitulé du projet").fill("Les samedis de l'écluse")
    nature, review = to.group("Nature de la demande"), to.field("Bilan de l'aide précédente")
    nature.get_by_label("Première demande", exact=True).check()
    expect(review).to_be_hidden()
    nature.get_by_label("Renouvellement", exact=True).check()
    review.fill("Douze samedis, deux cents personnes.")
    dates = to.group("Dates du projet")
    to.date(to.group("Début", dates), "1", "3", "2027")
    to.date(to.group("Fin", dates), "30", "6", "2027")
    to.field("Personnes * – Bénévoles").fill("12")
    to.field("Personnes * – Salariés").fill("1")
    to.press("Suivant")


def fill_budget(to: Filler, **amounts: str) -> None:
    """Write amounts on lines of the plan, named by their words."""
    for line, amount in amounts.items():
        to.field(line.replace("_", " ")).fill(amount)


def test_the_form_of_the_cerfa_is_built_published_filled_and_filed(
    people: People, portal: Portal
) -> None:
    aid = made_aids.publish(portal.clone, TITLE, audience="association")
    page: Page = people("publieur01")
    editor = FormEditor(page, TITLE, aid.number)
    editor.open()
    build_around(editor)
    build_association(editor)
    build_project(editor)
    build_budget(editor)
    editor.publish()

    writer: Page = people("asso000001")
    to = Filler(writer, has_scripts=True)
    to.start(aid.slug)
    to.accept_regulation()
    fill_association(to)
    fill_project(to)
    fill_budget(to, Prestations_de_services="10000", Conseil_régional="7000")
    expect(writer.get_by_text(spaced("Il manque 3 000 € de produits.")).first).to_be_visible()
    to.press("Suivant")

    for said in UNBALANCED:
        expect(writer.get_by_role("listitem").filter(has_text=spaced(said))).to_be_visible()
    writer.get_by_role("link", name="Corriger maintenant").click()
    expect(to.field("Conseil régional")).to_have_value("7000")
    for size in (PHONE, {"width": 1280, "height": 900}):
        writer.set_viewport_size(size)
        assert_fits(writer)
        assert_accessible(writer)

    fill_budget(to, Conseil_régional="6000")
    to.field("756 Cotisations").fill("4000")
    expect(writer.get_by_text(spaced(RATIO)).first).to_be_visible()
    to.press("Suivant")
    to.field("Statuts").set_input_files(
        {"name": "statuts.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    to.press("Suivant")
    for said in ("Les samedis de l'écluse", "6 000 €", RATIO, "statuts.pdf"):
        expect(writer.get_by_role("main")).to_contain_text(spaced(said))
    for box in writer.get_by_role("checkbox").all():
        box.check()
    to.press("Transmettre à la Région")
    expect(writer.get_by_text("Déposée").first).to_be_visible()
