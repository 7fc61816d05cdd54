"""« Récapitulatif »: what was written, what is missing, the statements, and filing."""

import uuid
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from applications.accounts.reauthentication import ask, is_fresh
from applications.formbuilder.rendering import (
    Mode,
    Row,
    Section,
    criteria_section,
    dropped_rows,
    orphan_rows,
    sections,
)
from applications.submissions import beneficiary, filed, lacks
from applications.submissions.desk import Desk
from applications.submissions.exceptions import (
    CampaignClosed,
    DossierIncomplete,
    FilesInfected,
    VersionOver,
)
from applications.submissions.forms import StatementsForm
from applications.submissions.presenting import (
    draft_identity_rows,
    lack_lines,
    managers_of,
    saved_text,
)
from applications.submissions.services import drafting, filing
from applications.submissions.views.gestures import say_saved
from applications.submissions.walk import BENEFICIARY, CRITERIA, INFORMATION, RECAP, Walk
from cms.core.errors import DomainError

FILE = "deposer"
SAVE = "enregistrer"
FRESH_MINUTES = 30
"""Filing commits: who files has proved who they are this recently, or does it again."""


def recap_step(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the recap at any time; file from it."""
    if request.method != "POST":
        return _page(request, desk, form=_form(desk))
    form = _form(desk, request)
    if request.POST.get("action") != FILE:
        if desk.can_file:
            drafting.keep_statements(
                desk.submission, statements=form.ticked(), actor=desk.user, now=desk.now
            )
            say_saved(request)
        return redirect("submissions:dossier", reference=desk.submission.reference)
    if not is_fresh(request, minutes=FRESH_MINUTES):
        return ask(request)
    refusal: DomainError
    try:
        filing.submit(
            desk.submission,
            actor=desk.user,
            key=_key(request),
            now=timezone.now(),
            statements=form.ticked(),
        )
    except VersionOver:
        drafting.keep_statements(
            desk.submission, statements=form.ticked(), actor=desk.user, now=desk.now
        )
        return redirect("submissions:dossier", reference=desk.submission.reference)
    except (DossierIncomplete, FilesInfected, CampaignClosed) as error:
        refusal = error
    else:
        return redirect("submissions:dossier", reference=desk.submission.reference)
    if form.ticked() != desk.submission.sworn_statements:
        desk.reload(
            drafting.keep_statements(
                desk.submission, statements=form.ticked(), actor=desk.user, now=desk.now
            )
        )
    return _page(request, desk, form=form, refusal=refusal)


def _form(desk: Desk, request: HttpRequest | None = None) -> StatementsForm:
    """Return the statements, asked of who may sign and of nobody else."""
    asked = lacks.statements_asked(desk.compiled, desk.submission) if desk.can_file else []
    return StatementsForm(
        request.POST if request else None,
        statements=asked,
        ticked=desk.submission.sworn_statements,
    )


def _key(request: HttpRequest) -> uuid.UUID:
    """Return the key of this attempt; a page without one makes its own."""
    try:
        return uuid.UUID(request.POST.get("cle", ""))
    except ValueError:
        return uuid.uuid4()


def _page(
    request: HttpRequest, desk: Desk, *, form: StatementsForm, refusal: DomainError | None = None
) -> HttpResponse:
    walk = desk.walk
    step = walk.find(RECAP)
    missing = lack_lines(walk)
    errors: list[tuple[str, str]] = []
    answered = walk.criteria_answers
    if refusal is not None:
        form.is_valid()
        is_said_by_fields = isinstance(refusal, DossierIncomplete) and form.errors
        if missing or not is_said_by_fields:
            errors.append((str(refusal), "ce-qui-manque" if missing else ""))
    return render(
        request,
        "applications/submissions/steps/recapitulatif.html",
        {
            "desk": desk,
            "walk": walk,
            "step": step,
            "previous": walk.neighbours(RECAP)[0],
            "form": form,
            "errors": errors,
            "form_has_errors": refusal is not None,
            "refusal": refusal,
            "missing": missing,
            "identity_rows": draft_identity_rows(desk.submission),
            "sections": [
                *_beneficiary(desk),
                *(
                    [criteria_section(desk.compiled, answered, edit_url=_edit_url(walk, CRITERIA))]
                    if walk.has_criteria
                    else []
                ),
                *sections(
                    desk.compiled,
                    walk.state,
                    mode=Mode.RECAP,
                    files=filed.file_lines(walk.files),
                    edit_url=lambda section_id: _edit_url(walk, walk.code_of(section_id)),
                ),
            ],
            "orphans": _orphans(desk),
            "dropped": dropped_rows(desk.compiled, walk.state),
            "information_url": _edit_url(walk, INFORMATION),
            "attempt_key": uuid.uuid4(),
            "saved_text": saved_text(desk.submission) if desk.submission.step_progress else "",
            "signers": [] if desk.can_file else managers_of(desk.submission),
        },
        status=422 if refusal is not None else 200,
    )


def _beneficiary(desk: Desk) -> list[Section]:
    """Return who receives the aid, when the aid lets it be another than the applicant."""
    receives = beneficiary.described(desk.submission)
    if not receives:
        return []
    url = _edit_url(desk.walk, BENEFICIARY)
    return [filed.beneficiary_section(receives, desk.walk.files, edit_url=url)]


def _orphans(desk: Desk) -> list[Row]:
    """Return what the form no longer asks, the files that were given for it included."""
    files = filed.file_lines(desk.walk.files)
    return [
        replace(row, value="", files=tuple(files[row.question_id]))
        if row.question_id in files
        else row
        for row in orphan_rows(desk.submission.answers)
    ]


def _edit_url(walk: Walk, code: str) -> str:
    """Return where a section is changed; the step then comes back here."""
    return f"{walk.url(code)}?retour={RECAP}"
