"""Any form hypothesis can think of, as an editor could publish it, and any answers to it."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import hypothesis.strategies as st

from applications.formbuilder.checks import is_prefillable
from applications.formbuilder.composite import nests_questions
from applications.formbuilder.field_types import field_types
from applications.formbuilder.numbers import plain
from applications.formbuilder.prefill import acceptable
from applications.formbuilder.reachability import Reach
from applications.formbuilder.reference_checks import COMPARED_TOGETHER
from applications.formbuilder.rows import Row
from applications.formbuilder.schema import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Criterion,
    FormSchema,
    JsonValue,
    Not,
    Question,
    Step,
    SwornStatement,
)
from tests.factories.formbuilder import SETTINGS, samples

ids = st.uuids(version=4).map(str)
words = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")),
    min_size=1,
    max_size=20,
)
CODES = [field_type.code for field_type in field_types]
LOOKING_BACK = frozenset({"check", "computed_value", "computed_sum"})
AMOUNTS = ("0", "1", "3", "10", "12.5", "99.99", "1500", "5000")
WHOLE = tuple(number for number in AMOUNTS if "." not in number)
DAYS = ("2026-01-01", "2026-03-27", "2026-03-28", "2026-12-31")
ORDERING = ("equals", "not_equals", "greater", "at_least", "less", "at_most")
FACTS: dict[str, tuple[str, ...]] = {
    "@family": ("particulier", "association", "entreprise"),
    "@beneficiary": ("person", "structure"),
}


@dataclass
class Known:
    """What a part of the form being drawn may look at: the questions before it."""

    questions: list[Question] = field(default_factory=list)
    around: Condition | None = None
    places: dict[str, tuple[Question, Condition | None]] = field(default_factory=dict)
    are_facts_known: bool = False

    def add(self, question: Question) -> None:
        """Let what follows look at a question."""
        for one in (question, *field_types.get(question.type).derived(question)):
            self.questions.append(one)
            self.places[one.id] = (one, self.around)

    def inside(self) -> "Known":
        """Return what a row may look at: the same, and what comes before in the row."""
        return replace(self, questions=list(self.questions), places=dict(self.places))

    def possible(self, *conditions: Condition | None) -> bool:
        """Tell whether these may hold together here."""
        return Reach(self.places).can_hold(self.around, *conditions)

    @property
    def comparable(self) -> list[Question]:
        """The questions conditions may look at, facts among them."""
        found = [one for one in self.questions if field_types.get(one.type).operators]
        return [*found, *(fact_question(code) for code in FACTS)] if self.are_facts_known else found

    @property
    def numbers(self) -> list[str]:
        """The questions calculations may look at."""
        return [one.id for one in self.questions if field_types.get(one.type).kind == "number"]


def fact_question(code: str) -> Question:
    """Return a fact as conditions take it for."""
    choices = [{"id": value, "label": value} for value in FACTS[code]]
    return Question(id=code, type="choice", label=code, settings={"choices": choices})


@st.composite
def forms(draw: st.DrawFn, codes: list[str] = CODES, *, with_facts: bool = False) -> FormSchema:
    """Draw a form that `checks` accepts: any types, conditions that look back and may hold.

    `with_facts` lets conditions look at facts, which the engine must then be told of.
    """
    known = Known(are_facts_known=with_facts)
    steps = []
    for place in range(1, draw(st.integers(1, 3)) + 1):
        known.around = None
        known.around = draw(conditions(known))
        asked = []
        for _question in range(draw(st.integers(1, 6))):
            drawn = draw(questions(known, codes))
            known.add(drawn)
            asked.append(drawn)
        title = f"{place}. {draw(words)}"
        steps.append(
            Step(id=draw(ids), title=title, visible_if=known.around, questions=tuple(asked))
        )
    known.around = None
    return FormSchema(
        preamble=f"<p>{draw(words).replace('<', '').replace('&', '')}</p>",
        criteria=draw(criteria()),
        steps=tuple(steps),
        documents=tuple(
            Question(
                id=draw(ids),
                type="file",
                label=draw(words),
                visible_if=draw(conditions(known)),
                staff_note=draw(notes),
            )
            for _document in range(draw(st.integers(0, 2)))
        ),
        statements=tuple(draw(st.lists(st.builds(SwornStatement, id=ids, text=words), max_size=2))),
    )


notes = st.one_of(st.just(""), words)


@st.composite
def criteria(draw: st.DrawFn) -> tuple[Criterion, ...]:
    """Draw criteria, some asked only after a certain answer to an earlier one."""
    found: list[Criterion] = []
    for _criterion in range(draw(st.integers(0, 3))):
        condition = None
        if found and draw(st.booleans()):
            earlier = draw(st.sampled_from(found))
            condition = Comparison(
                question=earlier.id, operator="equals", value=draw(st.booleans())
            )
        found.append(
            Criterion(
                id=draw(ids), label=draw(words), explanation=draw(words), visible_if=condition
            )
        )
    known = Known()
    kept = []
    for criterion in found:
        if known.possible(criterion.visible_if):
            kept.append(criterion)
            asked = Question(
                id=criterion.id, type="yes_no", label="", visible_if=criterion.visible_if
            )
            known.places[asked.id] = (asked, None)
    return tuple(kept)


@st.composite
def questions(draw: st.DrawFn, known: Known, codes: list[str] = CODES) -> Question:
    """Draw a question that may look at earlier ones."""
    code = draw(st.sampled_from(codes))
    if code in LOOKING_BACK and not known.numbers:
        code = "amount"
    field_type = field_types.get(code)
    visible_if = draw(conditions(known))
    settings = draw(settings_of(code, known, visible_if))
    is_input = field_type.is_input
    required_if = draw(conditions(known, visible_if)) if is_input else None
    asked = Question(
        id=draw(ids),
        type=code,
        label=draw(words),
        help=draw(words) if field_type.is_labelled else "",
        example=draw(words) if is_input and code != "file" else "",
        is_required=is_input and required_if is None and draw(st.booleans()),
        required_if=required_if,
        is_sensitive=is_input and draw(st.booleans()),
        staff_note=draw(notes) if is_input else "",
        visible_if=visible_if,
        settings=settings,
        questions=draw(children(code, known.inside())),
    )
    if is_prefillable(field_type) and field_type.operators - {"empty"}:
        default = draw(st.one_of(st.none(), valid_answers(asked)))
        if isinstance(default, dict):
            default = None  # An editor writes it as its code.
        if default is not None and acceptable(asked, default) == default:
            asked = asked.model_copy(update={"default": default})
    return asked


@st.composite
def settings_of(
    draw: st.DrawFn, code: str, known: Known, visible_if: Condition | None
) -> dict[str, JsonValue]:
    """Draw the settings of a type."""
    settings: dict[str, JsonValue] = dict(SETTINGS.get(code, {}))
    if "choices" in settings:
        settings["choices"] = [
            draw(options(known, visible_if)) for _option in range(draw(st.integers(1, 9)))
        ]
    if code == "computed_sum":
        terms = draw(st.lists(st.sampled_from(known.numbers), min_size=1, max_size=4))
        settings = {"terms": terms}
    if code == "computed_value":
        shown_as = draw(st.sampled_from(["number", "amount", "percentage"]))
        settings = {"formula": draw(calculations(known.numbers)), "shown_as": shown_as}
    if code == "check":
        rule = draw(conditions(known, visible_if, is_there=True))
        settings = {
            "rule": rule.model_dump(mode="json") if rule else None,
            "message": draw(words),
            "severity": draw(st.sampled_from(["error", "warning"])),
        }
        if draw(st.booleans()):
            settings["is_strict"] = True
    if code == "table":
        settings = draw(tables())
    if code == "financing_plan":
        settings = draw(plans())
    return settings


@st.composite
def children(draw: st.DrawFn, code: str, known: Known) -> tuple[Question, ...]:
    """Draw the questions of the rows of a composite question."""
    composite = field_types.get(code)
    if not nests_questions(composite):
        return ()
    codes = [one.code for one in field_types if composite.may_hold(one)]
    found = []
    for _child in range(draw(st.integers(1, 4))):
        if composite.has_conditions:
            drawn = draw(questions(known, codes))
            known.add(drawn)
        else:
            drawn = draw(questions(Known(), codes))
        bare = {"is_sensitive": False, "staff_note": "", "default": None}
        found.append(drawn.model_copy(update=bare))
    return tuple(found)


@st.composite
def tables(draw: st.DrawFn) -> dict[str, JsonValue]:
    """Draw the settings of a table: rows already there, rows added, or both."""
    settings: dict[str, JsonValue] = {}
    rows = draw(st.lists(labelled(), max_size=3))
    if rows:
        settings["rows"] = rows
    if draw(st.booleans()):
        settings |= {"minimum_rows": draw(st.integers(1, 2)), "maximum_rows": 5}
    if draw(st.booleans()):
        settings["is_without_totals"] = True
    return settings


@st.composite
def plans(draw: st.DrawFn) -> dict[str, JsonValue]:
    """Draw the settings of a financing plan."""
    sides = ["expenses", "resources", *(("uses", "sources") if draw(st.booleans()) else ())]
    settings: dict[str, JsonValue] = {
        side: [
            {**draw(labelled()), "lines": draw(st.lists(labelled(), max_size=3))}
            for _account in range(draw(st.integers(1, 2)))
        ]
        for side in sides
    }
    if draw(st.booleans()):
        account = settings["resources"][0]
        settings["requested"] = (account["lines"] or [account])[0]["id"]
        settings["maximum_rate"] = draw(st.sampled_from(["30", "50", "100"]))
    for flag in ("has_other_aids", "is_in_whole_euros"):
        if draw(st.booleans()):
            settings[flag] = True
    return settings


def labelled() -> st.SearchStrategy[dict[str, JsonValue]]:
    """Return anything with an id and a label."""
    return st.fixed_dictionaries({"id": ids, "label": words})


@st.composite
def options(draw: st.DrawFn, known: Known, visible_if: Condition | None) -> dict[str, JsonValue]:
    """Draw one option, offered in some cases only."""
    found: dict[str, JsonValue] = {"id": draw(ids), "label": draw(words)}
    condition = draw(conditions(known, visible_if)) if draw(st.booleans()) else None
    if condition is not None:
        found["visible_if"] = condition.model_dump(mode="json")
    return found


@st.composite
def calculations(draw: st.DrawFn, numbers: list[str], depth: int = 2) -> str:
    """Draw a calculation that looks at an answer at least."""
    name = "{" + draw(st.sampled_from(numbers)) + "}"
    if not depth or draw(st.booleans()):
        return name
    one = draw(calculations(numbers, depth - 1))
    number = draw(st.sampled_from(["0", "2", "3", "0,5", "100"]))
    return draw(
        st.sampled_from(
            [f"({name} {sign} {one})" for sign in "+-*/"]
            + [
                f"{name} * {number} / ({one} + {number})",
                f"min({name}; {one}; {number})",
                f"max({one}; {number})",
                f"arrondi({one} / 3; 1)",
                f"si({name} > {number}; {one}; {name} - {number})",
                f"-{one} %",
            ]
        )
    )


@st.composite
def conditions(
    draw: st.DrawFn,
    known: Known,
    visible_if: Condition | None = None,
    *,
    is_there: bool = False,
    depth: int = 2,
) -> Condition | None:
    """Draw a condition over earlier questions that may hold, or none; `is_there` avoids none."""
    comparable = known.comparable
    if not comparable or not (is_there or draw(st.booleans())):
        return None
    for _attempt in range(3):
        drawn: Condition = draw(trees(comparable, depth))
        if known.possible(visible_if, drawn):
            return drawn
    empty: Condition = Comparison(question=comparable[0].id, operator="empty")
    return empty if is_there and known.possible(visible_if, empty) else None


@st.composite
def trees(draw: st.DrawFn, comparable: list[Question], depth: int) -> Condition:
    """Draw a tree in the one form the editor writes (a group has two terms or more)."""
    shape = draw(st.sampled_from(["comparison", "all", "any", "not"])) if depth else "comparison"
    if shape == "comparison":
        return draw(comparisons(comparable))
    if shape == "not":
        return Not(term=draw(comparisons(comparable)))
    terms = [draw(trees(comparable, depth - 1)) for _term in range(draw(st.integers(2, 3)))]
    return AllOf(terms=tuple(terms)) if shape == "all" else AnyOf(terms=tuple(terms))


@st.composite
def comparisons(draw: st.DrawFn, comparable: list[Question]) -> Comparison:
    """Draw one comparison its question accepts, with a constant or with another answer."""
    target = draw(st.sampled_from(comparable))
    target_type = field_types.get(target.type)
    operator: Any = draw(st.sampled_from(sorted(target_type.operators)))
    if operator == "empty":
        return Comparison(question=target.id, operator=operator)
    others = [
        one.id
        for one in comparable
        if one.id != target.id
        and target_type.kind in COMPARED_TOGETHER
        and field_types.get(one.type).kind == target_type.kind
    ]
    if others and operator in ORDERING and draw(st.booleans()):
        return Comparison(
            question=target.id, operator=operator, other=draw(st.sampled_from(others))
        )
    if operator == "in":
        value = draw(st.lists(constants(target), min_size=1, max_size=3))
    else:
        value = draw(constants(target))
    return Comparison(question=target.id, operator=operator, value=value)


def constants(target: Question) -> st.SearchStrategy[JsonValue]:
    """Return the constants a question can be compared with."""
    field_type = field_types.get(target.type)
    choices = target.settings.get("choices")
    if choices:
        return st.sampled_from([item["id"] for item in choices])
    if target.type == "linked_choice":
        return st.sampled_from(sorted(field_type.parts(target)))
    if field_type.kind == "boolean":
        return st.booleans()
    if field_type.kind == "date":
        return st.sampled_from(DAYS)
    if field_type.kind == "number":
        return st.sampled_from([field_type.constant_from_text(number) for number in WHOLE])
    sample = field_type.sample(target)
    text = field_type.comparable(sample) if isinstance(sample, dict) else str(sample)
    return st.just(text.replace(";", ""))


# --- Answers --------------------------------------------------------------------------------


@st.composite
def answers(draw: st.DrawFn, schema: FormSchema) -> dict[str, JsonValue]:
    """Draw answers: valid ones, missing ones, and things that cannot be read; facts, if any."""
    found: dict[str, JsonValue] = {}
    for key in samples(schema):
        asked = next(item for step in schema.steps for item in step.questions if item.id == key)
        fate = draw(st.sampled_from(["valid", "valid", "valid", "absent", "raw"]))
        if field_types.get(asked.type).children(asked):
            if fate != "absent" and (drawn := draw(rows(asked))):
                found[key] = drawn
        elif fate == "valid":
            found[key] = draw(valid_answers(asked))
        elif fate == "raw":
            found[f"raw:{key}"] = draw(words)
    for code, values in FACTS.items():
        if draw(st.booleans()):
            found[code] = draw(st.sampled_from(values))
    return found


@st.composite
def rows(draw: st.DrawFn, asked: Question) -> list[Row]:
    """Draw the rows of a composite answer: cells valid, missing or unreadable."""
    composite = field_types.get(asked.type)
    free = [f"row-{index}" for index in range(min(2, composite.row_bounds(asked).maximum))]
    parts = [(row, composite.asked_in_fixed(asked)) for row in composite.fixed_rows(asked)]
    parts += [(row, composite.asked_in_free(asked)) for row in free]
    found = []
    for row, children in parts:
        given: dict[str, JsonValue] = {}
        for child in composite.children(asked):
            if children is not None and child.id not in children:
                continue
            fate = draw(st.sampled_from(["valid", "valid", "absent", "raw"]))
            if fate == "valid" and field_types.get(child.type).sample(child) is not None:
                given[child.id] = draw(valid_cells(asked, child))
            elif fate == "raw" and field_types.get(child.type).is_input:
                given[f"raw:{child.id}"] = draw(words)
        if given:
            found.append(Row(id=row, answers=given))
    return found


def valid_cells(asked: Question, child: Question) -> st.SearchStrategy[JsonValue]:
    """Return answers a row accepts: a plan in whole euros takes no cents."""
    if child.type == "amount" and asked.settings.get("is_in_whole_euros"):
        return st.sampled_from(WHOLE)
    return valid_answers(child)


def valid_answers(asked: Question) -> st.SearchStrategy[JsonValue]:
    """Return answers a question accepts: varied for the types conditions look at most."""
    field_type = field_types.get(asked.type)
    sample = field_type.sample(asked)
    known: list[JsonValue] = [sample]
    if asked.type == "choice":
        known = [item["id"] for item in asked.settings["choices"]]
    elif field_type.kind == "boolean":
        known = [given for given in (True, False) if acceptable(asked, given) == given]
    elif field_type.kind == "date":
        known += [day for day in DAYS if acceptable(asked, day) == day]
    elif field_type.kind == "number" and field_type.is_input:
        typed = [plain(Decimal(number)).replace(".", ",") for number in AMOUNTS]
        known += [found for number in typed if (found := acceptable(asked, number)) is not None]
    return st.sampled_from(known)
