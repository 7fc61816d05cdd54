"""Every line of « Il y a un problème » leads to something of the page that takes the focus."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from applications.formbuilder.schema import Comparison, FormSchema, Question, Step
from applications.submissions.models import Submission
from tests.factories.accounts import sign_in
from tests.factories.aids import AidFactory, node_id
from tests.factories.submissions import SubmissionFactory
from tests.journeys.test_apply import text_of

pytestmark = pytest.mark.django_db

FOCUSABLE = {"input", "select", "textarea", "button"}
BUDGET = FormSchema(
    steps=(
        Step(
            id=node_id("s-budget"),
            title="Votre budget",
            questions=(
                Question(id=node_id("q-costs"), type="amount", label="Dépenses"),
                Question(id=node_id("q-means"), type="amount", label="Ressources"),
                Question(
                    id=node_id("q-balance"),
                    type="check",
                    label="Équilibre",
                    settings={
                        "rule": Comparison(
                            question=node_id("q-costs"),
                            operator="equals",
                            other=node_id("q-means"),
                        ).model_dump(),
                        "severity": "error",
                        "message": "Les dépenses et les ressources doivent être égales.",
                    },
                ),
            ),
        ),
    )
)


class Page(HTMLParser):
    """The tags of a page by id, and the links of its summary."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: dict[str, tuple[str, dict[str, str | None]]] = {}
        self.feed(html)
        summary = re.search(r'<ul class="[^"]*error-summary__list">.*?</ul>', html, re.DOTALL)
        assert summary is not None, "there is no error summary"
        self.lines = re.findall(r"<li>(.*?)</li>", summary[0], re.DOTALL)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if "id" in dict(attrs):
            self.tags[str(dict(attrs)["id"])] = (tag, dict(attrs))

    def assert_every_line_leads_somewhere(self) -> None:
        assert self.lines
        for line in self.lines:
            target = re.search(r'href="#([^"]+)"', line)
            assert target is not None, line
            assert target[1] in self.tags, line
            tag, attributes = self.tags[target[1]]
            assert attributes.get("type") != "hidden", line
            assert tag in FOCUSABLE or "tabindex" in attributes, line


@pytest.fixture
def draft() -> Submission:
    return SubmissionFactory(aid=AidFactory(schema=BUDGET))


@pytest.mark.parametrize("typed", [("100", "90"), ("cent", "90"), ("cent", "beaucoup")])
def test_a_refused_step_leads_to_what_must_be_corrected(
    client: Client, draft: Submission, typed: tuple[str, str]
) -> None:
    response = sign_in(client, draft.writer).post(
        f"/espace/dossiers/{draft.reference}/saisie/dossier-1/",
        {node_id("q-costs"): typed[0], node_id("q-means"): typed[1], "action": "enregistrer"},
    )
    assert response.status_code == 422
    Page(response.content.decode()).assert_every_line_leads_somewhere()
    if typed == ("100", "90"):
        assert "Les dépenses et les ressources doivent être égales." in text_of(response)


def test_a_refused_filing_leads_to_what_is_missing(client: Client, draft: Submission) -> None:
    response = sign_in(client, draft.writer).post(
        f"/espace/dossiers/{draft.reference}/saisie/recapitulatif/", {"action": "deposer"}
    )
    assert response.status_code == 422
    Page(response.content.decode()).assert_every_line_leads_somewhere()


@pytest.mark.parametrize(
    "address", ["/compte/creer/", "/compte/connexion/", "/aides/aide/eligibilite/"]
)
def test_a_refused_public_form_leads_to_its_fields(address: str) -> None:
    AidFactory(page={"slug": "aide"})
    response = Client().post(address, {"csrfmiddlewaretoken": "sent by every page"})
    assert 400 <= response.status_code < 500
    Page(response.content.decode()).assert_every_line_leads_somewhere()
