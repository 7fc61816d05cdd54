"""Properties of any form: nothing fails, nothing is lost."""

import json
from typing import Any

import jsonschema
from hypothesis import HealthCheck, given, settings, strategies as st

from applications.formbuilder import building, checks, diff, migration, texts
from applications.formbuilder.answers_schema import answers_schema
from applications.formbuilder.blocks import (
    CriteriaBlock,
    DocumentsBlock,
    StatementsBlock,
    StepsBlock,
)
from applications.formbuilder.compiler import compile_form
from applications.formbuilder.field_types import field_types
from applications.formbuilder.rendering import Mode, sections
from applications.formbuilder.rows import Row
from applications.formbuilder.schema import FormSchema
from tests.factories.any_form import answers, forms

BLOCKS = {
    "criteria": CriteriaBlock(),
    "steps": StepsBlock(),
    "documents": DocumentsBlock(),
    "statements": StatementsBlock(),
}
quick = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@quick
@given(forms())
def test_the_editor_keeps_every_form(schema: FormSchema) -> None:
    raw = json.loads(json.dumps(building.to_stream(schema)))
    streams = {name: block.to_python(raw[name]) for name, block in BLOCKS.items()}
    assert building.build_schema(preamble=schema.preamble, **streams) == schema
    assert checks.check(schema) == []
    assert FormSchema.model_validate(json.loads(schema.model_dump_json())) == schema


@quick
@given(st.data())
def test_store_load_render_and_file(data: Any) -> None:
    schema = data.draw(forms())
    drawn = data.draw(answers(schema))
    compiled = compile_form(FormSchema.model_validate(schema.model_dump(mode="json")), "fr")
    stored = json.loads(json.dumps(drawn))
    for step in schema.steps:
        form = compiled.step_form(step.id, answers=stored)
        assert len(form.layout) == len(step.questions)
        assert json.dumps(form.live) is not None
    for mode in Mode:
        sections(compiled, stored, mode=mode)
    filed = compiled.filed_answers(stored)
    state = compiled.state(stored)
    for key, value in filed.items():
        assert state.is_shown(key)
        item = compiled.questions[key]
        if item.children:
            assert_kept(value, stored[key])
        else:
            assert value == stored.get(key, value)
        assert len(item.type.export_cells(value, item.question)) == len(
            item.type.export_columns(item.question)
        )
    schema_of_answers = answers_schema(compiled)
    jsonschema.Draft202012Validator.check_schema(schema_of_answers)
    is_complete = not compiled.missing(stored)
    for error in jsonschema.Draft202012Validator(schema_of_answers).iter_errors(filed):
        assert error.validator == "required", error.message
        assert not is_complete
    gone = {key for key in filed if state.gone_options(key, filed[key])}
    refused = {item.question_id for item in compiled.missing(stored)}
    kept = {key for key in filed if key in stored and not compiled.questions[key].children}
    assert refused & kept == gone


def assert_kept(filed: list[Row], stored: list[Row]) -> None:
    """Every cell that is filed is the one stored, or is computed."""
    before = {row["id"]: row["answers"] for row in stored}
    for row in filed:
        for key, value in row["answers"].items():
            assert value == before[row["id"]].get(key, value)


@quick
@given(forms())
def test_texts_alone_keep_the_structure(schema: FormSchema) -> None:
    changed = texts.map_texts(schema, lambda _key, text: text and f"{text}!")
    assert texts.digests(changed)[0] == texts.digests(schema)[0]
    assert texts.with_texts(schema, texts.texts_of(changed)) == changed
    kinds = {change.kind for change in diff.describe(schema, changed)}
    assert kinds == {"reworded"}


@quick
@given(st.data())
def test_carrying_to_any_other_form_loses_nothing(data: Any) -> None:
    old, new = data.draw(forms()), data.draw(forms())
    drawn = data.draw(answers(old))
    carried = migration.carry(drawn, old, new)
    readable = {key.rpartition(":")[2] for key, value in carried.items() if value is not None}
    for key in drawn:
        assert key.rpartition(":")[2] in readable
    assert migration.carry(drawn, old, old) == drawn


def test_every_type_says_its_operators_and_kind() -> None:
    for field_type in field_types:
        if field_type.operators - {"empty"}:
            assert field_type.kind != "none"
