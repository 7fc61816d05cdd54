"""What changed between two versions, and what becomes of a draft."""

from applications.formbuilder import diff, migration
from applications.formbuilder.rendering import orphan_rows
from applications.formbuilder.schema import Comparison, FormSchema, Question, Step
from tests.factories.formbuilder import CHOICES, form_of, question


def kinds(old: FormSchema, new: FormSchema) -> list[str]:
    return [change.kind for change in diff.describe(old, new)]


def with_question(**values: object) -> FormSchema:
    return form_of(question("yes_no"), question("choice", **values))


def test_each_change_is_said_once() -> None:
    old = with_question()
    assert kinds(old, old) == []
    assert kinds(old, with_question(label="Autre")) == ["reworded"]
    assert kinds(old, with_question(help="Autre")) == ["reworded"]
    assert kinds(old, with_question(is_required=False)) == ["changed"]
    assert kinds(old, with_question(is_sensitive=True)) == ["changed"]
    shown = Comparison(question="q-yes_no", operator="equals", value=True)
    assert kinds(old, with_question(visible_if=shown)) == ["changed"]
    assert kinds(old, with_question(settings={"choices": CHOICES[:1]})) == ["removed"]
    assert kinds(old, with_question(settings={"choices": CHOICES[::-1]})) == ["moved"]
    assert kinds(old, with_question(type="multiple_choice")) == ["changed"]
    assert kinds(old, form_of(question("yes_no"))) == ["removed"]
    assert kinds(form_of(question("yes_no")), old) == ["added"]
    assert kinds(old, form_of(*old.steps[0].questions[::-1])) == ["moved"]


def test_steps_documents_and_statements() -> None:
    old = form_of(question("text"))
    moved = FormSchema(
        steps=(
            Step(id="s-step", title="Votre projet", questions=()),
            Step(id="s-new", title="Nouvelle", questions=(question("text"),)),
        )
    )
    assert kinds(old, moved) == ["added", "moved"]
    assert kinds(old, form_of(question("text"), documents=(question("file"),))) == ["added"]
    assert kinds(old, form_of(question("text"), preamble="<p>Lire</p>")) == ["reworded"]


def test_the_words_name_what_changed() -> None:
    (change,) = diff.describe(with_question(), with_question(is_required=False))
    assert "Question choice" in change.text


def carry(old: Question, new: Question | None, answers: dict[str, object]) -> dict[str, object]:
    return migration.carry(answers, form_of(old), form_of(*([new] if new else [])))


def test_an_answer_of_the_same_type_is_kept() -> None:
    assert carry(question("text"), question("text"), {"q-text": "x"}) == {"q-text": "x"}


def test_a_removed_question_stays_readable() -> None:
    carried = carry(question("choice"), None, {"q-choice": "o-stage"})
    (row,) = orphan_rows(carried)
    assert (row.label, row.value) == ("Question choice", "Un stage")


def test_a_removed_option_stays_readable() -> None:
    fewer = question("choice", settings={"choices": CHOICES[1:]})
    carried = carry(question("choice"), fewer, {"q-choice": "o-stage"})
    assert carried["q-choice"] is None
    assert orphan_rows(carried)[0].value == "Un stage"
    several = carry(
        question("multiple_choice", id="q-choice"),
        fewer.model_copy(update={"type": "multiple_choice"}),
        {"q-choice": ["o-stage", "o-etudes"]},
    )
    assert several["q-choice"] == ["o-etudes"]
    assert orphan_rows(several)[0].value == "Un stage"


def test_a_change_of_type_converts_or_keeps_what_was_typed() -> None:
    def became(code: str, value: object, to: str) -> dict[str, object]:
        return carry(question(code, id="q"), question(to, id="q", settings={}), {"q": value})

    assert became("integer", 12, "amount") == {"q": "12"}
    assert became("text", "12", "integer") == {"q": 12}
    assert became("text", "douze", "integer") == {"q": None, "raw:q": "douze"}
    assert became("amount", "12.5", "text")["q"]
    one = carry(question("choice", id="q"), question("multiple_choice", id="q"), {"q": "o-stage"})
    assert one == {"q": ["o-stage"]}


def test_what_no_type_could_read_stays_readable_when_its_question_goes() -> None:
    old = question("phone")

    carried = carry(old, None, {f"raw:{old.id}": "zéro deux"})

    assert f"raw:{old.id}" not in carried
    assert "zéro deux" in str(carried[f"orphan:{old.id}"])
