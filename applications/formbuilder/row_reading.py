"""The rows of a composite answer as people read them: recap, PDF, officers' screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from applications.formbuilder.base import RAW_PREFIX
from applications.formbuilder.composite import CompositeType, cell_words, total_words
from applications.formbuilder.plan_rules import (
    AID,
    AMOUNT,
    FUNDER,
    HEADINGS,
    SIDES,
    STATUS,
    TOTAL_HEADINGS,
    PlanSettings,
)
from applications.formbuilder.row_states import amounts_of, composite, row_states
from applications.formbuilder.rows import MOST_COLUMNS, Row
from applications.formbuilder.schema import JsonValue, Question
from applications.formbuilder.states import CompiledQuestion, State

States = Sequence[tuple[Row, State]]


@dataclass(frozen=True, slots=True)
class ReadCell:
    """One cell in words."""

    label: str
    words: str
    is_number: bool = False
    is_unreadable: bool = False


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row in words."""

    title: str
    cells: list[ReadCell]


@dataclass(frozen=True, slots=True)
class ReadAccount:
    """The lines of one account that have an amount, and their sum."""

    label: str
    total: str
    lines: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ReadSide:
    """One side of a plan."""

    heading: str
    accounts: list[ReadAccount]
    others: list[tuple[str, str]]
    others_total: str
    total_label: str
    total: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Says one composite answer in words."""

    item: CompiledQuestion
    states: States

    @property
    def question(self) -> Question:
        """The question answered."""
        return self.item.question

    @property
    def type(self) -> CompositeType[Any]:
        """Its type."""
        return composite(self.item)

    def html(self) -> SafeString:
        """Return the answer as a list of rows, a table or a plan."""
        context: dict[str, Any] = {"label": self.question.label}
        settings = self.type.settings(self.question)
        if isinstance(settings, PlanSettings):
            context |= {"sides": self.sides(settings), "rate": self.rate()}
        elif self.type.layout == "table" and len(self.item.children) > MOST_COLUMNS:
            context["rows"] = [*self.rows(), *self.total_row()]
            return render_to_string("applications/formbuilder/_read_group.html", context)
        elif self.type.layout == "table":
            context |= {
                "heading": settings.row_heading or gettext("Row"),
                "columns": [self.cell_type(child) for child in self.item.children],
                "rows": self.rows(),
                "totals": self.column_totals(),
            }
        else:
            context["rows"] = self.rows()
        return render_to_string(f"applications/formbuilder/_read_{self.type.layout}.html", context)

    # --- Groups and tables --------------------------------------------------------------------

    def rows(self) -> list[ReadRow]:
        """Return every row; a group says the questions it shows, a table every column."""
        rows = [row for row, _state in self.states]
        titles = self.type.places(self.question, rows)
        return [
            ReadRow(title, self.cells(row, state))
            for (row, state), title in zip(self.states, titles, strict=True)
        ]

    def cells(self, row: Row, state: State) -> list[ReadCell]:
        """Return the cells of a row in words."""
        return [
            self.cell(child, row, state)
            for child in self.item.children
            if child.type.is_input or child.type.is_computed
            if state.is_shown(child.question.id)
        ]

    def cell(self, child: CompiledQuestion, row: Row, state: State) -> ReadCell:
        """Return one cell in words."""
        key = child.question.id
        answers = row["answers"]
        if child.type.is_computed:
            answers = {key: child.type.compute(child.question, state.values.get)}
        return ReadCell(
            label=child.question.label,
            words=cell_words(child.question, answers),
            is_number=child.type.kind == "number",
            is_unreadable=RAW_PREFIX + key in answers,
        )

    def cell_type(self, child: CompiledQuestion) -> ReadCell:
        """Return the heading of a column."""
        return ReadCell(child.question.label, "", is_number=child.type.kind == "number")

    def column_totals(self) -> list[str]:
        """Return the total of each column, blank where there is none; nothing without any."""
        words = self.totals()
        found = [words.get(child.question.id, "") for child in self.item.children]
        return found if any(found) else []

    def total_row(self) -> list[ReadRow]:
        """Return the totals of a table as one more row, when there are some."""
        words = self.totals()
        cells = [
            ReadCell(child.question.label, words[child.question.id], is_number=True)
            for child in self.item.children
            if words.get(child.question.id)
        ]
        return [ReadRow(gettext("Total"), cells)] if cells else []

    def totals(self) -> dict[str, str]:
        """Return every total in words."""
        amounts = amounts_of(self.item, self.states)
        return {total.name: total_words(total, amounts[total.name]) for total in self.item.totals}

    # --- Plans ----------------------------------------------------------------------------------

    def sides(self, settings: PlanSettings) -> list[ReadSide]:
        """Return each side with the lines that have an amount."""
        given = {row["id"]: row["answers"] for row, _state in self.states}
        children = {child.question.id: child.question for child in self.item.children}
        totals = self.totals()
        fixed = self.type.fixed_rows(self.question)
        others = [
            (self.other(children, answers), cell_words(children[AID], answers))
            for row, answers in given.items()
            if row not in fixed
        ]
        return [
            ReadSide(
                heading=str(HEADINGS[side]),
                accounts=[
                    ReadAccount(
                        label=account.label,
                        total=totals[account.id],
                        lines=[
                            (line.label, cell_words(children[AMOUNT], given[line.id]))
                            for line in account.lines
                            if line.id in given
                        ],
                    )
                    for account in settings.side(side)
                    if any(row in given for row in account.rows)
                ],
                others=others if side == "resources" else [],
                others_total=totals.get("aids", "") if side == "resources" else "",
                total_label=str(TOTAL_HEADINGS[side]),
                total=totals[side],
            )
            for side in SIDES
            if settings.side(side) and (side in SIDES[:2] or totals[side])
        ]

    def other(self, children: dict[str, Question], answers: dict[str, JsonValue]) -> str:
        """Name another public aid and say where it stands."""
        funder, status = (cell_words(children[key], answers) for key in (FUNDER, STATUS))
        return f"{funder} ({status.lower()})" if funder and status else funder or status

    def rate(self) -> str:
        """Say the aid asked and its share of the expenses, when there is one."""
        totals = self.totals()
        if not totals.get("requested"):
            return ""
        if not totals.get("rate"):
            return gettext("Aid asked: %(amount)s.") % {"amount": totals["requested"]}
        return gettext("Aid asked: %(amount)s, that is %(rate)s of the expenses.") % {
            "amount": totals["requested"],
            "rate": totals["rate"],
        }


def read_rows(item: CompiledQuestion, value: JsonValue, state: State) -> SafeString:
    """Say a composite answer in words, laid out."""
    return Reader(item, row_states(item, value, state.values)).html()
