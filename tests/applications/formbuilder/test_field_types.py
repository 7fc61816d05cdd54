"""Every type, on every facet: a new one is tested by being registered."""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone, translation

from applications.formbuilder import building, checks, texts
from applications.formbuilder.base import FieldContext, FieldType
from applications.formbuilder.blocks import StepsBlock
from applications.formbuilder.compiler import compile_form
from applications.formbuilder.field_types import field_types
from applications.formbuilder.numbers import parse_decimal
from applications.formbuilder.rendering import Mode, sections
from cms.core.dates import paris_day
from tests.factories.browser import posted
from tests.factories.formbuilder import form_of, form_with, question, samples

ALL = [pytest.param(field_type, id=field_type.code) for field_type in field_types]
INPUTS = [param for param in ALL if param.values[0].is_input and not param.values[0].is_file]
CONTEXT = FieldContext(language="fr")


def refusal(code: str, typed: Any, **values: Any) -> str:
    asked = question(code, **values)
    with pytest.raises(ValidationError) as caught:
        field_types.get(code).form_field(asked, CONTEXT).clean(typed)
    error = caught.value.error_list[0]
    error.params = {**(error.params or {}), "label": "Q"}
    return str(error.messages[0])


def cleaned(code: str, typed: Any, **values: Any) -> Any:
    field_type = field_types.get(code)
    return field_type.to_json(field_type.form_field(question(code, **values), CONTEXT).clean(typed))


@pytest.mark.parametrize("field_type", ALL)
def test_round_trip_through_the_editor(field_type: FieldType[Any]) -> None:
    schema = form_with(field_type.code)
    raw = building.to_stream(schema)
    block = StepsBlock()
    value = block.to_python(raw["steps"])
    for child in value:
        assert child.value is not None
    assert building.build_schema(steps=value) == schema
    assert building.to_stream(schema) == raw
    assert checks.check(schema) == []


@pytest.mark.parametrize("field_type", ALL)
def test_the_editor_may_save_the_block_it_shows(field_type: FieldType[Any]) -> None:
    block = StepsBlock()
    value = block.to_python(building.to_stream(form_with(field_type.code))["steps"])
    assert block.clean(value) is not None


@pytest.mark.parametrize("field_type", INPUTS)
def test_an_answer_goes_through_the_form_and_back(field_type: FieldType[Any]) -> None:
    asked = question(field_type.code)
    sample = field_type.sample(asked)
    compiled = compile_form(form_of(asked), "fr")
    shown = compiled.step_form("s-step", answers={asked.id: sample})
    form = compiled.step_form("s-step", answers={}, data=posted(shown))
    assert form.is_valid(), form.errors
    assert form.answers() == {asked.id: sample}
    assert field_type.is_answered(sample)
    assert field_type.comparable(sample) is not None


@pytest.mark.parametrize("field_type", INPUTS)
def test_an_answer_is_said_masked_and_exported(field_type: FieldType[Any]) -> None:
    asked = question(field_type.code)
    sample = field_type.sample(asked)
    assert field_type.display(sample, asked)
    assert str(sample) not in field_type.masked(sample, asked)
    assert len(field_type.export_cells(sample, asked)) == len(field_type.export_columns(asked))
    assert field_type.export_cells(None, asked) == [
        None for _column in field_type.export_columns(asked)
    ]


@pytest.mark.parametrize("field_type", INPUTS)
def test_the_sample_follows_the_json_schema(field_type: FieldType[Any]) -> None:
    asked = question(field_type.code)
    schema, sample = field_type.json_schema(asked), field_type.sample(asked)
    kinds = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict}
    if "type" in schema:
        assert isinstance(sample, kinds[schema["type"]])
    if "enum" in schema:
        assert sample in schema["enum"]
    if "pattern" in schema:
        import re

        assert re.search(schema["pattern"], sample)


@pytest.mark.parametrize("field_type", ALL)
def test_every_mode_shows_a_form_with_this_type(field_type: FieldType[Any]) -> None:
    schema = form_with(field_type.code)
    compiled = compile_form(schema, "fr")
    for mode in Mode:
        assert sections(compiled, samples(schema), mode=mode)
        assert sections(compiled, {}, mode=mode)


@pytest.mark.parametrize("field_type", INPUTS)
def test_a_blank_required_answer_is_named(field_type: FieldType[Any]) -> None:
    asked = question(field_type.code)
    compiled = compile_form(form_of(asked), "fr")
    (missing,) = compiled.missing({})
    assert missing.question_id == asked.id
    assert asked.label in missing.message
    form = compiled.step_form("s-step", answers={}, data={})
    assert not form.is_valid()
    assert not form.has_faults
    assert asked.label in form.errors[asked.id][0]
    optional = compile_form(form_of(question(field_type.code, is_required=False)), "fr")
    assert optional.missing({}) == []
    assert optional.step_form("s-step", answers={}, data={}).is_valid()


@pytest.mark.parametrize("field_type", ALL)
def test_texts_are_found_and_replaced(field_type: FieldType[Any]) -> None:
    schema = form_with(field_type.code)
    found = texts.texts_of(schema)
    translated = texts.with_texts(schema, {key: f"{text} (en)" for key, text in found.items()})
    assert texts.texts_of(translated) == {key: f"{text} (en)" for key, text in found.items()}
    assert texts.digests(translated)[0] == texts.digests(schema)[0]
    assert texts.digests(translated)[1] != texts.digests(schema)[1]


def test_saving_in_the_editor_changes_no_digest() -> None:
    schema = form_of(
        question("amount", settings={"minimum": 0, "maximum": 10.5}),
        question("date", settings={"earliest": date(2026, 1, 1)}),
        question("text", settings={"max_length": 80}),
        question("note", settings={"html": "<p>À savoir</p>"}),
        question("file", settings={"extensions": ["pdf"], "max_megabytes": 5}),
    )
    loaded = building.build_schema(steps=building.to_stream(schema)["steps"])
    value = StepsBlock().to_python(building.to_stream(loaded)["steps"])
    for child in value:
        for asked in child.value["questions"]:
            for setting in asked.value["settings"]:
                assert setting.value is not None
    saved = json.loads(json.dumps(value.get_prep_value(), cls=DjangoJSONEncoder))
    keyed = json.loads(json.dumps(saved).replace("<p>", '<p data-block-key=\\"a1\\">'))
    for raw in (value, saved, keyed):
        assert texts.digests(building.build_schema(steps=raw)) == texts.digests(loaded)
    amount = loaded.steps[0].questions[0]
    assert amount.settings == {"minimum": "0", "maximum": "10.5"}


# --- What people type -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1 500,50 €", "1500.50"),
        ("1\u00a0500,50\u00a0€", "1500.50"),
        ("1\u202f500,50", "1500.50"),
        ("1500.5", "1500.5"),
        ("1.500,50", "1500.50"),
        ("1,500.50", "1500.50"),
        (" 12 ", "12"),
        ("−3", "-3"),
        ("20 EUR", "20"),
    ],
)
def test_numbers_are_read_as_people_type_them(typed: str, number: str) -> None:
    assert parse_decimal(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["douze", "1,2,3", "12 € 50", "1e5", "", "--2", "NaN", "١٢"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        parse_decimal(typed)


@pytest.mark.parametrize("code", ["amount", "integer", "percentage"])
@pytest.mark.parametrize("typed", ["1.250", "1,250", "12.345", "999,999"])
def test_three_digits_after_a_separator_are_never_guessed(code: str, typed: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        field_types.get(code).form_field(question(code, settings={}), CONTEXT).clean(typed)
    (error,) = refusal.value.error_list
    digits = typed.replace(".", "").replace(",", "")
    assert (error.code, error.params) == ("ambiguous", {"number": digits})
    assert "pour les milliers" in error.message


def test_a_comma_before_three_digits_is_thousands_in_english() -> None:
    with translation.override("en"):
        field = field_types.get("amount").form_field(question("amount", settings={}), CONTEXT)
        assert field.clean("1,250") == Decimal(1250)
        assert field.clean("1,299.90") == Decimal("1299.90")
        with pytest.raises(ValidationError):
            field.clean("1.250")


@pytest.mark.parametrize("typed", ["1.250.000", "1,250,000", "1 250 000"])
def test_several_separators_are_thousands(typed: str) -> None:
    assert cleaned("amount", typed, settings={}) == "1250000"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("499.9", "499,90"), ("499.95", "499,95"), ("500", "500"), ("0.5", "0,50"), (None, None)],
)
def test_an_amount_comes_back_with_two_cents_or_none(stored: str | None, shown: str | None) -> None:
    """What the person finds again in the input."""
    assert field_types.get("amount").from_json(stored) == shown


def test_a_date_that_must_be_past_is_refused_from_tomorrow_on() -> None:
    field = field_types.get("date").form_field(
        question("date", settings={"is_past": True}), CONTEXT
    )
    today = paris_day(timezone.now())
    assert field.clean([str(today.day), str(today.month), str(today.year)]) == today
    day = today + timedelta(days=1)
    with pytest.raises(ValidationError) as refusal:
        field.clean([str(day.day), str(day.month), str(day.year)])
    assert refusal.value.error_list[0].code == "in_the_future"


def test_amounts() -> None:
    assert cleaned("amount", "1 500,50 €") == "1500.5"
    assert field_types.get("amount").display("1500.5", question("amount")) == "1\u00a0500,50\u00a0€"
    assert field_types.get("amount").display("1500", question("amount")) == "1\u00a0500\u00a0€"
    for typed in ("douze", "1,555", "-1", "6000", "9" * 30):
        assert "Q" in refusal("amount", typed)
    assert refusal("amount", "1,555") != refusal("amount", "-1") != refusal("amount", "douze")


def test_integers_and_decimals() -> None:
    assert cleaned("integer", "12") == 12
    assert refusal("integer", "12,5") != refusal("integer", "douze")
    assert cleaned("decimal", "12,25") == "12.25"
    assert refusal("decimal", "21")


@pytest.mark.parametrize(
    "typed",
    [
        ["31", "02", "2026"],
        ["", "02", "2026"],
        ["1", "2", "26"],
        ["a", "2", "2026"],
        ["1", "13", "2026"],
        ["31", "12", "2025"],
        ["1", "1", "2027"],
    ],
)
def test_wrong_dates_are_refused_in_words(typed: list[str]) -> None:
    assert "Q" in refusal("date", typed)


def test_dates_are_iso() -> None:
    assert cleaned("date", ["3", "3", "2026"]) == "2026-03-03"
    assert field_types.get("date").display("2026-03-03", question("date")) == "3 mars 2026"


def test_sirets() -> None:
    for valid in ("233 500 016 00040", "35600000009075", "130 025 265 00013", "99910002700013"):
        assert cleaned("siret", valid) == valid.replace(" ", "")
    assert refusal("siret", "23350001600041") != refusal("siret", "233500016")
    shown = field_types.get("siret").display("23350001600040", question("siret"))
    assert shown == "233\u00a0500\u00a0016\u00a000040"


def test_a_bank_account_is_said_with_its_bank_and_masked() -> None:
    iban, asked = field_types.get("iban"), question("iban")
    value = iban.sample(asked)
    said = iban.display(value, asked)
    assert said.startswith("FR76\u00a03000")
    assert said.endswith("BIC\u00a0AGRIFRPP (CREDIT AGRICOLE SA)")
    masked = iban.masked(value, asked)
    assert "3000" not in masked
    assert masked.endswith("0189")
    assert "FR00" not in iban.masked({"iban": "FR00 1", "bic": ""}, asked)


def test_phones() -> None:
    assert cleaned("phone", "02 99 27 10 10") == "+33299271010"
    assert cleaned("phone", "+32 2 555 12 12") == "+3225551212"
    assert field_types.get("phone").display("+33299271010", question("phone")) == "02 99 27 10 10"
    assert "Q" in refusal("phone", "12")


def test_emails_and_texts() -> None:
    assert cleaned("email", " a@example.org ") == "a@example.org"
    assert "Q" in refusal("email", "a@")
    assert "81" in refusal("text", "x" * 81)
    assert cleaned("long_text", "Une\nligne") == "Une\nligne"


def test_choices() -> None:
    assert cleaned("choice", "o-stage") == "o-stage"
    assert "Q" in refusal("choice", "o-autre")
    assert cleaned("multiple_choice", ["o-etudes"]) == ["o-etudes"]
    assert "Q" in refusal("multiple_choice", ["o-autre"])
    many = [{"id": f"o-{number}", "label": str(number)} for number in range(8)]
    field = field_types.get("choice").form_field(
        question("choice", settings={"choices": many}), CONTEXT
    )
    assert isinstance(field.widget, forms.Select)
    assert cleaned("yes_no", "no") is False


def test_files() -> None:
    field = field_types.get("file").form_field(question("file"), CONTEXT)
    good = SimpleUploadedFile("cv.PDF", b"%PDF-1.4")
    assert field.clean(good) is good
    assert field.clean(None, True) is None
    messages = {
        refusal("file", None),
        refusal("file", SimpleUploadedFile("cv.exe", b"MZ")),
        refusal("file", SimpleUploadedFile("cv.pdf", b"")),
        refusal("file", SimpleUploadedFile("cv.pdf", b"x" * (2 * 1024 * 1024 + 1))),
    }
    assert len(messages) == 4
