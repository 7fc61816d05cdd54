"""Filing: everything checked again, frozen, once; a refusal changes nothing."""

import uuid
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from applications.attachments.errors import FileFrozen
from applications.attachments.models import Attachment, ScanState
from applications.attachments.services import remove
from applications.notifications.models import Mail
from applications.structures.services import end_membership
from applications.submissions import documents
from applications.submissions.exceptions import (
    CampaignClosed,
    DossierIncomplete,
    FilesInfected,
    LimitReached,
    NotEditable,
    TransitionRefused,
)
from applications.submissions.models import Submission, SubmissionState
from applications.submissions.services import acting, binning, drafting, filing
from cms.core import pdf
from cms.core.errors import NotAllowed
from cms.core.models import Event, Job
from tests.factories.accounts import UserFactory
from tests.factories.aids import AidFactory, node_id
from tests.factories.structures import MembershipFactory, StructureFactory
from tests.factories.submissions import SubmissionFactory, file_now

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def submit(draft: Submission, **arguments: Any) -> Submission:
    """File through the service."""
    arguments = {
        "actor": draft.writer,
        "key": uuid.uuid4(),
        "now": timezone.now(),
        **arguments,
    }
    return filing.submit(draft, **arguments)


def snapshot(draft: Submission) -> tuple[Any, ...]:
    """Return all that a refusal must leave as it was."""
    row = Submission.objects.filter(pk=draft.pk).values().get()
    events = Event.objects.filter(subject_type="submission", subject_id=str(draft.pk)).count()
    files = list(Attachment.objects.filter(owner_id=str(draft.pk)).values())
    return row, events, files, Job.objects.count(), Mail.objects.count()


def test_filing_freezes_everything(draft: Submission) -> None:
    """Answers, identity, règlement, form version, documents, digest, state, one event, one job."""
    now = timezone.now()
    filed = submit(draft, now=now)
    filed.refresh_from_db()
    assert filed.state == SubmissionState.SUBMITTED
    assert filed.submitted_at == now
    assert filed.filed_answers[node_id("q-title")] == "Un été à vélo"
    assert filed.filed_identity["city"] == "Kervalen"
    assert filed.filed_identity["name"] == draft.writer.get_full_name()
    assert filed.regulation == draft.campaign.regulation
    assert len(filed.filed_digest) == 64
    document = Attachment.objects.get(owner_id=str(filed.pk))
    assert document.frozen_at == now
    with pytest.raises(FileFrozen):
        remove(document, actor=draft.writer)
    kinds = Event.objects.filter(subject_type="submission", subject_id=str(filed.pk))
    assert [event.kind for event in kinds] == ["submission.submitted"]
    assert Job.objects.filter(kind=filing.ACKNOWLEDGE, key=str(filed.pk)).count() == 1


def test_what_was_filed_does_not_follow_the_sheet(draft: Submission) -> None:
    """Moving house later does not change a filed dossier."""
    filed = submit(draft)
    draft.writer.person_sheet.city = "Ailleurs"
    draft.writer.person_sheet.save()
    filed.refresh_from_db()
    assert filed.filed_identity["city"] == "Kervalen"


def test_digest_changes_with_a_document(draft: Submission) -> None:
    """Two dossiers that differ by a file alone have two digests."""
    files = documents.attachments_of(draft)
    changes = {
        "filed_answers": {},
        "criteria_answers": {},
        "filed_identity": {},
        "sworn_statements": [],
        "form_texts": None,
    }
    one = filing.digest_of(draft, changes=changes, files=files)
    assert one == filing.digest_of(draft, changes=changes, files=files)
    assert one != filing.digest_of(draft, changes=changes, files=[])


@pytest.mark.parametrize("is_same_key", [True, False])
def test_second_filing_returns_the_filed_dossier(draft: Submission, is_same_key: bool) -> None:
    """A double click, a retry, another tab: one filing."""
    key = uuid.uuid4()
    first = submit(draft, key=key)
    again = submit(draft, key=key if is_same_key else uuid.uuid4())
    assert again.pk == first.pk
    assert again.submitted_at == first.submitted_at
    assert again.filing_key == key
    assert Event.objects.filter(kind="submission.submitted").count() == 1
    assert Job.objects.filter(kind=filing.ACKNOWLEDGE).count() == 1


def test_filing_is_refused_after_the_closing_second(draft: Submission) -> None:
    """23:59:59.9 is in time; midnight is not, and the draft stays as it was."""
    closes_at = datetime(2026, 12, 15, 23, 59, 59, tzinfo=PARIS)
    draft.campaign.closes_at = closes_at
    draft.campaign.save()
    before = snapshot(draft)
    with pytest.raises(CampaignClosed) as refusal:
        submit(draft, now=closes_at + timedelta(seconds=1))
    assert "La campagne est close depuis le mardi 15 décembre 2026" in str(refusal.value)
    assert "23:59:59" in str(refusal.value)
    assert snapshot(draft) == before
    submit(draft, now=closes_at + timedelta(milliseconds=900))


@pytest.mark.parametrize(
    "lack",
    [
        {"answers": {}},
        {"criteria_answers": {}},
        {"criteria_answers": {node_id("c-region"): "no"}},
        {"regulation": None},
        {"sworn_statements": []},
        {"pending_sheet": {"postcode": "?"}},
        {"answers": {node_id("q-title"): "x", "raw:" + node_id("q-amount"): "douze"}},
    ],
)
def test_incomplete_dossier_is_refused(draft: Submission, lack: dict[str, Any]) -> None:
    """Whatever is missing, and nothing changes."""
    for name, value in lack.items():
        setattr(draft, name, value)
    draft.save()
    before = snapshot(draft)
    with pytest.raises(DossierIncomplete):
        submit(draft)
    assert snapshot(draft) == before


def test_missing_document_is_refused(draft: Submission) -> None:
    """The identity paper is required."""
    Attachment.objects.filter(owner_id=str(draft.pk)).delete()
    with pytest.raises(DossierIncomplete):
        submit(draft)


def test_file_still_being_checked_does_not_stop_filing(draft: Submission) -> None:
    """Filing is allowed while pending; infected is not."""
    files = Attachment.objects.filter(owner_id=str(draft.pk))
    files.update(scan_state=ScanState.INFECTED)
    before = snapshot(draft)
    with pytest.raises(FilesInfected):
        submit(draft)
    assert snapshot(draft) == before
    files.update(scan_state=ScanState.PENDING)
    submit(draft)


def test_overridden_criterion_is_filed_and_marked(draft: Submission) -> None:
    """The machine refuses nothing."""
    draft.criteria_answers = {node_id("c-region"): "no"}
    draft.has_overridden_criteria = True
    draft.save()
    assert submit(draft).has_overridden_criteria


def test_another_person_may_not_file(draft: Submission) -> None:
    """Not theirs, not filed."""
    before = snapshot(draft)
    with pytest.raises(NotAllowed):
        submit(draft, actor=UserFactory())
    assert snapshot(draft) == before


def test_second_dossier_of_the_beneficiary_is_refused_when_limited() -> None:
    """Checked at filing too, for drafts begun before the limit was set."""
    aid = AidFactory()
    first = SubmissionFactory(complete=True, aid=aid)
    second = SubmissionFactory(complete=True, aid=aid, person=first.person)
    aid.is_limited_to_one = True
    aid.save()
    first.refresh_from_db()
    second = Submission.objects.get(pk=second.pk)
    file_now(first)
    with pytest.raises(LimitReached):
        submit(second)


def for_structure(**membership: Any) -> tuple[Submission, Any]:
    """Return a complete draft of a structure and the membership of its writer."""
    member = MembershipFactory(**membership)
    draft = SubmissionFactory(
        complete=True,
        person=None,
        structure=member.structure,
        writer=member.user,
        sworn_statements=[node_id("a-exact"), "republican-commitment"],
    )
    return draft, member


def test_manager_files_for_the_structure() -> None:
    """The identity frozen is the structure's."""
    draft, _member = for_structure(manager=True)
    filed = submit(draft)
    assert filed.filed_identity["siret"] == draft.structure.siret
    assert filed.filed_identity["kind"] == "structure"


def test_association_must_take_the_republican_commitment() -> None:
    """Décret 2021-1947; a lycée need not."""
    draft, _member = for_structure(manager=True)
    draft.sworn_statements = [node_id("a-exact")]
    draft.save()
    with pytest.raises(DossierIncomplete):
        submit(draft)
    school = MembershipFactory(manager=True, structure=StructureFactory(lycee=True))
    submit(
        SubmissionFactory(
            complete=True, person=None, structure=school.structure, writer=school.user
        )
    )


def test_member_who_may_not_sign_cannot_file() -> None:
    """They write; a signer files."""
    draft, _member = for_structure()
    before = snapshot(draft)
    with pytest.raises(NotAllowed):
        submit(draft)
    assert snapshot(draft) == before
    signer = MembershipFactory(manager=True, structure=draft.structure)
    assert submit(draft, actor=signer.user).is_filed


def test_person_who_left_the_structure_cannot_file() -> None:
    """Access ends at once."""
    draft, member = for_structure(manager=True)
    MembershipFactory(manager=True, structure=draft.structure)
    end_membership(member, actor=None, now=timezone.now())
    with pytest.raises(NotAllowed):
        submit(draft)


def test_deleted_draft_cannot_be_filed_and_comes_back_within_its_term(draft: Submission) -> None:
    """The bin, thirty days."""
    now = timezone.now()
    deleted = binning.delete_draft(draft, actor=draft.writer, now=now)
    with pytest.raises(NotEditable):
        submit(draft)
    with pytest.raises(TransitionRefused):
        binning.restore_draft(deleted, actor=draft.writer, now=now + timedelta(days=31))
    restored = binning.restore_draft(deleted, actor=draft.writer, now=now + timedelta(days=29))
    assert restored.state == SubmissionState.DRAFT
    submit(draft)


def test_filed_dossier_cannot_be_written_in(draft: Submission) -> None:
    """Nothing moves after filing."""
    submit(draft)
    with pytest.raises(NotEditable):
        drafting.save_step(
            draft,
            step_id="dossier-1",
            values={node_id("q-title"): "Autre"},
            base_version=None,
            actor=draft.writer,
            now=timezone.now(),
        )


def test_acknowledgement_is_made_once(
    draft: Submission, run_jobs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One mail with the mandatory content, whatever runs twice; PDFs when they can be drawn."""
    monkeypatch.setattr(pdf, "is_available", lambda: True)
    monkeypatch.setattr(pdf, "render_pdf", lambda *args, **kwargs: b"%PDF-1.7 fait")
    draft.campaign.closes_at = None
    draft.campaign.save()
    filed = submit(draft, now=datetime(2026, 12, 31, 10, 11, 12, tzinfo=PARIS))
    run_jobs()
    Job.objects.filter(kind=filing.ACKNOWLEDGE).update(state="queued", lease_token=None)
    assert Mail.objects.filter(kind="submissions.acknowledgement").count() == 1
    mail = Mail.objects.get(kind="submissions.acknowledgement")
    assert mail.to == draft.writer.email
    assert mail.reply_to == draft.aid.team.email
    for words in (
        f"Accusé de réception de votre demande {filed.reference}",
        "jeudi 31 décembre 2026",
        "10:11:12",
        "dimanche 28 février 2027",
        draft.aid.team.service,
        draft.aid.team.address,
        draft.aid.team.phone,
        draft.aid.team.email,
        "Pièces manquantes",
        "tribunal administratif",
    ):
        assert words in mail.subject + mail.text, words
    names = {one.name for one in mail.attachments.all()}
    assert names == {
        f"accuse-de-reception-{filed.reference}.pdf",
        f"recapitulatif-{filed.reference}.pdf",
    }
    kept = Attachment.objects.filter(owner_id=str(filed.pk), is_generated=True)
    assert set(kept.values_list("slot", flat=True)) == {"acknowledgement", "recap", "recap-masked"}


def test_acknowledgement_without_pdf_says_everything(
    draft: Submission, run_jobs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server without the libraries sends the whole text."""
    monkeypatch.setattr(pdf, "is_available", lambda: False)
    submit(draft)
    run_jobs()
    mail = Mail.objects.get(kind="submissions.acknowledgement")
    assert not mail.attachments.exists()
    assert "Ce message est votre accusé de réception" in mail.text


def test_mails_of_a_structure_go_to_writer_and_managers(run_jobs: Any) -> None:
    """Each once; who left gets nothing."""
    draft, member = for_structure()
    manager = MembershipFactory(manager=True, structure=draft.structure)
    gone = MembershipFactory(manager=True, structure=draft.structure)
    end_membership(gone, actor=None, now=timezone.now())
    submit(draft, actor=manager.user)
    run_jobs()
    sent = Mail.objects.filter(kind="submissions.acknowledgement").values_list("to", flat=True)
    assert sorted(sent) == sorted([member.user.email, manager.user.email])


def test_officer_takes_in_charge_and_the_applicant_is_told(run_jobs: Any) -> None:
    """State, date, officer, one event, one mail; a colleague comes second."""
    filed = SubmissionFactory(filed=True)
    officer, late = UserFactory(officer=True), UserFactory(officer=True)
    stranger = UserFactory(officer=True)
    filed.aid.team.members.add(officer, late)
    with pytest.raises(TransitionRefused):
        acting.take_in_charge(filed, officer=stranger, now=timezone.now())
    taken = acting.take_in_charge(filed, officer=officer, now=timezone.now())
    assert taken.state == SubmissionState.UNDER_REVIEW
    with pytest.raises(TransitionRefused):
        acting.take_in_charge(filed, officer=late, now=timezone.now())
    taken.refresh_from_db()
    assert taken.officer == officer
    run_jobs()
    mail = Mail.objects.get(kind="submissions.taken_in_charge")
    assert f"Votre demande {filed.reference} est prise en charge" in mail.subject
    assert Event.objects.filter(kind="submission.taken_in_charge").count() == 1


def test_withdrawing_is_refused_after_a_decision_even_unknown() -> None:
    """And allowed before."""
    withdrawn = acting.withdraw(
        filed := SubmissionFactory(filed=True), actor=filed.writer, now=timezone.now()
    )
    assert withdrawn.state == SubmissionState.WITHDRAWN
    with pytest.raises(TransitionRefused):
        acting.withdraw(filed, actor=filed.writer, now=timezone.now())


def test_filing_stays_within_its_queries(
    draft: Submission, django_assert_max_num_queries: Any
) -> None:
    """The service alone; the page adds the session and the account."""
    fresh = Submission.objects.get(pk=draft.pk)
    with django_assert_max_num_queries(13):
        submit(fresh, actor=draft.writer)


def test_dossier_begun_in_french_is_finished_in_english(draft: Submission) -> None:
    """Language changes the texts shown, nothing of what is filed."""
    with translation.override("en"):
        filed = submit(draft)
    assert filed.language == "en"
    assert filed.filed_answers[node_id("q-title")] == "Un été à vélo"
