"""Conditions between the editor's blocks and the schema."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from applications.formbuilder import formulas
from applications.formbuilder.condition_blocks import DEPTH
from applications.formbuilder.criteria import CRITERION_TYPE
from applications.formbuilder.facts import FACT_TYPE, is_fact
from applications.formbuilder.field_types import field_types
from applications.formbuilder.schema import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    FormSchema,
    JsonValue,
    Not,
    Question,
)

Raw = dict[str, Any]
ALONE = ("empty", "in")
"""Comparisons that never look at another answer."""


@dataclass(frozen=True)
class Constants:
    """How to read and write what points at a question.

    A constant depends on the question's type; a calculation may name it by its label.
    """

    types: Mapping[str, str]
    by_label: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_questions(cls, items: Iterable[Raw], criteria: Iterable[Raw] = ()) -> "Constants":
        """Learn the types from raw question blocks, and from the raw criteria."""
        named = [one for item in items for one in (sketch(item), *related(sketch(item)))]
        return cls(
            {item.id: item.type for item in named}
            | {item["id"]: CRITERION_TYPE for item in criteria},
            {label_key(item.label): item.id for item in reversed(named)},
        )

    @classmethod
    def of_schema(cls, schema: FormSchema) -> "Constants":
        """Learn the types from a schema."""
        asked = [item for step in schema.steps for item in step.questions]
        return cls(
            {one.id: one.type for item in asked for one in (item, *related(item))}
            | {item.id: CRITERION_TYPE for item in schema.criteria}
        )

    def read_default(self, question: str, text: str) -> JsonValue:
        """Return the JSON form of a question's default answer; several options are a list."""
        code = self.type_of(question)
        if code is not None and field_types.get(code).kind == "choices":
            return [part.strip() for part in text.split(";") if part.strip()]
        return self.read_one(question, text)

    def formula(self, text: str) -> str:
        """Return a calculation whose answers are named by id; unknown labels stay as they are."""
        return formulas.map_references(
            text,
            lambda name: name if name in self.types else self.by_label.get(label_key(name), name),
        )

    def read(self, question: str, operator: str, text: str) -> JsonValue:
        """Return the JSON constant; text that cannot be read is kept, `checks` names it."""
        if operator == "empty":
            return None
        if operator == "in":
            return [self.read_one(question, part) for part in text.split(";") if part.strip()]
        return self.read_one(question, text)

    def read_one(self, question: str, text: str) -> JsonValue:
        """Return one JSON constant."""
        code = self.type_of(question)
        try:
            return field_types.get(code).constant_from_text(text.strip()) if code else text
        except (ValueError, TypeError):
            return text

    def write(self, question: str, value: JsonValue) -> str:
        """Return the text of a constant for the editor."""
        if value is None:
            return ""
        if isinstance(value, list):
            return ";".join(self.write(question, item) for item in value)
        code = self.type_of(question)
        return field_types.get(code).constant_to_text(value) if code else str(value)

    def type_of(self, question: str) -> str | None:
        """Return the code of the type of a question, or of a fact."""
        return FACT_TYPE if is_fact(question) else self.types.get(question)


def sketch(item: Raw) -> Question:
    """Return what a raw question block says of itself and of the questions of its rows."""
    value = item["value"]
    return Question(
        id=item["id"],
        type=item["type"],
        label=str(value.get("label") or "").strip(),
        questions=tuple(sketch(child) for child in value.get("questions") or ()),
    )


def related(question: Question) -> list[Question]:
    """Return what else a question lets others refer to: its children, its totals."""
    if question.type not in field_types:
        return []
    return [*question.questions, *field_types.get(question.type).derived(question)]


def label_key(label: object) -> str:
    """Return a label as it is looked up: case and outer spaces do not count."""
    return str(label or "").strip().casefold()


def from_raw(raw: Mapping[str, Any] | None, constants: Constants) -> Condition | None:
    """Return the condition of a raw group; nothing when it has no term.

    A group of one is its term, so that a condition has one form only.
    """
    terms = [term for item in (raw or {}).get("terms") or () if (term := term_of(item, constants))]
    mode = (raw or {}).get("mode") or "all"
    if not terms:
        return None
    if mode == "none":
        return Not(term=terms[0] if len(terms) == 1 else AnyOf(terms=tuple(terms)))
    if len(terms) == 1:
        return terms[0]
    return AllOf(terms=tuple(terms)) if mode == "all" else AnyOf(terms=tuple(terms))


def term_of(item: Raw, constants: Constants) -> Condition | None:
    """Return one term of a group."""
    value = item["value"]
    if item["type"] == "group":
        return from_raw(value, constants)
    question, operator = str(value.get("question") or ""), str(value.get("operator") or "equals")
    if operator == "filled":
        return Not(term=Comparison(question=question, operator="empty"))
    other = str(value.get("other") or "")
    if other and operator not in ALONE:
        return Comparison.model_validate(
            {"question": question, "operator": operator, "other": other}
        )
    constant = constants.read(question, operator, str(value.get("value") or ""))
    return Comparison.model_validate(
        {"question": question, "operator": operator, "value": constant}
    )


def to_raw(condition: Condition, constants: Constants, derive: Callable[[str], str]) -> Raw:
    """Return the raw group of a condition; raises `ValueError` when it is too deep to edit."""
    group = group_of(condition, constants, derive, path="c", depth=DEPTH)
    if group is not None:
        return group
    return {"mode": "all", "terms": [term_to_raw(condition, constants, derive, "c.0", DEPTH)]}


def group_of(
    condition: Condition,
    constants: Constants,
    derive: Callable[[str], str],
    path: str,
    depth: int,
) -> Raw | None:
    """Return the raw group of a condition that is one, else nothing."""
    if isinstance(condition, Comparison) or is_filled(condition):
        return None
    if depth == 0:
        raise ValueError("this condition is nested too deeply")
    if isinstance(condition, Not):
        term = condition.term
        mode, terms = "none", term.terms if isinstance(term, AnyOf) else (term,)
    else:
        mode, terms = condition.kind, condition.terms
    return {
        "mode": mode,
        "terms": [
            term_to_raw(term, constants, derive, f"{path}.{index}", depth)
            for index, term in enumerate(terms)
        ],
    }


def term_to_raw(
    term: Condition, constants: Constants, derive: Callable[[str], str], path: str, depth: int
) -> Raw:
    """Return the raw block of one term."""
    group = group_of(term, constants, derive, path, depth - 1)
    if group is not None:
        return {"type": "group", "value": group, "id": derive(path)}
    comparison = term.term if isinstance(term, Not) else term
    if not isinstance(comparison, Comparison):
        raise TypeError(term)
    value = {
        "question": comparison.question,
        "operator": "filled" if isinstance(term, Not) else comparison.operator,
        "value": constants.write(comparison.question, comparison.value),
        "other": comparison.other,
    }
    return {"type": "comparison", "value": value, "id": derive(path)}


def is_filled(condition: Condition) -> bool:
    """Tell whether a condition is « has an answer »."""
    return (
        isinstance(condition, Not)
        and isinstance(condition.term, Comparison)
        and condition.term.operator == "empty"
    )


# --- Options under condition ------------------------------------------------------------------


def option_conditions(raw: Iterable[Raw] | None, constants: Constants) -> dict[str, Condition]:
    """Return when each option is offered; one named twice must meet both conditions."""
    found: dict[str, Condition] = {}
    for item in raw or ():
        condition = from_raw(item["value"].get("condition"), constants)
        if condition is None:
            continue
        for entry in item["value"].get("options") or ():
            known = found.get(entry["value"])
            found[entry["value"]] = AllOf(terms=(known, condition)) if known else condition
    return found


def option_conditions_to_raw(
    conditions: Mapping[str, Condition], constants: Constants, derive: Callable[[str], str]
) -> list[Raw]:
    """Return the raw list of the options under condition, those of one condition together."""
    groups: list[tuple[Condition, list[str]]] = []
    for option, condition in conditions.items():
        if groups and groups[-1][0] == condition:
            groups[-1][1].append(option)
        else:
            groups.append((condition, [option]))
    return [
        {
            "type": "item",
            "id": derive(f"o.{index}"),
            "value": {
                "options": [
                    {"type": "item", "value": option, "id": derive(f"o.{index}.{place}")}
                    for place, option in enumerate(options)
                ],
                "condition": to_raw(condition, constants, under(derive, f"o.{index}")),
            },
        }
        for index, (condition, options) in enumerate(groups)
    ]


def under(derive: Callable[[str], str], place: str) -> Callable[[str], str]:
    """Return how the ids of the parts of one place are made."""
    return lambda key: derive(f"{place}.{key}")
