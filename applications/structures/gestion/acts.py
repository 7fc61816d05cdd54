"""What the Region settles of one structure: each a button of its page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from applications.registries.errors import RegisterError
from applications.structures import permissions
from applications.structures.gestion.forms import InviteForm, OtherForm, ReasonForm
from applications.structures.gestion.sheet_views import REFUSED, back, find, managed, show
from applications.structures.models import (
    Dispute,
    Invitation,
    JoinRequest,
    Membership,
    MembershipRole,
)
from applications.structures.services import (
    bank,
    groups,
    invitations,
    joining,
    register,
    verification,
)
from applications.structures.views.members import user_of
from cms.core.access import AccessPolicy, access


@access(AccessPolicy.STAFF)
@require_POST
def verify(request: HttpRequest, structure_id: int) -> HttpResponse:
    """Vouch for the structure and for who manages it."""
    structure = managed(request, structure_id)
    verification.verify(structure, actor=user_of(request), now=timezone.now())
    messages.success(request, gettext("The structure and its people are verified."))
    return back(structure_id)


@access(AccessPolicy.STAFF)
@require_POST
def turn_away(request: HttpRequest, structure_id: int, number: int) -> HttpResponse:
    """End the access of somebody « à vérifier »."""
    structure = managed(request, structure_id)
    membership = get_object_or_404(Membership, pk=number, structure=structure)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Write the reason: the person will read it."))
        return back(structure_id, "#personnes")
    verification.turn_away(
        membership,
        reason=form.cleaned_data["reason"],
        actor=user_of(request),
        now=timezone.now(),
    )
    messages.success(request, gettext("This person no longer acts for the structure."))
    return back(structure_id)


@access(AccessPolicy.STAFF)
@require_POST
def settle(request: HttpRequest, structure_id: int, number: int) -> HttpResponse:
    """Decide a dispute, with words for both."""
    structure = managed(request, structure_id)
    dispute = get_object_or_404(Dispute, pk=number, structure=structure)
    form = ReasonForm(request.POST)
    if not form.is_valid() or request.POST.get("decision") not in {"fonde", "infonde"}:
        messages.error(request, gettext("Choose who is right, and write the reason."))
        return back(structure_id, "#litiges")
    verification.settle_dispute(
        dispute,
        is_founded=request.POST["decision"] == "fonde",
        decision=form.cleaned_data["reason"],
        actor=user_of(request),
        now=timezone.now(),
    )
    messages.success(request, gettext("The dispute is settled; both persons are told."))
    return back(structure_id)


@access(AccessPolicy.STAFF)
@require_POST
def answer_arrival(request: HttpRequest, structure_id: int, kind: str, number: int) -> HttpResponse:
    """Answer somebody whom no manager answers."""
    structure = managed(request, structure_id)
    actor, now = user_of(request), timezone.now()
    is_let_in = "valider" in request.POST
    form = ReasonForm(request.POST)
    if not is_let_in and not form.is_valid():
        messages.error(request, gettext("Write the reason: the person will read it."))
        return back(structure_id, "#arrivees")
    if kind == "join":
        join = get_object_or_404(JoinRequest, pk=number, structure=structure)
        if is_let_in:
            role = MembershipRole.MEMBER
            if "gestionnaire" in request.POST:
                role = MembershipRole.MANAGER
            is_manager = role == MembershipRole.MANAGER
            joining.validate(
                join,
                role=role,
                can_sign=is_manager,
                can_see_bank_details=is_manager,
                actor=actor,
                now=now,
            )
        else:
            joining.refuse(join, reason=form.cleaned_data["reason"], actor=actor, now=now)
    else:
        invitation = get_object_or_404(Invitation, pk=number, structure=structure)
        if is_let_in:
            invitations.validate(invitation, actor=actor, now=now)
        else:
            reason = form.cleaned_data["reason"]
            invitations.refuse(invitation, reason=reason, actor=actor, now=now)
    messages.success(request, gettext("The person has been answered."))
    return back(structure_id)


@access(AccessPolicy.STAFF)
@require_POST
def invite(request: HttpRequest, structure_id: int) -> HttpResponse:
    """« Inviter le premier gestionnaire », in the Region's name."""
    structure = managed(request, structure_id)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return show(request, structure, status=REFUSED, invite_form=form)
    address = form.cleaned_data["email"]
    invitations.invite(
        structure,
        email=address,
        role=MembershipRole.MANAGER,
        inviter=user_of(request),
        now=timezone.now(),
    )
    words = gettext("The invitation has been sent to %(email)s. Its link is valid for 15 days.")
    messages.success(request, words % {"email": address})
    return back(structure_id)


@access(AccessPolicy.STAFF)
@require_POST
def link_body(request: HttpRequest, structure_id: int) -> HttpResponse:
    """Say which body manages the structure, or that none does any more."""
    structure = managed(request, structure_id)
    body = None
    if "detacher" not in request.POST:
        form = OtherForm(request.POST, prefix="organisme")
        if not form.is_valid():
            return show(request, structure, status=REFUSED, group_form=form)
        body = form.cleaned_data["number"]
    groups.link(structure, body=body, actor=user_of(request), now=timezone.now())
    messages.success(request, gettext("The managing body is saved."))
    return back(structure_id)


@access(AccessPolicy.STAFF)
@require_POST
def refresh(request: HttpRequest, structure_id: int) -> HttpResponse:
    """Compare the structure with the register now."""
    structure = managed(request, structure_id)
    try:
        record = register.refresh(structure, actor=user_of(request), now=timezone.now())
    except RegisterError as failure:
        messages.warning(request, str(failure))
        return back(structure_id)
    if record is None:
        messages.warning(request, gettext("No register knows this structure."))
    else:
        words = gettext("Compared with: %(source)s.")
        messages.success(request, words % {"source": record.source})
    return back(structure_id)


@access(AccessPolicy.STAFF)
@never_cache
@require_POST
def reveal_bank(request: HttpRequest, structure_id: int) -> HttpResponse:
    """Show the whole IBAN to who checks it; that it was shown is written down."""
    permissions.can_verify_bank(request.user).require()
    structure = find(structure_id)
    details = bank.in_force(structure)
    if details is None:
        raise Http404
    return show(request, structure, iban=bank.reveal(details, actor=user_of(request)))


@access(AccessPolicy.STAFF)
@require_POST
def verify_bank(request: HttpRequest, structure_id: int, number: int) -> HttpResponse:
    """Note that the account was checked against its document."""
    permissions.can_verify_bank(request.user).require()
    structure = find(structure_id)
    details = get_object_or_404(structure.bank_details, pk=number)
    bank.verify(details, actor=user_of(request), now=timezone.now())
    messages.success(request, gettext("The bank details are verified."))
    return back(structure_id)
