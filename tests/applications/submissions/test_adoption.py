"""A draft whose form changes: offered, kept until a date, imposed; nothing typed is ever lost."""

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from aids.models import Aid, AidPage, DraftChoice, FormVersion
from aids.services import form_changes
from applications.accounts.models import User
from applications.formbuilder import building
from applications.formbuilder.rendering import orphan_rows
from applications.formbuilder.schema import FormSchema, Question
from applications.notifications.models import Mail
from applications.submissions.exceptions import VersionOver
from applications.submissions.merging import digests
from applications.submissions.models import Submission
from applications.submissions.services import adoption, filing, imposing, late_saving
from cms.core.models import Event, Job
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.aids import AidFactory, form_version, node_id, small_schema
from tests.factories.structures import MembershipFactory, StructureFactory
from tests.factories.submissions import SubmissionFactory, file_now, give_document
from tests.journeys.test_apply import hidden, text_of

pytestmark = pytest.mark.django_db

TITLE, KIND, AMOUNT = node_id("q-title"), node_id("q-kind"), node_id("q-amount")
EMAIL = Question(id=node_id("q-email"), type="email", label="Courriel du partenaire")


def with_email(schema: FormSchema) -> FormSchema:
    """Return a form with one more required question."""
    first, *others = schema.steps
    changed = first.model_copy(update={"questions": (*first.questions, EMAIL)})
    return schema.model_copy(update={"steps": (changed, *others)})


def without(schema: FormSchema, *ids: str) -> FormSchema:
    """Return a form without some questions, the steps left empty included."""
    steps = (
        step.model_copy(
            update={"questions": tuple(one for one in step.questions if one.id not in ids)}
        )
        for step in schema.steps
    )
    return schema.model_copy(update={"steps": tuple(step for step in steps if step.questions)})


def publish(
    aid: Aid, schema: FormSchema, choice: DraftChoice | None = None, **values: Any
) -> FormVersion:
    """Choose what drafts do, then publish the form."""
    base = form_version(Aid.objects.get(pk=aid.pk))
    if choice is not None:
        form_changes.choose(
            aid, base, schema, choice=choice, actor=None, now=timezone.now(), **values
        )
    page = AidPage.objects.get(translation_key=aid.key)
    for name, value in building.to_stream(schema).items():
        setattr(page, name, value)
    page.save_revision().publish()
    return form_version(Aid.objects.get(pk=aid.pk))


@pytest.fixture
def draft() -> Submission:
    """A complete draft."""
    made: Submission = SubmissionFactory(complete=True)
    return made


@pytest.fixture
def client(draft: Submission) -> Client:
    return sign_in(Client(), draft.writer)


def url_of(draft: Submission, end: str = "") -> str:
    return f"/espace/dossiers/{draft.reference}/{end}"


def fresh(draft: Submission) -> Submission:
    found: Submission = Submission.objects.for_work().get(pk=draft.pk)
    return found


def now() -> datetime:
    return timezone.now()


# --- Offered ------------------------------------------------------------------------------------


def test_an_offer_says_what_changes_and_until_when_the_old_version_serves(
    client: Client, draft: Submission
) -> None:
    until = now() + timedelta(days=3)
    publish(draft.aid, with_email(small_schema()), DraftChoice.FINISH, keep_until=until)

    page = text_of(client.get(url_of(draft)))

    assert "Le formulaire de cette aide a changé" in page
    assert "Courriel du partenaire" in page
    assert "Vous pouvez aussi terminer avec votre version jusqu'au" in page
    assert fresh(draft).form_version.number == 1


def test_an_offer_says_which_limit_changes_from_what_to_what(
    client: Client, draft: Submission
) -> None:
    schema = small_schema()
    (identity,) = schema.documents
    fewer = identity.model_copy(update={"settings": {**identity.settings, "max_megabytes": 4}})
    publish(draft.aid, schema.model_copy(update={"documents": (fewer,)}), DraftChoice.OFFER)

    page = text_of(client.get(url_of(draft)))

    assert "« Pièce d'identité », « Mégaoctets au plus » : 10 → 4." in page


def test_a_version_kept_stays_at_hand_and_can_be_left_later(
    client: Client, draft: Submission
) -> None:
    version = publish(draft.aid, with_email(small_schema()))
    choose = {"version": version.pk, "choix": "conserver"}
    client.post(url_of(draft, "version/"), choose)

    page = text_of(client.get(url_of(draft)))
    assert "Adopter la nouvelle version" not in page
    assert "Vous gardez la version du formulaire" in page

    client.post(url_of(draft, "version/"), {"version": version.pk, "choix": "adopter"})
    assert fresh(draft).form_version == version
    assert "Vous gardez la version" not in text_of(client.get(url_of(draft)))


def test_a_draft_kept_on_the_old_version_is_filed_with_it(draft: Submission) -> None:
    publish(
        draft.aid,
        with_email(small_schema()),
        DraftChoice.FINISH,
        keep_until=now() + timedelta(days=3),
    )
    filed = file_now(draft)
    assert filed.is_filed
    assert filed.form_version.number == 1


def test_a_filed_dossier_never_moves(run_jobs: Any, draft: Submission) -> None:
    filed = file_now(draft)
    publish(filed.aid, with_email(small_schema()), DraftChoice.IMPOSE, reason="Il le faut")
    run_jobs()
    assert adoption.impose(filed, now=now()).form_version.number == 1
    assert adoption.take_up(fresh(filed), now=now()) is None
    assert fresh(filed).form_version.number == 1
    assert not Mail.objects.filter(kind="submissions.version_imposed").exists()


def test_a_change_that_no_applicant_sees_is_taken_quietly(
    client: Client, draft: Submission
) -> None:
    first, *others = small_schema().steps
    noted = first.questions[0].model_copy(update={"staff_note": "Vérifier le titre"})
    changed = first.model_copy(update={"questions": (noted, *first.questions[1:])})
    version = publish(draft.aid, small_schema().model_copy(update={"steps": (changed, *others)}))

    page = text_of(client.get(url_of(draft)))

    assert "Le formulaire de cette aide a changé" not in page
    assert fresh(draft).form_version == version
    assert fresh(draft).answers[TITLE] == "Un été à vélo"


# --- The date is past -----------------------------------------------------------------------------


def overdue(draft: Submission) -> datetime:
    """Publish a change whose old version serves two days; return a moment after."""
    until = now() + timedelta(days=2)
    publish(draft.aid, with_email(small_schema()), DraftChoice.FINISH, keep_until=until)
    return until + timedelta(hours=1)


def test_after_the_date_the_draft_must_take_the_new_version(
    client: Client, draft: Submission
) -> None:
    with time_machine.travel(overdue(draft), tick=True):
        client = sign_in(client, draft.writer)
        step = client.get(url_of(draft, "saisie/dossier-1/"))
        assert step.status_code == 302
        assert step.url == url_of(draft)
        page = text_of(client.get(url_of(draft)))
        assert "pouvait servir jusqu'au" in page
        assert "Garder ma version" not in page
        assert "Reprendre" not in page
        version = hidden(client.get(url_of(draft)), "version")
        client.post(url_of(draft, "version/"), {"version": version, "choix": "adopter"})
        moved = fresh(draft)
        assert moved.form_version.number == 2
        assert moved.answers[TITLE] == "Un été à vélo"
        assert client.get(url_of(draft, "saisie/dossier-1/")).status_code == 200


def test_after_the_date_what_was_being_typed_is_still_saved(
    client: Client, draft: Submission
) -> None:
    page = client.get(url_of(draft, "saisie/dossier-2/"))
    sent = {name: hidden(page, name) for name in ("version", "base", "formulaire")}
    with time_machine.travel(overdue(draft), tick=True):
        client = sign_in(client, draft.writer)
        client.post(
            url_of(draft, "saisie/dossier-2/"), {**sent, AMOUNT: "900", "action": "enregistrer"}
        )
    assert fresh(draft).answers[AMOUNT] == "900"


def test_after_the_date_keeping_and_filing_are_refused_and_change_nothing(
    draft: Submission, client: Client
) -> None:
    moment = overdue(draft)
    version = fresh(draft).aid.current_version
    assert version is not None
    with pytest.raises(VersionOver):
        adoption.decline(fresh(draft), version_id=version.pk, actor=draft.writer, now=moment)
    with pytest.raises(VersionOver):
        filing.submit(fresh(draft), actor=draft.writer, key=uuid.uuid4(), now=moment)
    assert fresh(draft).is_draft
    assert fresh(draft).declined_version is None
    with time_machine.travel(moment, tick=True):
        client = sign_in(client, draft.writer)
        answer = client.post(
            url_of(draft, "saisie/recapitulatif/"),
            {"action": "deposer", node_id("a-exact"): "on"},
        )
        assert answer.status_code == 302
        assert answer.url == url_of(draft)
    assert fresh(draft).is_draft


# --- Imposed --------------------------------------------------------------------------------------


def test_an_imposed_version_moves_the_drafts_and_tells_their_owners_why(
    run_jobs: Any, client: Client, draft: Submission
) -> None:
    structure = StructureFactory()
    manager = MembershipFactory(structure=structure, manager=True).user
    theirs = SubmissionFactory(
        aid=draft.aid, person=None, structure=structure, writer=manager, answers={TITLE: "x"}
    )
    closed = SubmissionFactory(aid=AidFactory(campaign="closed"), answers={TITLE: "x"})
    reason = "Le règlement européen impose cette question."

    version = publish(draft.aid, with_email(small_schema()), DraftChoice.IMPOSE, reason=reason)
    run_jobs()

    for one in (draft, theirs):
        moved = fresh(one)
        assert moved.form_version == version
        assert moved.answers[TITLE] == one.answers[TITLE]
        assert moved.replaced_version.number == 1
    assert fresh(closed).form_version.number == 1
    mails = Mail.objects.filter(kind="submissions.version_imposed")
    assert {mail.to for mail in mails} == {draft.writer.email, manager.email}
    mail = mails.get(to=draft.writer.email)
    assert reason in mail.text
    assert "Courriel du partenaire" in mail.text
    assert draft.reference in mail.subject
    assert draft.writer.last_name not in mail.subject
    assert Event.objects.filter(kind="submission.version_imposed").count() == 2
    run_jobs()
    assert mails.count() == 2

    page = text_of(client.get(url_of(draft)))
    assert reason in page
    assert "Courriel du partenaire" in page
    client.post(url_of(draft, "version/"), {"choix": "lu"})
    assert reason not in text_of(client.get(url_of(draft)))


def test_a_draft_opened_before_the_worker_comes_moves_at_once_and_is_told_once(
    run_jobs: Any, client: Client, draft: Submission
) -> None:
    version = publish(draft.aid, with_email(small_schema()), DraftChoice.IMPOSE, reason="Erreur")

    page = client.get(url_of(draft, "saisie/dossier-1/"))

    assert "Courriel du partenaire" in text_of(page)
    assert fresh(draft).form_version == version
    run_jobs()
    assert Mail.objects.filter(kind="submissions.version_imposed").count() == 1


def test_one_draft_that_cannot_move_holds_nobody_back(
    run_jobs: Any, draft: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [SubmissionFactory(aid=draft.aid, answers={TITLE: "x"}) for _number in range(3)]
    monkeypatch.setattr(imposing, "MOVED_TOGETHER", 2)
    impose = adoption.impose

    def fail_for_one(one: Submission, *, now: datetime) -> Submission:
        if one.pk == draft.pk:
            raise ValueError("broken")
        return impose(one, now=now)

    monkeypatch.setattr(adoption, "impose", fail_for_one)
    publish(draft.aid, with_email(small_schema()), DraftChoice.IMPOSE, reason="Erreur")
    run_jobs()
    assert fresh(draft).form_version.number == 1
    assert {fresh(one).form_version.number for one in others} == {2}
    assert Job.objects.filter(kind=form_changes.IMPOSE).count() == 3


# --- Nothing is lost ------------------------------------------------------------------------------


def test_answers_and_files_of_what_is_gone_stay_readable(client: Client, draft: Submission) -> None:
    gone = without(small_schema(), AMOUNT).model_copy(update={"documents": ()})
    version = publish(draft.aid, gone)
    client.post(url_of(draft, "version/"), {"version": version.pk, "choix": "adopter"})

    rows = {row.label: row.value for row in orphan_rows(fresh(draft).answers)}
    assert rows["Montant demandé"].startswith("1")
    assert rows["Pièce d'identité"] == "identite.pdf"
    recap = client.get(url_of(draft, "saisie/recapitulatif/"))
    assert "identite.pdf" in text_of(recap)
    assert "/fichiers/" in recap.content.decode() or "pieces" in recap.content.decode()


def test_what_comes_back_brings_its_answer_back(client: Client, draft: Submission) -> None:
    for schema in (
        without(small_schema(), AMOUNT).model_copy(update={"documents": ()}),
        small_schema(),
    ):
        version = publish(draft.aid, schema)
        client.post(url_of(draft, "version/"), {"version": version.pk, "choix": "adopter"})
    again = fresh(draft)
    assert again.form_version.number == 3
    assert again.answers[AMOUNT] == "1200.5"
    assert orphan_rows(again.answers) == []


def test_the_progress_of_a_step_follows_it_to_its_new_place(
    client: Client, draft: Submission
) -> None:
    draft.step_progress = {"preambule": "done", "dossier-1": "errors", "dossier-2": "done"}
    draft.save()
    schema = small_schema()
    version = publish(draft.aid, schema.model_copy(update={"steps": schema.steps[::-1]}))
    client.post(url_of(draft, "version/"), {"version": version.pk, "choix": "adopter"})
    assert fresh(draft).step_progress == {
        "preambule": "done",
        "dossier-1": "done",
        "dossier-2": "errors",
    }


# --- A page of the older version, sent after the draft has moved ----------------------------------


def moved_under(client: Client, draft: Submission, schema: FormSchema) -> dict[str, str]:
    """Open the second step, then have the draft moved meanwhile; return what the page carries."""
    page = client.get(url_of(draft, "saisie/dossier-2/"))
    sent = {name: hidden(page, name) for name in ("version", "base", "formulaire")}
    version = publish(draft.aid, schema)
    adoption.adopt(fresh(draft), version_id=version.pk, actor=draft.writer, now=now())
    return sent


def test_what_is_typed_on_an_older_page_is_kept_where_its_question_went(
    client: Client, draft: Submission
) -> None:
    schema = small_schema()
    reordered = with_email(schema.model_copy(update={"steps": schema.steps[::-1]}))
    sent = moved_under(client, draft, reordered)

    answer = client.post(
        url_of(draft, "saisie/dossier-2/"),
        {**sent, AMOUNT: "777", "action": "suivant"},
        follow=True,
    )

    assert fresh(draft).answers[AMOUNT] == "777"
    assert fresh(draft).answers[TITLE] == "Un été à vélo"
    assert "Ce que vous avez écrit est conservé" in text_of(answer)


def test_what_is_typed_for_a_question_that_is_gone_stays_readable(
    client: Client, draft: Submission
) -> None:
    sent = moved_under(client, draft, without(small_schema(), AMOUNT))

    client.post(url_of(draft, "saisie/dossier-2/"), {**sent, AMOUNT: "777"})

    (row,) = orphan_rows(fresh(draft).answers)
    assert row.label == "Montant demandé"
    assert "777" in row.value


def test_saving_by_itself_on_an_older_page_says_so_and_keeps_all(
    client: Client, draft: Submission
) -> None:
    sent = moved_under(client, draft, with_email(small_schema()))
    for typed in ("10", "1012"):
        answer = client.post(
            url_of(draft, "saisie/dossier-2/"),
            {**sent, AMOUNT: typed},
            headers={"Accept": "application/json"},
        ).json()
        assert not answer["is_complete"]
        assert "a changé" in answer["message"]
        sent["base"] = json.dumps(answer["base"])
    assert fresh(draft).answers[AMOUNT] == "1012"


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(draft: Submission) -> None:
    shown = draft.form_version
    base = digests(draft.answers, [TITLE])
    version = publish(draft.aid, with_email(small_schema()))
    moved = adoption.adopt(fresh(draft), version_id=version.pk, actor=draft.writer, now=now())
    moved.answers = {**moved.answers, TITLE: "Le titre de la collègue"}
    moved.save()

    saved = late_saving.save_from_older(
        moved, shown=shown, values={TITLE: "Mon titre"}, base=base, actor=draft.writer, now=now()
    )

    assert saved.answers[TITLE] == "Le titre de la collègue"
    (row,) = orphan_rows(saved.answers)
    assert row.value == "Mon titre"


def test_a_version_of_another_aid_is_no_older_page(client: Client, draft: Submission) -> None:
    other = form_version(AidFactory())
    client.post(
        url_of(draft, "saisie/dossier-2/"),
        {"formulaire": other.pk, AMOUNT: "55", "version": "0", "action": "enregistrer"},
    )
    assert fresh(draft).answers[AMOUNT] in {"55", "1200.5"}
    assert orphan_rows(fresh(draft).answers) == []


def test_another_person_changes_nothing(client: Client, draft: Submission) -> None:
    version = publish(draft.aid, with_email(small_schema()))
    stranger: User = UserFactory()
    outside = sign_in(Client(), stranger)
    answer = outside.post(url_of(draft, "version/"), {"version": version.pk, "choix": "adopter"})
    assert answer.status_code == 404
    assert fresh(draft).form_version.number == 1


def test_a_document_given_counts_among_the_drafts_contents() -> None:
    draft = SubmissionFactory(answers={TITLE: "x"})
    give_document(draft)
    schema = small_schema().model_copy(update={"documents": ()})
    base = draft.aid.form_versions.get()
    effects = form_changes.count_effects(draft.aid, base, schema, now=now())
    assert [(line.label, line.drafts) for line in effects.lines] == [("Pièce d'identité", 1)]
