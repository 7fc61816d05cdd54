"""Whatever changes in a form is said: no version differs from the one before without a word."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, Phase, given, settings

from applications.formbuilder import diff, exchange, texts
from applications.formbuilder.exchange import FormRefused
from tests.factories.any_form import forms

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
