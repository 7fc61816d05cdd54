"""Who waits at the door of a structure: « Valider » or « Refuser »."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications.accounts.models import User
from applications.accounts.views.pages import REFUSED
from applications.structures.exceptions import AlreadyMember, RequestOver
from applications.structures.forms.people import RefusalForm, RightsForm
from applications.structures.models import (
    Invitation,
    InvitationState,
    JoinRequest,
    JoinState,
    Membership,
    MembershipRole,
)
from applications.structures.services import invitations, joining
from applications.structures.views.gate import keeper_of
from applications.structures.views.members import user_of
from cms.core.access import AccessPolicy, access


@access(AccessPolicy.APPLICANT)
@require_http_methods(["GET", "POST"])
def arrival(request: HttpRequest, structure_id: int, invitation_id: int) -> HttpResponse:
    """Answer somebody who accepted an invitation and waits."""
    membership = keeper_of(request, structure_id)
    found = get_object_or_404(
        Invitation.objects.select_related("user"), pk=invitation_id, structure_id=structure_id
    )
    if found.state != InvitationState.AWAITING or found.user is None:
        return _answered(request, structure_id)
    initial = {
        "role": found.role,
        "can_sign": found.can_sign,
        "can_see_bank_details": found.can_see_bank_details,
    }

    def let_in(form: RightsForm) -> None:
        invitations.validate(found, actor=user_of(request), now=timezone.now(), **form.rights)

    def turn_away(reason: str) -> None:
        invitations.refuse(found, reason=reason, actor=user_of(request), now=timezone.now())

    context = {"invitation": found, "arrived_at": found.answered_at}
    return _answer(request, membership, found.user, initial, let_in, turn_away, context)


@access(AccessPolicy.APPLICANT)
@require_http_methods(["GET", "POST"])
def join_request(request: HttpRequest, structure_id: int, join_id: int) -> HttpResponse:
    """Answer somebody who asks to join."""
    membership = keeper_of(request, structure_id)
    found = get_object_or_404(
        JoinRequest.objects.select_related("user"), pk=join_id, structure_id=structure_id
    )
    if found.state != JoinState.WAITING:
        return _answered(request, structure_id)

    def let_in(form: RightsForm) -> None:
        joining.validate(found, actor=user_of(request), now=timezone.now(), **form.rights)

    def turn_away(reason: str) -> None:
        joining.refuse(found, reason=reason, actor=user_of(request), now=timezone.now())

    context = {"message": found.message, "arrived_at": found.asked_at}
    initial = {"role": MembershipRole.MEMBER}
    return _answer(request, membership, found.user, initial, let_in, turn_away, context)


def _answer(
    request: HttpRequest,
    membership: Membership,
    user: User,
    initial: Mapping[str, object],
    let_in: Callable[[RightsForm], None],
    turn_away: Callable[[str], None],
    context: Mapping[str, object],
) -> HttpResponse:
    structure = membership.structure
    is_refusal = "refuse" in request.POST
    is_answer = request.method == "POST" and not is_refusal
    rights = RightsForm(request.POST if is_answer else None, initial=dict(initial))
    refusal = RefusalForm(request.POST if is_refusal else None)
    sent = refusal if is_refusal else rights
    if sent.is_valid():
        try:
            if is_refusal:
                turn_away(refusal.cleaned_data["reason"])
                messages.success(
                    request, _("The request of %(person)s is refused.") % {"person": user}
                )
            else:
                let_in(rights)
                messages.success(
                    request, _("%(person)s now acts for the structure.") % {"person": user}
                )
        except (RequestOver, AlreadyMember):
            return _answered(request, structure.pk)
        return redirect("structures:people", structure_id=structure.pk)
    return render(
        request,
        "applications/structures/people/arrival.html",
        {
            "structure": structure,
            "newcomer": user,
            "rights": rights,
            "refusal": refusal,
            "shown_forms": [rights, refusal],
            "form_has_errors": bool(rights.errors or refusal.errors),
            **context,
        },
        status=REFUSED if request.method == "POST" else 200,
    )


def _answered(request: HttpRequest, structure_id: int) -> HttpResponse:
    messages.info(request, str(RequestOver()))
    return redirect("structures:people", structure_id=structure_id)
