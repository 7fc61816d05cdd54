"""One structure: its people, its invitations, the manager the Region names."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.assistance import reading
from applications.assistance.exceptions import AccountNotFound
from applications.assistance.forms import SuccessorForm
from applications.assistance.permissions import can_name_successor, helper_of
from applications.assistance.services import successors
from applications.assistance.views.pages import act_page, page
from applications.structures.models import Invitation, Structure
from applications.structures.services import invitations
from cms.core import events
from cms.core.access import AccessPolicy, access


@access(AccessPolicy.STAFF)
@require_safe
def structure(request: HttpRequest, pk: int) -> HttpResponse:
    """Who acts for the structure, and who is invited."""
    helper = helper_of(request)
    found = get_object_or_404(Structure.objects.living(), pk=pk)
    events.record_read(
        actor=helper, act="structure.helped", subject_type="structure", subject_id=found.pk
    )
    context = {
        "structure": found,
        "people": reading.people_of(found),
        "invitations": reading.invitations_to(found),
        "can_name": can_name_successor(helper),
    }
    return page(request, "structure", found.name, context)


@access(AccessPolicy.STAFF)
@require_http_methods(["GET", "POST"])
def successor(request: HttpRequest, pk: int) -> HttpResponse:
    """« Nommer un gestionnaire »."""
    helper = helper_of(request)
    can_name_successor(helper).require()
    found = get_object_or_404(Structure.objects.living(), pk=pk)
    form = SuccessorForm(request.POST or None)
    if form.is_valid():
        try:
            successors.name(
                found, login=form.cleaned_data["login"], actor=helper, now=timezone.now()
            )
        except AccountNotFound as refusal:
            form.add_error("login", str(refusal))
        else:
            messages.success(request, gettext("This person is now a manager; they are told."))
            return redirect("assistance:structure", pk)
    return act_page(
        request,
        gettext("Name a manager"),
        form,
        button=gettext("Name this manager"),
        back=reverse("assistance:structure", args=[pk]),
        advice=gettext("The person signs and sees bank details; they are told by mail."),
    )


@access(AccessPolicy.STAFF)
@require_POST
def resend_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an invitation again."""
    helper = helper_of(request)
    found = get_object_or_404(Invitation.objects.filter(structure__is_test=False), pk=pk)
    invitations.resend(found, actor=helper, now=timezone.now())
    messages.success(request, gettext("The invitation has been sent again."))
    return redirect("assistance:structure", found.structure_id)
