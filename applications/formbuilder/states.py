"""What a compiled form is made of, and what its answers mean.

Answers are `{question id: JSON value}`, the facts of the dossier beside them (`@family`). What was
typed but could not be read is kept as typed under `raw:<question id>`, beside no value, so that
nothing is ever lost; `None` means no answer.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from applications.formbuilder.base import FieldType
from applications.formbuilder.conditions import (
    Test,
    Visibility,
    compile_condition,
    conditions_of,
    mentioned,
)
from applications.formbuilder.registry import field_types
from applications.formbuilder.schema import Condition, JsonValue, Question
from applications.formbuilder.totals import Total

Answers = Mapping[str, JsonValue]
Types = Mapping[str, FieldType[Any]]
UNREADABLE = (ValueError, TypeError, AttributeError, ArithmeticError, LookupError)


@dataclass(frozen=True, slots=True)
class CompiledQuestion:
    """One question with its type and the tests of its conditions.

    A composite one has `children`, asked in each row; `outer` are the questions around that they
    look at, `derived` the names under which its totals are referred to. `is_noted` says whether
    other answers may require it or take options away.
    """

    id: str
    question: Question
    type: FieldType[Any]
    step_id: str
    test: Test | None
    required_test: Test | None
    option_tests: Mapping[str, Test]
    rule: Test | None
    rule_questions: tuple[str, ...]
    children: "tuple[CompiledQuestion, ...]" = ()
    totals: tuple[Total, ...] = ()
    outer: frozenset[str] = frozenset()
    derived: tuple[str, ...] = ()
    is_noted: bool = False

    @classmethod
    def of(cls, question: Question, step_id: str, types: Types) -> "CompiledQuestion":
        """Compile every condition of a question."""
        field_type = field_types.get(question.type)
        rule = field_type.rule(question)
        asked = field_type.children(question)
        option_conditions = field_type.option_conditions(question)
        return cls(
            id=question.id,
            question=question,
            type=field_type,
            step_id=step_id,
            test=compiled_or_none(question.visible_if, types),
            required_test=compiled_or_none(question.required_if, types),
            option_tests={
                option: compile_condition(condition, types)
                for option, condition in option_conditions.items()
            },
            rule=compiled_or_none(rule, types),
            rule_questions=tuple(dict.fromkeys(mentioned(rule))),
            children=tuple(cls.of(child, step_id, types) for child in asked),
            totals=field_type.totals(question),
            derived=tuple(one.id for one in field_type.derived(question)),
            outer=frozenset(looked_at(asked)).difference(child.id for child in asked),
            is_noted=question.required_if is not None or bool(option_conditions),
        )

    def value(self, answers: Answers, known: Mapping[str, Any]) -> Any:
        """Return the comparable value, computed or read from the answer; nothing without one."""
        if self.type.is_computed:
            answer = self.type.compute(self.question, known.get)
        else:
            answer = answers.get(self.question.id)
        if not self.type.is_answered(answer):
            return None
        try:
            return self.type.comparable(answer)
        except UNREADABLE:
            return None

    def complaint(self, values: Mapping[str, Any]) -> str:
        """Return what a check says of these values, or nothing."""
        if self.rule is None:
            return self.type.refusal(self.question, values.get)
        is_begun = any(values.get(one) is not None for one in self.rule_questions)
        return self.type.judge(self.question, self.rule(values), is_begun=is_begun)


@dataclass(frozen=True, slots=True)
class State:
    """What some answers mean: what is shown and required, the values conditions and sums work on.

    `values` holds only what something in the form depends on. `required` names the questions
    required by their condition, `hidden_options` the options that are not offered.
    """

    answers: Answers
    visibility: Mapping[str, Visibility]
    values: Mapping[str, Any]
    required: frozenset[str] = frozenset()
    hidden_options: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def is_shown(self, node_id: str) -> bool:
        """Tell whether a step, a question or a document is shown."""
        return self.visibility.get(node_id) is Visibility.SHOWN

    def is_required(self, question: Question) -> bool:
        """Tell whether a question, or a document, must be answered."""
        return question.is_required or question.id in self.required

    def gone_options(self, question_id: str, value: JsonValue) -> list[str]:
        """Return the chosen options that are no longer offered."""
        hidden = self.hidden_options.get(question_id)
        if not hidden:
            return []
        chosen = value if isinstance(value, list) else [value]
        return [one for one in chosen if one in hidden]


class Tally:
    """What the pass notes of the questions it finds shown."""

    __slots__ = ("hidden_options", "required", "values")

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values
        self.required: set[str] = set()
        self.hidden_options: dict[str, frozenset[str]] = {}

    def note(self, compiled: CompiledQuestion) -> None:
        """Note whether a shown question is required, and which of its options are not offered."""
        if compiled.required_test is not None and compiled.required_test(self.values):
            self.required.add(compiled.question.id)
        if compiled.option_tests:
            self.hidden_options[compiled.question.id] = frozenset(
                option for option, test in compiled.option_tests.items() if not test(self.values)
            )


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an answer, and in which cell when it is made of rows."""

    message: str
    row: str = ""
    child: str = ""

    @property
    def place(self) -> str:
        """Where it is inside the question, as the page names it."""
        return "-".join(part for part in (self.row, self.child) if part)


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that stops the filing; `step_id` is empty for a document of the list.

    `place` says where it is inside a question made of rows.
    """

    step_id: str
    question_id: str
    label: str
    message: str
    place: str = ""


def compiled_or_none(condition: Condition | None, types: Types) -> Test | None:
    """Compile a condition, if there is one."""
    return None if condition is None else compile_condition(condition, types)


def looked_at(questions: Iterable[Question]) -> Iterator[str]:
    """Yield every question or fact that some questions depend on."""
    for question in questions:
        field_type = field_types.get(question.type)
        for condition in conditions_of(question, field_type):
            yield from mentioned(condition)
        yield from field_type.references(question)
        yield from looked_at(field_type.children(question))
