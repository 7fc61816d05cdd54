"""The JSON Schema of what is filed: one property per question that holds a value."""

from typing import Any

from applications.formbuilder.compiler import CompiledForm
from applications.formbuilder.states import CompiledQuestion

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def answers_schema(compiled: CompiledForm) -> dict[str, Any]:
    """Return the JSON Schema of the answers filed with a form.

    Only what is asked in every case is required: the schema knows nothing of conditions. Facts the
    form looks at are filed beside the answers.
    """
    held = [item for item in compiled.questions.values() if holds_value(item)]
    always = {step.id for step in compiled.schema.steps if step.visible_if is None}
    return {
        "$schema": DIALECT,
        "type": "object",
        "properties": {
            **{fact: {"type": "string"} for fact in compiled.evaluator.facts},
            **{
                item.question.id: {
                    "title": item.question.label,
                    **item.type.json_schema(item.question),
                }
                for item in held
            },
        },
        "required": [
            item.question.id
            for item in held
            if item.question.is_required
            and item.question.visible_if is None
            and item.step_id in always
        ],
        "additionalProperties": False,
    }


def holds_value(item: CompiledQuestion) -> bool:
    """Tell whether an answer to this question is part of what is filed."""
    return (item.type.is_input and not item.type.is_file) or item.type.is_computed
