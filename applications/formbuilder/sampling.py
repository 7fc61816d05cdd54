"""Whole valid answers to a form, drawn: to show an editor what dossiers will look like.

The same form, the same facts and the same draw give the same answers.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from random import Random

from applications.formbuilder.compiler import CompiledForm
from applications.formbuilder.conditions import comparisons
from applications.formbuilder.numbers import plain
from applications.formbuilder.schema import JsonValue, Question
from applications.formbuilder.states import CompiledQuestion, Missing, State

ANSWERED = 0.7
"""How often an optional question is answered."""
MOST_REPAIRS = 400
MOST_DRAWS = 12


class SampleImpossible(Exception):
    """No valid answers were found; `words` says what still stops the filing."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


def sample_criteria(compiled: CompiledForm, facts: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that meet every criterion asked."""
    answers: dict[str, str] = {}
    for criterion in compiled.criteria.criteria:
        if criterion in compiled.criteria.visible({**facts, **answers}):
            answers[criterion.id] = criterion.expected
    return answers


def sample_answers(
    compiled: CompiledForm, facts: Mapping[str, str], draw: Random
) -> dict[str, JsonValue]:
    """Return answers that may be filed once the files are given; raises `SampleImpossible`.

    Questions are answered in the order of the form, each among what the answers before it offer;
    what checks then refuse is drawn again.
    """
    answers: dict[str, JsonValue] = dict(facts)
    for item in compiled.questions.values():
        if item.type.is_input and not item.type.is_file:
            answer(compiled, item, answers, draw)
    files = [key for key, item in compiled.questions.items() if item.type.is_file]
    given = [*files, *compiled.documents]
    for _attempt in range(MOST_REPAIRS):
        missing = compiled.missing(answers, given)
        if not missing:
            return {key: value for key, value in answers.items() if key not in facts}
        repair(compiled, draw.choice(missing), answers, draw)
    raise SampleImpossible(str(compiled.missing(answers, given)[0].message))


def answer(
    compiled: CompiledForm, item: CompiledQuestion, answers: dict[str, JsonValue], draw: Random
) -> None:
    """Answer one question if it is shown: always when it is required, most often otherwise."""
    question = item.question
    state = compiled.state(answers)
    answers.pop(question.id, None)
    if not state.is_shown(question.id):
        return
    if state.is_required(question) or draw.random() < ANSWERED:
        value = drawn(item, question, state, draw)
        if value is not None:
            answers[question.id] = value


def drawn(item: CompiledQuestion, question: Question, state: State, draw: Random) -> JsonValue:
    """Return an answer among those that are offered."""
    for _attempt in range(MOST_DRAWS):
        value = item.type.variant(question, draw)
        if not state.gone_options(question.id, value):
            return value
    return item.type.sample(question)


def repair(
    compiled: CompiledForm, missing: Missing, answers: dict[str, JsonValue], draw: Random
) -> None:
    """Draw again one of the answers that something missing may come from."""
    item = compiled.questions.get(missing.question_id)
    if item is None:
        return
    if (
        not item.type.is_input
        and draw.random() < ANSWERED
        and balance(compiled, item, answers, draw)
    ):
        return
    names = [missing.question_id] if item.type.is_input else inputs_of(compiled, item)
    if not names:
        return
    chosen = compiled.questions[draw.choice(names)]
    if draw.random() < ANSWERED:
        answer(compiled, chosen, answers, draw)
    elif compiled.state(answers).is_shown(chosen.question.id):
        answers[chosen.question.id] = chosen.type.sample(chosen.question)


def balance(
    compiled: CompiledForm, item: CompiledQuestion, answers: dict[str, JsonValue], draw: Random
) -> bool:
    """Make two numbers that a check wants equal so, by raising what the smaller one adds up."""
    values = compiled.state(answers).values
    for comparison in comparisons(item.type.rule(item.question)):
        one, other = values.get(comparison.question), values.get(comparison.other)
        if comparison.operator != "equals" or not isinstance(one, Decimal) or one == other:
            continue
        if not isinstance(other, Decimal):
            continue
        side = comparison.question if one < other else comparison.other
        addends = [
            name
            for name in found_from(compiled, [side])
            if compiled.questions[name].type.kind == "number" and name in answers
        ]
        if addends:
            name = draw.choice(addends)
            raised = Decimal(str(answers[name])) + abs(one - other)
            answers[name] = plain(raised)
            return True
    return False


def inputs_of(compiled: CompiledForm, item: CompiledQuestion) -> list[str]:
    """Return the questions people answer that a check or a calculation looks at, near or far."""
    return found_from(compiled, [*item.rule_questions, *item.type.references(item.question)])


def found_from(compiled: CompiledForm, names: Iterable[str]) -> list[str]:
    """Return the questions people answer that some questions and totals come from."""
    found: list[str] = []
    todo = list(names)
    seen: set[str] = set()
    while todo:
        name = todo.pop().partition(".")[0]
        known = compiled.questions.get(name)
        if known is None or name in seen:
            continue
        seen.add(name)
        if known.type.is_input:
            found.append(name)
        todo += known.type.references(known.question)
    return sorted(found)
