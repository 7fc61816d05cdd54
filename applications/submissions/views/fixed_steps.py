"""The steps every dossier has: preamble, criteria, sheet, documents."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from applications.accounts.forms.sheet import PersonSheetForm
from applications.accounts.services.sheets import update_person_sheet
from applications.attachments.errors import FileRefused
from applications.structures.services import correct_sheet
from applications.submissions import documents, filed
from applications.submissions.desk import Desk
from applications.submissions.forms import (
    REUSE_PREFIX,
    DocumentsForm,
    PreambleForm,
    sheet_form,
)
from applications.submissions.lacks import is_structure_complete
from applications.submissions.presenting import saved_text
from applications.submissions.services import criteria, drafting, giving
from applications.submissions.views.gestures import (
    NEXT,
    REFRESH,
    REFUSED,
    SAVE,
    action_of,
    is_autosave,
    leave,
    say_saved,
    show,
)
from applications.submissions.walk import CRITERIA, DOCUMENTS, INFORMATION, PREAMBLE
from cms.core.searching import SearchingForm

OVERRIDE = "passer-outre"
MODIFY = "modifier"
LONGEST = 2000
"""Characters kept of one input of the sheet: an address found comes with its signature."""


def preamble_step(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What to know, the règlement in force, the notice."""
    submission = desk.submission
    regulation = submission.campaign.regulation
    is_accepted = submission.regulation_id == regulation.pk
    if request.method == "POST":
        desk.reload(
            drafting.accept_regulation(
                submission,
                regulation=regulation,
                is_accepted=bool(request.POST.get("regulation")),
                actor=desk.user,
                now=desk.now,
            )
        )
        if is_autosave(request):
            return _autosaved(desk)
        return leave(request, desk, PREAMBLE)
    form = PreambleForm(regulation=regulation, initial={"regulation": is_accepted})
    return show(
        request,
        desk,
        PREAMBLE,
        {"form": form, "regulation": regulation, "schema": desk.compiled.schema},
        template="preambule",
    )


def criteria_step(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Yes or no to each criterion; a blocking answer is explained on a page of its own."""
    submission = desk.submission
    if request.method == "POST" and action_of(request) == OVERRIDE:
        return _override(request, desk)
    if request.method == "POST":
        form = desk.compiled.criteria.form(desk.walk.criteria_answers, request.POST)
        is_complete = form.is_valid()
        desk.reload(
            criteria.answer(
                submission,
                answers=form.answers(),
                is_complete=is_complete,
                actor=desk.user,
                now=desk.now,
            )
        )
        if is_autosave(request):
            return _autosaved(desk)
        if not is_complete and action_of(request) == NEXT:
            return _criteria_page(request, desk, form, status=REFUSED)
        return _after_criteria(request, desk)
    walk = desk.walk
    if walk.are_criteria_answered and walk.is_blocked and MODIFY not in request.GET:
        return _blocked(request, desk)
    return _criteria_page(request, desk, desk.compiled.criteria.form(walk.criteria_answers))


def _after_criteria(request: HttpRequest, desk: Desk) -> HttpResponse:
    walk = desk.walk
    if action_of(request) == NEXT and walk.are_criteria_answered:
        if walk.is_blocked:
            return redirect(walk.url(CRITERIA))
        for unmet in walk.unmet:
            if not unmet.is_blocking and unmet.criterion.explanation:
                messages.warning(request, unmet.criterion.explanation)
    if action_of(request) == SAVE:
        say_saved(request)
    if action_of(request) in (SAVE, REFRESH):
        return redirect(f"{walk.url(CRITERIA)}?{MODIFY}=1")
    return leave(request, desk, CRITERIA)


def _override(request: HttpRequest, desk: Desk) -> HttpResponse:
    if not any(unmet.is_final for unmet in desk.walk.unmet):
        desk.reload(criteria.override(desk.submission, actor=desk.user, now=desk.now))
    if desk.walk.is_gated(INFORMATION):
        return redirect(desk.walk.url(CRITERIA))
    _before, after = desk.walk.neighbours(CRITERIA)
    return redirect(desk.walk.url(after.code if after else INFORMATION))


def _criteria_page(
    request: HttpRequest, desk: Desk, form: forms.Form, status: int = 200
) -> HttpResponse:
    return show(
        request,
        desk,
        CRITERIA,
        {"form": form, "form_has_errors": bool(form.errors)},
        template="criteres",
        status=status,
    )


def _blocked(request: HttpRequest, desk: Desk) -> HttpResponse:
    unmet = [one for one in desk.walk.unmet if one.is_blocking]
    return show(
        request,
        desk,
        CRITERIA,
        {
            "unmet": unmet,
            "is_final": any(one.is_final for one in unmet),
            "team": desk.submission.aid.team,
            "modify_url": f"{desk.walk.url(CRITERIA)}?{MODIFY}=1",
        },
        template="criteres_bloquants",
    )


def information_step(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Check the sheet, correct it; what cannot be stored there stays with the draft."""
    structure = desk.submission.structure
    can_correct = structure is None or bool(desk.membership and desk.membership.is_manager)
    if request.method != "POST":
        form = sheet_form(desk.submission)
        return _information_page(request, desk, form, can_correct=can_correct)
    if not can_correct:
        is_valid = structure is not None and is_structure_complete(structure)
        desk.reload(
            drafting.mark_step(
                desk.submission,
                step_id=INFORMATION,
                is_valid=is_valid,
                actor=desk.user,
                now=desk.now,
            )
        )
        return leave(request, desk, INFORMATION)
    form = sheet_form(desk.submission, request.POST)
    if isinstance(form, SearchingForm) and (searching := form.searching()) is not None:
        return _information_page(request, desk, searching, can_correct=True)
    is_valid = form.is_valid()
    if is_valid:
        _store_sheet(desk, form)
    typed = {} if is_valid else _typed(form, request)
    desk.reload(
        drafting.keep_sheet_input(desk.submission, typed=typed, actor=desk.user, now=desk.now)
    )
    if is_autosave(request):
        return _autosaved(desk)
    if not is_valid and action_of(request) in (SAVE, REFRESH):
        return _information_page(request, desk, form, can_correct=True, status=REFUSED)
    return leave(request, desk, INFORMATION)


def _typed(form: forms.BaseForm, request: HttpRequest) -> dict[str, str]:
    """Return the sheet's inputs as sent, those of several parts included."""
    names = tuple(form.fields)
    return {
        key: str(value)[:LONGEST]
        for key, value in request.POST.items()
        if key in names or key.startswith(tuple(f"{name}_" for name in names))
    }


def _store_sheet(desk: Desk, form: forms.BaseForm) -> None:
    structure = desk.submission.structure
    if structure is not None:
        correct_sheet(structure, values=form.cleaned_data, actor=desk.user, now=desk.now)
    elif isinstance(form, PersonSheetForm):
        person = desk.submission.person or desk.user
        update_person_sheet(person, actor=desk.user, **form.sheet())


def _information_page(
    request: HttpRequest,
    desk: Desk,
    form: forms.BaseForm,
    *,
    can_correct: bool,
    status: int = 200,
) -> HttpResponse:
    return show(
        request,
        desk,
        INFORMATION,
        {
            "form": form,
            "can_correct": can_correct,
            "structure": desk.submission.structure,
            "is_newcomer": _is_newcomer(desk),
            "form_has_errors": bool(form.errors),
        },
        template="informations",
        status=status,
    )


def _is_newcomer(desk: Desk) -> bool:
    """Whether the person has neither a sheet nor a structure: first connection may help them."""
    if desk.submission.structure is not None or desk.submission.is_test:
        return False
    return not hasattr(desk.user, "person_sheet") and not desk.acting.memberships


def documents_step(request: HttpRequest, desk: Desk) -> HttpResponse:
    """One list of documents; each file is kept at once, a refused one says why beside its input."""
    if request.method != "POST":
        return _documents_page(request, desk, _documents_form(desk))
    form = _documents_form(desk, request)
    form.is_valid()
    for question, file in form.chosen():
        try:
            giving.give(
                desk.submission, question=question, file=file, actor=desk.user, now=timezone.now()
            )
        except FileRefused as refusal:
            form.add_error(question.id, str(refusal))
    for question, key in list(form.reused()):
        try:
            giving.reuse(
                desk.submission, question=question, key=key, actor=desk.user, now=timezone.now()
            )
        except FileRefused as refusal:
            form.add_error(f"{REUSE_PREFIX}{question.id}", str(refusal))
        else:
            form.forget_reused(question)
    if "retirer" in request.POST:
        giving.take_away(
            desk.submission, key=request.POST["retirer"], actor=desk.user, now=timezone.now()
        )
    is_valid = not form.errors
    desk.__dict__.pop("attachments", None)
    desk.reload(
        drafting.mark_step(
            desk.submission, step_id=DOCUMENTS, is_valid=is_valid, actor=desk.user, now=desk.now
        )
    )
    if not is_valid:
        return _documents_page(request, desk, form, status=REFUSED)
    if "retirer" in request.POST:
        return redirect(desk.walk.url(DOCUMENTS))
    return leave(request, desk, DOCUMENTS)


def _documents_form(desk: Desk, request: HttpRequest | None = None) -> DocumentsForm:
    return DocumentsForm(
        request.POST if request else None,
        request.FILES if request else None,
        questions=desk.walk.document_questions,
        required=desk.walk.required_documents,
        reusable=documents.reusable(
            desk.submission,
            reader=desk.user,
            questions=desk.walk.document_questions,
            now=desk.now,
        ),
    )


def _documents_page(
    request: HttpRequest, desk: Desk, form: DocumentsForm, status: int = 200
) -> HttpResponse:
    lines = filed.file_lines(desk.walk.files)
    return show(
        request,
        desk,
        DOCUMENTS,
        {
            "form": form,
            "items": [
                (form[name], lines.get(name, []), question, form.reuse_field(name))
                for name, question in form.questions.items()
            ],
            "form_has_errors": bool(form.errors),
        },
        template="pieces",
        status=status,
    )


def _autosaved(desk: Desk) -> HttpResponse:
    return JsonResponse({"message": saved_text(desk.submission), "is_complete": True})
