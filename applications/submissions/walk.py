"""The walk through a dossier: which steps this applicant has, in order, and how each stands."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, pgettext

from applications.attachments.models import Attachment
from applications.formbuilder.compiler import CompiledForm
from applications.formbuilder.schema import Question, Step
from applications.formbuilder.states import State
from applications.submissions import beneficiary, documents, dossier_facts
from applications.submissions.lacks import Lack, find_lacks
from applications.submissions.models import Submission
from applications.submissions.services.drafting import WITH_ERRORS

PREAMBLE = "preambule"
CRITERIA = "criteres"
INFORMATION = "informations"
BENEFICIARY = beneficiary.STEP
DOCUMENTS = "pieces"
RECAP = "recapitulatif"
FIXED_STEPS = frozenset({PREAMBLE, CRITERIA, INFORMATION, BENEFICIARY, DOCUMENTS, RECAP})
FORM_PREFIX = "dossier-"

LYCEE_FAMILIES = frozenset({"lycee-public", "lycee-prive"})


class StepStatus(StrEnum):
    """How a step stands, in the words of the task list component."""

    DONE = "done"
    IN_PROGRESS = "in_progress"
    ERROR = "error"
    TO_DO = "to_do"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class WalkStep:
    """One step of the walk; how it stands is worked out when asked."""

    code: str
    title: str
    number: int
    section: str
    form_step: Step | None
    stands: Callable[[str], StepStatus]

    @property
    def status(self) -> StepStatus:
        """Return how the step stands."""
        return self.stands(self.code)


class Walk:
    """The steps of one dossier, for the person reading it now.

    Numbers count the steps shown; codes (`dossier-2`) count the steps of the form, so that an
    address means the same step whatever the answers.
    """

    def __init__(
        self,
        submission: Submission,
        compiled: CompiledForm,
        attachments: Iterable[Attachment] = (),
    ) -> None:
        self.submission = submission
        self.compiled = compiled
        self._attachments = attachments

    @cached_property
    def files(self) -> dict[str, list[Attachment]]:
        """Return the files given, by question; read when first needed."""
        return documents.by_slot(self._attachments)

    @cached_property
    def state(self) -> State:
        """Return what the answers mean: what is shown, what is required."""
        return self.compiled.state(dossier_facts.answers_of(self.submission))

    # --- Criteria ---------------------------------------------------------------------------

    @cached_property
    def criteria_answers(self) -> dict[str, Any]:
        """Return the answers to the criteria, the facts of the dossier beside them."""
        return dossier_facts.criteria_answers_of(self.submission)

    @cached_property
    def has_criteria(self) -> bool:
        """Whether the aid asks this applicant any criterion."""
        return bool(self.compiled.criteria.visible(self.criteria_answers))

    @cached_property
    def are_criteria_answered(self) -> bool:
        """Whether every criterion asked has an answer."""
        return self.compiled.criteria.are_answered(self.criteria_answers)

    @cached_property
    def unmet(self) -> list[documents.Unmet]:
        """Return the criteria not met by the answers, with what each means."""
        return documents.unmet_criteria(self.compiled, self.criteria_answers)

    @cached_property
    def is_blocked(self) -> bool:
        """Whether a blocking criterion stands in the way, not overridden."""
        blocking = [one for one in self.unmet if one.is_blocking]
        if any(one.is_final for one in blocking):
            return True
        return bool(blocking) and not self.submission.has_overridden_criteria

    # --- Steps ------------------------------------------------------------------------------

    @cached_property
    def form_steps(self) -> dict[str, Step]:
        """Return the form's own steps shown to this applicant, by code."""
        visible = {step.id for step in self.compiled.visible_steps(self.state)}
        return {code: step for code, step in self._form_codes.items() if step.id in visible}

    @cached_property
    def _form_codes(self) -> dict[str, Step]:
        """Return every step of the form by code, those this applicant does not have included."""
        return {
            f"{FORM_PREFIX}{position}": step
            for position, step in enumerate(self.compiled.schema.steps, start=1)
        }

    @cached_property
    def document_questions(self) -> list[Question]:
        """Return every document asked: in the steps, in the list, and a mandate."""
        asked = documents.asked(self.compiled, self.state)
        return [*asked, documents.mandate()] if self.needs_mandate else asked

    @cached_property
    def needs_mandate(self) -> bool:
        """Whether the applicant must show the mandate of the beneficiary."""
        return beneficiary.needs_mandate(self.submission)

    @cached_property
    def required_documents(self) -> frozenset[str]:
        """Return the documents that must be given with these answers."""
        return frozenset(
            one.id
            for one in self.document_questions
            if one.id == beneficiary.MANDATE_SLOT or self.state.is_required(one)
        )

    @cached_property
    def lacks(self) -> list[Lack]:
        """Return what is missing before filing, statements apart."""
        return find_lacks(self)

    @cached_property
    def steps(self) -> list[WalkStep]:
        """Return the steps shown, numbered."""
        plan: list[tuple[str, str, str, Step | None]] = [
            (PREAMBLE, gettext("Preamble"), "", None),
        ]
        if self.has_criteria:
            plan.append((CRITERIA, gettext("Eligibility criteria"), "", None))
        plan.append((INFORMATION, self.information_title, "", None))
        if self.submission.aid.allows_other_beneficiary:
            plan.append((BENEFICIARY, gettext("Beneficiary"), "", None))
        section = gettext("Your application")
        plan += [
            (code, self.compiled.context.words(f"{step.id}.title", step.title), section, step)
            for code, step in self.form_steps.items()
        ]
        if self.document_questions:
            plan.append((DOCUMENTS, gettext("Supporting documents"), "", None))
        plan.append((RECAP, pgettext("step", "Summary"), "", None))
        return [
            WalkStep(
                code=code,
                title=title,
                number=number,
                section=section_title,
                form_step=form_step,
                stands=self._status,
            )
            for number, (code, title, section_title, form_step) in enumerate(plan, start=1)
        ]

    @cached_property
    def information_title(self) -> str:
        """Name the sheet's step after whose sheet it is."""
        structure = self.submission.structure
        if structure is None:
            return gettext("Your details")
        if structure.family.code in LYCEE_FAMILIES:
            return gettext("Your school")
        return gettext("Your structure")

    def find(self, code: str) -> WalkStep | None:
        """Return the step of this code, if this applicant has it."""
        return next((step for step in self.steps if step.code == code), None)

    def knows(self, code: str) -> bool:
        """Whether an address of this form may bear this code, whoever the step is shown to."""
        return code in FIXED_STEPS or code in self._form_codes

    def neighbours(self, code: str) -> tuple[WalkStep | None, WalkStep | None]:
        """Return the steps before and after."""
        codes = [step.code for step in self.steps]
        index = codes.index(code)
        before = self.steps[index - 1] if index else None
        after = self.steps[index + 1] if index + 1 < len(codes) else None
        return before, after

    def is_gated(self, code: str) -> bool:
        """Whether the criteria must be answered before this step opens."""
        if code in (PREAMBLE, CRITERIA, RECAP) or not self.has_criteria:
            return False
        return not self.are_criteria_answered or self.is_blocked

    def next_to_do(self) -> WalkStep:
        """Return the step to go on with: the first not done."""
        return next((step for step in self.steps if step.status != StepStatus.DONE), self.steps[-1])

    def shown_from(self, code: str) -> str:
        """Return the code of the first step after a form step this applicant does not have."""
        codes = list(self._form_codes)
        later = codes[codes.index(code) + 1 :]
        after = DOCUMENTS if self.document_questions else RECAP
        return next((one for one in later if one in self.form_steps), after)

    def url(self, code: str) -> str:
        """Return the address of a step."""
        return reverse("submissions:step", args=[self.submission.reference, code])

    @property
    def done_count(self) -> int:
        """Count the steps done; the recap is done by filing."""
        return sum(step.status == StepStatus.DONE for step in self.steps)

    @property
    def total(self) -> int:
        """Count the steps shown."""
        return len(self.steps)

    def code_of(self, step_id: str) -> str:
        """Return the code of a form step; a document's belongs to `pieces`."""
        codes = (code for code, step in self._form_codes.items() if step.id == step_id)
        return next(codes, DOCUMENTS)

    def _status(self, code: str) -> StepStatus:
        if code == RECAP:
            return StepStatus.TO_DO
        if self.is_gated(code):
            return StepStatus.LOCKED
        progress = self.submission.step_progress.get(code)
        if progress is None:
            return StepStatus.TO_DO
        if not any(lack.step == code for lack in self.lacks):
            return StepStatus.DONE
        return StepStatus.ERROR if progress == WITH_ERRORS else StepStatus.IN_PROGRESS


def shown(steps: Sequence[WalkStep]) -> list[tuple[str, list[WalkStep]]]:
    """Group steps by section, for the task list."""
    groups: list[tuple[str, list[WalkStep]]] = []
    for step in steps:
        if not groups or groups[-1][0] != step.section:
            groups.append((step.section, []))
        groups[-1][1].append(step)
    return groups
