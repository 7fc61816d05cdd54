"""Forms to test with: one question of each type; `any_form` draws whole ones."""

from typing import Any

from applications.formbuilder.field_types import field_types
from applications.formbuilder.schema import (
    Comparison,
    FormSchema,
    JsonValue,
    Question,
    Step,
)

CHOICES = [{"id": "o-stage", "label": "Un stage"}, {"id": "o-etudes", "label": "Des études"}]
NUMBERS = ("q-first", "q-second")

SETTINGS: dict[str, dict[str, JsonValue]] = {
    "text": {"max_length": 80, "min_length": 2, "purpose": "name"},
    "long_text": {"max_length": 400},
    "percentage": {"minimum": "5"},
    "period": {"earliest": "2026-01-01", "latest": "2026-12-31"},
    "integer": {"minimum": "1", "maximum": "40"},
    "decimal": {"maximum": "20"},
    "amount": {"minimum": "10", "maximum": "5000"},
    "date": {"earliest": "2026-01-01", "latest": "2026-12-31"},
    "choice": {"choices": CHOICES},
    "multiple_choice": {
        "choices": CHOICES,
        "minimum": 1,
        "maximum": 2,
        "other_label": "Autre, précisez",
        "none_label": "Aucun",
    },
    "linked_choice": {
        "branches": [
            {"id": "o-sport", "label": "Sport", "options": [{"id": "o-judo", "label": "Judo"}]},
            {
                "id": "o-culture",
                "label": "Culture",
                "options": [
                    {"id": "o-danse", "label": "Danse"},
                    {"id": "o-theatre", "label": "Théâtre"},
                ],
            },
        ],
        "second_label": "Discipline",
    },
    "country": {"is_someone_else": True},
    "territory": {"level": "commune", "departements": ["35", "2a"]},
    "reference_list": {"reference_list": "schools"},
    "warning": {"html": "<p>Attention</p>"},
    "file": {
        "extensions": ["pdf"],
        "max_megabytes": 2,
        "maximum_files": 3,
        "valid_months": 6,
    },
    "computed_sum": {"terms": ["q-first", "q-second"]},
    "computed_value": {"formula": "{q-first} / {q-second} * 100", "shown_as": "percentage"},
    "check": {
        "rule": Comparison(question="q-first", operator="equals", other="q-second").model_dump(),
        "message": "Les deux diffèrent.",
        "severity": "error",
    },
    "note": {"html": "<p>À savoir</p>"},
    "repeated_group": {"row_label": "Membre", "add_label": "Ajouter un membre", "maximum_rows": 4},
    "table": {
        "rows": [{"id": "r-2025", "label": "2025"}, {"id": "r-2026", "label": "2026"}],
        "maximum_rows": 3,
        "row_heading": "Année",
    },
    "financing_plan": {
        "expenses": [
            {
                "id": "a-60",
                "label": "60 – Achats",
                "lines": [
                    {"id": "l-fournitures", "label": "Fournitures"},
                    {"id": "l-prestations", "label": "Prestations"},
                ],
            },
            {"id": "a-65", "label": "65 – Autres charges", "lines": []},
        ],
        "resources": [
            {
                "id": "a-74",
                "label": "74 – Subventions",
                "lines": [
                    {"id": "l-region", "label": "Région"},
                    {"id": "l-commune", "label": "Commune"},
                ],
            }
        ],
        "uses": [{"id": "a-86", "label": "86 – Emplois", "lines": []}],
        "sources": [{"id": "a-87", "label": "87 – Contributions", "lines": []}],
        "requested": "l-region",
        "maximum_rate": "50",
        "has_other_aids": True,
    },
}
CHILDREN: dict[str, tuple[Question, ...]] = {
    "repeated_group": (
        Question(id="q-nom", type="text", label="Nom"),
        Question(id="q-age", type="integer", label="Âge", settings={"maximum": "120"}),
        Question(
            id="q-ecole",
            type="text",
            label="École",
            visible_if=Comparison(question="q-age", operator="less", value=25),
        ),
        Question(id="q-revenu", type="amount", label="Revenu", is_required=False),
    ),
    "table": (
        Question(id="q-produits", type="amount", label="Produits"),
        Question(
            id="q-etat",
            type="choice",
            label="État",
            is_required=False,
            settings={"choices": CHOICES},
        ),
    ),
}


def question(code: str, **values: Any) -> Question:
    """Return a question of a type, with settings worth testing."""
    field_type = field_types.get(code)
    given = {
        "id": f"q-{code}",
        "type": code,
        "label": f"Question {code}",
        "is_required": field_type.is_input,
        "settings": SETTINGS.get(code, {}),
        "questions": CHILDREN.get(code, ()),
    }
    return Question(**{**given, **values})


def form_of(*questions: Question, **values: Any) -> FormSchema:
    """Return a form of one step."""
    step = Step(id="s-step", title="Votre projet", questions=questions)
    return FormSchema(**{"steps": (step,), **values})


def form_with(code: str) -> FormSchema:
    """Return a form with one question of a type, and the amounts it may refer to."""
    amounts = [question("amount", id=key, label=key, settings={}) for key in NUMBERS]
    return form_of(*amounts, question(code))


def samples(schema: FormSchema) -> dict[str, JsonValue]:
    """Return a valid answer to every question that takes one."""
    return {
        item.id: value
        for step in schema.steps
        for item in step.questions
        if (value := field_types.get(item.type).sample(item)) is not None
    }
