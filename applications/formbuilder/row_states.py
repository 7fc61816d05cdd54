"""Each row of a composite answer evaluated as a small form, the answers around it beside it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from applications.formbuilder.base import RAW_PREFIX, REQUIRED
from applications.formbuilder.composite import CompositeType, place_of
from applications.formbuilder.conditions import VISIBILITY, Visibility
from applications.formbuilder.refusals import name_question, refuse_gone_options, require_answer
from applications.formbuilder.row_field import Fault, RowsField, RowsReading
from applications.formbuilder.rows import Row, rows_of
from applications.formbuilder.schema import JsonValue, Question
from applications.formbuilder.states import Answers, CompiledQuestion, State, Tally
from applications.formbuilder.totals import Amounts, CellValues, work_out

Values = Mapping[str, Any]


def row_state(item: CompiledQuestion, answers: Answers, around: Values) -> State:
    """Say what a row shows, and the values of its cells; hidden ones count for nothing.

    `around` are the values of the questions before this one.
    """
    visibility: dict[str, Visibility] = {}
    values = {name: around[name] for name in item.outer if name in around}
    tally = Tally(values)
    for child in item.children:
        result = True if child.test is None else child.test(values)
        visibility[child.question.id] = VISIBILITY[result]
        if result:
            tally.note(child)
            value = child.value(answers, values)
            if value is not None:
                values[child.question.id] = value
    return State(answers, visibility, values, frozenset(tally.required), tally.hidden_options)


def row_states(item: CompiledQuestion, value: JsonValue, around: Values) -> list[tuple[Row, State]]:
    """Return each row of an answer with what it means."""
    return [(row, row_state(item, row["answers"], around)) for row in rows_of(value)]


def amounts_of(item: CompiledQuestion, states: Iterable[tuple[Row, State]]) -> Amounts:
    """Return the totals of an answer."""
    return work_out(item.totals, [CellValues(row["id"], state.values) for row, state in states])


def derived_values(
    item: CompiledQuestion, value: JsonValue, around: Values
) -> Iterator[tuple[str, Any]]:
    """Yield the totals conditions and sums may refer to, by the name they use."""
    amounts = amounts_of(item, row_states(item, value, around))
    for total in item.totals:
        amount = amounts[total.name]
        if total.is_referable and amount is not None:
            yield f"{item.question.id}.{total.name}", amount


def filed_rows(item: CompiledQuestion, value: JsonValue, around: Values) -> list[Row] | None:
    """Return what is filed of an answer: the cells shown, and the computed ones."""
    filed = []
    for row, state in row_states(item, value, around):
        answers: dict[str, JsonValue] = {}
        for child in item.children:
            key = child.question.id
            if state.is_shown(key):
                kept = row["answers"].get(key)
                if child.type.is_computed:
                    kept = child.type.compute(child.question, state.values.get)
                if child.type.is_answered(kept):
                    answers[key] = kept
        if answers:
            filed.append(Row(id=row["id"], answers=answers))
    return filed or None


def hidden_cells(item: CompiledQuestion, value: JsonValue, around: Values) -> list[Question]:
    """Return the questions answered in some row that hides them, named after the whole."""
    states = row_states(item, value, around)
    return [
        child.question.model_copy(
            update={"label": f"{item.question.label} – {child.question.label}"}
        )
        for child in item.children
        if child.type.is_input
        and any(
            child.type.is_answered(row["answers"].get(child.question.id))
            and not state.is_shown(child.question.id)
            for row, state in states
        )
    ]


# --- What is wrong ----------------------------------------------------------------------------


def faults_of(
    item: CompiledQuestion, reading: RowsReading, field: RowsField, state: State
) -> list[Fault]:
    """Return what is wrong with an answer, cell by cell then as a whole, each refusal saying where.

    Hidden cells are never refused; an optional answer left blank neither.
    """
    question, rows, around = item.question, reading.rows, state.values
    if not rows:
        if not state.is_required(question):
            return []
        missing = ValidationError(field.error_messages["required"], code=REQUIRED)
        return [Fault(with_label(missing, question.label))]
    known = {row["id"]: row["answers"] for row in rows}
    order = list(dict.fromkeys([*field.fixed, *known]))
    states = {row: row_state(item, known.get(row, {}), around) for row in order}
    found = [fault for fault in reading.faults if states[fault.row].is_shown(fault.child)]
    for row in rows:
        found += cell_faults(item, row, field, states[row["id"]])
    children = [child.question.id for child in item.children]
    found.sort(key=lambda fault: (order.index(fault.row), children.index(fault.child)))
    amounts = amounts_of(item, [(row, states[row["id"]]) for row in rows])
    whole = composite(item).whole_faults(question, rows, amounts)
    return [
        *located(item, order, found),
        *(
            Fault(with_label(one.error, question.label), one.row, one.child, one.error)
            for one in whole
        ),
    ]


def cell_faults(
    item: CompiledQuestion, row: Row, field: RowsField, state: State
) -> Iterator[Fault]:
    """Yield what the answers around make wrong in a row: blanks now required, options, checks."""
    asked, answers = field.asked(row["id"]), row["answers"]
    for child in item.children:
        question = child.question
        if not state.is_shown(question.id):
            continue
        try:
            if not child.type.is_input:
                refuse(child.complaint(state.values) if child.type.is_blocking(question) else "")
            elif question.id in asked:
                is_blank = question.id not in answers and RAW_PREFIX + question.id not in answers
                is_newly_required = not question.is_required and state.is_required(question)
                require_answer(asked[question.id].field, is_blank=is_blank and is_newly_required)
                refuse_gone_options(child, state, answers.get(question.id))
        except ValidationError as error:
            yield Fault(error, row["id"], question.id)


def refuse(words: str) -> None:
    """Refuse what a check across questions says is wrong, if anything."""
    if words:
        raise ValidationError("%(words)s", code="check", params={"words": words})


def located(
    item: CompiledQuestion, order: Sequence[str], found: Iterable[Fault]
) -> Iterator[Fault]:
    """Let each refusal of a cell name its row and its question."""
    question, kind = item.question, composite(item)
    rows = [Row(id=row, answers={}) for row in order]
    places = dict(zip(order, kind.places(question, rows), strict=True))
    asked = {child.question.id: child.question for child in item.children}
    for fault in found:
        label = kind.cell_label(question, fault.row, asked[fault.child])
        words = str(with_label(fault.error, label).messages[0])
        place = place_of(places[fault.row], words)
        code = getattr(fault.error.error_list[0], "code", None)
        error = ValidationError("%(words)s", code=code, params={"words": place})
        yield Fault(error, fault.row, fault.child, fault.error)


def with_label(error: ValidationError, label: str) -> ValidationError:
    """Return the refusal, its messages naming what they are about."""
    name_question(error, label)
    return error


def composite(item: CompiledQuestion) -> CompositeType[Any]:
    """Return the type of a composite question."""
    if not isinstance(item.type, CompositeType):
        raise TypeError(item.type)
    return item.type
