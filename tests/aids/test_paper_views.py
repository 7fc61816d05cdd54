"""What readers take away: the list of documents, the form to print."""

from contextlib import closing
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from wagtail.models import PageViewRestriction

from aids.models import Aid, AidPage, FormTexts
from aids.services import blank_forms
from applications.attachments.models import Attachment
from applications.formbuilder.schema import Comparison
from cms.core import pdf
from tests.factories.aids import AidFactory, form_version, node_id, small_schema
from tests.factories.formbuilder import question

pytestmark = pytest.mark.django_db
LIST, PDF = "/aides/mobilite/pieces/", "/aides/mobilite/formulaire-vierge.pdf"
LIMITS = (
    "PDF, JPG, JPEG, PNG. 10 Mo",
    "2 fichiers au moins. 3 fichiers au plus.",
    "Valable 6 mois après",
)
needs_pdf = pytest.mark.skipif(not pdf.is_available(), reason="WeasyPrint's libraries are missing")


def words_of(response: Any) -> str:
    content = b"".join(response.streaming_content)
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return " ".join(text.split()).replace("\u00a0", " ")


def conditional_schema() -> Any:
    schema = small_schema()
    stay = Comparison(question=node_id("q-kind"), operator="equals", value=node_id("o-stay"))
    passport = question("file", id=node_id("d-passport"), label="Passeport", visible_if=stay)
    secret = question("file", id=node_id("d-secret"), label="Avis interne", is_review_only=True)
    budget = question("file", id=node_id("d-budget"), label="Arrêté", is_manager_only=True)
    visa = question("file", id=node_id("d-visa"), label="Visa", visible_if=stay, is_required=False)
    rules = {"minimum_files": 2, "maximum_files": 3, "valid_months": 6}
    bills = question(
        "file",
        id=node_id("d-bills"),
        label="Factures",
        is_required=False,
        required_if=stay,
        settings=rules,
    )
    documents = (*schema.documents, passport, secret, budget, visa, bills)
    return schema.model_copy(update={"documents": documents})


@pytest.fixture
def aid() -> Aid:
    return AidFactory(title="Mobilité", schema=conditional_schema(), page={"slug": "mobilite"})


@pytest.mark.parametrize("campaign", ["open", "closed", "future", None])
def test_the_page_of_the_aid_leads_to_both_whatever_the_campaign(
    client: Client, monkeypatch: pytest.MonkeyPatch, campaign: str | None
) -> None:
    monkeypatch.setattr(pdf, "is_likely", lambda: True)
    AidFactory(campaign=campaign, page={"slug": "mobilite"})
    html = client.get("/aides/mobilite/").content.decode()
    form = html[html.index('id="formulaire"') :]
    assert f'<a href="{LIST}">Liste des pièces à fournir</a>' in form
    assert f'<a href="{PDF}">Télécharger le formulaire vierge (PDF)</a>' in form
    assert client.get(LIST).status_code == 200


def test_an_aid_without_a_form_offers_neither(client: Client) -> None:
    AidFactory(schema=None, page={"slug": "mobilite"})
    assert LIST not in client.get("/aides/mobilite/").content.decode()
    for path in (LIST, PDF, "/aides/inconnue/pieces/"):
        assert client.get(path).status_code == 404


def test_each_document_says_its_cases_its_formats_and_its_size(client: Client, aid: Aid) -> None:
    html = client.get(LIST).content.decode().replace("\u00a0", " ")
    for words in (
        "Pièce d&#x27;identité",
        "Obligatoire",
        "PDF, JPG, PNG. 10 Mo",
        "Passeport",
        "Dans certains cas",
        "À fournir si vous répondez « Un séjour » à « Nature du projet ».",
    ):
        assert words in html, words
    assert "Avis interne" not in html
    assert "Arrêté" not in html


def test_what_is_optional_is_never_said_to_be_provided(client: Client, aid: Aid) -> None:
    html = client.get(LIST).content.decode().replace("\u00a0", " ")
    visa = html[html.index("Visa</h2>") : html.index("Factures</h2>")]
    assert "Facultative" in visa
    assert "Dans certains cas" not in visa
    assert "À fournir" not in visa
    assert "Vous pouvez la fournir si vous répondez" in visa


def test_the_page_of_the_aid_says_the_cases_of_each_document(client: Client, aid: Aid) -> None:
    html = client.get("/aides/mobilite/").content.decode().replace("\u00a0", " ")
    listed = html[html.index('id="pieces"') :]
    for label, words in (
        ("Passeport", "(dans certains cas)"),
        ("Visa", "(facultative)"),
        ("Factures", "(dans certains cas)"),
    ):
        assert f"{label}</span> {words}" in listed, label


def test_the_list_says_how_many_files_and_how_long_they_stay_valid(
    client: Client, aid: Aid
) -> None:
    html = client.get(LIST).content.decode().replace("\u00a0", " ")
    bills = html[html.index("Factures</h2>") :]
    for words in LIMITS:
        assert words in bills, words


def test_the_list_is_public_kept_and_the_same_for_everyone(
    client: Client, aid: Aid, django_assert_max_num_queries: Any
) -> None:
    first = client.get(LIST)
    assert not first.cookies
    with django_assert_max_num_queries(0):
        assert client.get(f"{LIST}?utm_source=x").content == first.content


def test_an_aid_that_asks_for_no_document_says_so(client: Client) -> None:
    bare = small_schema().model_copy(update={"documents": ()})
    AidFactory(schema=bare, page={"slug": "mobilite"})
    assert "Aucune pièce" in client.get(LIST).content.decode()


@needs_pdf
def test_the_printed_form_asks_everything_that_is_not_reserved(client: Client, aid: Aid) -> None:
    response = client.get(PDF)
    assert response.headers["Content-Type"] == "application/pdf"
    assert f"formulaire-vierge-{aid.short_code}-v1.pdf" in response.headers["Content-Disposition"]
    assert not response.cookies
    text = words_of(response)
    for words in (
        "Mobilité",
        "Formulaire vierge – version 1 du",
        "Préparez vos justificatifs.",
        "Habitez-vous dans la région ? *",
        "Nature du projet *",
        "Un séjour",
        "À remplir si vous répondez « Un séjour » à « Nature du projet ».",
        "Montant demandé",
        "Passeport",
        *LIMITS,
        "Je certifie l'exactitude de ma demande.",
        "Vos données personnelles",
    ):
        assert words in text, words
    assert "Avis interne" not in text
    assert "Arrêté" not in text


@needs_pdf
def test_it_is_drawn_once_and_asked_again_only_whether_it_changed(
    client: Client, aid: Aid, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.get(PDF)
    content = b"".join(first.streaming_content)

    def refuse(*args: Any, **kwargs: Any) -> bytes:
        raise AssertionError("drawn twice")

    monkeypatch.setattr(pdf, "render_pdf", refuse)
    again = client.get(PDF)
    assert b"".join(again.streaming_content) == content
    assert "public" in again.headers["Cache-Control"]
    kept = client.get(PDF, headers={"If-None-Match": again.headers["ETag"]})
    assert kept.status_code == 304
    with closing(client.head(PDF)) as head:
        assert head.status_code == 200


@needs_pdf
def test_a_new_title_a_new_version_and_a_lost_file_are_drawn_again(
    client: Client, aid: Aid
) -> None:
    assert "Mobilité" in words_of(client.get(PDF))
    page = AidPage.objects.get(slug="mobilite")
    page.title = "Mobilité des jeunes"
    page.save_revision().publish()
    assert "Mobilité des jeunes" in words_of(client.get(PDF))
    version = form_version(aid)
    (kept,) = Attachment.objects.of(blank_forms.OWNER, version.pk)
    kept.file.storage.delete(kept.file.name)
    assert "Mobilité des jeunes" in words_of(client.get(PDF))
    page.steps = [(child.block_type, child.value) for child in page.steps][:1]
    page.save_revision().publish()
    assert "version 2 du" in words_of(client.get(PDF))
    assert Attachment.objects.of(blank_forms.OWNER, version.pk).count() == 1


@needs_pdf
def test_each_language_has_its_own(aid: Aid) -> None:
    version = form_version(aid)
    FormTexts.objects.create(
        version=version,
        language="en",
        digest="d",
        texts={f"{node_id('q-title')}.label": "Name of the project"},
        created_at=timezone.now(),
        current_since=timezone.now(),
    )
    page, now = AidPage.objects.get(slug="mobilite"), timezone.now()
    french = blank_forms.blank_form(page, language="fr", now=now)
    english = blank_forms.blank_form(page, language="en", now=now)
    assert french is not None
    assert english is not None
    with english.file.open("rb") as file:
        text = PdfReader(file).pages[0].extract_text()
    assert "Blank form" in text
    assert Attachment.objects.of(blank_forms.OWNER, version.pk).count() == 2


def test_without_the_libraries_the_link_says_so_and_the_address_explains(
    client: Client, aid: Aid, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "is_likely", lambda: False)
    monkeypatch.setattr(pdf, "_engine", lambda: None)
    html = client.get("/aides/mobilite/").content.decode()
    assert PDF not in html
    assert "ne peut pas être imprimé depuis ce serveur" in html
    assert PDF not in client.get(LIST).content.decode()
    response = client.get(PDF)
    assert response.status_code == 503
    assert "Retour à l&#x27;aide" in response.content.decode()
    assert not Attachment.objects.filter(owner_type=blank_forms.OWNER).exists()


@pytest.mark.parametrize("path", [LIST, PDF])
def test_a_restricted_page_keeps_both_to_itself(client: Client, aid: Aid, path: str) -> None:
    PageViewRestriction.objects.create(
        page=AidPage.objects.get(slug="mobilite"), restriction_type=PageViewRestriction.LOGIN
    )
    response = client.get(path)
    assert response.status_code == 302
    assert response.headers["Location"].endswith("/aides/mobilite/")


def test_pictures_are_put_inside_and_lost_ones_left_out() -> None:
    name = default_storage.save("images/plan.png", ContentFile(b"\x89PNG"))
    try:
        found = blank_forms.with_pictures(
            f'<p><img alt="Plan" src="/media/{name}"><img src="https://ailleurs.example/a.png"></p>'
        )
    finally:
        default_storage.delete(name)
    assert 'src="data:image/png;base64,iVBORw=="' in found
    assert "ailleurs" not in found
    assert "/media/" not in found
