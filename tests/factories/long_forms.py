"""A form as long as wanted: steps of twenty questions, conditions across steps, a group of rows."""

from itertools import cycle, islice

from applications.formbuilder.schema import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    FormSchema,
    JsonValue,
    Not,
    Question,
    Step,
)
from tests.factories.formbuilder import CHILDREN, SETTINGS, question

PER_STEP = 20
ROWS = 30
KINDS = (
    "yes_no",
    "integer",
    "text",
    "choice",
    "amount",
    "date",
    "email",
    "multiple_choice",
    "long_text",
    "phone",
)
CONDITION_EVERY = 4
GROUP = "q-rows"


def long_form(count: int) -> FormSchema:
    """Return a form of `count` questions, one in four under a condition, then a group of rows."""
    questions = [
        question(
            kind,
            id=f"q-{number}",
            label=f"Question {number}",
            visible_if=_condition(number),
            settings=_settings(kind, number),
        )
        for number, kind in enumerate(islice(cycle(KINDS), count))
    ]
    steps = [
        Step(
            id=f"s-{first}",
            title=f"Étape {first // PER_STEP + 1}",
            questions=tuple(questions[first : first + PER_STEP]),
        )
        for first in range(0, count, PER_STEP)
    ]
    settings = {"row_label": "Membre", "add_label": "Ajouter", "maximum_rows": ROWS}
    group = Question(
        id=GROUP,
        type="repeated_group",
        label="Membres",
        settings=settings,
        questions=CHILDREN["repeated_group"],
    )
    return FormSchema(steps=(*steps, Step(id="s-rows", title="Membres", questions=(group,))))


def rows(count: int = ROWS) -> list[dict[str, JsonValue]]:
    """Return the answer to the group: one person a row."""
    return [
        {
            "id": f"r-{number:08d}",
            "answers": {"q-nom": f"Personne {number}", "q-age": 18 + number, "q-ecole": "Lycée"},
        }
        for number in range(count)
    ]


def _settings(kind: str, number: int) -> dict[str, JsonValue]:
    """Return the settings of the kind, with options of its own."""
    settings = dict(SETTINGS.get(kind, {}))
    if "choices" in settings:
        settings["choices"] = [
            {**option, "id": f"{option['id']}-{number}"} for option in settings["choices"]
        ]
    return settings


def _condition(number: int) -> Condition | None:
    """Compare with the yes/no, the integer and the text of a group of ten well before."""
    if number < len(KINDS) or number % CONDITION_EVERY != CONDITION_EVERY - 1:
        return None
    group = (number // len(KINDS) - 1) * len(KINDS)
    return AllOf(
        terms=(
            Comparison(question=f"q-{group}", operator="not_equals", value=False),
            AnyOf(
                terms=(
                    Comparison(question=f"q-{group + 1}", operator="at_least", value=1),
                    Not(term=Comparison(question=f"q-{group + 2}", operator="empty")),
                )
            ),
        )
    )
