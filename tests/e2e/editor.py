"""What people do in the page editor of the administration: build a form, change it, publish it."""

import re

from playwright.sync_api import Locator, Page, TimeoutError as NeverSeen, expect

CLICKS = 5
CLICK_PATIENCE_MS = 4_000


class FormEditor:
    """Somebody at the form of one aid, in the page editor.

    A stream is called by the name of what it sends (« steps-0-value-questions »).
    """

    def __init__(self, page: Page, title: str, number: int | None = None) -> None:
        self.page = page
        self.title = title
        self.number = number

    def open(self) -> None:
        """Open the form, from the home of the administration when its number is not known."""
        if self.number is None:
            self.page.goto("/gestion/")
            self.page.get_by_role("link", name=self.title, exact=True).first.click()
        else:
            self.page.goto(f"/gestion/pages/{self.number}/edit/")
        self.page.get_by_role("tab", name="Formulaire").click()

    def question(self, label: str) -> Locator:
        """Return the block of a folded question by its label, opened."""
        return self._opened(
            self.page.locator("[data-streamfield-child]").filter(has_text=label).last
        )

    def block(self, block_id: str) -> Locator:
        """Return a block by its id, opened."""
        return self._opened(self.page.locator(f'[data-contentpath="{block_id}"]'))

    def add(self, within: Locator, kind: str) -> None:
        """Add a block of a kind at the end of a stream, found by typing its name."""
        search = self.page.locator(".w-combobox input").last
        for _attempt in range(CLICKS):
            # A block just drawn may not listen yet: a person presses again.
            within.get_by_role("button", name="Insérer un bloc").last.click()
            try:
                search.wait_for(state="visible", timeout=CLICK_PATIENCE_MS)
            except NeverSeen:
                continue
            break
        search.fill(kind)
        self.page.get_by_role("option").filter(has_text=re.compile(f"^{kind}")).first.click()

    def add_to(self, stream: str, kind: str = "") -> str:
        """Add a block to a stream or a list; return the name of what it sends."""
        name = f"{stream}-{self._count(stream)}"
        container = self.page.locator(f'[name="{stream}-count"]').locator("xpath=..")
        if kind:
            self.add(container, kind)
        else:
            button = re.compile("^(Insérer un bloc|Ajouter)$")
            container.get_by_role("button", name=button).last.click()
        expect(self.field(f"{name}-id")).to_be_attached()
        return f"{name}-value"

    def ask(self, step: str, kind: str, label: str) -> str:
        """Add a question to a step, from the palette; return the name of what it sends."""
        question = self.add_to(f"{step}-questions", kind)
        self.field(f"{question}-label").fill(label)
        return question

    def set(self, owner: str, setting: str) -> str:
        """Add one of the « Réglages » of a question; return the name of what it sends."""
        return self.add_to(f"{owner}-settings", setting)

    def field(self, name: str) -> Locator:
        """Return a field by the name of what it sends."""
        return self.page.locator(f'[name="{name}"]')

    def block_of(self, name: str) -> Locator:
        """Return the block that sends this."""
        return self.page.locator(
            f'[data-streamfield-child]:has(> input[name="{name.removesuffix("-value")}-id"])'
        )

    def choose(self, name: str, words: str | re.Pattern[str]) -> None:
        """Choose, by its words, in the list that stands beside a field that holds an id."""
        picker = self.field(name).locator("xpath=following-sibling::select")
        picker.focus()
        picker.locator("option").filter(has_text=words).first.wait_for(state="attached")
        value = picker.locator("option").filter(has_text=words).first.get_attribute("value")
        picker.select_option(value)
        picker.blur()

    def save(self) -> None:
        """« Enregistrer le brouillon »."""
        self.page.get_by_role("button", name="Enregistrer le brouillon").click()
        self._wait_for(self.page.get_by_role("status").filter(has_text=self.title))

    def check(self) -> None:
        """« Vérifier le formulaire », as last saved."""
        self.page.get_by_role("tab", name="Formulaire").click()
        self.page.get_by_role("link", name="Vérifier le formulaire").first.click()

    def press_publish(self) -> None:
        """« Publier », whatever comes of it."""
        self.page.get_by_role("button", name="Plus d'actions").click()
        self.page.get_by_role("button", name="Publier", exact=True).click()

    def publish(self) -> None:
        """Publish, and read that it is done."""
        self.press_publish()
        self._wait_for(self.page.get_by_role("status").filter(has_text=re.compile("publié")))

    def _opened(self, found: Locator) -> Locator:
        toggle = found.locator("[data-panel-toggle]").first
        if toggle.get_attribute("aria-expanded") == "false":
            toggle.click()
        return found

    def _count(self, stream: str) -> int:
        return int(self.field(f"{stream}-count").input_value())

    def _wait_for(self, words: Locator) -> None:
        expect(words.first).to_be_visible()
