"""The form of a step: nothing typed is lost, and building it costs once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from applications.formbuilder import compiler
from applications.formbuilder.compiler import CompiledForm, compile_form, compiled
from applications.formbuilder.form_cache import FormCache
from applications.formbuilder.rendering import FileLine, Mode, criteria_section, sections
from applications.formbuilder.schema import Comparison, Criterion, FormSchema
from tests.factories.formbuilder import form_of, question

TYPED = (
    "q-date_day=31&q-date_month=2&q-date_year=2026&q-amount=douze&q-siret=123&q-text=Bonjour"
    "&q-multiple_choice=o-stage&q-multiple_choice=o-etudes&q-yes_no=no"
)
CODES = ("date", "amount", "siret", "text", "multiple_choice", "yes_no", "iban")


def asked(*codes: str) -> CompiledForm:
    return compile_form(form_of(*(question(code) for code in codes)), "fr")


def test_what_cannot_be_read_is_kept_and_shown_again() -> None:
    form = asked(*CODES).step_form("s-step", answers={}, data=QueryDict(TYPED))
    assert not form.is_valid()
    assert form.has_faults
    answers = form.answers()
    assert answers == {
        "q-date": None,
        "raw:q-date": ["31", "2", "2026"],
        "q-amount": None,
        "raw:q-amount": "douze",
        "q-siret": None,
        "raw:q-siret": "123",
        "q-text": "Bonjour",
        "q-multiple_choice": ["o-stage", "o-etudes"],
        "q-yes_no": False,
        "q-iban": None,
    }
    again = render_to_string(
        "applications/formbuilder/_step_form.html",
        {"form": asked(*CODES).step_form("s-step", answers=answers)},
    )
    for typed in ('value="31"', 'value="2"', 'value="2026"', 'value="douze"', 'value="123"'):
        assert typed in again
    assert again.count("checked") == 3
    refused = {item.question_id for item in asked(*CODES).missing(answers)}
    assert refused == {"q-date", "q-amount", "q-siret", "q-iban"}


def test_an_answer_takes_the_place_of_what_could_not_be_read() -> None:
    form = asked("amount").step_form(
        "s-step", answers={"raw:q-amount": "douze"}, data=QueryDict("q-amount=1 500,50 €")
    )
    assert form.is_valid()
    assert form.answers() == {"q-amount": "1500.5", "raw:q-amount": None}


def test_a_blank_takes_the_answer_away_and_an_absent_field_does_not() -> None:
    before = {"q-text": "Avant", "raw:q-amount": "douze"}
    compiled_form = asked("text", "amount")
    blank = compiled_form.step_form("s-step", answers=before, data=QueryDict("q-text=&q-amount="))
    assert blank.answers() == {"q-text": None, "q-amount": None, "raw:q-amount": None}
    assert not blank.has_faults
    absent = compiled_form.step_form("s-step", answers=before, data=QueryDict(""))
    assert absent.answers() == {"q-text": "Avant", "q-amount": None, "raw:q-amount": "douze"}


def test_a_hidden_question_is_kept_and_never_refused() -> None:
    hidden = question(
        "amount", visible_if=Comparison(question="q-yes_no", operator="equals", value=True)
    )
    compiled_form = compile_form(form_of(question("yes_no"), hidden), "fr")
    form = compiled_form.step_form(
        "s-step", answers={}, data=QueryDict("q-yes_no=no&q-amount=douze")
    )
    assert form.is_valid(), form.errors
    assert form.answers()["raw:q-amount"] == "douze"
    shown = compiled_form.step_form(
        "s-step", answers={}, data=QueryDict("q-yes_no=yes&q-amount=douze")
    )
    assert "q-amount" in shown.errors
    page = render_to_string("applications/formbuilder/_step_form.html", {"form": form})
    assert 'data-question="q-amount" hidden' in page
    assert "form-conditions" in page


def test_a_locked_question_cannot_be_changed() -> None:
    form = asked("text").step_form(
        "s-step", answers={"q-text": "Avant"}, data=QueryDict("q-text=Après"), locked=["q-text"]
    )
    assert form.is_valid()
    assert form.answers() == {}
    page = render_to_string("applications/formbuilder/_step_form.html", {"form": form})
    assert "disabled" in page
    assert "Avant" in page


def test_files_are_handed_over_and_not_answers() -> None:
    sent = MultiValueDict({"q-file": [SimpleUploadedFile("cv.pdf", b"%PDF-1.4")]})
    form = asked("file").step_form("s-step", answers={}, data=QueryDict(""), files=sent)
    assert form.is_valid(), form.errors
    assert list(form.uploads()) == ["q-file"]
    assert form.answers() == {}
    given = {"q-file": [FileLine("cv.pdf", "/fichiers/1/", 1200)]}
    again = asked("file").step_form("s-step", answers={}, data=QueryDict(""), given=given)
    assert again.is_valid()
    page = render_to_string("applications/formbuilder/_step_form.html", {"form": again})
    assert "/fichiers/1/" in page


def test_criteria() -> None:
    criterion = Criterion(id="c-1", label="Êtes-vous étudiant ?", expected="yes")
    compiled_form = compile_form(FormSchema(criteria=(criterion,)), "fr")
    form = compiled_form.criteria.form({}, QueryDict(""))
    assert not form.is_valid()
    assert "Êtes-vous étudiant ?" in form.errors["c-1"][0]
    assert compiled_form.criteria.form({}, QueryDict("c-1=no")).answers() == {"c-1": "no"}
    assert compiled_form.criteria.form({"c-1": "no"}).answers() == {"c-1": "no"}
    assert [one.is_met for one in compiled_form.criteria.outcome({})] == [None]
    assert [one.is_met for one in compiled_form.criteria.outcome({"c-1": "no"})] == [False]
    assert [one.is_met for one in compiled_form.criteria.outcome({"c-1": "yes"})] == [True]
    assert criteria_section(compiled_form, {"c-1": "no"}).rows[0].value == "Non"


# --- Languages ------------------------------------------------------------------------------


def test_what_is_not_translated_is_shown_in_french_and_says_so() -> None:
    schema = form_of(question("text", help="Une aide"), question("choice"))
    english = compile_form(schema, "en", {"q-text.label": "Text", "o-stage.label": "Internship"})
    with translation.override("en"):
        page = render_to_string(
            "applications/formbuilder/_step_form.html",
            {"form": english.step_form("s-step", answers={})},
        )
    assert '<label class="govuk-label" for="id_q-text">Text *</label>' in page
    assert '<span lang="fr">Une aide</span>' in page
    assert '<span lang="fr">Question choice</span> *' in page
    assert '<span lang="fr">Des études</span>' in page
    assert ">Internship<" in page
    rows = sections(english, {"q-choice": "o-etudes"}, mode=Mode.PDF)[0].rows
    assert [row.lang for row in rows] == ["", "fr"]
    assert "lang=" not in render_to_string(
        "applications/formbuilder/_step_form.html",
        {"form": compile_form(schema, "fr").step_form("s-step", answers={})},
    )


# --- Renderings -----------------------------------------------------------------------------


def recap(answers: dict[str, object], mode: Mode = Mode.RECAP, **options: object) -> str:
    schema = form_of(
        question("text"),
        question("iban"),
        question("email", is_sensitive=True),
        question("amount", is_required=False),
        question("long_text"),
        documents=(question("file"),),
    )
    found = sections(
        compile_form(schema, "fr"), answers, mode=mode, edit_url=lambda key: f"/e/{key}/", **options
    )
    return render_to_string(
        "applications/formbuilder/_sections.html", {"sections": found, "mode": mode.value}
    )


FULL = {
    "q-text": "<b>Projet</b>",
    "q-iban": "FR7630006000011234567890189",
    "q-email": "a@example.org",
    "q-long_text": "Une\nautre",
}


def test_the_recap_links_to_what_can_be_changed_and_escapes() -> None:
    page = recap(FULL)
    assert "&lt;b&gt;Projet" in page
    assert "Une<br>autre" in page
    assert 'href="/e/s-step/"' in page
    assert 'href="/e/documents/#q-q-file"' in page
    assert "Non renseigné" in page or "Not given" in page


def test_a_mailed_copy_masks_what_is_sensitive() -> None:
    page = recap(FULL, Mode.PDF, is_masked=True)
    assert "a@example.org" not in page
    assert "3000" not in page
    assert "0189" in page
    assert "/e/" not in page
    assert "a@example.org" in recap(FULL, Mode.PDF)
    assert "a@example.org" not in recap(FULL, Mode.EXPORT)


def test_what_could_not_be_read_is_shown_with_its_refusal() -> None:
    page = recap({"raw:q-iban": "FR00 1"}, Mode.STAFF)
    assert "FR00 1" in page
    assert "form-answers__row--missing" in page


# --- Cost -----------------------------------------------------------------------------------


def test_a_version_is_compiled_once_per_language(monkeypatch: pytest.MonkeyPatch) -> None:
    compiler.form_cache.clear()
    calls = []
    schema = form_of(question("text"))

    def load() -> dict[str, object]:
        calls.append("schema")
        return schema.model_dump(mode="json")

    forms = [compiled("12", load, None, "fr") for _request in range(3)]
    assert calls == ["schema"]
    assert forms[0] is forms[1] is forms[2]
    assert compiled("12", load, None, "en") is not forms[0]
    assert compiled("13", load, None, "fr") is not forms[0]
    classes = {type(forms[0].step_form("s-step", answers={})) for _request in range(3)}
    assert len(classes) == 1
    compiler.form_cache.clear()


def test_the_cache_forgets_the_oldest() -> None:
    cache: FormCache[CompiledForm] = FormCache(2)
    form = asked("text")
    for key in ("1", "2", "3"):
        cache.get((key, "fr"), lambda: form)
    made = []
    cache.get(("3", "fr"), lambda: made.append("3") or form)
    cache.get(("1", "fr"), lambda: made.append("1") or form)
    assert made == ["1"]


def test_what_can_be_read_again_is_confirmed_before_it_is_filed() -> None:
    compiled_form = asked("amount")
    answers = {"raw:q-amount": "1 500"}
    (missing,) = compiled_form.missing(answers)
    assert missing.question_id == "q-amount"
    assert "Question amount" in missing.message
    form = compiled_form.step_form("s-step", answers=answers, data=QueryDict("q-amount=1 500"))
    assert form.answers() == {"q-amount": "1500", "raw:q-amount": None}
    assert compiled_form.missing(form.answers()) == []
