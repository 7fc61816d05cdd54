"""One dossier, as its officers read it, and what they do with it."""

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from applications.accounts.models import User
from applications.formbuilder.forms import StepForm
from applications.review.permissions import instructing_user
from applications.review.reading import DossierReading
from applications.review.services import answering
from applications.submissions import permissions
from applications.submissions.events import ACCESS_DENIED, SUBJECT
from applications.submissions.merging import digests
from applications.submissions.models import Submission
from applications.submissions.services import acting
from cms.core import events
from cms.core.access import AccessPolicy, access

REFUSED = 422


@access(AccessPolicy.STAFF)
@never_cache
@require_safe
def dossier(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the dossier as filed; the reading is logged."""
    user = instructing_user(request)
    submission = _find(user, reference)
    events.record_read(
        actor=user,
        act="review.dossier_read",
        subject_type=SUBJECT,
        subject_id=submission.pk,
    )
    return _page(request, user, submission)


def _page(
    request: HttpRequest,
    user: User,
    submission: Submission,
    *,
    review_form: StepForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the dossier; `review_form` is what was just sent and cannot be taken as it is."""
    reference = submission.reference
    reading = DossierReading(
        submission,
        language=get_language() or "fr",
        now=timezone.now(),
        is_masked=not permissions.can_read_sensitive(user, submission),
    )
    is_asked = review_form is None and reading.form.review_step is not None
    if is_asked and permissions.can_answer_review(user, submission):
        review_form = reading.review_form()
    return TemplateResponse(
        request,
        "applications/review/dossier.html",
        {
            "header_title": reference,
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
                {"url": reverse("review:queue"), "label": gettext("Dossiers")},
                {"url": "", "label": reference},
            ],
            "header_icon": "folder-open-inverse",
            "submission": submission,
            "reading": reading,
            "can_take_in_charge": permissions.can_take_in_charge(user, submission),
            "review_form": review_form,
            "review_base": json.dumps(digests(reading.review_answers, review_form.fields))
            if review_form is not None
            else "",
        },
        status=status,
    )


@access(AccessPolicy.STAFF)
@never_cache
@require_POST
def answer_review(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep what officers answer to their own questions; what is wrong is said, and kept too."""
    user = instructing_user(request)
    submission = _find(user, reference)
    permissions.can_answer_review(user, submission).require()
    now = timezone.now()
    reading = DossierReading(submission, language=get_language() or "fr", now=now)
    form = reading.review_form(request.POST)
    if form is None:
        raise Http404
    is_valid = form.is_valid()
    saved = answering.save_answers(
        submission, values=form.answers(), base=_base(request, form), actor=user, now=now
    )
    if saved.conflicts:
        labels = [reading.form.questions[one.question_id].question.label for one in saved.conflicts]
        messages.warning(
            request,
            gettext("A colleague has just changed: %(labels)s. Their answer is kept.")
            % {"labels": ", ".join(labels)},
        )
    if not is_valid and form.has_faults:
        return _page(request, user, submission, review_form=form, status=REFUSED)
    messages.success(request, gettext("Your answers are saved."))
    return HttpResponseRedirect(reverse("review:dossier", args=[reference]) + "#instruction")


def _base(request: HttpRequest, form: StepForm) -> dict[str, str]:
    """Return what the page showed; one that says nothing showed blank fields."""
    blank = digests({}, form.fields)
    try:
        base = json.loads(request.POST.get("base", ""))
    except ValueError:
        return blank
    if not isinstance(base, dict):
        return blank
    return {str(key): str(value) for key, value in base.items()}


@access(AccessPolicy.STAFF)
@require_POST
def take_in_charge(request: HttpRequest, reference: str) -> HttpResponse:
    """« Prendre en charge »: the officer's name on the dossier, a mail to the applicant."""
    user = instructing_user(request)
    submission = _find(user, reference)
    permissions.can_take_in_charge(user, submission).require()
    acting.take_in_charge(submission, officer=user, now=timezone.now())
    messages.success(
        request,
        gettext("You have taken %(reference)s in charge. The applicant is told by mail.")
        % {"reference": reference},
    )
    return HttpResponseRedirect(reverse("review:dossier", args=[reference]))


def _find(user: User, reference: str) -> Submission:
    """Return a dossier of this person's teams; another one does not exist, and it is noted."""
    submission = (
        Submission.objects.visible_to_staff(user).for_officers().filter(reference=reference).first()
    )
    if submission is not None:
        return submission
    hidden = Submission.objects.filter(reference=reference).only("pk").first()
    if hidden is not None:
        events.record(ACCESS_DENIED, subject_type=SUBJECT, subject_id=hidden.pk, actor=user)
    raise Http404
