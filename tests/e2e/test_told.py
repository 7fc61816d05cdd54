"""What a step says once saved, and once it can be saved no more."""

import json
import re

from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import assert_accessible
from tests.e2e.people import sign_in


def open_step(page: Page) -> None:
    """Open a step of the draft of the demonstration's association."""
    sign_in(page, "asso000001")
    page.goto("/espace/dossiers/")
    page.get_by_role("link", name=re.compile(r"Reprendre\s.*PRA-")).click()
    page.goto(f"{page.url}saisie/dossier-2/")


def test_saving_a_step_on_a_phone_takes_the_reader_to_the_news(page: Page):
    page.set_viewport_size({"width": 390, "height": 800})
    open_step(page)
    page.get_by_role("button", name="Enregistrer").click()
    news = page.get_by_role("alert")
    expect(news).to_contain_text("Cette étape est enregistrée.")
    expect(news).to_be_in_viewport()
    expect(news).to_be_focused()
    assert_accessible(page)


def test_a_draft_filed_elsewhere_stops_saving_itself_and_says_why(page: Page):
    open_step(page)
    sent: list[str] = []
    words = "Votre modification n'a pas été conservée : cette demande a été déposée."

    def refuse(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        sent.append(route.request.url)
        answer = json.dumps({"code": "already_filed", "message": words})
        route.fulfill(status=409, content_type="application/json", body=answer)

    page.route("**/saisie/dossier-2/", refuse)
    field = page.get_by_role("main").get_by_role("textbox").first
    field.fill("Un titre écrit trop tard")
    status = page.locator("#etat-enregistrement")
    expect(status).to_have_text(words)
    field.fill("Un autre titre")
    page.wait_for_timeout(6000)
    expect(status).to_have_text(words)
    assert len(sent) == 1


def test_the_home_page_no_longer_invites_who_is_signed_in(page: Page):
    page.goto("/")
    expect(page.get_by_role("heading", name="Nouvel utilisateur")).to_be_visible()
    sign_in(page, "demandeur01")
    page.goto("/")
    expect(page.get_by_role("heading", name="Nouvel utilisateur")).to_have_count(0)
    expect(page.get_by_role("main").get_by_role("link", name="Espace personnel")).to_be_visible()
    assert_accessible(page)


def test_the_contact_page_leads_to_a_form_that_works_without_javascript(plain: Page):
    plain.goto("/contact/")
    plain.get_by_role("main").get_by_role("link", name="Nous écrire avec le formulaire").click()
    plain.get_by_label("Vos prénom et nom").fill("Maëlle Le Goff")
    plain.get_by_label("Votre message").fill("Je ne trouve pas ma demande.")
    plain.get_by_role("button", name="Envoyer mon message").click()
    expect(plain.get_by_role("heading", name="Il y a un problème")).to_be_visible()
    expect(plain.get_by_label("Votre message")).to_have_value("Je ne trouve pas ma demande.")
    plain.get_by_label("Adresse électronique").fill("maelle@exemple.example")
    plain.get_by_label("Une demande en cours").check()
    plain.get_by_role("button", name="Envoyer mon message").click()
    expect(plain.get_by_role("heading", name="Votre message est envoyé")).to_be_visible()
