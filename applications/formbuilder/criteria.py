"""The eligibility criteria: which are asked, their form, and what their answers mean.

Answers are `{criterion id: "yes" or "no"}`, the facts of the dossier beside them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from applications.formbuilder.base import FieldContext
from applications.formbuilder.conditions import Test, mentioned
from applications.formbuilder.evaluation import types_of_facts
from applications.formbuilder.facts import is_fact
from applications.formbuilder.field_types import field_types
from applications.formbuilder.field_types.yes_no import yes_no_field
from applications.formbuilder.refusals import name_question
from applications.formbuilder.schema import Criterion
from applications.formbuilder.states import compiled_or_none

CRITERION_TYPE = "yes_no"
ANSWERS = {"yes": True, "no": False}

CriteriaAnswers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CriterionOutcome:
    """What the answer to one criterion means; `is_met` is `None` while there is none."""

    criterion: Criterion
    is_met: bool | None
    effect: str


class CriteriaForm(forms.Form):
    """The criteria asked of this person: yes or no to each.

    One that the answers hide is kept in the page for the browser to show, and never refused.
    """

    compiled: ClassVar["CompiledCriteria"]
    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """Forgive what is not asked."""
        for name in self.errors.keys() - self.shown:
            del self.errors[name]
        return self.cleaned_data

    def add_error(self, field: str | None, error: Any) -> None:
        """Let each refusal name its criterion."""
        if field and isinstance(error, ValidationError):
            name_question(error, self.compiled.labels[field])
        super().add_error(field, error)

    @property
    def shown(self) -> set[str]:
        """The criteria asked with the answers given, those just sent included."""
        given = {**self.initial, **{name: self[name].value() for name in self.fields}}
        return {criterion.id for criterion in self.compiled.visible(given)}

    @property
    def layout(self) -> list[tuple[BoundField, bool]]:
        """Every criterion in order, and whether it is shown."""
        shown = self.shown
        return [(self[name], name in shown) for name in self.fields]

    @property
    def live(self) -> dict[str, Any] | None:
        """What the browser needs to show and hide criteria; nothing when it has nothing to do."""
        return self.compiled.live(self.initial)

    def answers(self) -> dict[str, str]:
        """Return the answers given, valid form or not."""
        self.is_valid()
        if not self.is_bound:
            return {name: self.initial[name] for name in self.fields if name in self.initial}
        return {name: value for name, value in self.cleaned_data.items() if value}


class CompiledCriteria:
    """The criteria of a form in one language."""

    def __init__(self, criteria: Iterable[Criterion], context: FieldContext) -> None:
        self.criteria = tuple(criteria)
        self.context = context
        self.labels = {criterion.id: criterion.label for criterion in self.criteria}
        self.facts = tuple(
            sorted(
                {
                    name
                    for criterion in self.criteria
                    for name in mentioned(criterion.visible_if)
                    if is_fact(name)
                }
            )
        )
        yes_no = field_types.get(CRITERION_TYPE)
        types = {**dict.fromkeys(self.labels, yes_no), **types_of_facts(self.facts)}
        self.tests: dict[str, Test | None] = {
            criterion.id: compiled_or_none(criterion.visible_if, types)
            for criterion in self.criteria
        }

    def visible(self, answers: CriteriaAnswers) -> list[Criterion]:
        """Return the criteria asked with these answers, in one pass; a hidden one counts for none.

        What is undetermined is not asked yet.
        """
        values = {fact: answers[fact] for fact in self.facts if answers.get(fact) is not None}
        found = []
        for criterion in self.criteria:
            test = self.tests[criterion.id]
            if test is None or test(values):
                found.append(criterion)
                answer = ANSWERS.get(answers.get(criterion.id, ""))
                if answer is not None:
                    values[criterion.id] = answer
        return found

    def are_answered(self, answers: CriteriaAnswers) -> bool:
        """Tell whether every criterion asked has an answer."""
        return all(answers.get(criterion.id) for criterion in self.visible(answers))

    def outcome(self, answers: CriteriaAnswers) -> list[CriterionOutcome]:
        """Return what the answer to each criterion asked means."""
        return [
            CriterionOutcome(
                criterion=criterion,
                is_met=answers[criterion.id] == criterion.expected
                if answers.get(criterion.id)
                else None,
                effect=criterion.effect,
            )
            for criterion in self.visible(answers)
        ]

    def live(self, answers: CriteriaAnswers) -> dict[str, Any] | None:
        """Return the conditions the browser mirrors: those that compare other criteria."""
        if not any(
            name in self.labels
            for criterion in self.criteria
            for name in mentioned(criterion.visible_if)
        ):
            return None
        lines = []
        for criterion in self.criteria:
            line: dict[str, Any] = {"id": criterion.id, "kind": "boolean"}
            if criterion.visible_if is not None:
                line["condition"] = criterion.visible_if.model_dump(mode="json")
            lines.append(line)
        outside = {
            fact: {"kind": "choice", "value": answers[fact]}
            for fact in self.facts
            if answers.get(fact) is not None
        }
        return {"questions": lines, "outside": outside}

    def filed(self, answers: CriteriaAnswers) -> dict[str, Any]:
        """Return what is filed: the answers to the criteria asked, and the facts they look at."""
        kept = [*self.facts, *(criterion.id for criterion in self.visible(answers))]
        return {key: answers[key] for key in kept if answers.get(key) is not None}

    def form(
        self, answers: CriteriaAnswers, data: Mapping[str, Any] | None = None, prefix: str = ""
    ) -> CriteriaForm:
        """Return the form that asks them, filled with the answers or with what was just sent."""
        return self._form_class(data, initial=dict(answers), prefix=prefix or None)

    @cached_property
    def _form_class(self) -> type[CriteriaForm]:
        with translation.override(self.context.language):
            fields = {criterion.id: self._field(criterion) for criterion in self.criteria}
        return type("CompiledCriteriaForm", (CriteriaForm,), {**fields, "compiled": self})

    def _field(self, criterion: Criterion) -> forms.ChoiceField:
        words = self.context.words
        return yes_no_field(
            {
                "label": words(f"{criterion.id}.label", criterion.label),
                "help_text": words(f"{criterion.id}.help", criterion.help),
                "error_messages": {"required": _("“%(label)s”: answer yes or no.")},
            }
        )
