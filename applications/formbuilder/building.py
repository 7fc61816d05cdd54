"""From the editor's streams to the schema, and back.

Both directions work on the streams' raw JSON. An unfinished draft always builds: what is wrong
with it is said by `checks`, with its place.
"""

import functools
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias
from uuid import NAMESPACE_URL, uuid5

from wagtail.blocks import (
    Block,
    DateBlock,
    DecimalBlock,
    ListBlock,
    RichTextBlock,
    StaticBlock,
    StreamValue,
    StructBlock,
)
from wagtail.rich_text import RichText, expand_db_html

from applications.formbuilder.composite import nests_questions
from applications.formbuilder.condition_blocks import ConditionBlock, OptionConditionsBlock
from applications.formbuilder.condition_streams import (
    Constants,
    from_raw,
    option_conditions,
    option_conditions_to_raw,
    to_raw,
)
from applications.formbuilder.field_types import field_types
from applications.formbuilder.numbers import plain
from applications.formbuilder.schema import (
    AllOf,
    Condition,
    Criterion,
    FormSchema,
    JsonValue,
    Question,
    Step,
    SwornStatement,
)
from applications.formbuilder.technical_blocks import (
    CodesBlock,
    FormulaBlock,
    QuestionRefBlock,
    TemplateBlock,
)

Raw = dict[str, Any]
Stream: TypeAlias = "StreamValue | Iterable[Raw] | None"
FLAGS = ("is_sensitive", "is_manager_only", "is_review_only")
TEXTS = ("example", "prefill", "staff_note")
CONDITIONS = ("visible_if", "required_if")
BLOCK_KEYS = re.compile(r' data-block-key="[^"]*"')


def build_schema(
    *,
    preamble: object = "",
    criteria: Stream = None,
    steps: Stream = None,
    documents: Stream = None,
    statements: Stream = None,
) -> FormSchema:
    """Return the form that the page's fields describe."""
    raw_steps, raw_documents = raw_stream(steps), raw_stream(documents)
    raw_criteria = raw_stream(criteria)
    constants = Constants.of_questions(
        [item for step in raw_steps for item in children(step["value"], "questions")],
        raw_criteria,
    )
    return FormSchema(
        preamble=html_of(preamble),
        criteria=tuple(build_criterion(item, constants) for item in raw_criteria),
        steps=tuple(build_step(item, constants) for item in raw_steps),
        documents=tuple(build_question(item, constants) for item in raw_documents),
        statements=tuple(
            SwornStatement(id=item["id"], text=text_of(item["value"], "text"))
            for item in raw_stream(statements)
        ),
    )


def to_stream(schema: FormSchema) -> dict[str, list[Raw]]:
    """Return the raw data of the four streams that build this schema, ids included.

    Every text key is there, empty or not: a missing one would stop a translation.
    """
    constants = Constants.of_schema(schema)
    return {
        "criteria": [
            node(
                item.id,
                "criterion",
                {
                    **item.model_dump(exclude={"id", "visible_if"}),
                    "settings": settings_to_raw(item.id, condition_settings(item, constants)),
                },
            )
            for item in schema.criteria
        ],
        "steps": [
            node(
                step.id,
                "step",
                {
                    "title": step.title,
                    "introduction": step.introduction,
                    "questions": [question_to_raw(item, constants) for item in step.questions],
                    "settings": settings_to_raw(step.id, condition_settings(step, constants)),
                },
            )
            for step in schema.steps
        ],
        "documents": [question_to_raw(item, constants) for item in schema.documents],
        "statements": [
            node(item.id, "statement", {"text": item.text}) for item in schema.statements
        ],
    }


# --- Streams to schema ----------------------------------------------------------------------


def build_criterion(item: Raw, constants: Constants) -> Criterion:
    """Return one criterion; unknown keys are ignored, missing ones take their default."""
    condition = chosen(rare_settings(item["value"]), "visible_if", constants)
    known = {key: value for key, value in item["value"].items() if key in Criterion.model_fields}
    texts = {key: text_of(known, key) for key in ("label", "help", "explanation")}
    return Criterion(**{**known, **texts, "id": item["id"], "visible_if": condition})


def build_step(item: Raw, constants: Constants) -> Step:
    """Return one step with its questions."""
    value = item["value"]
    rare = rare_settings(value)
    return Step(
        id=item["id"],
        title=text_of(value, "title"),
        introduction=text_of(value, "introduction"),
        visible_if=chosen(rare, "visible_if", constants),
        questions=tuple(build_question(child, constants) for child in children(value, "questions")),
    )


def build_question(item: Raw, constants: Constants) -> Question:
    """Return one question; what belongs to its type goes to `settings`."""
    value = item["value"]
    field_type = field_types.get(item["type"])
    rare = rare_settings(value)
    given = {**value, **rare}
    own = (*field_type.editor.always, *field_type.editor.rare)
    settings = {
        name: setting_from_raw(given[name], block, constants)
        for name, block in own
        if name in given and not isinstance(block, OptionConditionsBlock)
    }
    required_if = chosen(rare, "required_if", constants)
    is_required = field_type.is_input and bool(value.get("is_required", True))
    default = str(rare.get("default") or "").strip()
    return Question(
        id=item["id"],
        type=field_type.code,
        label=text_of(value, "label"),
        help=text_of(value, "help"),
        is_required=is_required and required_if is None,
        required_if=required_if,
        visible_if=chosen(rare, "visible_if", constants),
        default=constants.read_default(item["id"], default) if default else None,
        settings=with_option_conditions(
            {key: entry for key, entry in settings.items() if entry not in (None, "", [])},
            option_conditions(given.get("options_if"), constants),
        ),
        questions=tuple(build_question(child, constants) for child in children(value, "questions")),
        **texts_and_flags(rare),
    )


def texts_and_flags(rare: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rare texts of a question, and what is true of it by being there."""
    return {name: text_of(rare, name) for name in TEXTS} | {name: name in rare for name in FLAGS}


def with_option_conditions(
    settings: dict[str, JsonValue], conditions: Mapping[str, Condition]
) -> dict[str, JsonValue]:
    """Return the settings of a question with the condition of each option beside it."""
    if not conditions:
        return settings
    choices = [
        {**one, "visible_if": conditions[one["id"]].model_dump(mode="json")}
        if one["id"] in conditions
        else one
        for one in settings.get("choices") or ()
    ]
    return {**settings, "choices": choices}


def setting_from_raw(value: Any, block: Block, constants: Constants) -> JsonValue:
    """Return the JSON form of one of a type's settings: one form only, however it was saved.

    What cannot be read is kept as it is, for `checks` to name.
    """
    if isinstance(block, StaticBlock):
        return True
    if value is None or value == "":
        return None
    if isinstance(block, DecimalBlock):
        try:
            return plain(Decimal(str(value)))
        except InvalidOperation:
            return str(value)
    if isinstance(block, ConditionBlock | FormulaBlock | TemplateBlock):
        return reference_from_raw(value, block, constants)
    if isinstance(block, DateBlock):
        return value.isoformat() if isinstance(value, date) else str(value)
    if isinstance(block, RichTextBlock):
        return html_of(value)
    if isinstance(block, CodesBlock):
        words = str(value).lower().replace(",", " ").split()
        return [word.lstrip(".") for word in words]
    if isinstance(block, ListBlock):
        return list_from_raw(value, block)
    return value.strip() if isinstance(value, str) else value


def reference_from_raw(
    value: Any, block: ConditionBlock | FormulaBlock | TemplateBlock, constants: Constants
) -> JsonValue:
    """Return a condition or a calculation, the questions it looks at named by id; or a document."""
    if isinstance(block, TemplateBlock):
        return block.as_setting(value)
    if isinstance(block, FormulaBlock):
        return constants.formula(str(value).strip())
    condition = from_raw(value, constants)
    return None if condition is None else condition.model_dump(mode="json")


def list_from_raw(items: Iterable[Raw], block: ListBlock) -> list[JsonValue]:
    """Return references as ids, options as their id and label, or their id and their parts."""
    if isinstance(block.child_block, QuestionRefBlock):
        return [item["value"] for item in items if item["value"]]
    return [{"id": item["id"], **entry_from_raw(item["value"], block)} for item in items]


def entry_from_raw(value: Any, block: ListBlock) -> dict[str, JsonValue]:
    """Return what one item of a list holds: a label, or a text or a list per part."""
    if not isinstance(block.child_block, StructBlock):
        return {"label": str(value or "").strip()}
    return {
        name: list_from_raw(children(value, name), part)
        if isinstance(part, ListBlock)
        else text_of(value, name)
        for name, part in block.child_block.child_blocks.items()
    }


def raw_stream(stream: Stream) -> list[Raw]:
    """Return the raw children of a stream."""
    if isinstance(stream, StreamValue):
        return list(stream.get_prep_value())
    return list(stream or ())


def children(value: Mapping[str, Any], name: str) -> list[Raw]:
    """Return the raw children of a nested stream; none when it is missing."""
    return list(value.get(name) or ())


def rare_settings(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the « Réglages » of a block by name."""
    return {item["type"]: item["value"] for item in children(value, "settings")}


def chosen(rare: Mapping[str, Any], name: str, constants: Constants) -> Condition | None:
    """Return a condition of the « Réglages »; one left empty is kept, to be named as such."""
    if name not in rare:
        return None
    return from_raw(rare[name], constants) or AllOf(terms=())


def text_of(value: Mapping[str, Any], name: str) -> str:
    """Return a text without outer spaces, or nothing."""
    return str(value.get(name) or "").strip()


def html_of(value: object) -> str:
    """Return rich text as it is shown: its links to pages become addresses once and for all."""
    source = value.source if isinstance(value, RichText) else str(value or "")
    return str(expand_db_html(BLOCK_KEYS.sub("", source))).strip() if source else ""


# --- Schema to streams ----------------------------------------------------------------------


def question_to_raw(question: Question, constants: Constants) -> Raw:
    """Return the raw block of one question."""
    field_type = field_types.get(question.type)
    own = field_type.editor
    value: Raw = {"label": question.label}
    if field_type.is_labelled:
        value["help"] = question.help
    if field_type.is_input:
        value["is_required"] = question.is_required
    for name, block in own.always:
        value[name] = setting_to_raw(question, name, block, constants)
    if nests_questions(field_type):
        value["questions"] = [question_to_raw(child, constants) for child in question.questions]
    rare = {
        name: setting_to_raw(question, name, block, constants)
        for name, block in own.rare
        if name in question.settings
    }
    rare |= {name: getattr(question, name) for name in TEXTS if getattr(question, name)}
    rare |= {name: None for name in FLAGS if getattr(question, name)}
    if question.default is not None:
        rare["default"] = constants.write(question.id, question.default)
    rare |= condition_settings(question, constants)
    offered = field_type.option_conditions(question)
    if offered:
        derive = functools.partial(derived_id, question.id)
        rare["options_if"] = option_conditions_to_raw(offered, constants, derive)
    value["settings"] = settings_to_raw(question.id, rare)
    return node(question.id, question.type, value)


def setting_to_raw(question: Question, name: str, block: Block, constants: Constants) -> Any:
    """Return the raw block value of one of a type's settings."""
    value = question.settings.get(name)
    if isinstance(block, CodesBlock):
        return " ".join(value or ())
    if isinstance(block, StaticBlock):
        return None
    if isinstance(block, TemplateBlock):
        return value and value["document"]
    if isinstance(block, ConditionBlock):
        rule = field_types.get(question.type).rule(question)
        derive = functools.partial(derived_id, f"{question.id}.{name}")
        return {"mode": "all", "terms": []} if rule is None else to_raw(rule, constants, derive)
    if not isinstance(block, ListBlock):
        return "" if value is None else value
    if isinstance(block.child_block, QuestionRefBlock):
        return [
            node(derived_id(question.id, f"{name}.{index}"), "item", entry)
            for index, entry in enumerate(value or ())
        ]
    return list_to_raw(value or (), block)


def list_to_raw(items: Iterable[Raw], block: ListBlock) -> list[Raw]:
    """Return the raw items of a list of options."""
    return [node(item["id"], "item", entry_to_raw(item, block)) for item in items]


def entry_to_raw(item: Raw, block: ListBlock) -> Any:
    """Return what the block of one item holds."""
    if not isinstance(block.child_block, StructBlock):
        return item["label"]
    return {
        name: list_to_raw(item.get(name) or (), part)
        if isinstance(part, ListBlock)
        else str(item.get(name) or "")
        for name, part in block.child_block.child_blocks.items()
    }


def condition_settings(item: Question | Step | Criterion, constants: Constants) -> Raw:
    """Return the « Afficher seulement si » and « Obligatoire seulement si » of a part, if any."""
    return {
        name: to_raw(condition, constants, functools.partial(derived_id, f"{item.id}.{name}"))
        for name in CONDITIONS
        if (condition := getattr(item, name, None)) is not None
    }


def settings_to_raw(owner: str, rare: Raw) -> list[Raw]:
    """Return the raw « Réglages » of a block; ids follow from the owner's."""
    return [node(derived_id(owner, name), name, value) for name, value in rare.items()]


def node(node_id: str, block_type: str, value: Any) -> Raw:
    """Return one raw stream child."""
    return {"type": block_type, "value": value, "id": node_id}


def derived_id(owner: str, name: str) -> str:
    """Return an id that is the same at every run."""
    return str(uuid5(NAMESPACE_URL, f"form:{owner}:{name}"))
