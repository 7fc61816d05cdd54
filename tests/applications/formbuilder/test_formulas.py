"""Calculations: read as a spreadsheet is, exact, and refused in words."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from applications.formbuilder import formulas
from applications.formbuilder.formulas import FormulaError, parse, result

GIVEN = {"a": Decimal("10"), "b": Decimal("4"), "c": Decimal("0.1"), "zero": Decimal(0), "t": "x"}


def computed(text: str, **given_: Any) -> str | None:
    return result(parse(text), {**GIVEN, **given_}.get)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{a} + {b} * 2", "18"),
        ("({a} + {b}) * 2", "28"),
        ("{a} - {b} - 1", "5"),
        ("{a} / {b}", "2.5"),
        ("{a} / 3", "3.33"),
        ("{a} / 3 * 3", "10"),
        ("{c} + 0,2", "0.3"),
        ("-{a} + +1", "-9"),
        ("{a} × 20 %", "2"),
        ("1 000,5 + {a}", "1010.5"),
        ("{a} ÷ {b} − 1", "1.5"),
        ("min({a}; {b}; 3)", "3"),
        ("MAX({a}; {b})", "10"),
        ("arrondi({a} / 3)", "3"),
        ("round({a} / 3; 1)", "3.3"),
        ("si({a} > {b}; 1; 2)", "1"),
        ("if({a} <= {b}; 1; 2)", "2"),
        ("si({a} ≠ 10; 1; si({b} = 4; 5; 6))", "5"),
        ("{ a } + 1", "11"),
    ],
)
def test_a_calculation_is_read_as_in_a_spreadsheet(text: str, expected: str) -> None:
    assert computed(text) == expected


@pytest.mark.parametrize("text", ["0,005 + 0*{a}", "{a}/2000", "0,015 - 0,01 + 0*{a}"])
def test_a_result_is_rounded_half_away_from_zero(text: str) -> None:
    assert computed(text) == "0.01"
    assert computed(f"-({text})") == "-0.01"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{gone} + {b}", "4"),
        ("{gone} * 2", None),
        ("min({gone}; {b})", "4"),
        ("max({gone}; {b}; {other})", "4"),
        ("{b} / {gone}", None),
        ("{b} / {zero}", None),
        ("si({zero} = 0; 7; {b} / {zero})", "7"),
        ("{t} + 1", None),
        ("{gone} + 1 + {b}", "5"),
        ("{a} * 1000000000000000", None),
    ],
)
def test_what_is_missing_and_what_has_no_result(text: str, expected: str | None) -> None:
    assert computed(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{a} +",
        "{a} {b}",
        "({a}",
        "{a})",
        "min()",
        "somme({a})",
        "round({a}; {b})",
        "round({a}; 9)",
        "round({a}; 0,5)",
        "if({a}; 1; 2)",
        "if({a} > 1; 2)",
        "{a} > 1",
        "__import__('os')",
        "{a} ** 2",
        "{a} & 1",
        "+".join(["{a}"] * 200),
    ],
)
def test_what_cannot_be_understood_is_refused_in_words(text: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert str(caught.value)


def test_references_are_found_and_replaced_even_in_what_cannot_be_read() -> None:
    assert formulas.references("{ Montant } + ({b} + {b}") == ["Montant", "b"]
    assert formulas.map_references("{ Montant } + ({b}", str.upper) == "{MONTANT} + ({B}"


trees = st.recursive(
    st.sampled_from(["{a}", "{b}", "{c}", "12,5", "3"]),
    lambda part: st.one_of(
        st.tuples(part, st.sampled_from("+-*/"), part).map(lambda x: f"({x[0]} {x[1]} {x[2]})"),
        st.tuples(part, part).map(lambda x: f"min({x[0]}; {x[1]})"),
        st.tuples(part, part, part).map(lambda x: f"si({x[0]} > {x[1]}; {x[2]}; {x[0]})"),
    ),
    max_leaves=8,
)


@given(trees)
def test_a_calculation_never_fails(text: str) -> None:
    found = computed(text)
    assert found is None or Decimal(found) == round(Decimal(found), 2)
