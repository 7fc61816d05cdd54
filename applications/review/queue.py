"""The officers' queue: the same speed at a thousand and a million dossiers.

Pages are cut by key (filing instant, id), never by offset, and nothing counts the whole table: the
number shown stops at `COUNT_LIMIT`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.dateparse import parse_datetime

from aids.models import Aid
from applications.accounts.models import User
from applications.accounts.models.user import NAME_COLUMNS
from applications.structures.models import Structure
from applications.submissions.models import Submission, SubmissionState
from applications.submissions.querysets import SubmissionQuerySet
from cms.core.caches import pages
from cms.core.generation import current_generation

PAGE_SIZE = 50
COUNT_LIMIT = 1000
NAME_LIMIT = 200
AIDS_SECONDS = 60
SIRET_DIGITS = 14
SHOWN_COLUMNS = (
    "reference",
    "state",
    "submitted_at",
    "aid__title",
    "structure__name",
    *(f"{who}__{name}" for who in ("person", "officer") for name in NAME_COLUMNS),
)
"""What a line of the queue shows."""
OPEN_STATES = (
    SubmissionState.SUBMITTED,
    SubmissionState.UNDER_REVIEW,
    SubmissionState.COMPLETE,
)
FILED_STATES = (
    *OPEN_STATES,
    SubmissionState.GRANTED,
    SubmissionState.REJECTED,
    SubmissionState.INADMISSIBLE,
    SubmissionState.CLOSED,
    SubmissionState.WITHDRAWN,
)


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What an officer asked to see; anything unknown is ignored."""

    q: str = ""
    aid: str = ""
    state: str = ""
    officer: str = ""
    after: str = ""
    before: str = ""

    @classmethod
    def read(cls, parameters: Mapping[str, Any]) -> "QueueFilter":
        """Read the address of the page."""
        return cls(
            **{name: str(parameters.get(name, "")).strip() for name in cls.__dataclass_fields__}
        )

    @property
    def is_narrowed(self) -> bool:
        """Tell whether something beyond the default is asked."""
        return bool(self.q or self.aid or self.state or self.officer)


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue, with the keys of its neighbours."""

    rows: list[Submission]
    count: int
    is_count_capped: bool
    next_key: str
    previous_key: str


def read_queue(user: User, asked: QueueFilter) -> QueuePage:
    """Return one page of what this person's teams handle."""
    dossiers = _filtered(Submission.objects.visible_to_staff(user), user, asked)
    count = dossiers.order_by()[: COUNT_LIMIT + 1].count()
    rows, has_before, has_after = _cut(dossiers, asked)
    return QueuePage(
        rows=rows,
        count=min(count, COUNT_LIMIT),
        is_count_capped=count > COUNT_LIMIT,
        next_key=_key(rows[-1]) if rows and has_after else "",
        previous_key=_key(rows[0]) if rows and has_before else "",
    )


def aids_of(user: User) -> list[Aid]:
    """Return the aids given to this person's teams, for the filter; kept until the next save."""
    key = f"queue-aids:{user.pk}:{current_generation()}"
    aids: list[Aid] | None = pages.get(key)
    if aids is None:
        aids = list(Aid.objects.filter(team__in=user.review_teams.all()).order_by("title"))
        pages.set(key, aids, timeout=AIDS_SECONDS)
    return aids


def _filtered(dossiers: SubmissionQuerySet, user: User, asked: QueueFilter) -> SubmissionQuerySet:
    if asked.state in FILED_STATES:
        dossiers = dossiers.filter(state=asked.state)
    elif asked.state != "all" and not asked.q:
        dossiers = dossiers.filter(state__in=OPEN_STATES)
    if asked.aid:
        dossiers = dossiers.filter(aid__short_code=asked.aid)
    if asked.officer == "me":
        dossiers = dossiers.filter(officer=user)
    elif asked.officer == "none":
        dossiers = dossiers.filter(officer__isnull=True)
    if asked.q:
        dossiers = dossiers.filter(_matching(asked.q))
    return dossiers


def _matching(text: str) -> Q:
    """Match a reference, a SIRET, or the start of a name."""
    digits = "".join(character for character in text if character.isdigit())
    if len(digits) == SIRET_DIGITS:
        return Q(structure__siret=digits)
    people = User.objects.filter(
        Q(last_name__istartswith=text) | Q(first_name__istartswith=text)
    ).values_list("pk", flat=True)[:NAME_LIMIT]
    structures = Structure.objects.filter(
        Q(name__icontains=text) | Q(acronym__iexact=text)
    ).values_list("pk", flat=True)[:NAME_LIMIT]
    return (
        Q(reference__istartswith=text)
        | Q(person__in=list(people))
        | Q(structure__in=list(structures))
    )


def _cut(dossiers: SubmissionQuerySet, asked: QueueFilter) -> tuple[list[Submission], bool, bool]:
    """Return the rows of the page, oldest filing first, and whether others surround them."""
    if key := _read_key(asked.before):
        moment, pk = key
        earlier = dossiers.filter(Q(submitted_at__lt=moment) | Q(submitted_at=moment, pk__lt=pk))
        found = _first(earlier, "-submitted_at", "-id")
        return found[:PAGE_SIZE][::-1], len(found) > PAGE_SIZE, True
    later = dossiers
    if key := _read_key(asked.after):
        moment, pk = key
        later = dossiers.filter(Q(submitted_at__gt=moment) | Q(submitted_at=moment, pk__gt=pk))
    found = _first(later, "submitted_at", "id")
    return found[:PAGE_SIZE], bool(asked.after), len(found) > PAGE_SIZE


def _first(dossiers: SubmissionQuerySet, *order: str) -> list[Submission]:
    """Return one page and one more: the ids are found and sorted alone, the rest read by them.

    In one query, every waiting dossier would be joined before the sort keeps fifty.
    """
    found = dossiers.order_by(*order).values_list("pk", flat=True)[: PAGE_SIZE + 1]
    return list(
        Submission.objects.real()
        .filter(pk__in=list(found))
        .select_related("aid", "structure", "person", "officer")
        .only(*SHOWN_COLUMNS)
        .prefetch_related("suspensions")
        .order_by(*order)
    )


def _key(submission: Submission) -> str:
    moment = submission.submitted_at
    return f"{moment.isoformat() if moment else ''}_{submission.pk}"


def _read_key(text: str) -> tuple[datetime, int] | None:
    moment, _separator, pk = text.rpartition("_")
    try:
        parsed = parse_datetime(moment)
    except ValueError:
        return None
    if parsed is None or parsed.tzinfo is None or not pk.isdigit():
        return None
    return parsed, int(pk)
