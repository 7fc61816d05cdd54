"""A step of the form engine against the same twenty fields written by hand, in one process.

By hand: a Django form of the same fields, drawn by the same component, saved in the same row under
the same lock. What differs is what the engine does: conditions, hidden answers, base of the page,
merging with a colleague's words.
"""

import copy
import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import QueryDict
from django.template import engines
from django.template.loader import get_template
from django.utils import timezone

from applications.formbuilder.checks import check
from applications.formbuilder.compiler import CompiledForm, compile_form
from applications.formbuilder.field_types import field_types
from applications.submissions.merging import digests
from applications.submissions.services import drafting
from tests.benchmarks.material import Draft
from tests.benchmarks.pages import fields_of_form
from tests.factories.formbuilder import samples
from tests.factories.long_forms import GROUP, PER_STEP, long_form, rows

SIZES = (50, 100, 200, 400)
ROUNDS = 25
WARM_UP = 3
MOST_RATIO = 1.5
MOST_SPREAD = 1.25
MOST_CONDITIONS_MS = 5.0

HAND_PAGE = (
    "{% load design %}<form>{% for field in form %}{% portal_field field %}{% endfor %}</form>"
)


@dataclass(frozen=True, slots=True)
class Size:
    """What was measured of a form of one size: milliseconds, and ratios to the form by hand."""

    questions: int
    conditions: int
    evaluating: float
    drawing: float
    drawing_ratio: float
    saving: float
    saving_ratio: float

    @property
    def is_met(self) -> bool:
        """Whether each target of this size is met."""
        return (
            max(self.drawing_ratio, self.saving_ratio) <= MOST_RATIO
            and self.evaluating <= MOST_CONDITIONS_MS
        )


class Bench:
    """One form, its answers, and a draft to write them in."""

    def __init__(self, count: int, draft: Draft) -> None:
        schema = long_form(count)
        problems = check(schema)
        if problems:
            raise RuntimeError(f"the form of the measure is wrong: {problems}")
        self.compiled: CompiledForm = compile_form(schema, "fr")
        self.answers: dict[str, Any] = {**samples(schema), GROUP: rows()}
        self.step = schema.steps[count // PER_STEP - 1]
        self.draft = draft
        self.by_hand = type(
            "ByHand",
            (forms.Form,),
            {
                one.id: copy.deepcopy(self.compiled.form_field(one.id))
                for one in self.step.questions
            },
        )
        self.initial = {
            one.id: field_types.get(one.type).from_json(self.answers[one.id])
            for one in self.step.questions
        }
        self.engine_page = get_template("applications/formbuilder/_step_form.html")
        self.hand_page = engines["django"].from_string(HAND_PAGE)
        self.sent = self._sent()
        self.turn = 0

    def measure(self, count: int) -> Size:
        """Measure in turn, so that both meet the same machine."""
        drawing = _compare(self.draw, self.draw_by_hand)
        saving = _compare(self.save, self.save_by_hand)
        evaluating = _milliseconds(lambda: self.compiled.state(self.answers))
        conditions = sum(1 for item in self.compiled.questions.values() if item.question.visible_if)
        return Size(count, conditions, evaluating, *drawing, *saving)

    def draw(self) -> str:
        """Draw the step as the page of a draft does."""
        form = self.compiled.step_form(self.step.id, answers=self.answers)
        json.dumps(digests(self.answers, form.fields, form.rows_shown()))
        return self.engine_page.render({"form": form})

    def draw_by_hand(self) -> str:
        """Draw the same fields as a page written by hand does."""
        return self.hand_page.render({"form": self.by_hand(initial=self.initial)})

    def save(self) -> None:
        """Read, judge and save what was sent."""
        form = self.compiled.step_form(self.step.id, answers=self.answers, data=self._changed())
        form.is_valid()
        drafting.save_step(
            self.draft.submission,
            step_id="dossier-1",
            values=form.answers(),
            base_version=None,
            base=digests(self.answers, form.fields),
            is_valid=not form.has_faults,
            actor=self.draft.person.user,
            now=timezone.now(),
        )

    def save_by_hand(self) -> None:
        """Read, judge and save the same fields in the same row."""
        form = self.by_hand(self._changed())
        if not form.is_valid():
            raise RuntimeError(form.errors.as_json())
        given = json.loads(json.dumps(form.cleaned_data, cls=DjangoJSONEncoder, default=str))
        with transaction.atomic():
            locked = drafting.editable(self.draft.submission, actor=self.draft.person.user)
            locked.answers = {**locked.answers, **given}
            locked.answers_version += 1
            locked.changed_at = timezone.now()
            locked.save(update_fields=["answers", "answers_version", "changed_at"])

    def _sent(self) -> Mapping[str, list[str]]:
        page = f"<form><input name='held'>{self.draw()}</form>"
        sent = QueryDict(mutable=True)
        for name, value in fields_of_form(page, holding="held"):
            sent.appendlist(name, value)
        return sent

    def _changed(self) -> QueryDict:
        self.turn += 1
        sent = copy.copy(self.sent)
        text = next(one.id for one in self.step.questions if one.type == "text")
        sent[text] = f"Texte {self.turn}"
        return sent


def _milliseconds(act: Callable[[], object]) -> float:
    for _turn in range(WARM_UP):
        act()
    return median(_time(act) for _turn in range(ROUNDS))


def _compare(engine: Callable[[], object], by_hand: Callable[[], object]) -> tuple[float, float]:
    """Return the engine's time and its ratio, each round beside the same by hand."""
    for _turn in range(WARM_UP):
        engine(), by_hand()
    pairs = [(_time(engine), _time(by_hand)) for _round in range(ROUNDS)]
    return median(mine for mine, _ in pairs), median(mine / hand for mine, hand in pairs)


def _time(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def run(draft: Draft) -> bool:
    """Measure every size and print the table; return whether the targets are met."""
    return show([Bench(count, draft).measure(count) for count in SIZES])


def show(sizes: list[Size]) -> bool:
    """Print the table; return whether every target is met."""
    spread = max(
        max(one.drawing_ratio for one in sizes) / min(one.drawing_ratio for one in sizes),
        max(one.saving_ratio for one in sizes) / min(one.saving_ratio for one in sizes),
    )
    lines = [
        "",
        "A step of 20 questions against the same fields written by hand (ratio, ≤ 1.5)",
        "Questions  Conditions  Conditions ms  Drawing ms   Ratio   Saving ms   Ratio  Verdict",
    ]
    lines += [
        f"{one.questions:>9}  {one.conditions:>10}  {one.evaluating:>13.2f}  {one.drawing:>10.2f}"
        f"  {one.drawing_ratio:>6.2f}  {one.saving:>10.2f}  {one.saving_ratio:>6.2f}"
        f"  {'met' if one.is_met else 'MISSED'}"
        for one in sizes
    ]
    is_flat = spread <= MOST_SPREAD
    lines.append(
        f"Largest ratio over smallest: {spread:.2f} (≤ {MOST_SPREAD}) "
        f"{'met' if is_flat else 'MISSED'}\n"
    )
    sys.stdout.write("\n".join(lines))
    return is_flat and all(one.is_met for one in sizes)
