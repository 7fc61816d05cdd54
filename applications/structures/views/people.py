"""« Personnes »: who acts for a structure, and what its managers do about it."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications.accounts import rates
from applications.accounts.views.pages import REFUSED
from applications.structures import permissions
from applications.structures.exceptions import AlreadyInvited, AlreadyMember, LastManager
from applications.structures.forms.people import ConfirmPeopleForm, InviteForm, RightsForm
from applications.structures.models import (
    Dispute,
    Invitation,
    InvitationState,
    JoinRequest,
    JoinState,
    Membership,
)
from applications.structures.services import confirmation, invitations, memberships
from applications.structures.views.denials import record_denial
from applications.structures.views.gate import keeper_of, require
from applications.structures.views.members import membership_of, user_of
from cms.core.access import AccessPolicy, access

FOLDER = "applications/structures/people"


@access(AccessPolicy.APPLICANT)
@require_GET
def people(request: HttpRequest, structure_id: int) -> HttpResponse:
    """List who acts for the structure; its managers see who waits, and act."""
    membership = membership_of(request, structure_id)
    now = timezone.now()
    may_manage = bool(permissions.can_manage_people(membership))
    current = (
        Membership.objects.filter(structure_id=structure_id, ended_at__isnull=True)
        .select_related("user")
        .order_by("suspended_at", "role", "user__last_name", "user__first_name", "pk")
    )
    if not may_manage:
        current = current.filter(suspended_at__isnull=True)
    context = {
        "structure": membership.structure,
        "membership": membership,
        "may_manage": may_manage,
        "people": current,
        "is_disputed": Dispute.objects.filter(
            structure_id=structure_id, decided_at__isnull=True
        ).exists(),
    }
    if may_manage:
        waiting = Invitation.objects.filter(structure_id=structure_id)
        context |= {
            "joins": JoinRequest.objects.filter(
                structure_id=structure_id, state=JoinState.WAITING
            ).select_related("user"),
            "arrivals": waiting.filter(state=InvitationState.AWAITING).select_related("user"),
            "sent": [
                (one, one.is_expired(now)) for one in waiting.filter(state=InvitationState.SENT)
            ],
            "is_to_confirm": confirmation.due(membership.structure, at=now).exists(),
        }
    return render(request, f"{FOLDER}/list.html", context)


@access(AccessPolicy.APPLICANT)
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, structure_id: int) -> HttpResponse:
    """« Inviter une personne »."""
    membership = keeper_of(request, structure_id)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        rates.require(request, "invitation")
        try:
            invitations.invite(
                membership.structure,
                email=form.cleaned_data["email"],
                must_validate=form.cleaned_data["must_validate"],
                inviter=user_of(request),
                now=timezone.now(),
                **form.rights,
            )
        except (AlreadyMember, AlreadyInvited) as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(
                request,
                _("The invitation has been sent to %(email)s. Its link is valid for 15 days.")
                % {"email": form.cleaned_data["email"]},
            )
            return redirect("structures:people", structure_id=structure_id)
    return _form_page(request, "invite", membership, form)


@access(AccessPolicy.APPLICANT)
@require_POST
def resend(request: HttpRequest, structure_id: int, invitation_id: int) -> HttpResponse:
    """« Renvoyer l'invitation »."""
    keeper_of(request, structure_id)
    found = get_object_or_404(Invitation, pk=invitation_id, structure_id=structure_id)
    if not rates.is_within(request, "mail", key=found.email):
        messages.warning(
            request,
            _("An e-mail has just been sent to this address. Wait a minute before asking again."),
        )
    else:
        invitations.resend(found, actor=user_of(request), now=timezone.now())
        messages.success(
            request,
            _("The invitation has been sent again to %(email)s: the earlier link no longer works.")
            % {"email": found.email},
        )
    return redirect("structures:people", structure_id=structure_id)


@access(AccessPolicy.APPLICANT)
@require_POST
def cancel(request: HttpRequest, structure_id: int, invitation_id: int) -> HttpResponse:
    """« Annuler l'invitation »."""
    keeper_of(request, structure_id)
    found = get_object_or_404(Invitation, pk=invitation_id, structure_id=structure_id)
    invitations.cancel(found, actor=user_of(request), now=timezone.now())
    messages.success(request, _("The invitation is cancelled: its link no longer works."))
    return redirect("structures:people", structure_id=structure_id)


@access(AccessPolicy.APPLICANT)
@require_http_methods(["GET", "POST"])
def rights(request: HttpRequest, structure_id: int, membership_id: int) -> HttpResponse:
    """« Modifier les droits »."""
    membership = keeper_of(request, structure_id)
    other = _other(structure_id, membership_id)
    initial = {
        "role": other.role,
        "can_sign": other.can_sign,
        "can_see_bank_details": other.can_see_bank_details,
    }
    form = RightsForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            memberships.change_rights(
                other, actor=user_of(request), now=timezone.now(), **form.rights
            )
        except LastManager:
            form.add_error("role", _("The structure must keep a manager: name another one first."))
        else:
            messages.success(
                request, _("The rights of %(person)s have been changed.") % {"person": other.user}
            )
            return redirect("structures:people", structure_id=structure_id)
    return _form_page(request, "rights", membership, form, other=other)


@access(AccessPolicy.APPLICANT)
@require_http_methods(["GET", "POST"])
def detach(request: HttpRequest, structure_id: int, membership_id: int) -> HttpResponse:
    """« Détacher ce compte »: one page that says what it does, one button."""
    membership = keeper_of(request, structure_id)
    other = _other(structure_id, membership_id)
    if other.pk == membership.pk:
        return redirect("structures:leave", structure_id=structure_id)
    if request.method == "POST":
        memberships.end_membership(other, actor=user_of(request), now=timezone.now())
        messages.success(
            request,
            _("%(person)s no longer acts for the structure.") % {"person": other.user},
        )
        return redirect("structures:people", structure_id=structure_id)
    context = {"structure": membership.structure, "other": other}
    return render(request, f"{FOLDER}/detach.html", context)


@access(AccessPolicy.APPLICANT)
@require_POST
def restore(request: HttpRequest, structure_id: int, membership_id: int) -> HttpResponse:
    """« Rétablir l'accès » of somebody whose access was suspended."""
    keeper_of(request, structure_id)
    other = _other(structure_id, membership_id)
    confirmation.restore(other, actor=user_of(request), now=timezone.now())
    messages.success(
        request, _("%(person)s acts for the structure again.") % {"person": other.user}
    )
    return redirect("structures:people", structure_id=structure_id)


@access(AccessPolicy.APPLICANT)
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, structure_id: int) -> HttpResponse:
    """« Quitter la structure »."""
    membership = membership_of(request, structure_id)
    managers = Membership.objects.managers().filter(structure_id=structure_id)
    is_last = membership.is_manager and not managers.exclude(pk=membership.pk).exists()
    if request.method == "POST" and not is_last:
        try:
            memberships.leave(membership, now=timezone.now())
        except LastManager:
            is_last = True
        else:
            messages.success(
                request,
                _("You no longer act for “%(structure)s”.")
                % {"structure": membership.structure.name},
            )
            return redirect("submissions:space")
    return render(
        request,
        f"{FOLDER}/leave.html",
        {
            "structure": membership.structure,
            "is_last": is_last,
            "may_manage": bool(permissions.can_manage_people(membership)),
        },
        status=409 if request.method == "POST" else 200,
    )


@access(AccessPolicy.APPLICANT)
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, structure_id: int) -> HttpResponse:
    """« Confirmer la liste », once a year; also the way back of a manager who was suspended."""
    membership = (
        Membership.objects.filter(
            user=user_of(request), structure_id=structure_id, ended_at__isnull=True
        )
        .select_related("structure")
        .first()
    )
    if membership is None:
        record_denial(request, str(structure_id))
        raise Http404
    has_active = Membership.objects.managers().filter(structure_id=structure_id).exists()
    answer = permissions.can_confirm_people(membership, has_active_manager=has_active)
    require(request, answer, structure_id)
    listed = (
        Membership.objects.filter(Q(ended_at__isnull=True), structure_id=structure_id)
        .exclude(pk=membership.pk)
        .select_related("user")
        .order_by("user__last_name", "user__first_name", "pk")
    )
    form = ConfirmPeopleForm(request.POST if request.method == "POST" else None, people=listed)
    if form.is_valid():
        confirmation.confirm(
            membership.structure, kept=form.kept_ids, actor=user_of(request), now=timezone.now()
        )
        messages.success(request, _("The list of people is confirmed for a year."))
        return redirect("structures:people", structure_id=structure_id)
    return _form_page(request, "confirm", membership, form, has_others=bool(listed))


def _other(structure_id: int, membership_id: int) -> Membership:
    found: Membership = get_object_or_404(
        Membership.objects.select_related("user", "structure"),
        pk=membership_id,
        structure_id=structure_id,
        ended_at__isnull=True,
    )
    return found


def _form_page(
    request: HttpRequest,
    template: str,
    membership: Membership,
    form: InviteForm | RightsForm | ConfirmPeopleForm,
    **context: object,
) -> HttpResponse:
    return render(
        request,
        f"{FOLDER}/{template}.html",
        {"structure": membership.structure, "form": form, **context},
        status=REFUSED if form.is_bound and form.errors else 200,
    )
