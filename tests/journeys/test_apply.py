"""A person applies, from the aid's page to the acknowledgement, by the pages alone."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from applications.accounts.models import PersonSheet
from applications.notifications.models import Mail
from applications.submissions.models import Submission, SubmissionState
from cms.core.models import Event
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.aids import AidFactory, node_id
from tests.factories.submissions import PDF

pytestmark = pytest.mark.django_db

SHEET = {
    "birth_date_day": "17",
    "birth_date_month": "5",
    "birth_date_year": "2004",
    "address_line": "27 rue des Lavandières",
    "address_postcode": "96000",
    "address_city": "Kervalen",
}


def text_of(response: Any) -> str:
    """Return the page's words with single spaces."""
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", words.replace("&#x27;", "'").replace("\u00a0", " "))


def hidden(response: Any, name: str) -> str:
    """Return the value of a hidden input."""
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found is not None, name
    return found[1].replace("&quot;", '"')


def start(client: Client, slug: str) -> str:
    """Begin a dossier and return its reference."""
    response = client.post(f"/aides/{slug}/deposer/")
    assert response.status_code == 302
    return response.url.rstrip("/").rsplit("/", 1)[-1]


def test_person_applies_when_walking_every_step(run_jobs: Any) -> None:
    """Steps, leaving and coming back, filing, acknowledgement."""
    aid = AidFactory(title="Bourse de mobilité", page={"slug": "bourse-mobilite"})
    user = UserFactory()
    client = sign_in(Client(), user)

    page = client.get("/aides/bourse-mobilite/deposer/")
    assert page.status_code == 200
    assert "Commencer une nouvelle demande" in text_of(page)
    reference = start(client, "bourse-mobilite")
    assert re.fullmatch(rf"{aid.short_code}-\d{{4}}-[2346789ACFHJKMQRTWXYZ]{{5}}", reference)
    base = f"/espace/dossiers/{reference}/"
    assert "Préambule" in text_of(client.get(base))

    early = client.get(f"{base}saisie/dossier-1/")
    assert "Répondez d'abord aux critères d'éligibilité" in text_of(early)

    preamble = client.get(f"{base}saisie/preambule/")
    assert "J'ai lu le règlement (version du" in text_of(preamble)
    assert re.search(r"Temps estimé pour remplir ce formulaire\s: environ\s5", text_of(preamble))
    response = client.post(f"{base}saisie/preambule/", {"regulation": "on", "action": "suivant"})
    assert response.url == f"{base}saisie/criteres/"
    response = client.post(
        f"{base}saisie/criteres/", {node_id("c-region"): "yes", "action": "suivant"}
    )
    assert response.url == f"{base}saisie/informations/"
    response = client.post(f"{base}saisie/informations/", {**SHEET, "action": "suivant"})
    assert response.url == f"{base}saisie/dossier-1/"
    assert PersonSheet.objects.get(user=user).city == "Kervalen"

    step = client.get(f"{base}saisie/dossier-1/")
    response = client.post(
        f"{base}saisie/dossier-1/",
        {
            node_id("q-title"): "Un été à vélo",
            node_id("q-kind"): node_id("o-course"),
            "version": hidden(step, "version"),
            "base": hidden(step, "base"),
            "action": "suivant",
        },
    )
    assert response.url == f"{base}saisie/dossier-2/"
    response = client.post(
        f"{base}saisie/dossier-2/", {node_id("q-amount"): "1 200,50", "action": "enregistrer"}
    )
    assert response.url == f"{base}saisie/dossier-2/"
    assert "Enregistré à" in text_of(client.get(response.url))

    client.logout()
    client = sign_in(Client(), user)
    assert reference in text_of(client.get("/espace/dossiers/"))
    recap = client.get(f"{base}saisie/recapitulatif/")
    assert "Pièce d'identité" in text_of(recap)
    response = client.post(
        f"{base}saisie/pieces/",
        {
            node_id("d-identity"): SimpleUploadedFile("identite.pdf", PDF, "application/pdf"),
            "action": "suivant",
        },
    )
    assert response.url == f"{base}saisie/recapitulatif/"
    recap = client.get(f"{base}saisie/recapitulatif/")
    assert "identite.pdf" in text_of(recap)
    assert "Ce qui manque" not in text_of(recap)
    filing = {"action": "deposer", "cle": hidden(recap, "cle")}
    refused = client.post(f"{base}saisie/recapitulatif/", filing)
    assert refused.status_code == 422
    assert Submission.objects.get(reference=reference).state == SubmissionState.DRAFT
    filing[f"statement-{node_id('a-exact')}"] = "on"
    response = client.post(f"{base}saisie/recapitulatif/", filing)
    assert response.url == base
    for _visit in range(2):
        page = client.get(base)
        assert "Votre demande est déposée" in text_of(page)
        assert reference in text_of(page)
    again = client.post(f"{base}saisie/recapitulatif/", filing)
    assert again.url == base

    run_jobs()
    mail = Mail.objects.get(subject_type="submission", kind="submissions.acknowledgement")
    assert f"Accusé de réception de votre demande {reference}" in mail.subject
    assert aid.team.email in mail.text
    submission = Submission.objects.get(reference=reference)
    assert submission.state == SubmissionState.SUBMITTED
    assert submission.filed_answers[node_id("q-amount")] == "1200.5"
    filed = Event.objects.filter(kind="submission.submitted", subject_id=str(submission.pk))
    assert filed.count() == 1
