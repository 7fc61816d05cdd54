"""Questions moved to another step, and steps put in another order, in the editor's raw stream.

Blocks are moved as they are: their ids stay, and with them the answers already given; what an
unfinished draft holds is not read, so nothing of it is lost.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

Raw = dict[str, Any]
T = TypeVar("T")
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands: the id of its step, and its rank there, from 1."""

    step: str
    rank: int


@dataclass(frozen=True, slots=True)
class Ranks:
    """Where everything stands: the rank of each step, from 1, and the place of each question."""

    steps: Mapping[str, int]
    questions: Mapping[str, Place]


def ranks_of(steps: Sequence[Raw]) -> Ranks:
    """Return where everything stands."""
    return Ranks(
        {step["id"]: rank for rank, step in enumerate(steps, 1)},
        {
            question["id"]: Place(step["id"], rank)
            for step in steps
            for rank, question in enumerate(questions_of(step), 1)
        },
    )


def rearrange(steps: Sequence[Raw], asked: Ranks) -> list[Raw]:
    """Return the steps with everything where it is asked to be.

    What is given the rank of another takes its place and the other makes room. A question that
    changes step with the rank it had goes to the end. What `asked` does not name stays.
    """
    now = ranks_of(steps)
    arriving: dict[str, list[tuple[float, Raw]]] = {step["id"]: [] for step in steps}
    for step in steps:
        for question in questions_of(step):
            old = now.questions[question["id"]]
            new = asked.questions.get(question["id"], old)
            home = new.step if new.step in arriving else old.step
            arriving[home].append((_rank(old, Place(home, new.rank)), question))
    moved = [_with_questions(step, _sorted(arriving[step["id"]])) for step in steps]
    return _sorted(
        (_between(now.steps[step["id"]], asked.steps.get(step["id"], now.steps[step["id"]])), step)
        for step in moved
    )


def questions_of(step: Raw) -> list[Raw]:
    """Return the raw questions of a raw step."""
    return list(step["value"].get("questions") or ())


def _with_questions(step: Raw, questions: list[Raw]) -> Raw:
    return {**step, "value": {**step["value"], "questions": questions}}


def _rank(old: Place, new: Place) -> float:
    """Return where a question goes among those of its step."""
    if new.step == old.step:
        return _between(old.rank, new.rank)
    return float("inf") if new.rank == old.rank else new.rank - HALF


def _between(old: int, new: int) -> float:
    """Return a rank that goes before, or after, the one that has it already."""
    return new if new == old else new + HALF if new > old else new - HALF


def _sorted(ranked: Iterable[tuple[float, T]]) -> list[T]:
    return [item for _rank, item in sorted(ranked, key=lambda pair: pair[0])]
