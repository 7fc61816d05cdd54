"""What a person may do with a dossier, with the reason of a refusal."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.translation import gettext_lazy as _

from applications.accounts.models.user import StaffRole
from applications.rights import Role, allows
from applications.structures.models import Membership
from applications.structures.permissions import provisional_since, role_in
from applications.submissions.models import BeneficiaryLink, Submission, SubmissionShare
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
    user: Reader,
    submission: Submission,
    memberships: Iterable[Membership],
    *,
    is_shared: bool = False,
) -> frozenset[Role]:
    """Return what a person is for a dossier, `memberships` being theirs.

    `is_shared` tells whether the dossier is shared with them (`is_shared_with`). A provisional
    manager has no role at all in a dossier begun before they arrived.
    """
    if not user.is_authenticated:
        return frozenset()
    if submission.structure_id is None:
        is_theirs = submission.person_id == user.pk
        return frozenset({Role.PERSON, Role.WRITER}) if is_theirs else frozenset()
    roles: set[Role] = set()
    for membership in memberships:
        if not membership.is_active:
            continue
        if membership.structure_id == submission.structure_id:
            roles |= _roles_in_structure(user, submission, membership, is_shared=is_shared)
        elif _reads_as_managing_body(submission, membership):
            roles.add(Role.OGEC_MANAGER)
    return frozenset(roles)


def _roles_in_structure(
    user: Reader, submission: Submission, membership: Membership, *, is_shared: bool
) -> set[Role]:
    arrived_at = provisional_since(membership)
    if arrived_at is not None and submission.created_at < arrived_at:
        return set()
    roles = {role_in(membership)}
    if submission.writer_id == user.pk:
        roles.add(Role.WRITER)
    elif is_shared:
        roles.add(Role.COLLEAGUE)
    if membership.can_sign and allows("dossier.read_draft", roles):
        roles.add(Role.SIGNER)
    return roles


def _reads_as_managing_body(submission: Submission, membership: Membership) -> bool:
    return (
        submission.beneficiary_link == BeneficiaryLink.MANAGING_BODY
        and submission.beneficiary_structure_id == membership.structure_id
        and submission.is_filed
        and role_in(membership) is Role.MANAGER
    )


def is_shared_with(user: Reader, submission: Submission, membership: Membership | None) -> bool:
    """Whether a dossier was shared with a member since they joined; asked of plain members."""
    if membership is None or membership.is_manager or submission.writer_id == user.pk:
        return False
    return SubmissionShare.objects.filter(
        submission=submission,
        user_id=user.pk or 0,
        ended_at__isnull=True,
        shared_at__gte=membership.started_at,
    ).exists()


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
    memberships = memberships_about(user, submission)
    own = next((one for one in memberships if one.structure_id == submission.structure_id), None)
    is_shared = is_shared_with(user, submission, own)
    return applicant_roles(user, submission, memberships, is_shared=is_shared)


def memberships_about(user: Reader, submission: Submission) -> list[Membership]:
    """Return a person's active memberships in the dossier's structure and its beneficiary."""
    if submission.structure_id is None:
        return []
    structures = {submission.structure_id, submission.beneficiary_structure_id} - {None}
    return list(Membership.objects.active().filter(user_id=user.pk, structure_id__in=structures))


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


def can_share(user: Reader, submission: Submission) -> Answer:
    """Who began the dossier, and the managers."""
    if submission.structure_id is None or submission.is_test:
        return refused(_("Only the application of a structure is shared."))
    if allows("dossier.share", roles_of(user, submission)):
        return ALLOWED
    return refused(_("Only the person who began the application and the managers can share it."))


def can_take_over(user: Reader, submission: Submission) -> Answer:
    """A manager, of a draft somebody else began."""
    if not allows("dossier.take_over", roles_of(user, submission)):
        return refused(_("Only a manager of the structure can take over an application."))
    if not submission.is_draft:
        return refused(_("It is no longer a draft."))
    if submission.writer_id == user.pk:
        return refused(_("You already write this application."))
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
