"""The mails about the people of a structure; each joins the transaction of its cause."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from applications.accounts.models import User
from applications.notifications.kinds import MailKind
from applications.notifications.services import absolute_url, send_mail
from applications.structures import mails
from applications.structures.models import (
    Invitation,
    JoinRequest,
    Membership,
    MembershipRole,
    Structure,
)
from cms.core.site import site_settings

ABOUT = "structure"


def send_invitation(invitation: Invitation, *, plain: str, now: datetime) -> None:
    """Send the link of an invitation; who has no account is invited to make one."""
    owner = User.objects.filter(email=invitation.email).first()
    language = owner.language if owner is not None else _language_of(invitation.inviter)
    kind = mails.INVITATION_TO_JOIN if owner is not None else mails.INVITATION
    with translation.override(language):
        context = {
            "structure": invitation.structure.name,
            "inviter": _name_of(invitation.inviter),
            "role": str(MembershipRole(invitation.role).label),
            "link": absolute_url(reverse("invitation", args=[plain])),
        }
    send_mail(
        kind.code,
        to=invitation.email,
        context=context,
        language=language,
        key=f"{kind.code}:{invitation.digest}",
        about=(ABOUT, invitation.structure_id),
        now=now,
    )


def send_arrival_waiting(invitation: Invitation, *, now: datetime) -> None:
    """Tell the managers that an invited person waits to be validated."""
    if invitation.user is not None:
        link = ("structures:arrival", invitation.structure_id, invitation.pk)
        key = f"invitation:{invitation.pk}"
        _tell_managers(invitation.structure, person=invitation.user, link=link, key=key, now=now)


def send_join_asked(join: JoinRequest, *, now: datetime) -> None:
    """Tell the managers that somebody asks to join."""
    link = ("structures:join-request", join.structure_id, join.pk)
    _tell_managers(join.structure, person=join.user, link=link, key=f"join:{join.pk}", now=now)


def send_validated(membership: Membership, *, now: datetime) -> None:
    """Tell a person that they act for the structure from now on."""
    with translation.override(membership.user.language):
        role = str(MembershipRole(membership.role).label)
    _send(
        mails.VALIDATED,
        membership.user,
        structure=membership.structure,
        key=f"{membership.pk}:{now.isoformat()}",
        now=now,
        link=("structures:sheet", membership.structure_id),
        role=role,
    )


def send_refused(user: User, structure: Structure, *, reason: str, key: str, now: datetime) -> None:
    """Tell a person that they were not let in, and why."""
    _send(
        mails.REFUSED,
        user,
        structure=structure,
        key=key,
        now=now,
        link=("structures:waiting",),
        reason=reason,
    )


def send_detached(membership: Membership, *, now: datetime) -> None:
    """Tell a person that they no longer act for the structure."""
    _send(
        mails.DETACHED,
        membership.user,
        structure=membership.structure,
        key=str(membership.pk),
        now=now,
        link=("submissions:space",),
    )


def send_unanswered(
    structure: Structure, *, key: str, since: datetime, link: str, now: datetime
) -> None:
    """Tell the Region that nobody answered an arrival; nothing is sent without an address."""
    address = site_settings().support_email
    if not address:
        return
    send_mail(
        mails.UNANSWERED.code,
        to=address,
        context={"structure": structure.name, "since": since, "link": absolute_url(link)},
        language=settings.LANGUAGE_CODE,
        key=f"{mails.UNANSWERED.code}:{key}",
        about=(ABOUT, structure.pk),
        now=now,
    )


def send_confirm_people(
    managers: Iterable[Membership], *, until: datetime, key: str, now: datetime
) -> None:
    """Ask the managers to say who still acts for the structure."""
    for manager in managers:
        _send(
            mails.CONFIRM_PEOPLE,
            manager.user,
            structure=manager.structure,
            key=f"{key}:{manager.user_id}",
            now=now,
            link=("structures:confirm-people", manager.structure_id),
            until=until,
        )


def send_suspended(membership: Membership, *, now: datetime) -> None:
    """Tell a person that their access stopped; a manager's link gives it back."""
    link = (
        ("structures:confirm-people", membership.structure_id)
        if membership.is_manager
        else ("submissions:space",)
    )
    _send(
        mails.ACCESS_SUSPENDED,
        membership.user,
        structure=membership.structure,
        key=f"{membership.pk}:{now.isoformat()}",
        now=now,
        link=link,
    )


def _tell_managers(
    structure: Structure, *, person: User, link: tuple[object, ...], key: str, now: datetime
) -> None:
    managers = Membership.objects.managers().filter(structure=structure, is_unverified=False)
    for manager in managers.select_related("user"):
        _send(
            mails.JOIN_ASKED,
            manager.user,
            structure=structure,
            key=f"{key}:{manager.user_id}",
            now=now,
            link=link,
            person=person.get_full_name(),
        )


def _send(
    kind: MailKind,
    user: User,
    *,
    structure: Structure,
    key: str,
    now: datetime,
    link: tuple[object, ...],
    **context: object,
) -> None:
    name, *args = link
    with translation.override(user.language):
        address = absolute_url(reverse(str(name), args=args))
    send_mail(
        kind.code,
        to=user.email,
        context={
            "name": user.get_full_name(),
            "structure": structure.name,
            "link": address,
            **context,
        },
        language=user.language,
        key=f"{kind.code}:{key}",
        about=(ABOUT, structure.pk),
        now=now,
    )


def _language_of(user: User | None) -> str:
    return user.language if user is not None else settings.LANGUAGE_CODE


def _name_of(inviter: User | None) -> str:
    """Return who invites; the Region when nobody of the structure does."""
    if inviter is None or inviter.is_staff:
        return site_settings().region_name
    return inviter.get_full_name()
