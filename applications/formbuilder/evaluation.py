"""What some answers mean: one pass over a form, in its order."""

from collections.abc import Iterable
from typing import Any

from applications.formbuilder.base import FieldType
from applications.formbuilder.conditions import (
    VISIBILITY,
    Visibility,
    compile_condition,
    mentioned,
)
from applications.formbuilder.facts import FACT_TYPE, is_fact
from applications.formbuilder.field_types import field_types
from applications.formbuilder.row_states import derived_values
from applications.formbuilder.schema import Condition, FormSchema, Question
from applications.formbuilder.states import (
    Answers,
    CompiledQuestion,
    State,
    Tally,
    Types,
    compiled_or_none,
    looked_at,
)


class Evaluator:
    """Evaluates every condition of a form at once.

    Conditions and sums point backwards only (`checks`), and a hidden answer counts for none.
    """

    def __init__(self, schema: FormSchema) -> None:
        asked = [(item, step.id) for step in schema.steps for item in step.questions]
        everything = [*(question for question, _step in asked), *schema.documents]
        spoken_of = {
            *(name for step in schema.steps for name in mentioned(step.visible_if)),
            *looked_at(everything),
        }
        self.facts = tuple(sorted(name for name in spoken_of if is_fact(name)))
        self.types: Types = {**types_of(everything), **types_of_facts(self.facts)}
        self.steps = schema.steps
        self.step_tests = {
            step.id: compiled_or_none(step.visible_if, self.types) for step in schema.steps
        }
        self.questions = {
            question.id: CompiledQuestion.of(question, step_id, self.types)
            for question, step_id in asked
        }
        self.documents = {
            item.id: CompiledQuestion.of(item, "", self.types) for item in schema.documents
        }
        self.referenced = frozenset(spoken_of).union(
            key for key, item in self.questions.items() if item.type.is_computed
        )
        self._by_step = [
            (step.id, [self.questions[question.id] for question in step.questions])
            for step in schema.steps
        ]

    def survey(self, answers: Answers, wanted: frozenset[str]) -> State:
        """Say what is shown, and the values of the wanted questions."""
        visibility: dict[str, Visibility] = {}
        values: dict[str, Any] = {
            fact: answers[fact] for fact in self.facts if answers.get(fact) is not None
        }
        tally = Tally(values)
        for step_id, questions in self._by_step:
            step_test = self.step_tests[step_id]
            step_result = True if step_test is None else step_test(values)
            visibility[step_id] = of_step = VISIBILITY[step_result]
            for compiled in questions:
                key, result, shown = compiled.id, step_result, of_step
                if step_result is not False and compiled.test is not None:
                    own = compiled.test(values)
                    result = own if step_result or own is False else None
                    shown = VISIBILITY[result]
                visibility[key] = shown
                if not result:
                    continue
                if compiled.is_noted:
                    tally.note(compiled)
                if key in wanted and (value := compiled.value(answers, values)) is not None:
                    values[key] = value
                if compiled.derived and not wanted.isdisjoint(compiled.derived):
                    values |= derived_values(compiled, answers.get(key), values)
        for document in self.documents.values():
            result = True if document.test is None else document.test(values)
            visibility[document.question.id] = VISIBILITY[result]
            if result:
                tally.note(document)
        return State(answers, visibility, values, frozenset(tally.required), tally.hidden_options)

    def evaluate(self, condition: Condition, answers: Answers) -> bool | None:
        """Return the result of any condition over this form's answers."""
        facts = tuple(name for name in mentioned(condition) if is_fact(name))
        wanted = frozenset(self.questions).union(
            *(item.derived for item in self.questions.values())
        )
        values = dict(self.survey(answers, wanted).values)
        values |= {fact: answers[fact] for fact in facts if answers.get(fact) is not None}
        return compile_condition(condition, {**self.types, **types_of_facts(facts)})(values)


def types_of(questions: Iterable[Question]) -> dict[str, FieldType[Any]]:
    """Return the type of each question, of its children and of its totals, by id."""
    found = {}
    for question in questions:
        field_type = found[question.id] = field_types.get(question.type)
        found |= types_of(field_type.children(question))
        found |= types_of(field_type.derived(question))
    return found


def types_of_facts(codes: Iterable[str]) -> dict[str, FieldType[Any]]:
    """Return the type conditions take each fact for."""
    return dict.fromkeys(codes, field_types.get(FACT_TYPE))
