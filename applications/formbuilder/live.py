"""What the browser mirrors of one step, as JSON: conditions, options, totals, checks.

The server decides; the browser only spares a reload. Answers of other steps, facts, and what the
browser cannot read by itself are given as values.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import pgettext

from applications.formbuilder.row_states import row_states
from applications.formbuilder.rows import Row
from applications.formbuilder.schema import Condition, Step
from applications.formbuilder.states import CompiledQuestion, looked_at
from applications.formbuilder.totals import as_json as totals_as_json

if TYPE_CHECKING:
    from applications.formbuilder.compiler import CompiledForm
    from applications.formbuilder.states import State


class LiveStep:
    """What the browser mirrors of one step, made ready once; values alone change."""

    def __init__(self, compiled: "CompiledForm", step: Step) -> None:
        self.items = [compiled.questions[question.id] for question in step.questions]
        asked = {name for item in self.items for name in names_in(item)}
        needed = set(looked_at(item.question for item in self.items))
        self.moves = bool(needed & asked) or any(item.children for item in self.items)
        self.outside = {
            name: compiled.evaluator.types[name].kind for name in sorted(needed - asked)
        }
        self.rules = {item.question.id: rules_of(item) for item in self.items}
        for item in self.items:
            for child in item.children:
                rules = item.type.live_child(rules_of(child), item.question)
                self.rules[child.question.id] = rules
        amount = pgettext("amount in euros", "€%(number)s") % {"number": "{number}"}
        self.words = {"amount": amount, "percentage": "{number}\u00a0%"}

    def data(self, state: "State") -> dict[str, Any] | None:
        """Return the payload of the step, or nothing when nothing in it moves."""
        if not self.moves:
            return None
        known = state.values
        return {
            "questions": [self._line(item, state) for item in self.items],
            "outside": {
                name: {"kind": kind, "value": plain_value(known[name])}
                for name, kind in self.outside.items()
                if name in known
            },
            "words": self.words,
        }

    def _line(self, item: CompiledQuestion, state: "State") -> dict[str, Any]:
        line = dict(self.rules[item.question.id])
        if not item.type.is_read_live:
            line["value"] = plain_value(state.values.get(item.question.id))
        if item.children:
            rows = row_states(item, state.answers.get(item.question.id), state.values)
            line["rows"] = {
                "children": [self._cell(child, rows) for child in item.children],
                "totals": totals_as_json(item.totals),
            }
        return line

    def _cell(self, child: CompiledQuestion, rows: Sequence[tuple[Row, "State"]]) -> dict[str, Any]:
        key = child.question.id
        line = dict(self.rules[key])
        if not child.type.is_read_live:
            line["values"] = {row["id"]: plain_value(state.values.get(key)) for row, state in rows}
        return line


def names_in(item: CompiledQuestion) -> Iterable[str]:
    """Yield the names under which a question of the step may be looked at, its rows' included."""
    yield item.question.id
    yield from item.derived
    for child in item.children:
        yield child.question.id


def rules_of(item: CompiledQuestion) -> dict[str, Any]:
    """Return when a question is shown, required and offers its options; what it computes."""
    question = item.question
    line: dict[str, Any] = {
        "id": question.id,
        "kind": item.type.kind,
        **item.type.live(question),
    }
    if question.visible_if is not None:
        line["condition"] = as_json(question.visible_if)
    if question.required_if is not None:
        line["required"] = as_json(question.required_if)
    offered = item.type.option_conditions(question)
    if offered:
        line["options"] = {option: as_json(condition) for option, condition in offered.items()}
    return line


def as_json(condition: Condition) -> dict[str, Any]:
    """Return a condition as JSON."""
    return condition.model_dump(mode="json")


def plain_value(value: Any) -> Any:
    """Return a comparable value as JSON; of one that only exists, say that it does."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    return value if value is None or isinstance(value, str | bool | int) else True
