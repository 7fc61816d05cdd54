"""Every row of the table of moves: allowed, refused by each guard, refused from any other state."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from applications.rights import Role
from applications.submissions import events, lifecycle
from applications.submissions.exceptions import TransitionRefused
from applications.submissions.lifecycle import TRANSITIONS, Facts, Transition
from applications.submissions.models import Submission, SubmissionState

GOOD = Facts(
    is_campaign_open=True,
    is_within_limit=True,
    are_member_parts_complete=True,
    is_complete=True,
    has_infected_file=False,
    is_budget_validated=True,
    board_voted_on=date(2026, 3, 3),
    today=date(2026, 3, 3),
    has_minutes=True,
    is_bin_term_running=True,
    has_open_request=False,
    reason="Un motif",
    is_proposed_by_another=True,
    granted_amount=Decimal(1000),
    envelope_left_amount=Decimal(1000),
    has_decision=False,
    was_decision_notified=True,
    is_revocation_notified=True,
    is_fully_paid=True,
)

BREAKS: dict[str, dict[str, Any]] = {
    "campaign_open": {"is_campaign_open": False},
    "within_limit": {"is_within_limit": False},
    "member_parts_complete": {"are_member_parts_complete": False},
    "complete": {"is_complete": False},
    "no_infected_file": {"has_infected_file": True},
    "budget_validated": {"is_budget_validated": False},
    "board_date": {"board_voted_on": date(2026, 3, 4)},
    "minutes": {"has_minutes": False},
    "bin_term": {"is_bin_term_running": False},
    "no_open_request": {"has_open_request": True},
    "reason": {"reason": "  "},
    "proposed_by_another": {"is_proposed_by_another": False},
    "envelope": {"granted_amount": Decimal("1000.01")},
    "no_decision": {"has_decision": True},
    "revocation_notified": {"is_revocation_notified": False},
    "paid": {"is_fully_paid": False},
}

STATES = [None, *SubmissionState]
S = SubmissionState
R = Role
KEEPERS = {R.PERSON, R.WRITER, R.MANAGER, R.PROVISIONAL_MANAGER}

TABLE: dict[str, tuple[set[Any], SubmissionState, set[Role], set[str]]] = {
    "start": (
        set(), S.DRAFT, {R.PERSON, R.MEMBER, R.MANAGER, R.PROVISIONAL_MANAGER},
        {"campaign_open", "within_limit"},
    ),
    "hand_over": (
        {S.DRAFT}, S.AWAITING_TRANSMISSION, {R.WRITER, R.COLLEAGUE}, {"member_parts_complete"},
    ),
    "take_back": ({S.AWAITING_TRANSMISSION}, S.DRAFT, {R.WRITER}, set()),
    "send_back": (
        {S.AWAITING_TRANSMISSION}, S.DRAFT, {R.MANAGER, R.PROVISIONAL_MANAGER}, {"reason"},
    ),
    "submit": (
        {S.DRAFT}, S.SUBMITTED, {R.PERSON, R.SIGNER},
        {"campaign_open", "complete", "no_infected_file"},
    ),
    "transmit": (
        {S.AWAITING_TRANSMISSION}, S.SUBMITTED, {R.SIGNER},
        {
            "campaign_open", "complete", "no_infected_file", "budget_validated", "board_date",
            "minutes",
        },
    ),
    "delete": ({S.DRAFT}, S.DELETED, {*KEEPERS, R.CLOCK}, set()),
    "restore": ({S.DELETED}, S.DRAFT, KEEPERS, {"bin_term"}),
    "take_in_charge": ({S.SUBMITTED}, S.UNDER_REVIEW, {R.OFFICER}, set()),
    "declare_complete": ({S.UNDER_REVIEW}, S.COMPLETE, {R.OFFICER}, {"no_open_request"}),
    "reopen_review": ({S.COMPLETE}, S.UNDER_REVIEW, {R.OFFICER}, {"reason"}),
    "declare_inadmissible": (
        {S.SUBMITTED, S.UNDER_REVIEW, S.COMPLETE}, S.INADMISSIBLE, {R.DECIDER},
        {"proposed_by_another", "reason"},
    ),
    "grant": ({S.COMPLETE}, S.GRANTED, {R.DECIDER}, {"proposed_by_another", "envelope"}),
    "reject": ({S.COMPLETE}, S.REJECTED, {R.DECIDER}, {"proposed_by_another", "reason"}),
    "revoke": (
        {S.GRANTED, S.REJECTED, S.INADMISSIBLE}, S.COMPLETE, {R.DECIDER},
        {"reason", "revocation_notified"},
    ),
    "withdraw": (
        {S.SUBMITTED, S.UNDER_REVIEW, S.COMPLETE}, S.WITHDRAWN, {R.PERSON, R.SIGNER},
        {"no_decision"},
    ),
    "settle": ({S.GRANTED}, S.CLOSED, {R.PAYMASTER}, {"paid"}),
}  # fmt: skip


def dossier(state: SubmissionState | None) -> Submission | None:
    """Return a dossier in memory, or none before it exists."""
    return None if state is None else Submission(state=state, reference="ESS-2026-23467")


def cases() -> list[tuple[Transition, SubmissionState | None]]:
    """Return every row with each of its sources."""
    return [
        (row, source) for row in TRANSITIONS.values() for source in sorted(row.sources) or [None]
    ]


def test_table_says_what_the_design_says() -> None:
    """No row more, no row less, each with its sources, target, actors and guards."""
    assert {
        code: (set(row.sources), row.target, set(row.actors), {guard.code for guard in row.guards})
        for code, row in TRANSITIONS.items()
    } == TABLE


@pytest.mark.parametrize(("row", "source"), cases())
def test_row_is_allowed_to_each_of_its_actors(
    row: Transition, source: SubmissionState | None
) -> None:
    """Everything holds: the move is made."""
    for actor in row.actors:
        found = lifecycle.check(row.code, dossier(source), actor_roles={actor}, facts=GOOD)
        assert found is row


@pytest.mark.parametrize(("row", "source"), cases())
def test_row_is_refused_to_everybody_else(row: Transition, source: SubmissionState | None) -> None:
    """All other roles together do not make one that may."""
    others = set(Role) - row.actors
    with pytest.raises(TransitionRefused) as refusal:
        lifecycle.check(row.code, dossier(source), actor_roles=others, facts=GOOD)
    assert refusal.value.guard == "actor"


@pytest.mark.parametrize(
    ("row", "source", "guard"),
    [(row, source, guard) for row, source in cases() for guard in row.guards],
)
def test_each_guard_refuses_with_its_reason(
    row: Transition, source: SubmissionState | None, guard: lifecycle.Guard
) -> None:
    """One fact wrong: refused, in the words of that guard."""
    facts = replace(GOOD, **BREAKS[guard.code])
    with pytest.raises(TransitionRefused) as refusal:
        lifecycle.check(row.code, dossier(source), actor_roles=row.actors, facts=facts)
    assert refusal.value.guard == guard.code
    assert str(guard.reason) in str(refusal.value)


@pytest.mark.parametrize("row", TRANSITIONS.values())
def test_every_other_state_is_refused(row: Transition) -> None:
    """From any state that is not a source, whoever asks and whatever holds."""
    for state in STATES:
        if state in row.sources or (state is None and not row.sources):
            continue
        with pytest.raises(TransitionRefused) as refusal:
            lifecycle.check(row.code, dossier(state), actor_roles=set(Role), facts=GOOD)
        assert refusal.value.guard == "state"


def test_every_pair_of_states_without_a_row_is_refused() -> None:
    """No transition leads where the table says nothing."""
    known = {(source, row.target) for row, source in cases()}
    reachable = {
        (state, row.target)
        for row in TRANSITIONS.values()
        for state in STATES
        if (state in row.sources if row.sources else state is None)
    }
    assert reachable == known


def test_default_facts_refuse_every_guarded_move() -> None:
    """Forgetting a fact refuses; it never allows."""
    for row, source in cases():
        if row.guards:
            with pytest.raises(TransitionRefused):
                lifecycle.check(row.code, dossier(source), actor_roles=row.actors, facts=Facts())
    assert {field.name for field in fields(Facts)} >= {"reason", "is_complete"}


def test_grant_has_no_limit_when_the_aid_has_no_envelope() -> None:
    """Without envelope any amount fits; without amount none does."""
    for amount, is_allowed in ((Decimal(10**9), True), (None, False)):
        facts = replace(GOOD, granted_amount=amount, envelope_left_amount=None)
        if is_allowed:
            lifecycle.check("grant", dossier(S.COMPLETE), actor_roles={R.DECIDER}, facts=facts)
        else:
            with pytest.raises(TransitionRefused):
                lifecycle.check("grant", dossier(S.COMPLETE), actor_roles={R.DECIDER}, facts=facts)


def test_settling_cancels_the_rest_only_with_a_reason() -> None:
    """The rest is cancelled, with a reason, or all is paid."""
    cancelled = replace(GOOD, is_fully_paid=False, is_rest_cancelled=True)
    lifecycle.check("settle", dossier(S.GRANTED), actor_roles={R.PAYMASTER}, facts=cancelled)
    with pytest.raises(TransitionRefused):
        lifecycle.check(
            "settle",
            dossier(S.GRANTED),
            actor_roles={R.PAYMASTER},
            facts=replace(cancelled, reason=""),
        )


def test_every_transition_has_its_event() -> None:
    """One kind per row; a decision's kinds are never public."""
    assert set(events.BY_TRANSITION) == set(TRANSITIONS)
    decided = ("grant", "reject", "declare_inadmissible", "revoke", "declare_complete")
    assert not any(events.BY_TRANSITION[code].is_public for code in decided)


@pytest.mark.parametrize(
    ("state", "label"),
    [
        (S.DRAFT, "En cours de saisie"),
        (S.AWAITING_TRANSMISSION, "À transmettre par votre gestionnaire"),
        (S.SUBMITTED, "Déposée"),
        (S.UNDER_REVIEW, "Prise en charge"),
        (S.COMPLETE, "Prise en charge"),
        (S.GRANTED, "Accordée"),
        (S.REJECTED, "Refusée"),
        (S.INADMISSIBLE, "Non recevable"),
        (S.CLOSED, "Soldée"),
        (S.WITHDRAWN, "Retirée"),
        (S.DELETED, "En corbeille (30 jours)"),
    ],
)
def test_applicant_reads_the_state_in_their_words(state: SubmissionState, label: str) -> None:
    """Decided states once notified."""
    submission = Submission(
        state=state, taken_in_charge_at=timezone.now(), decision_notified_at=timezone.now()
    )
    assert lifecycle.public_label(submission) == label


@pytest.mark.parametrize("state", [S.GRANTED, S.REJECTED, S.INADMISSIBLE, S.CLOSED])
def test_decision_not_notified_is_hidden(state: SubmissionState) -> None:
    """Until notified, « Prise en charge » (or « Déposée » when nobody had taken it)."""
    taken = Submission(state=state, taken_in_charge_at=timezone.now())
    assert lifecycle.public_label(taken) == "Prise en charge"
    assert lifecycle.public_label(Submission(state=state)) == "Déposée"


def test_refusal_does_not_tell_of_a_hidden_decision() -> None:
    """Even the reason of a refusal names the public state."""
    submission = Submission(state=S.REJECTED, taken_in_charge_at=timezone.now())
    with pytest.raises(TransitionRefused) as refusal:
        lifecycle.check("withdraw", submission, actor_roles={R.PERSON}, facts=GOOD)
    assert "Refusée" not in str(refusal.value)
    assert "Prise en charge" in str(refusal.value)
