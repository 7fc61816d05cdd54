"""What the editor's scripts offer is what the server takes."""

import pytest
from hypothesis import given, strategies as st

from applications.formbuilder import checks
from applications.formbuilder.composite import CompositeType
from applications.formbuilder.field_types import field_types
from applications.formbuilder.schema import Comparison, Question
from applications.formbuilder.totals import OfferedTotal
from applications.formbuilder.vocabulary import vocabulary
from tests.factories.any_form import forms
from tests.factories.formbuilder import form_of, question

COMPOSITES = [one.code for one in field_types if isinstance(one, CompositeType)]


def names(asked: Question, offered: OfferedTotal) -> list[str]:
    """Read one offer as the editor's scripts do."""
    if offered.of_each:
        is_without = bool(asked.settings.get(offered.unless))
        return [one.id for one in asked.questions if one.type in offered.of_each and not is_without]
    return [offered.name] if not offered.needs or asked.settings.get(offered.needs) else []


def offered_of(asked: Question) -> list[str]:
    composite = field_types.get(asked.type)
    assert isinstance(composite, CompositeType)
    return [
        f"{asked.id}.{name}"
        for offered in composite.offered_totals()
        for name in names(asked, offered)
    ]


@given(st.data())
def test_the_totals_offered_are_those_conditions_may_look_at(data: st.DataObject) -> None:
    form = data.draw(forms([*COMPOSITES, "amount"]))
    for asked in (one for step in form.steps for one in step.questions if one.type in COMPOSITES):
        assert offered_of(asked) == [one.id for one in checks.derived(asked)]


@pytest.mark.django_db
@pytest.mark.parametrize("code", COMPOSITES)
def test_a_total_is_offered_in_french_with_its_kind(code: str) -> None:
    asked = question(code)
    known = {one.id.removeprefix(f"{asked.id}."): one for one in checks.derived(asked)}
    told = {total["name"]: total for total in vocabulary()["totals"][code] if total["name"]}

    assert set(told) <= set(known)
    for name, total in told.items():
        assert total["type"] == known[name].type
        assert known[name].label == f"{asked.label} – {total['label']}"


@pytest.mark.parametrize("code", COMPOSITES)
@pytest.mark.parametrize("name", ["nowhere", "q-nom.rows", ""])
def test_a_total_that_does_not_exist_is_refused_with_its_place(code: str, name: str) -> None:
    wrong = Comparison(question=f"q-{code}.{name}", operator="at_least", value="1")
    form = form_of(question(code), question("text", label="Un mot", visible_if=wrong))

    (problem,) = checks.check(form)

    assert problem.place_id == "q-text"
    assert problem.place.endswith("› Un mot")
    assert "n'est plus dans le formulaire" in problem.message.replace("\u00a0", " ")
