"""Changing a form while drafts exist: what is counted, chosen, and honoured at publication."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from aids.exceptions import ChoiceIncomplete
from aids.form_checks import MOST_READ_AT_ONCE, FormCheck
from aids.models import Aid, AidPage, DraftChoice, FormChange
from aids.services import form_changes
from applications.formbuilder import building
from applications.formbuilder.effects import Effects
from applications.formbuilder.schema import FormSchema
from cms.core.models import Event, Job
from tests.factories.accounts import UserFactory
from tests.factories.aids import AidFactory, form_version, node_id, small_schema
from tests.factories.submissions import SubmissionFactory

pytestmark = pytest.mark.django_db

TITLE, KIND, COUNTRY = node_id("q-title"), node_id("q-kind"), node_id("q-country")


def without(schema: FormSchema, *ids: str) -> FormSchema:
    """Return a form without some questions."""
    steps = (
        step.model_copy(
            update={"questions": tuple(item for item in step.questions if item.id not in ids)}
        )
        for step in schema.steps
    )
    return schema.model_copy(update={"steps": tuple(step for step in steps if step.questions)})


def relabelled(schema: FormSchema, label: str) -> FormSchema:
    """Return a form whose first question is worded otherwise."""
    first, *others = schema.steps
    question = first.questions[0].model_copy(update={"label": label})
    changed = first.model_copy(update={"questions": (question, *first.questions[1:])})
    return schema.model_copy(update={"steps": (changed, *others)})


def publish(aid: Aid, schema: FormSchema) -> Any:
    """Publish a form on the aid's page, and return its version."""
    page = AidPage.objects.get(translation_key=aid.key)
    for name, value in building.to_stream(schema).items():
        setattr(page, name, value)
    page.save_revision().publish()
    return form_version(Aid.objects.get(pk=aid.pk))


def check_of(aid: Aid, schema: FormSchema) -> FormCheck:
    return FormCheck(aid, schema, now=timezone.now())


def choose(aid: Aid, schema: FormSchema, choice: DraftChoice, **values: Any) -> FormChange:
    base = aid.form_versions.first()
    assert base is not None
    return form_changes.choose(
        aid, base, schema, choice=choice, actor=None, now=timezone.now(), **values
    )


# --- What waits for a choice ------------------------------------------------------------------


def test_a_destructive_change_waits_for_a_choice_while_drafts_hold_such_answers() -> None:
    aid = AidFactory()
    new = without(small_schema(), TITLE)
    assert not check_of(aid, new).waits_for_choice
    draft = SubmissionFactory(aid=aid)
    assert not check_of(aid, new).waits_for_choice
    draft.answers = {TITLE: "Un été à vélo"}
    draft.save()

    check = check_of(aid, new)

    assert check.waits_for_choice
    assert [(line.label, line.drafts) for line in check.destructive] == [("Nom du projet", 1)]


def test_harmless_changes_wait_for_nothing() -> None:
    aid = AidFactory()
    SubmissionFactory(aid=aid, complete=True)
    assert not check_of(aid, relabelled(small_schema(), "Titre")).waits_for_choice
    steps = small_schema().steps
    reordered = small_schema().model_copy(update={"steps": steps[::-1]})
    check = check_of(aid, reordered)
    assert check.is_structural
    assert not check.waits_for_choice


def test_only_drafts_that_may_still_be_filed_count() -> None:
    aid = AidFactory()
    closed = AidFactory(campaign="closed")
    new = without(small_schema(), TITLE)
    SubmissionFactory(aid=aid, filed=True)
    SubmissionFactory(aid=aid, answers={TITLE: "x"}, state="deleted")
    SubmissionFactory(aid=closed, answers={TITLE: "x"})
    assert check_of(aid, new).drafts == 0
    assert check_of(closed, new).drafts == 0
    SubmissionFactory(aid=aid, answers={TITLE: "x"}, state="awaiting_transmission")
    assert check_of(aid, new).drafts == 1


def test_a_draft_on_an_older_version_counts_for_this_change_alone() -> None:
    aid = AidFactory()
    SubmissionFactory(aid=aid, answers={TITLE: "x", KIND: node_id("o-stay"), COUNTRY: "Irlande"})
    second = without(small_schema(), TITLE)
    choose(aid, second, DraftChoice.OFFER)
    publish(aid, second)

    check = check_of(aid, without(second, COUNTRY))

    assert [line.question_id for line in check.destructive] == [COUNTRY]


# --- Choosing -----------------------------------------------------------------------------------


def test_a_choice_is_recorded_with_its_author_and_date_and_lets_the_form_out() -> None:
    aid, author = AidFactory(), UserFactory(editor=True)
    SubmissionFactory(aid=aid, complete=True)
    new = without(small_schema(), TITLE)
    now = timezone.now()

    form_changes.choose(
        aid, aid.form_versions.get(), new, choice=DraftChoice.OFFER, actor=author, now=now
    )

    assert check_of(aid, new).is_decided
    assert not check_of(aid, new).waits_for_choice
    change = FormChange.objects.get()
    assert (change.choice, change.decided_by_id, change.decided_at) == ("offer", author.pk, now)
    event = Event.objects.get(kind="aid.form_choice_made")
    assert (event.actor_id, event.params["choice"]) == (author.pk, "offer")
    assert check_of(aid, without(small_schema(), TITLE, COUNTRY)).waits_for_choice


def test_a_later_choice_replaces_the_earlier() -> None:
    aid = AidFactory()
    new = without(small_schema(), TITLE)
    choose(aid, new, DraftChoice.IMPOSE, reason="Erreur")
    until = timezone.now() + timedelta(days=5)
    choose(aid, new, DraftChoice.FINISH, keep_until=until)
    change = FormChange.objects.get()
    assert (change.choice, change.keep_until, change.reason) == ("finish", until, "")


def test_a_date_gone_by_lets_nothing_out_any_more() -> None:
    aid = AidFactory()
    SubmissionFactory(aid=aid, complete=True)
    new = without(small_schema(), TITLE)
    choose(aid, new, DraftChoice.FINISH, keep_until=timezone.now() + timedelta(days=2))
    later = FormCheck(aid, new, now=timezone.now() + timedelta(days=3))
    assert not check_of(aid, new).waits_for_choice
    assert later.waits_for_choice


@pytest.mark.parametrize(
    ("choice", "values"),
    [
        (DraftChoice.FINISH, {}),
        (DraftChoice.FINISH, {"keep_until": timezone.now() - timedelta(days=1)}),
        (DraftChoice.IMPOSE, {}),
        (DraftChoice.IMPOSE, {"reason": "   "}),
    ],
)
def test_a_choice_without_its_date_or_reason_changes_nothing(choice: Any, values: Any) -> None:
    aid = AidFactory()
    with pytest.raises(ChoiceIncomplete):
        choose(aid, without(small_schema(), TITLE), choice, **values)
    assert not FormChange.objects.exists()
    assert not Event.objects.filter(kind="aid.form_choice_made").exists()


def test_the_table_itself_refuses_what_makes_no_sense() -> None:
    aid = AidFactory()
    change = choose(aid, without(small_schema(), TITLE), DraftChoice.OFFER)
    for values in ({"choice": "finish"}, {"choice": "impose"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FormChange.objects.filter(pk=change.pk).update(**values)


# --- Honouring ----------------------------------------------------------------------------------


def test_publishing_ties_the_choice_to_the_version_and_forgets_the_others() -> None:
    aid = AidFactory()
    new = without(small_schema(), TITLE)
    choose(aid, without(small_schema(), COUNTRY), DraftChoice.OFFER)
    choose(aid, new, DraftChoice.FINISH, keep_until=timezone.now() + timedelta(days=5))

    version = publish(aid, new)

    assert FormChange.objects.get().version == version
    assert form_changes.terms_since(aid.form_versions.get(number=1)).until is not None
    assert form_changes.terms_since(version) == form_changes.Terms()


def test_a_correction_of_wording_published_meanwhile_keeps_the_choice() -> None:
    aid = AidFactory()
    new = without(small_schema(), TITLE)
    choose(aid, new, DraftChoice.OFFER)
    publish(aid, relabelled(small_schema(), "Titre"))
    assert FormChange.objects.get().version is None
    version = publish(aid, new)
    assert FormChange.objects.get().version == version


def test_the_strictest_choice_since_a_version_rules() -> None:
    aid = AidFactory()
    first, second = small_schema(), without(small_schema(), TITLE)
    soon, late = timezone.now() + timedelta(days=2), timezone.now() + timedelta(days=9)
    choose(aid, second, DraftChoice.FINISH, keep_until=soon)
    publish(aid, second)
    third = without(second, COUNTRY)
    choose(aid, third, DraftChoice.FINISH, keep_until=late)
    publish(aid, third)
    base = aid.form_versions.get(number=1)
    assert form_changes.terms_since(base).until == soon
    choose(aid, first, DraftChoice.IMPOSE, reason="Retour au premier")
    publish(aid, first)
    terms = form_changes.terms_since(aid.form_versions.get(number=3))
    assert (terms.is_imposed, terms.reason) == (True, "Retour au premier")


# --- Counting in a worker -------------------------------------------------------------------------


def many_drafts(aid: Aid, count: int) -> None:
    first = SubmissionFactory(aid=aid, answers={TITLE: "x"})
    rows = []
    for number in range(count - 1):
        row = type(first).objects.get(pk=first.pk)
        row.pk, row.reference = None, f"ESS-2026-M{number:05d}"
        rows.append(row)
    type(first).objects.bulk_create(rows)


def test_many_drafts_are_read_by_a_worker_who_says_how_far_it_is(
    run_jobs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    aid = AidFactory()
    count = MOST_READ_AT_ONCE + 1
    many_drafts(aid, count)
    new = without(small_schema(), TITLE)
    check = check_of(aid, new)
    assert check.is_long
    assert check.effects is None
    assert [line.label for line in check.destructive] == ["Nom du projet"]
    assert check.waits_for_choice
    notes = []
    monkeypatch.setattr(form_changes, "READ_BETWEEN_NOTES", 100)
    update = FormChange.objects.all().__class__.update

    def noted(rows: Any, **values: Any) -> int:
        notes.append(values)
        return int(update(rows, **values))

    monkeypatch.setattr(FormChange.objects.all().__class__, "update", noted)

    form_changes.ask_effects(aid, aid.form_versions.get(), new, now=timezone.now())
    form_changes.ask_effects(aid, aid.form_versions.get(), new, now=timezone.now())

    assert FormChange.objects.get().is_counting
    assert run_jobs() == 1
    assert [one["drafts_read"] for one in notes[:3]] == [100, 200, 300]
    change = FormChange.objects.get()
    assert not change.is_counting
    assert (change.drafts_total, change.drafts_read) == (count, count)
    assert Effects.from_json(change.effects).lines[0].drafts == count
    assert check_of(aid, new).effects == Effects.from_json(change.effects)
    old = FormCheck(aid, new, now=timezone.now() + timedelta(hours=2))
    assert old.effects is None


def test_a_count_that_always_fails_can_be_asked_again(
    run_jobs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    aid = AidFactory()
    SubmissionFactory(aid=aid, answers={TITLE: "x"})
    new = without(small_schema(), TITLE)
    form_changes.ask_effects(aid, aid.form_versions.get(), new, now=timezone.now())
    job = Job.objects.get(kind=form_changes.COUNT)
    form_changes.count_handler.give_up(job.payload)
    assert not FormChange.objects.get().is_counting


def test_counting_costs_the_same_queries_for_one_draft_and_for_many(
    django_assert_num_queries: Any,
) -> None:
    aid, crowded = AidFactory(), AidFactory()
    SubmissionFactory(aid=aid, answers={TITLE: "x"})
    many_drafts(crowded, 60)
    new = without(small_schema(), TITLE)
    for one in (aid, crowded):
        base = one.form_versions.get()
        with django_assert_num_queries(2):
            form_changes.count_effects(one, base, new, now=timezone.now())
