"""Pages cost a known number of queries, whatever the number of rows behind them."""

import itertools
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from aids.models import Aid, FormVersion
from applications.accounts.models import User
from applications.submissions.models import Submission
from cms.core import events
from tests.benchmarks.exchange import Answer, Exchange, InProcess
from tests.benchmarks.lines import statements_of
from tests.benchmarks.pages import fields_of_form
from tests.factories.accounts import sign_in
from tests.factories.aids import AidFactory, CampaignFactory, RegulationVersionFactory, node_id
from tests.factories.attachments import AttachmentFactory
from tests.factories.formbuilder import samples
from tests.factories.long_forms import GROUP, PER_STEP, long_form, rows
from tests.factories.submissions import SubmissionFactory

pytestmark = pytest.mark.django_db

FEW, MANY = 3, 30
MORE_THAN_A_PAGE = 15
Prepare = Callable[[int], Callable[[], Exchange]]


def cookies_of(user: User) -> dict[str, str]:
    client = sign_in(Client(), user)
    return {name: morsel.value for name, morsel in client.cookies.items()}


def with_papers(submission: Submission, rows: int) -> Submission:
    """Give a dossier more files and a longer history."""
    for number in range(rows):
        AttachmentFactory(
            owner_id=str(submission.pk),
            slot=node_id("d-identity"),
            original_name=f"page-{number}.pdf",
        )
        events.record_read(
            actor=submission.writer,
            act="review.dossier_read",
            subject_type="submission",
            subject_id=submission.pk,
        )
    return submission


def aid_page(rows: int) -> Callable[[], Exchange]:
    aid = AidFactory(page={"slug": "aide-lue"})
    for number in range(rows):
        CampaignFactory(
            aid=aid,
            opens_at=timezone.now() - timedelta(days=400 * (number + 2)),
            closes_at=timezone.now() - timedelta(days=400 * (number + 2) - 30),
        )
        RegulationVersionFactory(
            aid=aid,
            adopted_on=timezone.localdate() - timedelta(days=500 + number),
            effective_on=timezone.localdate() - timedelta(days=400 + number),
        )
    numbers = itertools.count(1)
    return lambda: Exchange(f"/aides/aide-lue/?page={next(numbers)}", contains="<h1")


def search(rows: int) -> Callable[[], Exchange]:
    for number in range(min(rows, MORE_THAN_A_PAGE)):
        AidFactory(title=f"Bourse numéro {number}")
    numbers = itertools.count(1)
    return lambda: Exchange(f"/aides/?q=bourse&depot={next(numbers)}", contains="Bourse num")


def draft(rows: int) -> Submission:
    """Return a complete draft, its writer's other drafts beside it."""
    submission = with_papers(SubmissionFactory(complete=True), rows)
    for _number in range(rows):
        SubmissionFactory(
            person=submission.person, aid=submission.aid, form_version=submission.form_version
        )
    return submission


def form_step(rows: int) -> Callable[[], Exchange]:
    submission = draft(rows)
    path = f"/espace/dossiers/{submission.reference}/saisie/dossier-1/"
    cookies = cookies_of(submission.writer)
    return lambda: Exchange(path, cookies, contains=node_id("q-title"))


def saving(rows: int) -> Callable[[], Exchange]:
    read = form_step(rows)
    numbers = itertools.count(1)

    def save() -> Exchange:
        page = read()
        shown = fields_of_form(InProcess().send(page).text, holding="version")
        title = node_id("q-title")
        fields = [(n, f"Projet {next(numbers)}" if n == title else value) for n, value in shown]
        return Exchange(
            page.path,
            page.cookies,
            fields=[*fields, ("action", "suivant")],
            is_multipart=True,
            status=302,
        )

    return save


def filing(rows: int) -> Callable[[], Exchange]:
    waiting = [draft(rows), draft(rows)]

    def submit() -> Exchange:
        submission = waiting.pop()
        path = f"/espace/dossiers/{submission.reference}/saisie/recapitulatif/"
        cookies = cookies_of(submission.writer)
        page = InProcess().send(Exchange(path, cookies, contains="deposer")).text
        fields = fields_of_form(page, holding="cle")
        fields += [(name, "on") for name in statements_of(page)]
        return Exchange(path, cookies, fields=[*fields, ("action", "deposer")], status=302)

    return submit


def own_list(rows: int) -> Callable[[], Exchange]:
    submission = draft(rows)
    cookies = cookies_of(submission.writer)
    return lambda: Exchange("/espace/dossiers/", cookies, contains=f"/{submission.reference[:4]}")


def filed(rows: int) -> tuple[Submission, User]:
    """Return a filed dossier, others of its team beside it, and an officer of the team."""
    first = SubmissionFactory(taken=True)
    for _number in range(rows):
        SubmissionFactory(filed=True, aid=first.aid)
    return with_papers(first, rows), User.objects.get(pk=first.officer_id)


def queue(rows: int) -> Callable[[], Exchange]:
    submission, officer = filed(rows)
    cookies = cookies_of(officer)
    return lambda: Exchange("/gestion/dossiers/", cookies, contains=submission.reference)


def staff_dossier(rows: int) -> Callable[[], Exchange]:
    submission, officer = filed(rows)
    cookies = cookies_of(officer)
    path = f"/gestion/dossiers/{submission.reference}/"
    return lambda: Exchange(path, cookies, contains=submission.reference)


def own_dossier(rows: int) -> Callable[[], Exchange]:
    submission, _officer = filed(rows)
    cookies = cookies_of(submission.writer)
    path = f"/espace/dossiers/{submission.reference}/"
    return lambda: Exchange(path, cookies, contains=submission.reference)


PAGES: dict[str, tuple[Prepare, int]] = {
    "aid page": (aid_page, 8),
    "catalogue search": (search, 8),
    "form step": (form_step, 12),
    "step save": (saving, 12),
    "filing": (filing, 15),
    "my dossiers": (own_list, 12),
    "officers' queue": (queue, 12),
    "dossier, officer": (staff_dossier, 20),
    "dossier, applicant": (own_dossier, 20),
}


def measured(prepare: Prepare, rows: int) -> Answer:
    """Return the second answer: the first one fills the caches of the process."""
    ask = prepare(rows)
    inside = InProcess()
    inside.send(ask())
    return inside.send(ask())


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("rows", [FEW, MANY])
def test_a_page_keeps_its_budget_of_queries(name: str, rows: int) -> None:
    prepare, budget = PAGES[name]

    answer = measured(prepare, rows)

    assert len(answer.queries) <= budget, "\n".join(answer.queries)


def test_a_reader_costs_no_query_once_the_page_is_kept() -> None:
    AidFactory(page={"slug": "aide-gardee"})
    inside = InProcess()
    page = Exchange("/aides/aide-gardee/", contains="<h1")

    inside.send(page)

    assert inside.send(page).statements == ()


@pytest.mark.parametrize("questions", [PER_STEP, 400])
def test_a_step_costs_the_same_whatever_the_form(questions: int) -> None:
    """Five to read, seven to save: the form comes from the process, the answers from one row."""
    schema = long_form(questions)
    aid = AidFactory()
    version = FormVersion.objects.create(
        aid=aid,
        number=2,
        schema=schema.model_dump(mode="json"),
        structure_digest="structure",
        texts_digest="texts",
        created_at=timezone.now(),
    )
    Aid.objects.filter(pk=aid.pk).update(current_version=version)
    answers = {**samples(schema), GROUP: rows()}
    submission = SubmissionFactory(aid=aid, form_version=version, answers=answers)
    cookies = cookies_of(submission.writer)
    path = f"/espace/dossiers/{submission.reference}/saisie/dossier-1/"
    read = Exchange(path, cookies, contains=schema.steps[0].questions[0].label)
    inside = InProcess()
    inside.send(save_of(path, cookies, "Avant", read=read))
    save = save_of(path, cookies, "Après", read=read)

    assert (len(inside.send(read).queries), len(inside.send(save).queries)) == (5, 7)


def save_of(path: str, cookies: dict[str, str], words: str, *, read: Exchange) -> Exchange:
    """Return what sends a step back as it was read, one answer changed."""
    shown = fields_of_form(InProcess().send(read).text, holding="version")
    fields = [(name, words if name == "q-2" else value) for name, value in shown]
    return Exchange(
        path, cookies, fields=[*fields, ("action", "suivant")], is_multipart=True, status=302
    )
