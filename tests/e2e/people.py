"""What people do in a browser, in their own words: sign in, read their mail, fill a form."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Locator, Page

DATA = Path(__file__).resolve().parents[2] / "cms" / "demo" / "data" / "aids"
PASSWORD = "portail-de-demonstration"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SAMPLES = {
    "text": "Réponse d'essai",
    "long_text": "Une réponse un peu plus longue, sur une ligne.",
    "integer": "3",
    "decimal": "2,5",
    "amount": "600",
    "email": "camille@exemple.example",
    "phone": "02 61 91 20 16",
    "siret": "999 100 043 00010",
    "iban": "FR76 3000 6000 0112 3456 7890 189",
}


def words(label: str) -> re.Pattern[str]:
    """Match a label at the start of a name, whatever its spaces (no-break ones included)."""
    return re.compile("^" + r"\s+".join(map(re.escape, label.split())))


def spaced(text: str) -> re.Pattern[str]:
    """Match words whatever their spaces, no-break ones included."""
    return re.compile(r"\s+".join(map(re.escape, text.split())))


def form_of(slug: str) -> dict[str, Any]:
    """Return the form of an aid of the demonstration, as its editors wrote it."""
    return yaml.safe_load((DATA / f"{slug}.yaml").read_text())["form"]


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    """Sign in by the page everybody uses; staff give the code the demonstration shows."""
    page.goto("/compte/connexion/")
    page.get_by_label("Identifiant ou adresse électronique").fill(username)
    page.get_by_label(re.compile(r"^Mot de passe( \*)?$")).fill(password)
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name="Se connecter").click()
    if "/second-facteur/" in page.url:
        shown = page.get_by_text(re.compile(r"Code de démonstration"))
        code = re.search(r"\d{6}", shown.inner_text())
        assert code is not None
        page.get_by_label("Code à 6 chiffres").fill(code.group())
        with page.expect_navigation():
            page.get_by_role("button", name="Vérifier").click()


def newest_mail(page: Page, address: str, subject: str) -> None:
    """Open the newest mail of an address with this subject, waiting for the worker."""
    for _attempt in range(60):
        page.goto(f"/demo/courriels/?a={address}")
        link = page.get_by_role("link", name=re.compile(subject)).first
        if link.count():
            link.click()
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"no mail « {subject} » for {address}")


def lines_of(accounts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the lines of some accounts; one without lines is its own."""
    return [line for account in accounts for line in account["lines"] or [account]]


class Applicant:
    """Somebody filling the form of one aid, step after step."""

    def __init__(self, page: Page, slug: str) -> None:
        self.page = page
        self.slug = slug
        self.form = form_of(slug)

    def start(self) -> str:
        """Start a dossier from the aid's page; return its reference."""
        self.page.goto(f"/aides/{self.slug}/deposer/")
        self.page.get_by_role("button", name="Commencer une nouvelle demande").click()
        found = re.search(r"/espace/dossiers/([A-Z0-9-]+)/", self.page.url)
        assert found is not None, self.page.url
        return found.group(1)

    def go_on(self) -> None:
        """« Suivant », until the next page is there."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Suivant").click()

    def accept_regulation(self) -> None:
        """Tick « J'ai lu le règlement » on the first step."""
        self.page.get_by_label(re.compile("J'ai lu le règlement")).check()
        self.go_on()

    def answer_criteria(self) -> None:
        """Give every criterion the answer it expects."""
        for criterion in self.form["criteria"]:
            answer = "Oui" if criterion["expected"] == "yes" else "Non"
            self._group(criterion["label"]).get_by_label(answer, exact=True).check()
        self.go_on()

    def give_sheet(self) -> None:
        """Complete « Vos informations »."""
        page = self.page
        page.get_by_label(re.compile("^Numéro et (nom de la )?(voie|rue)")).fill("3 rue du Phare")
        page.get_by_label(re.compile("^Code postal")).fill("96100")
        page.get_by_label(re.compile("^(Ville|Commune)")).fill("Port-Aigrette")
        self.go_on()

    def fill_step(self, position: int, **given: str) -> None:
        """Fill the questions shown of the form's n-th step (from 1); without scripts, refresh."""
        questions = self.form["steps"][position - 1]["questions"]
        for question in questions:
            self._answer(question, given.get(question["id"]))
        refresh = self.page.get_by_role("button", name="Actualiser")
        if refresh.count() and refresh.is_visible():
            with self.page.expect_navigation():
                refresh.click()
            for question in questions:
                self._answer(question, given.get(question["id"]))
        self.go_on()

    def give_documents(self) -> None:
        """Give one PDF for every document asked."""
        for document in self.form["documents"]:
            area = self.page.get_by_label(words(document["label"]))
            chosen = area.locator("visible=true").first
            if chosen.count():
                chosen.set_input_files(
                    {"name": "pièce.pdf", "mimeType": "application/pdf", "buffer": PDF}
                )
        self.go_on()

    def certify_and_file(self, button: str = "Déposer ma demande") -> None:
        """Tick the sworn statements of the summary and file."""
        for box in self.page.get_by_role("checkbox").all():
            box.check()
        self.page.get_by_role("button", name=button).click()

    def _group(self, label: str, within: Locator | None = None) -> Locator:
        return (within or self.page).get_by_role("group", name=words(label))

    def _answer(
        self, question: dict[str, Any], given: str | None, within: Locator | None = None
    ) -> None:
        kind, label = question["type"], question["label"]
        if kind == "repeated_group":
            row = self._group(label).first.locator("[data-row]").first
            for child in question["questions"]:
                self._answer(child, None, row)
            return
        if kind == "financing_plan":
            self._answer_plan(question["settings"], self._group(label).first)
            return
        if kind in {"computed_sum", "computed_value", "check", "note", "title", "warning"}:
            return
        if kind in {"yes_no", "choice", "multiple_choice", "date"}:
            group = self._group(label, within)
            if not group.count():
                select = (within or self.page).get_by_label(words(label))
                if kind == "choice" and select.count() and select.first.is_visible():
                    select.first.select_option(index=1)
                return
            if not group.first.is_visible():
                return
            self._answer_group(group.first, question, given)
            return
        place = self._group(label, within).first if kind == "iban" else within or self.page
        field = place.get_by_label(words("IBAN" if kind == "iban" else label)).first
        if field.count() and field.is_visible():
            most = question.get("settings", {}).get("max_length")
            field.fill(given or SAMPLES[kind][:most])

    def _answer_plan(self, settings: dict[str, Any], group: Locator) -> None:
        """Write a balanced budget: one expense, the aid asked, one other resource."""
        resources = lines_of(settings["resources"])
        asked = next(line for line in resources if line["id"] == settings["requested"])
        other = next(line for line in resources if line is not asked)
        spent = lines_of(settings["expenses"])[0]
        for line, amount in ((spent, "10000"), (asked, "4000"), (other, "6000")):
            group.get_by_label(words(line["label"])).first.fill(amount)

    def _answer_group(self, group: Locator, question: dict[str, Any], given: str | None) -> None:
        if question["type"] == "date":
            settings = question.get("settings", {})
            day = date.fromisoformat(settings.get("earliest") or "2026-10-05")
            group.get_by_label("Jour").fill(str(day.day))
            group.get_by_label("Mois").fill(str(day.month))
            group.get_by_label("Année").fill(str(day.year))
        elif question["type"] == "yes_no":
            group.get_by_label(given or "Oui", exact=True).check()
        else:
            choice = given or question["settings"]["choices"][0]["label"]
            group.get_by_label(choice, exact=True).check()


@dataclass(slots=True)
class Filler:
    """Somebody answering, with scripts or without."""

    page: Page
    has_scripts: bool
    reference: str = ""

    def start(self, slug: str) -> None:
        self.page.goto(f"/aides/{slug}/deposer/")
        self.page.get_by_role("button", name="Commencer une nouvelle demande").click()
        found = re.search(r"/espace/dossiers/([A-Z0-9-]+)/", self.page.url)
        assert found is not None, self.page.url
        self.reference = found.group(1)

    def open(self, step: str) -> None:
        self.page.goto(f"/espace/dossiers/{self.reference}/saisie/{step}/")

    def accept_regulation(self) -> None:
        """Tick « J'ai lu le règlement » on the first step."""
        self.open("preambule")
        self.page.get_by_label(re.compile("J'ai lu le règlement")).check()
        self.press("Suivant")

    def give_sheet(self) -> None:
        """Complete « Vos informations »."""
        self.page.get_by_label(re.compile("^Numéro et (nom de la )?(voie|rue)")).fill(
            "3 rue du Phare"
        )
        self.page.get_by_label(re.compile("^Code postal")).fill("96100")
        self.page.get_by_label(re.compile("^(Ville|Commune)")).fill("Port-Aigrette")
        self.press("Suivant")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def field(self, label: str, within: Locator | None = None) -> Locator:
        place = within or self.page
        return (
            place.get_by_label(words(label))
            .and_(self.page.locator("input, select, textarea"))
            .first
        )

    def group(self, label: str, within: Locator | None = None) -> Locator:
        return (within or self.page).get_by_role("group", name=words(label)).first

    def date(self, group: Locator, day: str, month: str, year: str) -> None:
        for part, typed in (("Jour", day), ("Mois", month), ("Année", year)):
            group.get_by_label(part).fill(typed)

    def search(self, label: str, typed: str, choice: str, within: Locator | None = None) -> None:
        """Search and choose: in the list with scripts, else among radios after « Rechercher »."""
        field = self.field(label, within)
        if self.has_scripts:
            field.fill("")
            field.press_sequentially(typed)
            self.page.locator("[role=option]").get_by_text(choice, exact=True).click()
            return
        field.fill(typed)
        self.page.get_by_role("button", name=words(f"Rechercher : {label}")).click()
        self.page.get_by_label(choice, exact=True).check()
