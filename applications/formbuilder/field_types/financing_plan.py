"""A budget: expenses and resources by account lines, balanced, with the aid asked and its rate."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _
from wagtail import blocks

from applications.formbuilder.base import (
    RAW_PREFIX,
    Cell,
    Column,
    EditorFields,
    FieldContext,
    FieldType,
    Words,
)
from applications.formbuilder.composite import CompositeType, number
from applications.formbuilder.field_types.integer import IntegerType
from applications.formbuilder.field_types.number import NumberField
from applications.formbuilder.field_types.table import as_list
from applications.formbuilder.numbers import plain
from applications.formbuilder.plan_blocks import PlanBlock, accounts_block
from applications.formbuilder.plan_rules import (
    AID,
    AMOUNT,
    FUNDER,
    SIDES,
    STATUS,
    TOTAL_WORDS,
    Account,
    PlanSettings,
    faults,
    highest,
)
from applications.formbuilder.row_field import Fault
from applications.formbuilder.rows import Bounds, Row, rows_of
from applications.formbuilder.schema import JsonValue, Question
from applications.formbuilder.technical_blocks import LineRefBlock, flag
from applications.formbuilder.totals import Amounts, OfferedTotal, Total, as_question

MOST_AIDS = 20
SAMPLE_TOTAL = Decimal(10_000)
SAMPLE_RATE = Decimal(40)


class FinancingPlanType(CompositeType[PlanSettings]):
    """Each line is a row with an amount; other public aids are rows people add."""

    code = "financing_plan"
    label = _("Financing plan")
    description = _("Expenses and resources by account lines, balanced, the cerfa's at will.")
    synonyms = _("budget, expenses, resources, cerfa, accounts, grant, balance")
    answer_seconds = 60
    icon = "table"
    settings_model = PlanSettings
    layout = "plan"
    required_words = _("“%(label)s”: fill in the budget.")
    part_settings = SIDES
    nests_questions = False

    # --- The editor -------------------------------------------------------------------------

    def editor_fields(self) -> EditorFields:
        """Both sides are the plan; contributions in kind and rules are rare."""
        return EditorFields(
            always=[
                ("expenses", accounts_block(_("Expenses"))),
                ("resources", accounts_block(_("Resources"))),
                (
                    "requested",
                    LineRefBlock(
                        required=False,
                        label=_("Line of the aid asked"),
                        help_text=_("The line of the resources where people write their request."),
                    ),
                ),
            ],
            rare=[
                (
                    "maximum_rate",
                    blocks.DecimalBlock(
                        label=_("Largest rate of the aid asked, in percent of the expenses"),
                        min_value=0,
                        max_value=100,
                        max_digits=5,
                        decimal_places=2,
                    ),
                ),
                ("uses", accounts_block(_("Contributions in kind: uses (86)"))),
                ("sources", accounts_block(_("Contributions in kind: sources (87)"))),
                ("has_other_aids", flag(_("Ask for the other public aids"))),
                ("is_in_whole_euros", flag(_("Whole euros, without cents"))),
            ],
            block_class=PlanBlock,
        )

    def settings_problems(self, settings: PlanSettings) -> list[Words]:
        """There are lines on both sides, with labels; the line of the aid asked is one of them."""
        found: list[Words] = []
        if not settings.expenses or not settings.resources:
            found.append(_("A financing plan needs expenses and resources."))
        if bool(settings.uses) != bool(settings.sources):
            found.append(_("Contributions in kind need both their uses and their sources."))
        accounts = [account for side in SIDES for account in settings.side(side)]
        named = [account.label for account in accounts]
        named += [line.label for account in accounts for line in account.lines]
        if not all(named):
            found.append(_("A line has no label."))
        known = {row for row, _place, _words in settings.lines(["resources"])}
        if settings.requested and settings.requested not in known:
            found.append(_("The line of the aid asked is no longer among the resources."))
        if settings.maximum_rate is not None and not settings.requested:
            found.append(_("The largest rate needs the line of the aid asked."))
        return found

    # --- The rows ---------------------------------------------------------------------------

    def children(self, question: Question) -> tuple[Question, ...]:
        """The amount of a line; the funder, the amount and the state of another aid."""
        statuses = [
            {"id": "requested", "label": gettext("Requested")},
            {"id": "obtained", "label": gettext("Obtained")},
        ]
        amount = gettext("Amount")
        return (
            Question(id=AMOUNT, type="amount", label=amount, is_required=False),
            Question(id=FUNDER, type="text", label=gettext("Funder")),
            Question(id=AID, type="amount", label=amount),
            Question(
                id=STATUS,
                type="choice",
                label=gettext("Where it stands"),
                settings={"choices": statuses},
            ),
        )

    def fixed_rows(self, question: Question) -> dict[str, str]:
        """Every line, of every side."""
        return {row: words for row, _place, words in self.settings(question).lines()}

    def asked_in_fixed(self, question: Question) -> tuple[str, ...]:
        """A line has an amount."""
        return (AMOUNT,)

    def asked_in_free(self, question: Question) -> tuple[str, ...]:
        """Another aid has its funder, its amount and its state."""
        return (FUNDER, AID, STATUS)

    def row_bounds(self, question: Question) -> Bounds:
        """Other aids may be added where the editor asks for them."""
        return Bounds(0, MOST_AIDS if question.settings.get("has_other_aids") else 0)

    def child_field(
        self, child: Question, field_type: FieldType[Any], ctx: FieldContext, question: Question
    ) -> forms.Field:
        """A state is chosen in a list; accounts may do without cents."""
        field = as_list(super().child_field(child, field_type, ctx, question))
        if isinstance(field, NumberField) and question.settings.get("is_in_whole_euros"):
            field.places = 0
            field.unreadable = IntegerType.unreadable
            field.widget.attrs["inputmode"] = "numeric"
        return field

    def live_child(self, child: dict[str, Any], question: Question) -> dict[str, Any]:
        """Accounts may do without cents."""
        if "number" not in child or not question.settings.get("is_in_whole_euros"):
            return child
        return {**child, "number": {**child["number"], "places": 0}}

    def add_words(self, question: Question) -> str:
        """Only other aids are added."""
        return gettext("Add a public aid")

    def place(self, question: Question, row: str, number: int | str) -> str:
        """The number of an aid."""
        return gettext("Other public aid %(number)s") % {"number": number}

    def places(self, question: Question, rows: Sequence[Row]) -> list[str]:
        """The account of a line, or the number of an aid."""
        accounts = {row: place for row, place, _words in self.settings(question).lines()}
        aids = iter(super().places(question, [row for row in rows if row["id"] not in accounts]))
        return [accounts[row["id"]] if row["id"] in accounts else next(aids) for row in rows]

    def cell_label(self, question: Question, row: str, child: Question) -> str:
        """A line gives its words to its amount."""
        return self.fixed_rows(question).get(row, child.label)

    # --- Totals and rules -------------------------------------------------------------------

    def totals(self, question: Question) -> tuple[Total, ...]:
        """Each account, each side, the gap between them, the aid asked and its rate."""
        settings = self.settings(question)
        accounts = [
            Total(account.id, account.label, "amount", {"sum": [AMOUNT], "rows": account.rows})
            for side in SIDES
            for account in settings.side(side)
        ]
        return (*accounts, *referable_totals(settings))

    def derived(self, question: Question) -> list[Question]:
        """Return every total a plan may have, those of this one first known by its settings."""
        if not question.settings:
            return [as_question(question, total) for total in referable_totals(EVERYTHING)]
        return super().derived(question)

    def offered_totals(self) -> list[OfferedTotal]:
        """Each of those a plan may have, with the setting it follows from."""
        return [
            OfferedTotal(total.name, total.label, total.type, needs=NEEDED.get(total.name, ""))
            for total in referable_totals(EVERYTHING)
        ]

    def whole_faults(
        self, question: Question, rows: Sequence[Row], amounts: Amounts
    ) -> list[Fault]:
        """Both sides are there and equal; the aid asked stays under its ceiling."""
        found = super().whole_faults(question, rows, amounts)
        is_unread = any(key.startswith(RAW_PREFIX) for row in rows for key in row["answers"])
        # A sum without the amounts that could not be read would accuse the others.
        if not rows or is_unread:
            return found
        return [*found, *faults(self.settings(question), amounts)]

    def sample(self, question: Question) -> JsonValue:
        """A balanced budget, the aid asked under its ceiling."""
        settings = self.settings(question)
        amounts = {settings.expenses[0].rows[0]: SAMPLE_TOTAL}
        ceiling = settings.maximum_rate
        rate = SAMPLE_RATE if ceiling is None else min(ceiling, SAMPLE_RATE)
        request = highest(rate, SAMPLE_TOTAL) if settings.requested else Decimal(0)
        others = [row for row, *_rest in settings.lines(["resources"]) if row != settings.requested]
        if settings.requested:
            amounts[settings.requested] = request
        if others:
            amounts[others[0]] = SAMPLE_TOTAL - request
        for side in ("uses", "sources"):
            for account in settings.side(side)[:1]:
                amounts[account.rows[0]] = SAMPLE_TOTAL
        rows = [
            Row(id=row, answers={AMOUNT: plain(amounts[row])})
            for row in self.fixed_rows(question)
            if amounts.get(row)
        ]
        if not others and request < SAMPLE_TOTAL and settings.has_other_aids:
            aid = plain(SAMPLE_TOTAL - request)
            answers = {FUNDER: "Communauté de communes", AID: aid, STATUS: "requested"}
            rows.append(Row(id="row-0", answers=answers))
        return rows

    def variant(self, question: Question, draw: Random) -> JsonValue:
        """The same budget, some times larger: balances and rates stay."""
        times = draw.randint(1, 5)
        rows = rows_of(self.sample(question))
        for row in rows:
            for name in (AMOUNT, AID):
                if name in row["answers"]:
                    row["answers"][name] = plain(Decimal(str(row["answers"][name])) * times)
        return rows

    # --- Exports ----------------------------------------------------------------------------

    def export_columns(self, question: Question) -> list[Column]:
        """One column per line, the other aids in one, then the totals."""
        named = question.label
        lines = [
            Column(f"{question.id}.{row}", f"{named} – {place} – {words}")
            for row, place, words in self.settings(question).lines()
        ]
        if self.row_bounds(question).is_open:
            lines.append(
                Column(f"{question.id}.others", f"{named} – {gettext('Other public aids')}")
            )
        totals = [
            Column(f"{question.id}.{total.name}", f"{named} – {total.label}")
            for total in self.totals(question)
            if total.is_referable
        ]
        return [*lines, *totals]

    def export_cells(self, value: JsonValue, question: Question) -> list[Cell]:
        """Numbers, for spreadsheets; the other aids in words."""
        rows, fixed = rows_of(value), self.fixed_rows(question)
        given = {row["id"]: row["answers"].get(AMOUNT) for row in rows}
        cells: list[Cell] = [
            None if (amount := given.get(row)) is None else float(Decimal(amount)) for row in fixed
        ]
        if self.row_bounds(question).is_open:
            others = [
                ", ".join(self.row_words(question, row)) for row in rows if row["id"] not in fixed
            ]
            cells.append("\n".join(others) or None)
        amounts = self.amounts(value, question)
        totals = [amounts[total.name] for total in self.totals(question) if total.is_referable]
        return [*cells, *map(number, totals)]

    # --- Words ------------------------------------------------------------------------------

    def parts(self, question: Question) -> dict[str, str]:
        """The accounts and their lines."""
        settings, found = self.settings(question), {}
        for account in (account for side in SIDES for account in settings.side(side)):
            found[account.id] = account.label
            found |= {line.id: line.label for line in account.lines}
        return found

    def map_texts(
        self, question: Question, change: Callable[[str, str], str]
    ) -> Mapping[str, JsonValue]:
        """The labels of accounts and lines are texts."""

        def changed(item: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
            return {**item, "label": change(f"{item['id']}.label", item["label"])}

        settings = dict(question.settings)
        for side in SIDES:
            if side in settings:
                settings[side] = [
                    {**changed(account), "lines": [changed(line) for line in account["lines"]]}
                    for account in settings[side]
                ]
        return settings


def referable_totals(settings: PlanSettings) -> list[Total]:
    """Return the amounts conditions and sums may refer to."""
    found: list[Total] = []
    extra: list[str] = []
    if settings.has_other_aids:
        extra = ["aids"]
        found.append(referable("aids", _("other public aids"), {"sum": [AID], "rows": None}))
    for side in SIDES:
        accounts = [account.id for account in settings.side(side)]
        if accounts:
            rule = {"plus": accounts + (extra if side == "resources" else [])}
            found.append(referable(side, TOTAL_WORDS[side], rule))
    gap = {"plus": ["resources"], "minus": ["expenses"]}
    found.append(referable("gap", _("resources less expenses"), gap))
    if settings.requested:
        rows = {"sum": [AMOUNT], "rows": [settings.requested]}
        rate = {"percent": ["requested", "expenses"]}
        found.append(referable("requested", _("aid asked"), rows))
        found.append(Total("rate", _("rate of the aid asked"), "percentage", rate, True))
    return found


def referable(name: str, label: Words, rule: Mapping[str, JsonValue]) -> Total:
    """Return an amount conditions may refer to."""
    return Total(name, label, "amount", rule, is_referable=True)


NEEDED = {
    **{side: side for side in SIDES},
    "aids": "has_other_aids",
    "requested": "requested",
    "rate": "requested",
}
"""The setting each total follows from."""
SOME = (Account(id="account", label=""),)
EVERYTHING = PlanSettings(
    expenses=SOME, resources=SOME, uses=SOME, sources=SOME, requested="line", has_other_aids=True
)
