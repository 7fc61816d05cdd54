"""« Votre dossier »: a step the editor designed, saved whatever it is worth."""

import json
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import ngettext

from applications.attachments.errors import FileRefused
from applications.formbuilder.forms import RowButton, StepForm
from applications.formbuilder.rows import ROW_ID
from applications.formbuilder.schema import Step
from applications.rights import allows
from applications.submissions import filed
from applications.submissions.desk import Desk
from applications.submissions.merging import Conflict, digests
from applications.submissions.presenting import saved_text
from applications.submissions.services import drafting, giving
from applications.submissions.services.drafting import WITH_ERRORS
from applications.submissions.views.conflicts import ConflictLine, conflict_lines, settle
from applications.submissions.views.gestures import (
    REFRESH,
    REFUSED,
    SAVE,
    action_of,
    come_back,
    is_autosave,
    leave,
    returns_to_recap,
    show,
)
from applications.submissions.walk import WalkStep

CONFLICT = 409
ADDED_PARAMETER = "ligne"


def form_step(request: HttpRequest, desk: Desk, step: WalkStep) -> HttpResponse:
    """Show a step; or save all of it, then go where the button leads."""
    if request.method != "POST":
        form = _form(desk, step, added=_added_row(request))
        _show_known_errors(request, desk, step, form)
        return _page(request, desk, step, form)
    form = _form(desk, step, request)
    form.is_valid()
    saved = _save(request, desk, step, form)
    desk.reload(saved.submission)
    if is_autosave(request):
        return _autosaved(desk, form, saved.conflicts)
    has_refused_file = _keep_files(request, desk, form)
    if saved.conflicts:
        lines = conflict_lines(desk, saved.conflicts)
        return _page(request, desk, step, form, conflicts=lines, status=CONFLICT)
    if form.row_button is not None:
        return _back_to_rows(request, desk, step, form.row_button)
    action = action_of(request)
    if action == REFRESH or "retirer" in request.POST:
        return leave_or_stay(request, desk, step, form)
    if has_refused_file or (action == SAVE and form.has_faults):
        return _page(request, desk, step, form, status=REFUSED)
    return leave(request, desk, step.code)


def leave_or_stay(request: HttpRequest, desk: Desk, step: WalkStep, form: StepForm) -> HttpResponse:
    """Show the same step again with what the answers now show."""
    if form.has_faults:
        return _page(request, desk, step, _form(desk, step, request), status=REFUSED)
    return _page(request, desk, step, _form(desk, step))


def _back_to_rows(
    request: HttpRequest, desk: Desk, step: WalkStep, button: RowButton
) -> HttpResponse:
    """Show the step again at the row just asked for, or at what is left of them."""
    place = f"q-{button.question_id}"
    if not button.row:
        return come_back(request, desk, step.code, place=place)
    added = {ADDED_PARAMETER: f"{button.question_id}:{button.row}"}
    return come_back(request, desk, step.code, place=f"{place}-{button.row}", **added)


def _added_row(request: HttpRequest) -> dict[str, str]:
    """Return the blank row just asked for, by question."""
    question_id, _separator, row = request.GET.get(ADDED_PARAMETER, "").rpartition(":")
    return {question_id: row} if ROW_ID.fullmatch(row) else {}


def _form(
    desk: Desk,
    step: WalkStep,
    request: HttpRequest | None = None,
    added: Mapping[str, str] | None = None,
) -> StepForm:
    form_id = step.form_step.id if step.form_step else ""
    asked = {question.id for question in desk.compiled.step(form_id).questions}
    files = {slot: given for slot, given in desk.walk.files.items() if slot in asked}
    return desk.compiled.step_form(
        form_id,
        answers=desk.walk.state.answers,
        data=request.POST if request else None,
        files=request.FILES if request else None,
        given=filed.file_lines(files),
        locked=locked_questions(desk, step.form_step),
        added=added,
    )


def locked_questions(desk: Desk, step: Step | None) -> list[str]:
    """Return the questions kept for managers, when the reader is not one."""
    if allows("dossier.edit_manager_parts", desk.roles):
        return []
    questions = step.questions if step is not None else ()
    return [question.id for question in questions if question.is_manager_only]


def _show_known_errors(request: HttpRequest, desk: Desk, step: WalkStep, form: StepForm) -> None:
    """Say again, beside each field, what was wrong when the step was left."""
    progress = desk.submission.step_progress.get(step.code)
    if progress != WITH_ERRORS and not (progress and returns_to_recap(request)):
        return
    form.say_again({lack.question_id for lack in desk.walk.lacks if lack.step == step.code})


def _save(request: HttpRequest, desk: Desk, step: WalkStep, form: StepForm) -> drafting.Saved:
    values = form.answers()
    base = read_base(request)
    chosen = settle(request, values, base)
    version = request.POST.get("version", "")
    return drafting.save_step(
        desk.submission,
        step_id=step.code,
        values=values,
        base_version=int(version) if version.isdigit() else None,
        base=base,
        chosen=chosen,
        is_valid=not form.has_faults,
        actor=desk.user,
        now=desk.now,
    )


def read_base(request: HttpRequest) -> dict[str, str] | None:
    """Return what the page says it showed; a page that says nothing showed nothing."""
    try:
        base = json.loads(request.POST.get("base", ""))
    except ValueError:
        return None
    if not isinstance(base, dict):
        return None
    return {str(key): str(value) for key, value in base.items()}


def _keep_files(request: HttpRequest, desk: Desk, form: StepForm) -> bool:
    """Keep the files sent, remove the one asked for; return whether one was refused."""
    has_refused = False
    for question_id, file in form.uploads().items():
        question = desk.compiled.questions[question_id].question
        try:
            giving.give(
                desk.submission, question=question, file=file, actor=desk.user, now=timezone.now()
            )
        except FileRefused as refusal:
            form.add_error(question_id, str(refusal))
            has_refused = True
    if "retirer" in request.POST:
        giving.take_away(
            desk.submission, key=request.POST["retirer"], actor=desk.user, now=timezone.now()
        )
    desk.__dict__.pop("attachments", None)
    desk.reload(desk.submission)
    names = [name for name, field in form.fields.items() if name in request.FILES]
    return has_refused or any(form.has_error(name) for name in names)


def _autosaved(desk: Desk, form: StepForm, conflicts: tuple[Conflict, ...]) -> HttpResponse:
    """Answer the browser: when it was saved, and what its page now stands on."""
    in_conflict = {conflict.question_id for conflict in conflicts}
    message = saved_text(desk.submission)
    if conflicts:
        message = ngettext(
            "An answer was changed elsewhere in the meantime: press “Save” to choose.",
            "Some answers were changed elsewhere in the meantime: press “Save” to choose.",
            len(conflicts),
        )
    return JsonResponse(
        {
            "message": message,
            "version": desk.submission.answers_version,
            "base": digests(form.answers(), form.fields.keys() - in_conflict),
            "is_complete": not conflicts,
        }
    )


def _page(
    request: HttpRequest,
    desk: Desk,
    step: WalkStep,
    form: StepForm,
    *,
    conflicts: list[ConflictLine] | None = None,
    status: int = 200,
) -> HttpResponse:
    return show(
        request,
        desk,
        step.code,
        {
            "form": form,
            "form_step": step.form_step,
            "conflicts": conflicts or [],
            "version": desk.submission.answers_version,
            "form_version": desk.submission.form_version_id,
            "base": json.dumps(digests(desk.submission.answers, form.fields, form.rows_shown())),
            "form_has_errors": bool(form.errors),
        },
        template="dossier",
        status=status,
    )
