"""The form as data: one immutable, typed JSON document per version.

Every node that people read or answer has an `id`: the StreamField block id, stable through
edits, copies and translations. Texts stand here in French; other languages are overlays keyed by
`<id>.<attribute>` (see `texts`). What only the machine reads is never translated.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field as SchemaField

JsonValue = Any
Operator = Literal[
    "equals",
    "not_equals",
    "in",
    "contains",
    "greater",
    "at_least",
    "less",
    "at_most",
    "empty",
]


class Node(BaseModel):
    """A frozen part of the form; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Comparison(Node):
    """Compare the answer to a question with a constant, or with the answer to another one.

    `question` may be a fact about the dossier (`@family`, see `facts`). `value` is the JSON form of
    an answer: an option id for choices, a boolean for yes/no, a decimal string for amounts, an ISO
    date for dates; a list for `in`. With `other`, the id of a question, there is no `value`.
    """

    kind: Literal["comparison"] = "comparison"
    question: str
    operator: Operator
    value: JsonValue = None
    other: str = ""


class AllOf(Node):
    """True when every term is."""

    kind: Literal["all"] = "all"
    terms: tuple["Condition", ...]


class AnyOf(Node):
    """True when one term is."""

    kind: Literal["any"] = "any"
    terms: tuple["Condition", ...]


class Not(Node):
    """True when its term is false."""

    kind: Literal["not"] = "not"
    term: "Condition"


Condition = Annotated[Comparison | AllOf | AnyOf | Not, SchemaField(discriminator="kind")]


class Choice(Node):
    """One option of a choice question, shown only if its condition holds."""

    id: str
    label: str
    visible_if: Condition | None = None


class Question(Node):
    """One question of a step, or one document to provide (`type="file"`).

    `required_if` makes an optional question required in some cases. `prefill` names the source
    of a first answer (see `prefill`), `default` is that answer when no source gives one.
    `staff_note` is read by officers alone; `is_review_only` questions are asked of them, and never
    shown to applicants (`for_applicants`). `settings` belongs to the field type, which validates
    it (choices, bounds, formats…); `questions` are those of each row of a composite question.
    """

    id: str
    type: str
    label: str
    help: str = ""
    example: str = ""
    is_required: bool = True
    is_sensitive: bool = False
    is_manager_only: bool = False
    is_review_only: bool = False
    required_if: Condition | None = None
    visible_if: Condition | None = None
    prefill: str = ""
    default: JsonValue = None
    staff_note: str = ""
    settings: dict[str, JsonValue] = {}
    questions: tuple["Question", ...] = ()


def title_key(title: str) -> str:
    """Return a title as people compare it: case and spaces do not count."""
    return " ".join(title.casefold().split())


class Step(Node):
    """One page of « Votre dossier »."""

    id: str
    title: str
    introduction: str = ""
    visible_if: Condition | None = None
    questions: tuple[Question, ...]


class Criterion(Node):
    """A yes/no question of eligibility and what the other answer means.

    `effect`: `blocking` explains and lets the person file all the same unless
    `is_without_judgement`; `warning` and `information` only speak. `visible_if` compares earlier
    criteria and facts about the dossier.
    """

    id: str
    label: str
    help: str = ""
    expected: Literal["yes", "no"] = "yes"
    effect: Literal["blocking", "warning", "information"] = "blocking"
    explanation: str = ""
    is_without_judgement: bool = False
    visible_if: Condition | None = None


class SwornStatement(Node):
    """A sentence the person certifies before filing."""

    id: str
    text: str


class FormSchema(Node):
    """A whole form: criteria, steps, documents, sworn statements."""

    format: Literal[1] = 1
    preamble: str = ""
    criteria: tuple[Criterion, ...] = ()
    steps: tuple[Step, ...] = ()
    documents: tuple[Question, ...] = ()
    statements: tuple[SwornStatement, ...] = ()


def for_applicants(schema: FormSchema) -> FormSchema:
    """Return the form without what officers alone read or answer.

    A step left without question goes too.
    """

    def asked(questions: tuple[Question, ...]) -> tuple[Question, ...]:
        return tuple(
            item.model_copy(update={"questions": asked(item.questions), "staff_note": ""})
            for item in questions
            if not item.is_review_only
        )

    kept = (step.model_copy(update={"questions": asked(step.questions)}) for step in schema.steps)
    return schema.model_copy(
        update={
            "steps": tuple(step for step in kept if step.questions),
            "documents": asked(schema.documents),
        }
    )
