"""Conditions said in words, for who reads a form without filling it: on paper, in a list.

Negations are pushed down to the comparisons: « ne répondez pas », never « non (…) ».
"""

from collections.abc import Iterator, Sequence
from functools import reduce

from django.utils.translation import gettext

from applications.formbuilder.facts import fact_questions, is_fact
from applications.formbuilder.field_types import field_types
from applications.formbuilder.schema import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    FormSchema,
    JsonValue,
    Not,
    Question,
)

OPPOSITES = {
    "equals": "not_equals",
    "not_equals": "equals",
    "greater": "at_most",
    "at_most": "greater",
    "less": "at_least",
    "at_least": "less",
}


class ConditionWords:
    """Says the conditions of one form, in the form's language when it is the active one."""

    def __init__(self, schema: FormSchema) -> None:
        asked = [item for step in schema.steps for item in step.questions]
        self.questions = {item.id: item for item in known([*asked, *schema.documents])}
        self.questions |= {
            item.id: Question(id=item.id, type="yes_no", label=item.label)
            for item in schema.criteria
        }

    def say(self, *conditions: Condition | None) -> str:
        """Say when some conditions all hold, as the end of a sentence that starts with « si »."""
        given = [condition for condition in conditions if condition is not None]
        if not given:
            return ""
        return self.words(given[0] if len(given) == 1 else AllOf(terms=tuple(given)))

    def words(
        self, condition: Condition, *, is_negated: bool = False, is_inside: bool = False
    ) -> str:
        """Say one condition, or its contrary."""
        if isinstance(condition, Not):
            return self.words(condition.term, is_negated=not is_negated, is_inside=is_inside)
        if isinstance(condition, Comparison):
            return self.comparison(condition, is_negated=is_negated)
        terms = [
            self.words(term, is_negated=is_negated, is_inside=len(condition.terms) > 1)
            for term in condition.terms
        ]
        terms = list(dict.fromkeys(terms))
        is_any = isinstance(condition, AnyOf) is not is_negated
        shown = join_either(terms) if is_any else join_both(terms)
        return f"({shown})" if is_inside and len(terms) > 1 else shown

    def comparison(self, comparison: Comparison, *, is_negated: bool) -> str:
        """Say one comparison, or its contrary."""
        question = self.find(comparison.question)
        if question is None or (comparison.other and self.find(comparison.other) is None):
            return gettext("another part of the form says so")
        operator: str = comparison.operator
        is_not = is_negated
        if is_negated and operator in OPPOSITES:
            operator, is_not = OPPOSITES[operator], False
        pattern = PATTERNS[kind_of(question, has_other=bool(comparison.other))](operator, is_not)
        return pattern % {
            "label": question.label,
            "value": self.value(comparison, question),
        }

    def value(self, comparison: Comparison, question: Question) -> str:
        """Say what an answer is compared with."""
        if comparison.operator == "empty":
            return ""
        if comparison.other:
            other = self.find(comparison.other)
            return quoted(other.label) if other is not None else ""
        given = comparison.value if comparison.operator == "in" else [comparison.value]
        said = [constant(one, question) for one in given]
        is_bare = field_types.get(question.type).kind in ("number", "date")
        return either(said if is_bare else [quoted(words) for words in said])

    def find(self, question_id: str) -> Question | None:
        """Return the question, criterion or fact of this id; nothing when it is not told."""
        if is_fact(question_id):
            return next(fact_questions([question_id]), None)
        return self.questions.get(question_id)


def known(questions: Sequence[Question]) -> Iterator[Question]:
    """Yield questions, those of their rows and their totals."""
    for question in questions:
        field_type = field_types.get(question.type)
        yield question
        yield from known(field_type.children(question))
        yield from field_type.derived(question)


def kind_of(question: Question, *, has_other: bool) -> str:
    """Return how comparisons with a question are best said."""
    field_type = field_types.get(question.type)
    if is_fact(question.id) or has_other or not field_type.is_input:
        return "value"
    return field_type.kind if field_type.kind in PATTERNS else "answer"


def constant(value: JsonValue, question: Question) -> str:
    """Say the constant of a comparison."""
    return field_types.get(question.type).constant_display(value, question)


def quoted(words: str) -> str:
    """Put words between quotation marks."""
    return gettext("“%(words)s”") % {"words": words}


def join_both(terms: Sequence[str]) -> str:
    """Join conditions that all hold: « … et si … »."""
    return join(gettext("%(one)s and if %(two)s"), terms)


def join_either(terms: Sequence[str]) -> str:
    """Join conditions of which one holds: « … ou si … »."""
    return join(gettext("%(one)s or if %(two)s"), terms)


def either(answers: Sequence[str]) -> str:
    """Join answers of which one is given."""
    return join(gettext("%(one)s or %(two)s"), answers)


def join(pattern: str, words: Sequence[str]) -> str:
    """Join words two by two."""
    return reduce(lambda one, two: pattern % {"one": one, "two": two}, words)


def answered(operator: str, is_not: bool) -> str:
    """Return the sentence of an answer that is chosen or typed."""
    if operator == "empty":
        return gettext("you answer “%(label)s”") if is_not else gettext("“%(label)s” is blank")
    if operator in ("equals", "in") and not is_not:
        return gettext("you answer %(value)s to “%(label)s”")
    if operator in ("equals", "in", "not_equals"):
        return gettext("you answer other than %(value)s to “%(label)s”")
    return valued(operator, is_not)


def ticked(operator: str, is_not: bool) -> str:
    """Return the sentence of several answers."""
    if operator == "contains":
        if is_not:
            return gettext("you do not choose %(value)s in “%(label)s”")
        return gettext("you choose %(value)s in “%(label)s”")
    return answered(operator, is_not)


def dated(operator: str, is_not: bool) -> str:
    """Return the sentence of a date."""
    return {
        "greater": gettext("“%(label)s” is after %(value)s"),
        "at_least": gettext("“%(label)s” is on %(value)s or later"),
        "less": gettext("“%(label)s” is before %(value)s"),
        "at_most": gettext("“%(label)s” is on %(value)s or earlier"),
    }.get(operator) or answered(operator, is_not)


def valued(operator: str, is_not: bool) -> str:
    """Return the sentence of a value, whoever gave it."""
    if operator == "in" or (operator == "equals" and is_not):
        operator = "not_equals" if is_not else "equals"
    contains = gettext("“%(label)s” contains %(value)s")
    if is_not:
        contains = gettext("“%(label)s” does not contain %(value)s")
    blank = gettext("“%(label)s” is filled in") if is_not else gettext("“%(label)s” is blank")
    return {
        "equals": gettext("“%(label)s” is %(value)s"),
        "not_equals": gettext("“%(label)s” is other than %(value)s"),
        "greater": gettext("“%(label)s” is more than %(value)s"),
        "at_least": gettext("“%(label)s” is %(value)s or more"),
        "less": gettext("“%(label)s” is less than %(value)s"),
        "at_most": gettext("“%(label)s” is %(value)s or less"),
        "contains": contains,
        "empty": blank,
    }[operator]


PATTERNS = {"answer": answered, "choices": ticked, "date": dated, "value": valued}
