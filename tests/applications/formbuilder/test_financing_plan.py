"""What a budget says as a whole, and when it has nothing to say yet."""

from applications.formbuilder.compiler import compile_form
from applications.formbuilder.field_types.financing_plan import AMOUNT
from applications.formbuilder.rows import Row
from tests.factories.formbuilder import form_of, question

PLAN = question("financing_plan")


def said(*rows: Row) -> list[str]:
    compiled = compile_form(form_of(PLAN), "fr")
    return [one.message for one in compiled.missing({PLAN.id: list(rows)})]


def line(row: str, **answers: str) -> Row:
    return Row(id=row, answers=answers)


def test_sides_that_differ_are_said() -> None:
    found = said(line("l-fournitures", **{AMOUNT: "750"}), line("l-region", **{AMOUNT: "6200"}))
    assert any("dépasse" in message for message in found)


def test_no_sum_is_judged_while_one_amount_cannot_be_read() -> None:
    unread = line("l-fournitures", **{f"raw:{AMOUNT}": "1.250"})
    found = said(unread, line("l-region", **{AMOUNT: "6200"}))
    assert len(found) == 1
    assert "pour les milliers" in found[0]
