"""What is wrong with what points at a question: references, and the conditions made of them."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.formbuilder.base import FieldType
from applications.formbuilder.conditions import comparisons
from applications.formbuilder.field_types import field_types
from applications.formbuilder.schema import AllOf, AnyOf, Comparison, Condition, Question

Words = str | Promise

ID_SHAPE = re.compile(r"[0-9a-z]+-[\w.-]*")
"""What an id looks like; anything else in a formula is a name somebody typed."""
_NOT_AN_ANSWER = _("The value compared with “%(question)s” is not one of its answers.")
NOT_ONE_OF = {
    "number": _("“%(question)s” is compared with something that is not a number."),
    "date": _("“%(question)s” is compared with something that is not a date."),
}
COMPARED_TOGETHER = frozenset({"number", "date", "text", "identifier", "boolean"})


@dataclass(frozen=True)
class Problem:
    """One thing to correct: the id of its block, where it is in words, what is wrong."""

    place_id: str
    place: str
    message: str


@dataclass
class References:
    """What has been seen of a form so far, and what is wrong with what points there.

    `seen` may be referred to; `everywhere` says whether the rest exists, and `needs` what each
    question depends on. `nested` questions are asked in each row of another one.
    `is_for_review`: the part at hand is asked of officers.
    """

    problems: list[Problem] = field(default_factory=list)
    seen: dict[str, Question] = field(default_factory=dict)
    everywhere: dict[str, Question] = field(default_factory=dict)
    needs: dict[str, set[str]] = field(default_factory=dict)
    nested: dict[str, Question] = field(default_factory=dict)
    is_for_review: bool = False

    def say(self, place_id: str, place: str, message: Words, **params: object) -> None:
        """Add a problem."""
        self.problems.append(
            Problem(place_id, place, str(message) % params if params else str(message))
        )

    def references(self, question: Question, field_type: FieldType[Any], place: str) -> None:
        """Check the questions a computed one points to."""
        references = field_type.references(question)
        if field_type.reference_settings and not references:
            self.say(question.id, place, _("It points to no question."))
        for reference in references:
            target = self.reach(question.id, place, reference)
            if target and field_types.get(target.type).kind not in field_type.referable_kinds:
                self.say(
                    question.id,
                    place,
                    _("“%(question)s” is not a number."),
                    question=target.label,
                )

    def reach(self, place_id: str, place: str, reference: str) -> Question | None:
        """Return a question that stands before this place, or say why it cannot be used."""
        if reference in self.seen:
            known = self.seen[reference]
            if known.is_review_only and not self.is_for_review:
                self.say(
                    place_id,
                    place,
                    _("It refers to “%(question)s”, which applicants are never asked."),
                    question=known.label,
                )
                return None
            return known
        target = self.everywhere.get(reference)
        if reference in self.nested:
            self.say(
                place_id,
                place,
                _("It refers to “%(question)s”, which is asked in each row of another question."),
                question=self.nested[reference].label,
            )
        elif target is None and not ID_SHAPE.fullmatch(reference):
            self.say(place_id, place, _("No question is called “%(name)s”."), name=reference)
        elif target is None:
            self.say(place_id, place, _("It refers to a question that is no longer in the form."))
        elif self.leads_back(reference, place_id):
            self.say(
                place_id,
                place,
                _("It depends on itself, through “%(question)s”."),
                question=target.label,
            )
        else:
            self.say(
                place_id,
                place,
                _("It refers to “%(question)s”, which comes after it."),
                question=target.label,
            )
        return None

    def leads_back(self, start: str, goal: str) -> bool:
        """Tell whether following references from `start` comes to `goal`."""
        todo, done = [start], set()
        while todo:
            current = todo.pop()
            if current == goal:
                return True
            if current not in done:
                done.add(current)
                todo += self.needs.get(current, ())
        return False

    def condition(self, place_id: str, place: str, condition: Condition | None) -> bool:
        """Check every comparison of a condition; return whether nothing is wrong with it."""
        before = len(self.problems)
        if isinstance(condition, AllOf | AnyOf) and not condition.terms:
            message = _("A condition is empty: choose a question and the expected answer.")
            self.say(place_id, place, message)
        for comparison in comparisons(condition):
            target = self.reach(place_id, place, comparison.question)
            if target is not None and target.type in field_types:
                self.comparison(place_id, place, comparison, target)
        return len(self.problems) == before

    def comparison(
        self, place_id: str, place: str, comparison: Comparison, target: Question
    ) -> None:
        """Check that a question can be compared this way with this constant, or this answer."""
        field_type = field_types.get(target.type)
        if comparison.operator not in field_type.operators:
            message = _("“%(question)s” cannot be compared in this way.")
            self.say(place_id, place, message, question=target.label)
            return
        if comparison.operator == "empty":
            return
        if comparison.other:
            self.pair(place_id, place, comparison, target)
            return
        value = comparison.value
        constants = value if isinstance(value, list) else [value]
        if not constants or all(item in (None, "") for item in constants):
            message = _("“%(question)s”: choose the expected answer.")
            if field_type.kind in ("number", "date", "text"):
                message = _("“%(question)s”: write the expected answer.")
            self.say(place_id, place, message, question=target.label)
            return
        is_list = comparison.operator == "in"
        if (
            isinstance(value, list) != is_list
            or any(item in (None, "") for item in constants)
            or not all(field_type.accepts_constant(item, target) for item in constants)
        ):
            message = NOT_ONE_OF.get(field_type.kind, _NOT_AN_ANSWER)
            self.say(place_id, place, message, question=target.label)

    def pair(self, place_id: str, place: str, comparison: Comparison, target: Question) -> None:
        """Check that two questions have answers of one kind."""
        other = self.reach(place_id, place, comparison.other)
        if other is None or other.type not in field_types:
            return
        one, two = field_types.get(target.type), field_types.get(other.type)
        if (
            one.kind != two.kind
            or one.kind not in COMPARED_TOGETHER
            or comparison.operator in ("in", "contains")
            or comparison.question == comparison.other
        ):
            self.say(
                place_id,
                place,
                _("“%(one)s” and “%(other)s” cannot be compared."),
                one=target.label,
                other=other.label,
            )
