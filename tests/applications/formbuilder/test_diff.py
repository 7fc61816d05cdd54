"""Whatever changes in a form is said: no version differs from the one before without a word."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import hypothesis.strategies as st
import pytest
from django.utils import translation
from hypothesis import HealthCheck, Phase, given, settings

from applications.formbuilder import diff, exchange, texts
from applications.formbuilder.exchange import FormRefused
from tests.factories.any_form import forms
from tests.factories.formbuilder import form_of, question

Path = tuple[str | int, ...]


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of every value inside a document."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in inside:
        yield (*path, key)
        if isinstance(part, dict | list):
            yield from places(part, (*path, key))


def altered(value: Any) -> Any:
    """Return another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str):
        return f"{value}9"
    return None if value else ["x"]


def change(document: dict[str, Any], path: Path) -> None:
    """Change one value of a document, or take one part of it away."""
    *way, last = path
    here: Any = document
    for key in way:
        here = here[key]
    if isinstance(here, list) and isinstance(here[last], dict):
        del here[last]
    else:
        here[last] = altered(here[last])


@settings(phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_change_anywhere_is_said(data: st.DataObject) -> None:
    schema = data.draw(forms())
    document = schema.model_dump(mode="json")
    path = data.draw(st.sampled_from([one for one in places(document) if one[-1] != "id"]))
    changed = copy.deepcopy(document)
    change(changed, path)
    try:
        new = exchange.read(json.dumps(changed))
    except FormRefused:
        return
    if texts.digests(new) == texts.digests(schema):
        return

    said = diff.describe(schema, new)

    assert said, path
    assert all(one.text for one in said)


# --- The limits -----------------------------------------------------------------------------------


def limits_said(kind: str, before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return what is said, in French, when the settings of one question change."""
    old, new = (
        form_of(question(kind, label="Projet", settings=settings)) for settings in (before, after)
    )
    with translation.override("fr"):
        return [one.text.replace("\u00a0", " ") for one in diff.describe(old, new)]


@pytest.mark.parametrize(
    ("kind", "before", "after", "said"),
    [
        ("file", {"maximum_files": 1}, {"maximum_files": 3}, "« Fichiers au plus » : 1 → 3."),
        ("file", {}, {"max_megabytes": 4}, "« Mégaoctets au plus » : 10 → 4."),
        (
            "file",
            {},
            {"extensions": ["pdf"]},
            "« Formats acceptés » : pdf, jpg, jpeg, png → pdf.",
        ),
        (
            "amount",
            {"maximum": "5000"},
            {"maximum": "8000"},
            "« Au plus » : 5 000 € → 8 000 €.",
        ),
        ("amount", {}, {"minimum": "10.5"}, "« Au moins » : sans limite → 10,50 €."),
        ("percentage", {"maximum": "80"}, {}, "« Au plus » : 80 % → sans limite."),
        (
            "date",
            {"earliest": "2026-01-01"},
            {"earliest": "2026-03-12"},
            "« Pas avant le » : 1er janvier 2026 → 12 mars 2026.",
        ),
        ("date", {}, {"is_past": True}, "« Pas dans le futur » : non → oui."),
        (
            "territory",
            {"level": "commune"},
            {"level": "region"},
            "« Territoire » : Commune → Région.",
        ),
        (
            "computed_value",
            {"formula": "1 + 1", "shown_as": "number"},
            {"formula": "1 + 2", "shown_as": "number"},
            "« Calcul » a changé.",
        ),
    ],
)
def test_a_limit_that_changes_says_which_with_what_it_was_and_is(
    kind: str, before: dict[str, Any], after: dict[str, Any], said: str
) -> None:
    assert limits_said(kind, before, after) == [f"« Projet », {said}"]


def test_two_limits_of_one_question_are_said_one_by_one() -> None:
    said = limits_said("integer", {"minimum": "1", "maximum": "4"}, {"minimum": "2"})
    assert said == [
        "« Projet », « Au moins » : 1 → 2.",
        "« Projet », « Au plus » : 4 → sans limite.",
    ]


def test_a_setting_that_cannot_be_read_is_shown_as_it_was_written() -> None:
    said = limits_said("amount", {"maximum": "beaucoup"}, {"maximum": "80"})
    assert said == ["« Projet », « Au plus » : beaucoup → 80 €."]
