"""Can a condition ever hold? Plain contradictions are found, nothing is wrongly accused.

What must be true together is gathered question by question: the options left, the bounds, whether
it is answered at all. A question that must be answered must also be shown, so its own condition
joins the others. When nothing is left for one question, the whole is impossible. Answers compared
with each other are taken as possible.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from applications.formbuilder.base import FieldType
from applications.formbuilder.facts import is_fact
from applications.formbuilder.field_types import field_types
from applications.formbuilder.schema import AllOf, AnyOf, Comparison, Condition, Not, Question

MOST_TRIES = 2000

NEGATED = {"greater": "at_most", "at_least": "less", "less": "at_least", "at_most": "greater"}

Goal = tuple[Condition, bool]


@dataclass(frozen=True, slots=True)
class Room:
    """What is left for the answer to one question."""

    is_answered: bool | None = None
    allowed: frozenset[Any] | None = None
    excluded: frozenset[Any] = frozenset()
    low: Any = None
    is_low_excluded: bool = False
    high: Any = None
    is_high_excluded: bool = False
    parts: frozenset[Any] = frozenset()
    lacking: frozenset[Any] = frozenset()

    @property
    def candidates(self) -> frozenset[Any] | None:
        """What the answer may still be, when it is among few."""
        if self.allowed is None:
            return None
        return frozenset(value for value in self.allowed - self.excluded if self.is_within(value))

    def is_within(self, value: Any) -> bool:
        """Tell whether a value keeps the bounds and holds the parts."""
        if self.low is not None and (
            value < self.low or (value == self.low and self.is_low_excluded)
        ):
            return False
        if self.high is not None and (
            value > self.high or (value == self.high and self.is_high_excluded)
        ):
            return False
        if not isinstance(value, str):
            return True
        return all(part in value for part in self.parts) and not any(
            part in value for part in self.lacking
        )

    @property
    def is_empty(self) -> bool:
        """Tell whether no answer is left."""
        if self.candidates is not None:
            return not self.candidates
        if self.low is not None and self.high is not None:
            is_open = self.is_low_excluded or self.is_high_excluded
            if self.low > self.high or (self.low == self.high and is_open):
                return True
        return bool(self.parts & self.lacking)


Rooms = Mapping[str, Room]


class Reach:
    """Answers for one form, as far as its questions are known."""

    def __init__(self, questions: Mapping[str, tuple[Question, Condition | None]]) -> None:
        """Learn the questions, the facts among them, each with the condition of its step."""
        self.questions = questions
        self.tries = 0

    def can_hold(self, *conditions: Condition | None) -> bool:
        """Tell whether all these conditions may be true together."""
        self.tries = 0
        return self.solve([(one, True) for one in conditions if one is not None], {})

    def solve(self, goals: list[Goal], rooms: Rooms) -> bool:
        """Tell whether the goals may be met in the room that is left, branches last."""
        self.tries += 1
        if self.tries > MOST_TRIES:
            return True
        left, branches, narrowed = list(goals), [], dict(rooms)
        while left:
            condition, is_wanted = left.pop()
            if isinstance(condition, Comparison):
                if not self.narrow(condition, is_wanted, narrowed, left):
                    return False
            elif isinstance(condition, Not):
                left.append((condition.term, not is_wanted))
            elif isinstance(condition, AllOf) == is_wanted:
                left += [(term, is_wanted) for term in condition.terms]
            else:
                branches.append((condition.terms, is_wanted))
        if not branches:
            return True
        (terms, is_wanted), *later = branches
        rest: list[Goal] = [
            ((AnyOf if wanted else AllOf)(terms=others), wanted) for others, wanted in later
        ]
        return any(self.solve([(term, is_wanted), *rest], narrowed) for term in terms)

    def narrow(
        self, comparison: Comparison, is_wanted: bool, rooms: dict[str, Room], goals: list[Goal]
    ) -> bool:
        """Leave less room for a question; return whether any is left."""
        if comparison.operator == "empty":
            if not is_wanted:
                return self.require(comparison.question, rooms, goals)
            room = rooms.get(comparison.question, Room())
            rooms[comparison.question] = replace(room, is_answered=False)
            return room.is_answered is not True and not is_fact(comparison.question)
        names = [comparison.question, *([comparison.other] if comparison.other else [])]
        if not all(self.require(name, rooms, goals) for name in names):
            return False
        target = self.questions.get(comparison.question)
        if target is None or comparison.other:
            return True
        field_type = field_types.get(target[0].type)
        try:
            room = narrowed(rooms[comparison.question], comparison, is_wanted, field_type)
        except (ValueError, TypeError, AttributeError, ArithmeticError):
            return True
        rooms[comparison.question] = room
        goals += offered(field_type.option_conditions(target[0]), room)
        return not room.is_empty

    def require(self, name: str, rooms: dict[str, Room], goals: list[Goal]) -> bool:
        """Note that a question must be answered, hence shown; return whether it may be."""
        room = rooms.get(name, Room())
        if room.is_answered is not None:
            return room.is_answered
        target = self.questions.get(name)
        if target is None:
            rooms[name] = replace(room, is_answered=True)
            return True
        question, step_condition = target
        field_type = field_types.get(question.type)
        low, high = field_type.bounds(question)
        rooms[name] = replace(
            room, is_answered=True, allowed=field_type.values(question), low=low, high=high
        )
        goals += [(one, True) for one in (question.visible_if, step_condition) if one is not None]
        return True


def narrowed(
    room: Room, comparison: Comparison, is_wanted: bool, field_type: FieldType[Any]
) -> Room:
    """Return the room a comparison with a constant leaves."""
    operator = str(comparison.operator)
    if operator == "in":
        values = frozenset(field_type.comparable(one) for one in comparison.value)
        return within(room, values) if is_wanted else without(room, values)
    value = field_type.comparable(comparison.value)
    if operator in ("equals", "not_equals"):
        is_equal = (operator == "equals") == is_wanted
        one = frozenset([value])
        return within(room, one) if is_equal else without(room, one)
    if operator == "contains":
        parts = value if isinstance(value, frozenset) else frozenset([value])
        if is_wanted:
            return replace(room, parts=room.parts | parts)
        return replace(room, lacking=room.lacking | parts) if len(parts) == 1 else room
    return bounded(room, operator if is_wanted else NEGATED[operator], value)


def within(room: Room, values: frozenset[Any]) -> Room:
    """Keep only some values."""
    return replace(room, allowed=values if room.allowed is None else room.allowed & values)


def without(room: Room, values: frozenset[Any]) -> Room:
    """Leave out some values."""
    return replace(room, excluded=room.excluded | values)


def bounded(room: Room, operator: str, value: Any) -> Room:
    """Move a bound, if the comparison is the narrower."""
    is_excluded = operator in ("greater", "less")
    if operator in ("greater", "at_least"):
        if room.low is None or value > room.low or (value == room.low and is_excluded):
            return replace(room, low=value, is_low_excluded=is_excluded)
    elif room.high is None or value < room.high or (value == room.high and is_excluded):
        return replace(room, high=value, is_high_excluded=is_excluded)
    return room


def offered(conditions: Mapping[str, Condition], room: Room) -> Iterable[Goal]:
    """Yield what must be true for the options needed to be offered."""
    if not conditions:
        return
    for option in room.parts & conditions.keys():
        yield conditions[option], True
    candidates = room.candidates
    if candidates and candidates <= conditions.keys():
        terms = tuple(conditions[option] for option in sorted(candidates))
        yield (terms[0] if len(terms) == 1 else AnyOf(terms=terms)), True
