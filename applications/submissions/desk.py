"""What every page of one dossier starts from: the dossier, its reader's rights, its walk."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import NoReturn

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from aids.services import versions
from applications.accounts.models import User
from applications.attachments.models import Attachment
from applications.formbuilder.compiler import CompiledForm
from applications.rights import Role, allows
from applications.structures.acting import Acting, acting
from applications.structures.models import Membership
from applications.submissions import deadlines, documents, events as kinds
from applications.submissions.exceptions import StaffNeverApplies
from applications.submissions.models import Submission
from applications.submissions.permissions import applicant_roles, is_shared_with
from applications.submissions.querysets import SubmissionQuerySet
from applications.submissions.walk import Walk
from cms.core import events


class Desk:
    """One dossier on one person's desk."""

    def __init__(self, request: HttpRequest, submission: Submission) -> None:
        self.request = request
        self.submission = submission
        self.now: datetime = timezone.now()

    @property
    def user(self) -> User:
        """Return the reader; the door has made sure there is one."""
        user = self.request.user
        if not isinstance(user, User):
            raise Http404
        return user

    @property
    def language(self) -> str:
        """Return the language being read."""
        return get_language() or self.submission.language

    @cached_property
    def acting(self) -> Acting:
        """Return in whose name the person works."""
        return acting(self.request)

    @cached_property
    def membership(self) -> Membership | None:
        """Return the reader's membership in the dossier's structure."""
        structure_id = self.submission.structure_id
        if structure_id is None:
            return None
        return next(
            (one for one in self.acting.memberships if one.structure_id == structure_id), None
        )

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Return what the reader is for this dossier."""
        if self.submission.structure_id is None:
            return applicant_roles(self.user, self.submission, ())
        return applicant_roles(
            self.user,
            self.submission,
            self.acting.memberships,
            is_shared=is_shared_with(self.user, self.submission, self.membership),
        )

    @property
    def can_file(self) -> bool:
        """Whether the reader may file and withdraw."""
        return allows("dossier.submit", self.roles)

    @property
    def can_delete(self) -> bool:
        """Whether the reader may put the draft in the bin."""
        return allows("dossier.delete", self.roles)

    @property
    def can_share(self) -> bool:
        """Whether the reader may share the dossier with a colleague."""
        is_shareable = self.submission.structure_id is not None and not self.submission.is_test
        return is_shareable and allows("dossier.share", self.roles)

    @property
    def can_take_over(self) -> bool:
        """Whether the reader may become the writer of a colleague's draft."""
        is_others = self.submission.writer_id != self.user.pk and self.submission.is_draft
        return is_others and allows("dossier.take_over", self.roles)

    @property
    def list_url(self) -> str:
        """Return where the reader's dossiers are listed; test ones are in the administration."""
        if self.submission.is_test:
            return reverse("form_trials:back", args=[self.submission.reference])
        return reverse("submissions:list")

    @property
    def is_campaign_open(self) -> bool:
        """Whether the dossier's campaign takes dossiers at this second; a test waits for none."""
        return self.submission.is_test or deadlines.is_open(self.submission.campaign, self.now)

    @property
    def has_campaign_closed(self) -> bool:
        """Whether the dossier's campaign is over; for a test it never is."""
        is_over = deadlines.has_closed(self.submission.campaign, self.now)
        return is_over and not self.submission.is_test

    @cached_property
    def attachments(self) -> Iterable[Attachment]:
        """Return every file of the dossier, read when first needed."""
        return documents.attachments_of(self.submission)

    @cached_property
    def compiled(self) -> CompiledForm:
        """Return the draft's form in the language being read."""
        version = self.submission.form_version
        texts = versions.overlay(version, self.language)
        return versions.compiled_form(version, self.language, texts)

    @cached_property
    def walk(self) -> Walk:
        """Return the steps of the draft."""
        return Walk(self.submission, self.compiled, self.attachments)

    def reload(self, submission: Submission) -> None:
        """Work on with the row a service has just written."""
        self.submission = submission
        for name in ("compiled", "walk", "roles"):
            self.__dict__.pop(name, None)


def open_desk(request: HttpRequest, reference: str) -> Desk:
    """Return the desk for this dossier, or a recorded 404 when it is somebody else's."""
    dossiers = Submission.objects.filter(reference=reference)
    if request.user.is_authenticated and request.user.is_staff:
        return Desk(request, _tried(request, dossiers, reference))
    # Most dossiers are a person's own: the memberships are only looked at for the others.
    submission = (
        dossiers.real().filter(person_id=request.user.pk).for_own_work().first()
        or dossiers.listed_for(request.user, acting(request).memberships).for_work().first()
    )
    if submission is None:
        _deny(request, reference)
    if submission.person is not None and submission.writer_id == submission.person_id:
        submission.writer = submission.person
    return Desk(request, submission)


def _tried(request: HttpRequest, dossiers: SubmissionQuerySet, reference: str) -> Submission:
    """Return the test dossier of a member of staff; of any other, they are told why not."""
    submission: Submission | None = dossiers.tried_by(request.user).for_work().first()
    if submission is None:
        _record_denial(request, reference)
        raise StaffNeverApplies
    return submission


def _deny(request: HttpRequest, reference: str) -> NoReturn:
    """Answer 404 whether the dossier exists or not, and record the attempt on one that does."""
    _record_denial(request, reference)
    raise Http404


def _record_denial(request: HttpRequest, reference: str) -> None:
    known = Submission.objects.filter(reference=reference).values_list("pk", flat=True).first()
    if known is not None:
        actor = request.user if isinstance(request.user, User) else None
        events.record(
            kinds.ACCESS_DENIED, subject_type=kinds.SUBJECT, subject_id=known, actor=actor
        )
