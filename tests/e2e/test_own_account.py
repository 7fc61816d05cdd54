"""The first guide, as a new person walks it on a phone and on a desktop, and what protects it."""

import re
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import DESKTOP, PATIENCE_MS, PHONE, Portal, assert_accessible, assert_fits
from tests.e2e.people import PASSWORD, newest_mail, sign_in, spaced

FIRST = "une phrase facile à retenir"
SECOND = "une autre phrase bien longue"
THIRD = "encore une phrase bien longue"
LOGIN = "Identifiant ou adresse électronique"
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


@pytest.fixture
def person(browser: Browser, portal: Portal, size: dict[str, int]) -> Iterator[Page]:
    """Somebody with a browser of that size."""
    fresh = browser.new_context(base_url=portal.url, viewport=size, locale="fr-FR")
    fresh.set_default_timeout(PATIENCE_MS)
    yield fresh.new_page()
    fresh.close()


def password_field(page: Page, label: str = "Mot de passe"):
    """Return a field by its label, not the button that shows what is typed."""
    return page.get_by_label(re.compile(rf"^{label}( \*)?$"))


def button(page: Page, name: str):
    """Return a button of the page's own content."""
    return page.get_by_role("main").get_by_role("button", name=name, exact=True)


def make_account(page: Page, address: str, identifier: str) -> None:
    """Create an account and activate it: five screens, two of which are read only."""
    page.goto("/compte/creer/")
    page.get_by_label("Identifiant").fill(identifier)
    password_field(page).fill(FIRST)
    page.get_by_label("Confirmation du mot de passe").fill(FIRST)
    page.get_by_label("Ne pas préciser").check()
    page.get_by_label("Nom *", exact=True).fill("N'Guyên-d'Été " * 3)
    page.get_by_label("Prénom").fill("Zoé")
    page.get_by_label("Jour").fill("29")
    page.get_by_label("Mois").fill("2")
    page.get_by_label("Année").fill("2008")
    page.get_by_label("Adresse électronique *", exact=True).fill(address)
    page.get_by_label("Confirmation de l'adresse électronique").fill(address)
    assert_fits(page)
    button(page, "Créer mon compte").click()
    expect(page.get_by_role("heading", name="Consultez votre messagerie")).to_be_visible()
    newest_mail(page, address, "Activation de votre compte")
    page.locator("a[href*='/compte/activation/']").first.click()
    button(page, "Je m'enregistre").click()
    expect(page.get_by_text("Votre compte est désormais activé")).to_be_visible()


def get_in(page: Page, login: str, password: str) -> None:
    """Sign in, and wait until it is done."""
    page.goto("/compte/connexion/")
    page.get_by_label(LOGIN).fill(login)
    password_field(page).fill(password)
    button(page, "Se connecter").click()
    expect(page).not_to_have_url(re.compile("/compte/connexion/"))


def get_out(page: Page) -> None:
    """Sign out."""
    page.goto("/compte/deconnexion/")
    button(page, "Se déconnecter").click()
    expect(page).to_have_url(re.compile(r"/$"))


@SIZES
def test_the_first_guide_from_the_account_made_to_its_password_changed(person: Page):
    tag = uuid.uuid4().hex[:8]
    old, new = f"zoe.{tag}@exemple.example", f"zoe.nouvelle.{tag}@exemple.example"
    identifier = f"zoe{tag}"
    make_account(person, old, identifier)
    get_in(person, identifier.upper(), FIRST)

    person.goto("/compte/")
    assert_fits(person)
    assert_accessible(person)
    person.get_by_role("link", name="Modifier mon adresse électronique").click()
    assert_fits(person)
    assert_accessible(person)
    person.get_by_label("Nouvelle adresse électronique *", exact=True).fill(new)
    person.get_by_label("Confirmation de la nouvelle adresse électronique").fill(new)
    password_field(person).fill("pas le bon mot de passe")
    button(person, "Valider").click()
    expect(person.get_by_role("heading", name="Il y a un problème")).to_be_visible()
    expect(person.get_by_label("Nouvelle adresse électronique *", exact=True)).to_have_value(new)
    password_field(person).fill(FIRST)
    button(person, "Valider").click()
    expect(person.get_by_text(spaced(f"Un courriel a été envoyé à {new}"))).to_be_visible()
    assert_fits(person)
    newest_mail(person, old, "Votre adresse électronique va changer")
    newest_mail(person, new, "Confirmez votre nouvelle adresse électronique")
    person.locator("a[href*='/compte/adresse/']").first.click()
    assert_fits(person)
    assert_accessible(person)
    button(person, "Confirmer ma nouvelle adresse").click()
    expect(person.get_by_text("Votre adresse électronique a bien été modifiée.")).to_be_visible()

    person.get_by_role("link", name="Modifier mon mot de passe").click()
    assert_fits(person)
    assert_accessible(person)
    password_field(person, "Mot de passe actuel").fill(FIRST)
    password_field(person, "Nouveau mot de passe").fill(SECOND)
    person.get_by_label("Confirmation du nouveau mot de passe").fill(SECOND)
    button(person, "Valider").click()
    expect(person.get_by_text("Votre mot de passe a bien été modifié.")).to_be_visible()
    get_out(person)

    person.goto("/compte/connexion/")
    person.get_by_role("link", name="Récupérer mes informations de connexion").click()
    assert_fits(person)
    identity = person.get_by_role("region", name="Identifiant oublié")
    identity.get_by_label("Adresse électronique").fill(new)
    identity.get_by_role("button", name="Valider").click()
    same = "Si un compte correspond, un courriel vient de vous être envoyé."
    expect(person.get_by_text(same)).to_be_visible()
    newest_mail(person, new, "Votre identifiant")
    expect(person.get_by_text(identifier).first).to_be_visible()

    person.goto("/compte/identifiants/")
    reset = person.get_by_role("region", name="Réinitialisation du mot de passe")
    reset.get_by_label(LOGIN).fill(identifier)
    reset.get_by_role("button", name="Valider").click()
    newest_mail(person, new, "Réinitialisation de votre mot de passe")
    person.locator("a[href*='/compte/mot-de-passe/']").first.click()
    password_field(person, "Nouveau mot de passe").fill(THIRD)
    person.get_by_label("Confirmation du nouveau mot de passe").fill(THIRD)
    button(person, "Valider").click()
    get_in(person, new, THIRD)


@SIZES
def test_a_session_left_open_elsewhere_is_closed_from_here(person: Page, page: Page):
    sign_in(person, "asso000001")
    sign_in(page, "asso000001")
    person.goto("/compte/sessions/")
    assert_fits(person)
    assert_accessible(person)
    expect(person.get_by_text("Cette session")).to_be_visible()
    button(person, "Fermer toutes les autres sessions").click()
    expect(person.get_by_text(spaced("fermée"))).to_be_visible()
    page.goto("/compte/")
    expect(page).to_have_url(re.compile("/compte/connexion/"))


def test_the_account_is_managed_without_javascript(plain: Page):
    tag = uuid.uuid4().hex[:8]
    old, new = f"sans.script.{tag}@exemple.example", f"sans.script.bis.{tag}@exemple.example"
    make_account(plain, old, f"sansjs{tag}")
    get_in(plain, old, FIRST)
    plain.goto("/compte/adresse/")
    plain.get_by_label("Nouvelle adresse électronique *", exact=True).fill(new)
    plain.get_by_label("Confirmation de la nouvelle adresse électronique").fill(new)
    password_field(plain).fill(FIRST)
    button(plain, "Valider").click()
    newest_mail(plain, old, "Votre adresse électronique va changer")
    plain.locator("a[href*='/compte/adresse/ce-n-est-pas-moi/']").first.click()
    button(plain, "Ce n'est pas moi : garder cette adresse").click()
    expect(plain.get_by_role("heading", name="Votre adresse reste la même")).to_be_visible()
    plain.goto("/compte/")
    expect(plain).to_have_url(re.compile("/compte/connexion/"))


def test_the_end_of_a_session_is_told_five_minutes_before(page: Page):
    page.clock.install()
    sign_in(page, "gestion002")
    page.goto("/compte/sessions/")
    dialog = page.get_by_role("dialog", name="Votre session va se terminer")
    expect(page.get_by_role("heading", level=1, name="Mes sessions")).to_be_visible()
    page.clock.fast_forward("54:00")
    expect(dialog).to_be_hidden()
    page.clock.fast_forward("01:30")
    expect(dialog).to_be_visible()
    assert_fits(page)
    assert_accessible(page)
    dialog.get_by_role("button", name="Rester connecté").click()
    expect(dialog).to_be_hidden()
    page.clock.fast_forward("54:00")
    expect(dialog).to_be_hidden()
    page.clock.fast_forward("10:00")
    expect(dialog.get_by_text("Votre session est terminée.")).to_be_visible()
    dialog.get_by_role("button", name="Revenir à la page").click()
    expect(dialog).to_be_hidden()


@pytest.fixture
def forgotten_tries(portal: Portal) -> Iterator[None]:
    """Forget the tries counted here: every browser of these tests is at the same place."""
    yield
    shutil.rmtree(Path(portal.clone.environment["DATA_DIR"]) / "cache", ignore_errors=True)


@pytest.mark.usefixtures("forgotten_tries")
def test_after_many_tries_the_browser_proves_it_is_no_robot(phone: Page):
    phone.goto("/compte/connexion/")
    for _ in range(5):
        phone.get_by_label(LOGIN).fill("membre0001")
        password_field(phone).fill("pas le bon mot de passe")
        with phone.expect_navigation():
            button(phone, "Se connecter").click()
    expect(phone.get_by_text("Vérification automatique")).to_be_visible()
    expect(phone.get_by_text("Vérification terminée.")).to_be_visible()
    assert_fits(phone)
    assert_accessible(phone)
    password_field(phone).fill(PASSWORD)
    button(phone, "Se connecter").click()
    expect(phone).not_to_have_url(re.compile("/compte/connexion/"))


@pytest.mark.usefixtures("forgotten_tries")
def test_a_form_sent_before_the_check_ends_waits_for_it(page: Page):
    page.goto("/compte/connexion/")
    for _ in range(5):
        page.get_by_label(LOGIN).fill("gestion001")
        password_field(page).fill("pas le bon mot de passe")
        with page.expect_navigation():
            button(page, "Se connecter").click()
    page.goto("/compte/connexion/")
    page.get_by_label(LOGIN).fill("gestion001")
    password_field(page).fill(PASSWORD)
    password_field(page).press("Enter")
    expect(page).not_to_have_url(re.compile("/compte/connexion/"))
