"""What would break a form, named with its place, before it is published."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from applications.formbuilder.base import FieldType
from applications.formbuilder.composite import CompositeType
from applications.formbuilder.conditions import conditions_of, mentioned
from applications.formbuilder.criteria import CRITERION_TYPE
from applications.formbuilder.facts import fact_questions, is_fact
from applications.formbuilder.field_types import field_types
from applications.formbuilder.prefill import acceptable, prefill_sources
from applications.formbuilder.reachability import Reach
from applications.formbuilder.reference_checks import Problem, References, Words
from applications.formbuilder.schema import (
    Condition,
    Criterion,
    FormSchema,
    Question,
    Step,
    title_key,
)

NEVER_SHOWN = _("It can never be shown: its condition cannot be met.")


class Check(References):
    """One run over a form, in the order people meet it."""

    def __init__(self, schema: FormSchema) -> None:
        questions = {q.id: q for step in schema.steps for q in step.questions}
        totals = {one.id: (one, q.id) for q in questions.values() for one in derived(q)}
        super().__init__(
            everywhere={**questions, **{key: one for key, (one, _owner) in totals.items()}},
            needs={q.id: set(needed(q)) for q in questions.values()}
            | {key: {owner} for key, (_one, owner) in totals.items()},
            nested={child.id: child for q in questions.values() for child in q.questions},
        )
        self.schema = schema
        self.ids: set[str] = set()
        self.titles: dict[str, tuple[int, str]] = {}
        self.facts = {one.id: one for one in fact_questions(sorted(facts_in(schema)))}
        self.reach_of_criteria = Reach(
            {key: (question, None) for key, question in self.facts.items()}
            | {
                criterion.id: (criterion_question(criterion), None)
                for criterion in self.schema.criteria
            }
        )
        self.reach_of_questions = Reach(
            {key: (question, None) for key, question in self.facts.items()}
            | {
                one.id: (one, step.visible_if)
                for step in self.schema.steps
                for question in step.questions
                for one in (question, *question.questions, *derived(question))
                if is_readable(one)
            }
        )

    def run(self) -> list[Problem]:
        """Walk the form in the order people meet it."""
        self.seen = dict(self.facts)
        for index, criterion in enumerate(self.schema.criteria, 1):
            self.criterion(index, criterion)
        self.seen = dict(self.facts)
        for index, step in enumerate(self.schema.steps, 1):
            self.step(index, step)
        place = str(_("Documents"))
        for document in self.schema.documents:
            self.question(document, place)
        for index, statement in enumerate(self.schema.statements, 1):
            place = str(_("Sworn statement %(number)d")) % {"number": index}
            self.know(statement.id, place)
            if not statement.text:
                self.say(statement.id, place, _("This statement has no text."))
        return self.problems

    def criterion(self, index: int, criterion: Criterion) -> None:
        """Check one criterion, then let those after it refer to it."""
        place = str(_("Criterion %(number)d “%(label)s”")) % {
            "number": index,
            "label": criterion.label,
        }
        self.know(criterion.id, place)
        self.named(criterion.id, place, criterion.label)
        if criterion.effect == "blocking" and not criterion.explanation:
            self.say(criterion.id, place, _("A blocking criterion needs an explanation."))
        is_sound = self.condition(criterion.id, place, criterion.visible_if)
        if is_sound and not self.reach_of_criteria.can_hold(criterion.visible_if):
            self.say(criterion.id, place, NEVER_SHOWN)
        self.seen[criterion.id] = criterion_question(criterion)

    def step(self, index: int, step: Step) -> None:
        """Check one step and its questions; what a step hides for ever is said once."""
        place = str(_("Step %(number)d “%(title)s”")) % {"number": index, "title": step.title}
        self.know(step.id, place)
        if not step.title:
            self.say(step.id, place, _("This step has no title."))
        self.titled(index, step, place)
        if not step.questions:
            self.say(step.id, place, _("This step has no question."))
        self.is_for_review = all(question.is_review_only for question in step.questions)
        is_sound = self.condition(step.id, place, step.visible_if)
        is_reached = is_sound and self.reach_of_questions.can_hold(step.visible_if)
        if is_sound and not is_reached:
            self.say(step.id, place, NEVER_SHOWN)
        for question in step.questions:
            self.question(question, place, step.visible_if, is_reached=is_reached)

    def titled(self, index: int, step: Step, place: str) -> None:
        """Refuse the title of an earlier step: people tell steps apart by their titles alone."""
        key = title_key(step.title)
        number, title = self.titles.setdefault(key, (index, step.title)) if key else (index, "")
        if number != index:
            self.say(
                step.id,
                place,
                _("It has the same title as step %(number)d “%(title)s”: give each its own."),
                number=number,
                title=title,
            )

    def know(self, node_id: str, place: str) -> None:
        """Refuse an id that is already used."""
        if node_id in self.ids:
            self.say(node_id, place, _("Its identifier is used twice. Delete it and add it again."))
        self.ids.add(node_id)

    def named(self, node_id: str, place: str, label: str) -> None:
        """Refuse an empty label."""
        if not label:
            self.say(node_id, place, _("The label is empty."))

    def question(
        self,
        question: Question,
        where: str,
        around: Condition | None = None,
        *,
        is_reached: bool = True,
    ) -> None:
        """Check one question, then let those after it refer to it.

        `around` is the condition of what holds it; nothing more is said when that is never met.
        """
        place = f"{where} › {question.label or nameless(question)}"
        self.know(question.id, place)
        if question.type not in field_types:
            self.say(question.id, place, _("Its type is unknown: %(type)s."), type=question.type)
            return
        field_type = field_types.get(question.type)
        if field_type.is_labelled:
            self.named(question.id, place, question.label)
        self.is_for_review = question.is_review_only
        self.readers(question, place)
        is_readable = self.settings(question, field_type, place)
        is_sound = self.condition(question.id, place, question.visible_if)
        if is_readable:
            self.first_answer(question, field_type, place)
            self.references(question, field_type, place)
        if is_readable and is_sound and is_reached:
            if self.reach_of_questions.can_hold(around, question.visible_if):
                self.inner_conditions(question, field_type, place, around)
            else:
                self.say(question.id, place, NEVER_SHOWN)
        if isinstance(field_type, CompositeType):
            self.rows(question, field_type, place, around, is_reached=is_reached)
        self.seen[question.id] = question
        self.seen |= {one.id: one for one in derived(question)}

    def rows(
        self,
        question: Question,
        composite: CompositeType[Any],
        place: str,
        around: Condition | None,
        *,
        is_reached: bool,
    ) -> None:
        """Check the questions of a row: they see the form before them, nothing else sees them."""
        if composite.nests_questions and not question.questions:
            self.say(question.id, place, _("It asks nothing in its rows."))
        before, everywhere, nested = dict(self.seen), self.everywhere, self.nested
        self.everywhere = everywhere | {child.id: child for child in question.questions}
        self.nested = {key: one for key, one in nested.items() if key not in self.everywhere}
        for child in question.questions:
            self.question(child, place, around, is_reached=is_reached)
            if child.type in field_types and not composite.may_hold(field_types.get(child.type)):
                kind = field_types.get(child.type).label
                self.say(child.id, place, _("A row cannot hold this: %(type)s."), type=kind)
        self.seen, self.everywhere, self.nested = before, everywhere, nested
        if is_readable(question):
            for part in composite.parts(question):
                self.know(part, place)

    def readers(self, question: Question, place: str) -> None:
        """Check who is asked a question."""
        if question.is_review_only and question.is_manager_only:
            self.say(question.id, place, _("It is reserved both to managers and to officers."))

    def inner_conditions(
        self,
        question: Question,
        field_type: FieldType[Any],
        place: str,
        around: Condition | None,
    ) -> None:
        """Check when a question is required, when its options are offered, what it checks."""
        offered = field_type.option_conditions(question)
        found: list[tuple[str, Condition | None, Words]] = [
            (place, question.required_if, _("It can never be required: the case cannot happen.")),
            (
                place,
                field_type.rule(question),
                _("It can never be true: it would always complain."),
            ),
        ]
        found += [
            (
                f"{place} › {field_type.constant_display(option, question)}",
                condition,
                _("This option can never be offered: its condition cannot be met."),
            )
            for option, condition in offered.items()
        ]
        for where, condition, words in found:
            is_sound = self.condition(question.id, where, condition)
            shown = (around, question.visible_if, condition)
            if is_sound and not self.reach_of_questions.can_hold(*shown):
                self.say(question.id, where, words)

    def first_answer(self, question: Question, field_type: FieldType[Any], place: str) -> None:
        """Check where a first answer comes from."""
        source = question.prefill
        if source and (
            source not in prefill_sources
            or not is_prefillable(field_type)
            or not prefill_sources.get(source).fits(question.type)
        ):
            self.say(question.id, place, _("It cannot be filled beforehand in this way."))
        if question.default is not None and (
            not is_prefillable(field_type) or acceptable(question, question.default) is None
        ):
            self.say(question.id, place, _("The default answer is not one of its answers."))

    def settings(self, question: Question, field_type: FieldType[Any], place: str) -> bool:
        """Check the settings of the type; return whether they can be read."""
        try:
            settings = field_type.settings(question)
        except ValidationError as error:
            names = sorted({str(item["loc"][0]) for item in error.errors() if item["loc"]})
            self.say(
                question.id,
                place,
                _("A setting cannot be read: %(names)s."),
                names=", ".join(names),
            )
            return False
        for message in field_type.settings_problems(settings):
            self.say(question.id, place, message)
        for choice in getattr(settings, "choices", ()):
            self.know(choice.id, place)
        return True


def nameless(question: Question) -> str:
    """Name a question nobody has named yet, by its type."""
    if question.type not in field_types:
        return str(_("Question without a label"))
    label = str(field_types.get(question.type).label)
    return str(_("Question without a label (%(type)s)")) % {"type": label}


def check(schema: FormSchema) -> list[Problem]:
    """Return everything that must be corrected before publication, in the form's order."""
    return Check(schema).run()


def new_problems(old: FormSchema, new: FormSchema) -> list[Problem]:
    """Return what is wrong with a form and was not with the one it comes from."""
    known = {(problem.place_id, problem.message) for problem in check(old)}
    return [one for one in check(new) if (one.place_id, one.message) not in known]


def needed(question: Question) -> Iterator[str]:
    """Yield the ids a question depends on."""
    if not is_readable(question):
        yield from mentioned(question.visible_if)
        return
    field_type = field_types.get(question.type)
    yield from field_type.references(question)
    for condition in conditions_of(question, field_type):
        yield from mentioned(condition)
    for child in question.questions:
        yield from needed(child)


def derived(question: Question) -> list[Question]:
    """Return the totals of a question others may refer to, when it can be read."""
    return field_types.get(question.type).derived(question) if is_readable(question) else []


def facts_in(schema: FormSchema) -> set[str]:
    """Return the facts a form looks at."""
    conditions = [item.visible_if for item in schema.criteria]
    conditions += [step.visible_if for step in schema.steps]
    questions = [item for step in schema.steps for item in step.questions]
    names = {name for condition in conditions for name in mentioned(condition)}
    names.update(name for item in (*questions, *schema.documents) for name in needed(item))
    return {name for name in names if is_fact(name)}


def is_prefillable(field_type: FieldType[Any]) -> bool:
    """Tell whether a question of this type may have a first answer."""
    return field_type.is_input and not field_type.is_file and field_type.is_prefillable


def is_readable(question: Question) -> bool:
    """Tell whether the type of a question is known and its settings can be read."""
    if question.type not in field_types:
        return False
    try:
        field_types.get(question.type).settings(question)
    except ValidationError:
        return False
    return True


def criterion_question(criterion: Criterion) -> Question:
    """Return a criterion as the question conditions take it for."""
    return Question(id=criterion.id, type=CRITERION_TYPE, label=criterion.label)
