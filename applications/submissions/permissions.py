"""What a person may do with a dossier, with the reason of a refusal."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.translation import gettext_lazy as _

from applications.accounts.models.user import StaffRole
from applications.rights import Role, allows
from applications.structures.models import Membership
from applications.structures.permissions import active_membership, provisional_since, role_in
from applications.submissions.models import Submission
from applications.submissions.querysets import BEFORE_FILING
from cms.core.permissions import ALLOWED, Answer, refused

Reader = AbstractBaseUser | AnonymousUser

_STAFF_ROLES: dict[str, Role] = {
    StaffRole.OFFICER: Role.OFFICER,
    StaffRole.DECIDER: Role.DECIDER,
    StaffRole.PAYMASTER: Role.PAYMASTER,
}
UNDER_REVIEW = frozenset({"submitted", "under_review", "complete"})
NOT_YOURS = _("This application is not yours.")


def applicant_roles(
    user: Reader, submission: Submission, membership: Membership | None
) -> frozenset[Role]:
    """Return what a person is for a dossier, `membership` being theirs in its structure.

    A provisional manager has no role at all in a dossier begun before they arrived.
    """
    if not user.is_authenticated:
        return frozenset()
    if submission.structure_id is None:
        is_theirs = submission.person_id == user.pk
        return frozenset({Role.PERSON, Role.WRITER}) if is_theirs else frozenset()
    if membership is None or not membership.is_active:
        return frozenset()
    arrived_at = provisional_since(membership)
    if arrived_at is not None and submission.created_at < arrived_at:
        return frozenset()
    roles = {role_in(membership)}
    if submission.writer_id == user.pk:
        roles.add(Role.WRITER)
    if membership.can_sign and allows("dossier.read_draft", roles):
        roles.add(Role.SIGNER)
    return frozenset(roles)


def roles_of(user: Reader, submission: Submission) -> frozenset[Role]:
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


def can_view(user: Reader, submission: Submission) -> Answer:
    """The person, the writer, the managers; staff of the team once the dossier is filed."""
    act = "dossier.read_draft" if submission.state in BEFORE_FILING else "dossier.read_filed"
    if allows(act, roles_of(user, submission)):
        return ALLOWED
    if getattr(user, "is_staff", False) and not submission.is_test:
        return refused(_("This dossier is not given to your team."))
    return refused(NOT_YOURS)


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
    if allows("dossier.edit", roles_of(user, submission)):
        return ALLOWED
    return refused(NOT_YOURS)


def can_file(user: Reader, submission: Submission) -> Answer:
    """The person themself; for a structure, who may sign."""
    return _commits(user, submission, "dossier.submit")


def can_withdraw(user: Reader, submission: Submission) -> Answer:
    """Withdrawing commits as filing does."""
    return _commits(user, submission, "dossier.withdraw")


def _commits(user: Reader, submission: Submission, act: str) -> Answer:
    roles = roles_of(user, submission)
    if allows(act, roles):
        return ALLOWED
    if allows("dossier.read_draft", roles):
        return refused(_("Only a person who may sign for the structure can do it."))
    return refused(NOT_YOURS)


def can_answer_review(user: Reader, submission: Submission) -> Answer:
    """An officer of the aid's team, from the filing until the decision is proposed."""
    if not allows("dossier.answer_review", roles_of(user, submission)):
        return refused(_("Only an officer of the aid's team can do it."))
    if submission.state not in UNDER_REVIEW:
        return refused(_("The dossier is not under review."))
    return ALLOWED


def can_take_in_charge(user: Reader, submission: Submission) -> Answer:
    """An officer of the aid's team, while nobody has."""
    if submission.state != "submitted":
        return refused(_("It has already been taken in charge, or is not filed."))
    if not allows("dossier.take_in_charge", roles_of(user, submission)):
        return refused(_("Only an officer of the aid's team can do it."))
    return ALLOWED
