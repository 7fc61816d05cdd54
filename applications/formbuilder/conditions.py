"""Conditions: a typed tree with three results, compiled once into plain functions.

A comparison with a question that has no answer is undetermined; `and`, `or` and `not` follow
Kleene. What is undetermined is not shown, not asked and not filed, but may still come.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from applications.formbuilder.base import FieldType
from applications.formbuilder.schema import AllOf, Comparison, Condition, Not, Question

Values = Mapping[str, Any]
Test = Callable[[Values], bool | None]


class Visibility(StrEnum):
    """What a condition says of what it guards."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    UNDETERMINED = "undetermined"


VISIBILITY: dict[bool | None, Visibility] = {
    True: Visibility.SHOWN,
    False: Visibility.HIDDEN,
    None: Visibility.UNDETERMINED,
}
"""The name of each result of a test."""


def comparisons(condition: Condition | None) -> Iterator[Comparison]:
    """Yield every comparison of a condition."""
    if isinstance(condition, Comparison):
        yield condition
    elif isinstance(condition, Not):
        yield from comparisons(condition.term)
    elif condition is not None:
        for term in condition.terms:
            yield from comparisons(term)


def mentioned(condition: Condition | None) -> Iterator[str]:
    """Yield the id of every question or fact a condition speaks of."""
    for comparison in comparisons(condition):
        yield comparison.question
        if comparison.other:
            yield comparison.other


def conditions_of(question: Question, field_type: FieldType[Any]) -> Iterator[Condition]:
    """Yield every condition of a question: shown, required, its options, what it checks."""
    for condition in (question.visible_if, question.required_if, field_type.rule(question)):
        if condition is not None:
            yield condition
    yield from field_type.option_conditions(question).values()


def compile_condition(condition: Condition, types: Mapping[str, FieldType[Any]]) -> Test:
    """Return the function that tells the result of a condition from comparable values."""
    if isinstance(condition, Comparison):
        return compile_comparison(condition, types)
    if isinstance(condition, Not):
        return negation(compile_condition(condition.term, types))
    tests = [compile_condition(term, types) for term in condition.terms]
    return conjunction(tests) if isinstance(condition, AllOf) else disjunction(tests)


def conjunction(tests: Iterable[Test]) -> Test:
    """Return `and`: false as soon as one is, undetermined while one is."""
    terms = tuple(tests)

    def test(values: Values) -> bool | None:
        result: bool | None = True
        for term in terms:
            one = term(values)
            if one is False:
                return False
            if one is None:
                result = None
        return result

    return test


def disjunction(tests: Iterable[Test]) -> Test:
    """Return `or`: true as soon as one is, undetermined while one is."""
    negated = conjunction(negation(term) for term in tests)
    return negation(negated)


def negation(term: Test) -> Test:
    """Return `not`: the undetermined stays so."""

    def test(values: Values) -> bool | None:
        one = term(values)
        return None if one is None else not one

    return test


def compile_comparison(comparison: Comparison, types: Mapping[str, FieldType[Any]]) -> Test:
    """Return the test of one comparison; its constant is converted once."""
    question, operator = comparison.question, comparison.operator
    if operator == "empty":
        return lambda values: values.get(question) is None
    compare = COMPARE[operator]
    if comparison.other:
        return between(question, comparison.other, compare)
    field_type = types[question]
    if operator == "in":
        wanted: Any = frozenset(field_type.comparable(item) for item in comparison.value)
    else:
        wanted = field_type.comparable(comparison.value)

    def test(values: Values) -> bool | None:
        value = values.get(question)
        return None if value is None else compare(value, wanted)

    return test


def between(question: str, other: str, compare: Callable[[Any, Any], bool]) -> Test:
    """Return the test of two answers against each other; undetermined while one is missing."""

    def test(values: Values) -> bool | None:
        one, two = values.get(question), values.get(other)
        return None if one is None or two is None else compare(one, two)

    return test


def contains(value: Any, wanted: Any) -> bool:
    """Tell whether chosen options hold the wanted one, or a text the wanted words."""
    return bool(wanted <= value) if isinstance(value, frozenset) else wanted in value


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "equals": lambda value, wanted: value == wanted,
    "not_equals": lambda value, wanted: value != wanted,
    "in": lambda value, wanted: value in wanted,
    "contains": contains,
    "greater": lambda value, wanted: value > wanted,
    "at_least": lambda value, wanted: value >= wanted,
    "less": lambda value, wanted: value < wanted,
    "at_most": lambda value, wanted: value <= wanted,
}
