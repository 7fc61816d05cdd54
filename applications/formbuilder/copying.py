"""Steps copied from one form into another: new ids, and nothing that points outside the copy.

What cannot follow is left out and said: a condition that looks at a question that is not copied, a
calculation or a check over one.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import uuid4

from django.utils.translation import gettext

from applications.formbuilder.checks import derived, is_readable
from applications.formbuilder.conditions import mentioned
from applications.formbuilder.facts import is_fact
from applications.formbuilder.field_types import field_types
from applications.formbuilder.schema import (
    Condition,
    FormSchema,
    JsonValue,
    Question,
    Step,
    title_key,
)

BRACED = re.compile(r"\{([^{}]*)\}")
WORDS = frozenset(
    {"example", "help", "introduction", "kind", "label", "operator", "prefill", "staff_note"}
    | {"title", "type"}
)
"""What never holds an id, whatever it says."""


@dataclass(frozen=True, slots=True)
class Lost:
    """One thing that was not copied: where it was, and what it is."""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Copy:
    """Steps ready to be added to another form, and what they lost."""

    steps: tuple[Step, ...]
    lost: tuple[Lost, ...]


def copy_steps(
    form: FormSchema,
    chosen: Collection[str],
    *,
    taken: Iterable[str] = (),
    new_id: Callable[[], str] | None = None,
) -> Copy:
    """Return a copy of the chosen steps of a form, in its order, that stands by itself.

    `taken` are the titles of the form it goes to: a step that bears one of them says it is a copy.
    """
    steps = tuple(step for step in form.steps if step.id in chosen)
    names = {
        one.id: one.label or one.id
        for step in form.steps
        for question in step.questions
        for one in (question, *question.questions, *derived(question))
    }
    cut = _Cut(steps, names)
    kept = _retitled((cut.step(step) for step in cut.without_orphans()), taken)
    return Copy(_renamed(kept, new_id or _uuid), tuple(cut.lost))


class _Cut:
    """One run over the chosen steps, cutting what points outside them."""

    def __init__(self, steps: tuple[Step, ...], names: Mapping[str, str]) -> None:
        self.steps, self.names = steps, names
        self.lost: list[Lost] = []
        self.inside: set[str] = set()

    def without_orphans(self) -> Iterator[Step]:
        """Yield the steps without calculations and checks over what is not copied.

        One that goes may take others with it.
        """
        steps = self.steps
        while True:
            self.inside = set(_ids(steps))
            gone = {
                question.id: outside
                for step in steps
                for question in step.questions
                if (outside := self.outside(_worked_on(question)))
            }
            if not gone:
                return iter(steps)
            for step in steps:
                for question in step.questions:
                    if question.id in gone:
                        words = gettext("left out: it works on %(names)s, which is not copied.")
                        self.say(_place(step, question), words, gone[question.id])
            steps = tuple(
                step.model_copy(
                    update={"questions": tuple(q for q in step.questions if q.id not in gone)}
                )
                for step in steps
            )

    def outside(self, ids: Iterable[str]) -> list[str]:
        """Return the ids that are neither copied nor facts about the dossier."""
        return [one for one in dict.fromkeys(ids) if one not in self.inside and not is_fact(one)]

    def say(self, place: str, message: str, outside: Iterable[str]) -> None:
        """Note what is lost, with the names of what is missing."""
        known = [self.names.get(one) for one in outside]
        quoted = [gettext("“%(words)s”") % {"words": name} for name in known if name]
        names = ", ".join(quoted) or gettext("a question that is no longer in the form")
        self.lost.append(Lost(place, message % {"names": names}))

    def step(self, step: Step) -> Step:
        """Return a step whose conditions look at what is copied."""
        place = gettext("Step “%(title)s”") % {"title": step.title}
        return step.model_copy(
            update={
                "visible_if": self.shown(step.visible_if, place),
                "questions": tuple(
                    self.question(item, _place(step, item)) for item in step.questions
                ),
            }
        )

    def question(self, question: Question, place: str) -> Question:
        """Return a question, and those of its rows, whose conditions look at what is copied."""
        required = question.required_if
        if outside := self.outside(mentioned(required)):
            words = gettext("optional from now on: it was required according to %(names)s.")
            self.say(place, words, outside)
            required = None
        return question.model_copy(
            update={
                "visible_if": self.shown(question.visible_if, place),
                "required_if": required,
                "settings": self.settings(question, place),
                "questions": tuple(
                    self.question(child, f"{place} › {child.label or child.id}")
                    for child in question.questions
                ),
            }
        )

    def shown(self, condition: Condition | None, place: str) -> Condition | None:
        """Return a condition, unless it looks at what is not copied."""
        if outside := self.outside(mentioned(condition)):
            words = gettext("shown in every case: it was shown according to %(names)s.")
            self.say(place, words, outside)
            return None
        return condition

    def settings(self, question: Question, place: str) -> Mapping[str, JsonValue]:
        """Return the settings with the options offered in every case when they must be."""
        if not is_readable(question):
            return question.settings
        offered = field_types.get(question.type).option_conditions(question)
        lost = {
            option: outside
            for option, condition in offered.items()
            if (outside := self.outside(mentioned(condition)))
        }
        if not lost:
            return question.settings
        choices = []
        for one in question.settings.get("choices") or ():
            if one["id"] in lost:
                words = gettext("offered in every case: it was offered according to %(names)s.")
                self.say(f"{place} › {one.get('label') or one['id']}", words, lost[one["id"]])
                one = {key: value for key, value in one.items() if key != "visible_if"}
            choices.append(one)
        return {**question.settings, "choices": choices}


def _retitled(steps: Iterable[Step], taken: Iterable[str]) -> tuple[Step, ...]:
    known = {title_key(title) for title in taken}
    told = []
    for step in steps:
        title, number = step.title, 1
        while title_key(title) in known:
            words = (
                gettext("%(title)s (copy)")
                if number == 1
                else gettext("%(title)s (copy %(number)d)")
            )
            title, number = words % {"title": step.title, "number": number}, number + 1
        known.add(title_key(title))
        told.append(step.model_copy(update={"title": title}))
    return tuple(told)


def _worked_on(question: Question) -> Iterator[str]:
    """Yield what a calculation or a check works on, its own conditions apart."""
    if is_readable(question):
        field_type = field_types.get(question.type)
        yield from field_type.references(question)
        yield from mentioned(field_type.rule(question))


def _ids(steps: Iterable[Step]) -> Iterator[str]:
    """Yield what may be pointed at in steps: questions, those of rows, totals."""
    for step in steps:
        for question in step.questions:
            yield question.id
            yield from (one.id for one in (*question.questions, *derived(question)))


def _place(step: Step, question: Question) -> str:
    return f"{step.title} › {question.label or question.id}"


def _uuid() -> str:
    return str(uuid4())


# --- New ids ----------------------------------------------------------------------------------


def _renamed(steps: tuple[Step, ...], new_id: Callable[[], str]) -> tuple[Step, ...]:
    """Return the steps with a new id for every part, and everything pointing to the new ones."""
    data = [step.model_dump(mode="json") for step in steps]
    ids = {one: new_id() for one in dict.fromkeys(_ids_in(data))}
    return tuple(Step.model_validate(_pointed(one, ids)) for one in data)


def _ids_in(value: JsonValue) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("id"), str):
            yield value["id"]
        for part in value.values():
            yield from _ids_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from _ids_in(part)


def _pointed(value: JsonValue, ids: Mapping[str, str], texts: Collection[str] = WORDS) -> JsonValue:
    """Return a part of the form with old ids replaced, its texts left alone."""
    if isinstance(value, Mapping):
        own, code = texts, value.get("type")
        if isinstance(code, str) and code in field_types:
            own = WORDS.union(field_types.get(code).text_settings)
        return {
            key: part if key in own and isinstance(part, str) else _pointed(part, ids, own)
            for key, part in value.items()
        }
    if isinstance(value, list):
        return [_pointed(part, ids, texts) for part in value]
    return _pointer(value, ids) if isinstance(value, str) else value


def _pointer(text: str, ids: Mapping[str, str]) -> str:
    """Return an id, the total of a question (`<id>.<name>`), or a calculation over ids."""
    if text in ids:
        return ids[text]
    owner, *names = text.split(".")
    if names and owner in ids:
        return ".".join(ids.get(one, one) for one in (owner, *names))
    return BRACED.sub(lambda found: "{" + _pointer(found[1].strip(), ids) + "}", text)
