"""The life of a dossier as data: states, words, moves, who may make them and on what condition.

One table; who may make a move is said in `applications.rights`. Services ask `check`; nothing else
decides whether a move is possible. What a guard needs to know is gathered by the caller in `Facts`:
the table itself reads no database.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from applications.rights import Role, roles_for
from applications.submissions.exceptions import TransitionRefused
from applications.submissions.models import Submission, SubmissionState

State = SubmissionState


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards need to know; every default is the answer that refuses."""

    is_campaign_open: bool = False
    is_within_limit: bool = False
    are_member_parts_complete: bool = False
    is_complete: bool = False
    has_infected_file: bool = True
    is_budget_validated: bool = False
    board_voted_on: date | None = None
    today: date | None = None
    has_minutes: bool = False
    is_bin_term_running: bool = False
    has_open_request: bool = True
    reason: str = ""
    is_proposed_by_another: bool = False
    granted_amount: Decimal | None = None
    envelope_left_amount: Decimal | None = None
    has_decision: bool = True
    was_decision_notified: bool = True
    is_revocation_notified: bool = False
    is_fully_paid: bool = False
    is_rest_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Guard:
    """One condition of a move and the words of its refusal."""

    code: str
    reason: str | Promise
    holds: Callable[[Facts], bool]


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table; `sources` is empty when the move creates the dossier."""

    code: str
    sources: frozenset[SubmissionState]
    target: SubmissionState
    label: str | Promise
    actors: frozenset[Role]
    guards: tuple[Guard, ...] = ()


def _is_board_date_past(facts: Facts) -> bool:
    return (
        facts.board_voted_on is not None
        and facts.today is not None
        and facts.board_voted_on <= facts.today
    )


def _fits_envelope(facts: Facts) -> bool:
    """An aid without envelope has no limit; a grant without amount is never within one."""
    if facts.granted_amount is None:
        return False
    return facts.envelope_left_amount is None or facts.granted_amount <= facts.envelope_left_amount


CAMPAIGN_OPEN = Guard(
    "campaign_open", _("The campaign is not open."), lambda facts: facts.is_campaign_open
)
WITHIN_LIMIT = Guard(
    "within_limit",
    _("This aid takes one application per beneficiary and campaign, and there is one already."),
    lambda facts: facts.is_within_limit,
)
MEMBER_PARTS = Guard(
    "member_parts_complete",
    _("Some answers are still missing."),
    lambda facts: facts.are_member_parts_complete,
)
COMPLETE = Guard(
    "complete", _("Some answers or documents are still missing."), lambda facts: facts.is_complete
)
NO_INFECTED_FILE = Guard(
    "no_infected_file",
    _("One of the files is infected. Remove it and provide a sound one."),
    lambda facts: not facts.has_infected_file,
)
BUDGET_VALIDATED = Guard(
    "budget_validated",
    _("The budget has not been validated by a manager."),
    lambda facts: facts.is_budget_validated,
)
BOARD_DATE = Guard(
    "board_date", _("The date of the board's vote must be given and be past."), _is_board_date_past
)
MINUTES = Guard(
    "minutes", _("The minutes of the board's vote are missing."), lambda facts: facts.has_minutes
)
REASON = Guard("reason", _("A reason must be given."), lambda facts: bool(facts.reason.strip()))
BIN_TERM = Guard(
    "bin_term",
    _("The draft was deleted more than 30 days ago."),
    lambda facts: facts.is_bin_term_running,
)
NO_OPEN_REQUEST = Guard(
    "no_open_request",
    _("A request to the applicant is still open."),
    lambda facts: not facts.has_open_request,
)
PROPOSED_BY_ANOTHER = Guard(
    "proposed_by_another",
    _("The decision must have been proposed by somebody else."),
    lambda facts: facts.is_proposed_by_another,
)
ENVELOPE = Guard("envelope", _("The amount exceeds what is left of the envelope."), _fits_envelope)
NO_DECISION = Guard(
    "no_decision", _("A decision has already been made."), lambda facts: not facts.has_decision
)
REVOCATION_NOTIFIED = Guard(
    "revocation_notified",
    _("The first decision was notified: its taking back must be too."),
    lambda facts: facts.is_revocation_notified or not facts.was_decision_notified,
)
PAID = Guard(
    "paid",
    _("The aid is neither fully paid nor its rest cancelled with a reason."),
    lambda facts: facts.is_fully_paid or (facts.is_rest_cancelled and bool(facts.reason.strip())),
)


def _row(
    code: str,
    sources: Iterable[SubmissionState],
    target: SubmissionState,
    label: str | Promise,
    *guards: Guard,
) -> Transition:
    return Transition(code, frozenset(sources), target, label, roles_for(f"dossier.{code}"), guards)


_HANDLED = (State.SUBMITTED, State.UNDER_REVIEW, State.COMPLETE)
_DECIDED = (State.GRANTED, State.REJECTED, State.INADMISSIBLE)

TRANSITIONS: dict[str, Transition] = {
    row.code: row
    for row in (
        _row(
            "start", (), State.DRAFT, _("Start a new application"),
            CAMPAIGN_OPEN, WITHIN_LIMIT,
        ),
        _row(
            "hand_over", (State.DRAFT,), State.AWAITING_TRANSMISSION, _("Send to my manager"),
            MEMBER_PARTS,
        ),
        _row(
            "take_back", (State.AWAITING_TRANSMISSION,), State.DRAFT, _("Take my application back"),
        ),
        _row(
            "send_back", (State.AWAITING_TRANSMISSION,), State.DRAFT,
            _("Send back to the writer"),
            REASON,
        ),
        _row(
            "submit", (State.DRAFT,), State.SUBMITTED, _("File my application"),
            CAMPAIGN_OPEN, COMPLETE, NO_INFECTED_FILE,
        ),
        _row(
            "transmit", (State.AWAITING_TRANSMISSION,), State.SUBMITTED,
            _("Send to the Region"),
            CAMPAIGN_OPEN, COMPLETE, NO_INFECTED_FILE, BUDGET_VALIDATED, BOARD_DATE, MINUTES,
        ),
        _row(
            "delete", (State.DRAFT,), State.DELETED, _("Delete the draft"),
        ),
        _row(
            "restore", (State.DELETED,), State.DRAFT, _("Restore"),
            BIN_TERM,
        ),
        _row(
            "take_in_charge", (State.SUBMITTED,), State.UNDER_REVIEW, _("Take in charge"),
        ),
        _row(
            "declare_complete", (State.UNDER_REVIEW,), State.COMPLETE, _("Declare complete"),
            NO_OPEN_REQUEST,
        ),
        _row(
            "reopen_review", (State.COMPLETE,), State.UNDER_REVIEW, _("Reopen the review"),
            REASON,
        ),
        _row(
            "declare_inadmissible", _HANDLED, State.INADMISSIBLE, _("Declare inadmissible"),
            PROPOSED_BY_ANOTHER, REASON,
        ),
        _row(
            "grant", (State.COMPLETE,), State.GRANTED, pgettext_lazy("act", "Grant"),
            PROPOSED_BY_ANOTHER, ENVELOPE,
        ),
        _row(
            "reject", (State.COMPLETE,), State.REJECTED, pgettext_lazy("act", "Reject"),
            PROPOSED_BY_ANOTHER, REASON,
        ),
        _row(
            "revoke", _DECIDED, State.COMPLETE, _("Take the decision back"),
            REASON, REVOCATION_NOTIFIED,
        ),
        _row(
            "withdraw", _HANDLED, State.WITHDRAWN, _("Withdraw my application"),
            NO_DECISION,
        ),
        _row(
            "settle", (State.GRANTED,), State.CLOSED, pgettext_lazy("act", "Settle"),
            PAID,
        ),
    )
}  # fmt: skip

STAFF_LABELS: dict[SubmissionState, str | Promise] = {
    State.DRAFT: _("Draft"),
    State.AWAITING_TRANSMISSION: _("To be transmitted"),
    State.SUBMITTED: _("Filed, to be taken in charge"),
    State.UNDER_REVIEW: _("Under review"),
    State.COMPLETE: _("Complete, to be decided"),
    State.GRANTED: _("Granted"),
    State.REJECTED: _("Rejected"),
    State.INADMISSIBLE: _("Inadmissible"),
    State.CLOSED: _("Settled"),
    State.WITHDRAWN: _("Withdrawn by the applicant"),
    State.DELETED: _("In the bin"),
}

APPLICANT_LABELS: dict[SubmissionState, str | Promise] = {
    State.DRAFT: _("Being filled in"),
    State.AWAITING_TRANSMISSION: _("To be transmitted by your manager"),
    State.SUBMITTED: _("Filed"),
    State.UNDER_REVIEW: _("Taken in charge"),
    State.COMPLETE: _("Taken in charge"),
    State.GRANTED: _("Granted"),
    State.REJECTED: _("Rejected"),
    State.INADMISSIBLE: _("Not admissible"),
    State.CLOSED: _("Settled"),
    State.WITHDRAWN: _("Withdrawn"),
    State.DELETED: _("In the bin (30 days)"),
}

_NEEDS_NOTIFICATION = frozenset({*_DECIDED, State.CLOSED})


def public_state(submission: Submission) -> SubmissionState:
    """Return the state the applicant may know: a decision counts from its notification only."""
    state = State(submission.state)
    if state in _NEEDS_NOTIFICATION and submission.decision_notified_at is None:
        return State.UNDER_REVIEW if submission.taken_in_charge_at else State.SUBMITTED
    return State.UNDER_REVIEW if state == State.COMPLETE else state


def public_label(submission: Submission) -> str:
    """Return the state in the applicant's words, in pages, mails, PDFs and API alike."""
    return str(APPLICANT_LABELS[public_state(submission)])


def staff_label(submission: Submission) -> str:
    """Return the state in the officers' words."""
    return str(STAFF_LABELS[State(submission.state)])


def check(
    code: str,
    submission: Submission | None,
    *,
    actor_roles: Iterable[Role],
    facts: Facts,
) -> Transition:
    """Return the transition if it may be made now; raise `TransitionRefused` with its reason."""
    row = TRANSITIONS[code]
    if submission is None:
        if row.sources:
            raise TransitionRefused(
                transition=code, guard="state", reason=_("There is no dossier.")
            )
    elif State(submission.state) not in row.sources:
        raise TransitionRefused(
            transition=code,
            guard="state",
            reason=_("The state of the dossier (“%(state)s”) does not allow it.")
            % {"state": _shown_state(submission, actor_roles)},
        )
    if row.actors.isdisjoint(actor_roles):
        raise TransitionRefused(
            transition=code, guard="actor", reason=_("You do not have the right to do it.")
        )
    for guard in row.guards:
        if not guard.holds(facts):
            raise TransitionRefused(transition=code, guard=guard.code, reason=guard.reason)
    return row


_STAFF_ROLES = frozenset({Role.OFFICER, Role.DECIDER, Role.PAYMASTER})


def _shown_state(submission: Submission, actor_roles: Iterable[Role]) -> str:
    """Name the state without telling an applicant of a decision not yet notified."""
    is_staff = not _STAFF_ROLES.isdisjoint(actor_roles)
    return staff_label(submission) if is_staff else public_label(submission)
