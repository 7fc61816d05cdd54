"""What a new version would do to drafts, question by question, read from their real answers.

Nothing here knows whose answers they are: they come one draft at a time, and only counts stay.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.formbuilder import migration
from applications.formbuilder.base import RAW_PREFIX
from applications.formbuilder.compiler import CompiledForm
from applications.formbuilder.diff import name
from applications.formbuilder.facts import is_fact
from applications.formbuilder.field_types import field_types
from applications.formbuilder.schema import Condition, FormSchema, JsonValue, Question
from applications.formbuilder.states import Answers, CompiledQuestion, State


class EffectKind(StrEnum):
    """What becomes of an answer, or of a question, in a draft."""

    REMOVED = "removed"
    RETYPED = "retyped"
    PART = "part"
    REQUIRED = "required"
    HIDDEN = "hidden"


WORDS: dict[EffectKind, str | Promise] = {
    EffectKind.REMOVED: _("Question removed: its answer stays readable and is not filed"),
    EffectKind.RETYPED: _("Type changed: the answer is converted, or asked again"),
    EffectKind.PART: _("Part of the answer is no longer offered: it stays readable"),
    EffectKind.REQUIRED: _("An answer becomes required: drafts under way will have to give it"),
    EffectKind.HIDDEN: _("The answer is hidden, and would not be filed"),
}
DESTRUCTIVE = frozenset(EffectKind) - {EffectKind.HIDDEN}
"""What is published only once somebody has chosen what drafts do."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that happens to one question, and in how many drafts."""

    kind: EffectKind
    question_id: str
    label: str
    place: str
    drafts: int = 0

    @property
    def words(self) -> str:
        """Say what happens."""
        return str(WORDS[self.kind])

    @property
    def is_destructive(self) -> bool:
        """Whether it takes an explicit choice."""
        return self.kind in DESTRUCTIVE


@dataclass(frozen=True, slots=True)
class Effects:
    """What a new version does to the drafts read: how many there were, how many are touched."""

    drafts: int
    touched: int
    lines: tuple[Effect, ...]

    @property
    def destructive(self) -> list[Effect]:
        """Return the lines that take an explicit choice."""
        return [line for line in self.lines if line.is_destructive]

    def to_json(self) -> dict[str, JsonValue]:
        """Return plain data, to be kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        lines = tuple(
            Effect(**{**line, "kind": EffectKind(line["kind"])}) for line in data["lines"]
        )
        return cls(drafts=data["drafts"], touched=data["touched"], lines=lines)


class DraftSurvey:
    """Reads drafts one by one and counts what the new version would do to them."""

    def __init__(self, old: CompiledForm, new: CompiledForm) -> None:
        self.old, self.new = old, new
        self.before, self.after = items_of(old), items_of(new)
        self.changed = changed_parts(old.schema, new.schema)
        self.demanding = {
            key: item
            for key, item in self.after.items()
            if may_be_required(item.question) or required_cells(item.question)
        }
        self.asking_more = {
            key
            for key, item in self.demanding.items()
            if key in self.before
            and required_cells(item.question) - required_cells(self.before[key].question)
        }
        self.counts: Counter[tuple[EffectKind, str]] = Counter()
        self.drafts = self.touched = 0

    def read(self, answers: Answers, given: Container[str] = ()) -> None:
        """Count one draft: its answers as the old version reads them, the files it holds."""
        self.drafts += 1
        found = set(self._effects(answers, given))
        self.counts.update(found)
        self.touched += bool(found)

    def _effects(self, answers: Answers, given: Container[str]) -> Iterator[tuple[EffectKind, str]]:
        carried = migration.carry_between(answers, *self.changed)
        aside = carried.keys() - answers.keys()
        was, becomes = self.old.state(answers), self.new.state(carried)
        for key, item in self.before.items():
            if not has_answer(item, answers, given):
                continue
            target = self.after.get(key)
            if target is None:
                yield EffectKind.REMOVED, key
            elif target.question.type != item.question.type:
                yield EffectKind.RETYPED, key
            elif aside and lost_part(key, aside):
                yield EffectKind.PART, key
            elif was.is_shown(key) and not becomes.is_shown(key):
                yield EffectKind.HIDDEN, key
        if has_begun(answers):
            for key, item in self.demanding.items():
                if self._is_newly_required(key, item, was, becomes, given):
                    yield EffectKind.REQUIRED, key

    def _is_newly_required(
        self,
        key: str,
        item: CompiledQuestion,
        was: State,
        becomes: State,
        given: Container[str],
    ) -> bool:
        """Tell whether what could be left blank no longer may: an answer, or a cell of its rows."""
        known = self.before.get(key)
        if has_answer(item, becomes.answers, given):
            return key in self.asking_more and becomes.is_shown(key)
        if not is_asked(item, becomes):
            return False
        if known is None:
            return True
        return not is_asked(known, was) and not has_answer(known, was.answers, given)

    def effects(self) -> Effects:
        """Return the counts, in the order of the new form, what it no longer has first."""
        gone = [key for key in self.before if key not in self.after]
        where = {**placed(self.old.schema), **placed(self.new.schema)}
        lines = [
            Effect(kind, key, name(where[key][0]), where[key][1], self.counts[kind, key])
            for key in (*gone, *self.after)
            for kind in EffectKind
            if self.counts[kind, key]
        ]
        return Effects(self.drafts, self.touched, tuple(lines))


def risks(old: FormSchema, new: FormSchema) -> list[Effect]:
    """Return what takes a choice if drafts hold such answers, from the forms alone."""
    before, after = placed(old), placed(new)
    found = [
        Effect(EffectKind.REMOVED, key, name(question), place)
        for key, (question, place, _shown) in before.items()
        if key not in after
    ]
    for key, (question, place, shown) in after.items():
        known, _place, was_shown = before.get(key, (None, "", None))
        kind = risk_of(known, question, is_met_alike=shown == was_shown)
        if kind is not None:
            found.append(Effect(kind, key, name(question), place))
    return found


def risk_of(old: Question | None, new: Question, *, is_met_alike: bool) -> EffectKind | None:
    """Return what may happen to the answers of one question; `is_met_alike`: same conditions."""
    if old is None:
        return EffectKind.REQUIRED if may_be_required(new) else None
    if old.type != new.type:
        return EffectKind.RETYPED
    if parts_in(old) - parts_in(new):
        return EffectKind.PART
    is_harder = may_be_required(new) and not (is_met_alike and may_be_required(old))
    if is_harder or required_cells(new) - required_cells(old):
        return EffectKind.REQUIRED
    return None


def may_be_required(question: Question) -> bool:
    """Tell whether a question has to be answered, in some cases at least."""
    return question.is_required or question.required_if is not None


Shown = tuple[Condition | None, Condition | None, Condition | None]


def placed(schema: FormSchema) -> dict[str, tuple[Question, str, Shown]]:
    """Return what people answer: each question with its place, and what shows or requires it."""
    asked = [
        *((item, step.title, step.visible_if) for step in schema.steps for item in step.questions),
        *((item, str(_("Supporting documents")), None) for item in schema.documents),
    ]
    return {
        item.id: (item, place, (shown, item.visible_if, item.required_if))
        for item, place, shown in asked
        if field_types.get(item.type).is_input
    }


def required_cells(question: Question) -> set[str]:
    """Return the questions each row of an answer has to answer."""
    return {child.id for child in question.questions if may_be_required(child)}


def lost_part(key: str, appeared: Iterable[str]) -> bool:
    """Tell whether carrying an answer left something of it aside."""
    whole = migration.ORPHAN_PREFIX + key
    return any(one == whole or one.startswith(f"{whole}.") for one in appeared)


def parts_in(question: Question) -> set[str]:
    """Return every option, line and question of a row a question has, questions by type."""
    own = {f"{child.id} {child.type}" for child in question.questions} | ids_in(question.settings)
    return own.union(*(parts_in(child) for child in question.questions))


def ids_in(value: JsonValue) -> set[str]:
    """Return every id inside the settings of a question: its options, however they nest."""
    if isinstance(value, Mapping):
        own = {value["id"]} if isinstance(value.get("id"), str) else set()
        return own.union(*(ids_in(part) for part in value.values()))
    if isinstance(value, list | tuple):
        return set().union(*(ids_in(part) for part in value))
    return set()


def changed_parts(
    old: FormSchema, new: FormSchema
) -> tuple[dict[str, Question], dict[str, Question]]:
    """Return the only questions whose answers may have to be carried, as they were and become."""
    before, after = migration.questions_of(old), migration.questions_of(new)
    same = {
        key
        for key in before.keys() & after.keys()
        if all(
            getattr(before[key], field) == getattr(after[key], field)
            for field in ("type", "settings", "questions")
        )
    }
    return (
        {key: question for key, question in before.items() if key not in same},
        {key: question for key, question in after.items() if key not in same},
    )


def items_of(compiled: CompiledForm) -> dict[str, CompiledQuestion]:
    """Return the questions and documents people answer, by id."""
    return {
        key: item
        for key, item in (*compiled.questions.items(), *compiled.documents.items())
        if item.type.is_input
    }


def has_answer(item: CompiledQuestion, answers: Answers, given: Container[str]) -> bool:
    """Tell whether something was given to a question, readable or not."""
    key = item.question.id
    if item.type.is_file:
        return key in given
    return item.type.is_answered(answers.get(key)) or answers.get(RAW_PREFIX + key) is not None


def has_begun(answers: Answers) -> bool:
    """Tell whether a draft holds any answer; facts about the dossier are none."""
    return any(value not in (None, "", []) for key, value in answers.items() if not is_fact(key))


def is_asked(item: CompiledQuestion, state: State) -> bool:
    """Tell whether a question must be answered."""
    return state.is_shown(item.question.id) and state.is_required(item.question)
