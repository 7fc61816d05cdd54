"""A step sent from a page of an older version of the form: kept, then shown where it went."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from aids.models import FormVersion
from applications.attachments.errors import FileRefused
from applications.formbuilder.forms import StepForm
from applications.formbuilder.schema import Step
from applications.submissions import filed
from applications.submissions.desk import Desk
from applications.submissions.merging import cell_of, digest
from applications.submissions.services import adoption, giving, late_saving
from applications.submissions.views.form_step import locked_questions, read_base
from applications.submissions.views.gestures import is_autosave
from applications.submissions.walk import FORM_PREFIX


def older_version(request: HttpRequest, desk: Desk) -> FormVersion | None:
    """Return the version the page sent was made of, when the draft has left it since."""
    shown = request.POST.get("formulaire", "")
    current = desk.submission.form_version
    if not shown.isdigit() or int(shown) == current.pk:
        return None
    version = FormVersion.objects.filter(pk=shown, aid=desk.submission.aid_id).first()
    if version is None or version.structure_digest == current.structure_digest:
        return None
    return version


def keep(request: HttpRequest, desk: Desk, version: FormVersion, code: str) -> HttpResponse:
    """Keep what was typed on the older page, as the draft's form reads it now."""
    steps = adoption.compiled_of(version).schema.steps
    rank = code.removeprefix(FORM_PREFIX)
    if not code.startswith(FORM_PREFIX) or not 0 < int(rank or 0) <= len(steps):
        return redirect(desk.submission.get_absolute_url())
    form = _form(request, desk, version, steps[int(rank) - 1])
    values = form.answers()
    desk.reload(
        late_saving.save_from_older(
            desk.submission,
            shown=version,
            values=values,
            base=read_base(request) or {},
            actor=desk.user,
            now=desk.now,
        )
    )
    words = gettext(
        "The form changed while you were writing. What you typed is kept: read what changes, "
        "then go on."
    )
    if is_autosave(request):
        base = {name: digest(cell_of(values, name)) for name in form.fields}
        version_now = desk.submission.answers_version
        return JsonResponse(
            {"message": words, "version": version_now, "base": base, "is_complete": False}
        )
    messages.warning(request, words)
    _keep_files(request, desk, form)
    return redirect(desk.submission.get_absolute_url())


def _form(request: HttpRequest, desk: Desk, version: FormVersion, step: Step) -> StepForm:
    return adoption.compiled_of(version).step_form(
        step.id,
        answers=desk.walk.state.answers,
        data=request.POST,
        files=request.FILES,
        given=filed.file_lines(desk.walk.files),
        locked=locked_questions(desk, step),
    )


def _keep_files(request: HttpRequest, desk: Desk, form: StepForm) -> None:
    """Keep the files the form still asks for, and name those it does not."""
    for question_id, file in form.uploads().items():
        item = desk.compiled.questions.get(question_id)
        if item is None or not item.type.is_file:
            words = gettext("The file “%(name)s” is not kept: the form no longer asks for it.")
            messages.warning(request, words % {"name": file.name})
            continue
        try:
            giving.give(
                desk.submission,
                question=item.question,
                file=file,
                actor=desk.user,
                now=timezone.now(),
            )
        except FileRefused as refusal:
            messages.error(request, str(refusal))
