"""What a person may do with a dossier, with the reason of a refusal."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.translation import gettext_lazy as _

from applications.accounts.models.user import StaffRole
from applications.structures.models import Membership
from applications.structures.permissions import active_membership
from applications.submissions.lifecycle import ActorRole
from applications.submissions.models import Submission
from applications.submissions.querysets import BEFORE_FILING
from cms.core.permissions import ALLOWED, Answer, refused

Reader = AbstractBaseUser | AnonymousUser

_STAFF_ROLES: dict[str, ActorRole] = {
    StaffRole.OFFICER: ActorRole.OFFICER,
    StaffRole.DECIDER: ActorRole.DECIDER,
    StaffRole.PAYMASTER: ActorRole.PAYMASTER,
}
UNDER_REVIEW = frozenset({"submitted", "under_review", "complete"})
NOT_YOURS = _("This application is not yours.")


def applicant_roles(
    user: Reader, submission: Submission, membership: Membership | None
) -> frozenset[ActorRole]:
    """Return what a person is for a dossier, `membership` being theirs in its structure."""
    if not user.is_authenticated:
        return frozenset()
    roles: set[ActorRole] = set()
    if submission.structure_id is None:
        if submission.person_id == user.pk:
            roles |= {ActorRole.PERSON, ActorRole.WRITER}
        return frozenset(roles)
    if membership is None or not membership.is_active:
        return frozenset()
    roles.add(ActorRole.MANAGER if membership.is_manager else ActorRole.MEMBER)
    if submission.writer_id == user.pk:
        roles.add(ActorRole.WRITER)
    if membership.can_sign:
        roles.add(ActorRole.SIGNER)
    return frozenset(roles)


def roles_of(user: Reader, submission: Submission) -> frozenset[ActorRole]:
    """Return every role of a person for a dossier; staff have theirs through the aid's team.

    In a test dossier, who tries the form is its applicant and nobody else is anything.
    """
    if not user.is_authenticated:
        return frozenset()
    if submission.is_test and not is_tester(user, submission):
        return frozenset()
    if getattr(user, "is_staff", False) and not submission.is_test:
        role = _STAFF_ROLES.get(getattr(user, "staff_role", ""))
        team = submission.aid.team
        is_in_team = team is not None and team.members.filter(pk=user.pk).exists()
        return frozenset({role}) if role and is_in_team else frozenset()
    membership = (
        active_membership(user, submission.structure_id)
        if submission.structure_id is not None
        else None
    )
    return applicant_roles(user, submission, membership)


def is_tester(user: Reader, submission: Submission) -> bool:
    """Tell whether this member of staff tries the form with this dossier."""
    is_staff = bool(getattr(user, "is_staff", False))
    return submission.is_test and is_staff and submission.writer_id == user.pk


_READERS = frozenset({ActorRole.PERSON, ActorRole.WRITER, ActorRole.MANAGER})


def can_view(user: Reader, submission: Submission) -> Answer:
    """The person, the writer, the managers; staff of the team once the dossier is filed."""
    roles = roles_of(user, submission)
    if getattr(user, "is_staff", False) and not submission.is_test:
        if roles and submission.state not in BEFORE_FILING:
            return ALLOWED
        return refused(_("This dossier is not given to your team."))
    return ALLOWED if roles & _READERS else refused(NOT_YOURS)


def can_read_sensitive(user: Reader, submission: Submission) -> Answer:
    """Of the staff who may view a dossier, its officers alone (portal.md §12); applicants theirs.

    Asked of somebody who may already view it.
    """
    is_staff = bool(getattr(user, "is_staff", False)) and not is_tester(user, submission)
    if is_staff and getattr(user, "staff_role", "") != StaffRole.OFFICER:
        return refused(_("Sensitive answers are read by the officers of the team only."))
    return ALLOWED


def can_edit(user: Reader, submission: Submission) -> Answer:
    """Whoever may see a draft may write in it."""
    if not submission.is_draft:
        return refused(_("It is no longer a draft."))
    return ALLOWED if roles_of(user, submission) & _READERS else refused(NOT_YOURS)


def can_file(user: Reader, submission: Submission) -> Answer:
    """The person themself; for a structure, who may sign."""
    roles = roles_of(user, submission)
    if roles & {ActorRole.PERSON, ActorRole.SIGNER} and roles & _READERS:
        return ALLOWED
    if roles & _READERS:
        return refused(_("Only a person who may sign for the structure can do it."))
    return refused(NOT_YOURS)


def can_withdraw(user: Reader, submission: Submission) -> Answer:
    """Withdrawing commits as filing does."""
    return can_file(user, submission)


def can_answer_review(user: Reader, submission: Submission) -> Answer:
    """An officer of the aid's team, from the filing until the decision is proposed."""
    if ActorRole.OFFICER not in roles_of(user, submission):
        return refused(_("Only an officer of the aid's team can do it."))
    if submission.state not in UNDER_REVIEW:
        return refused(_("The dossier is not under review."))
    return ALLOWED


def can_take_in_charge(user: Reader, submission: Submission) -> Answer:
    """An officer of the aid's team, while nobody has."""
    if submission.state != "submitted":
        return refused(_("It has already been taken in charge, or is not filed."))
    if ActorRole.OFFICER not in roles_of(user, submission):
        return refused(_("Only an officer of the aid's team can do it."))
    return ALLOWED
