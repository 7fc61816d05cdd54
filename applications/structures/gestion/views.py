"""The list of structures, their making, the requests for them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from applications.registries.errors import RegisterError
from applications.registries.records import CompanyRecord
from applications.structures import permissions
from applications.structures.exceptions import EstablishmentClosed, StructureExists
from applications.structures.gestion import listing
from applications.structures.gestion.forms import CreateForm, LookUpForm, ReasonForm
from applications.structures.models import MembershipRole, Origin, Structure, StructureRequest
from applications.structures.services import (
    creation,
    invitations,
    register,
    representatives,
    verification,
)
from applications.structures.sheet_reading import LABELS
from applications.structures.views.members import user_of
from cms.core.access import AccessPolicy, access
from cms.core.templatetags.portal import day_words

REFUSED = 422
LOOK_UP = "rechercher"


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    title: str,
    trail: tuple[tuple[str, str], ...] = (),
    status: int = 200,
) -> HttpResponse:
    """Return a page of the administration, with its title and the way back."""
    crumbs = [(reverse("wagtailadmin_home"), gettext("Home"))]
    if trail or template != "list":
        crumbs.append((reverse("gestion_structures:list"), gettext("Structures")))
    return TemplateResponse(
        request,
        f"applications/structures/gestion/{template}.html",
        {
            "header_title": title,
            "header_icon": "group",
            "breadcrumbs_items": [
                {"url": url, "label": label} for url, label in [*crumbs, *trail, ("", title)]
            ],
            **context,
        },
        status=status,
    )


@access(AccessPolicy.STAFF)
@require_safe
def structures(request: HttpRequest) -> HttpResponse:
    """List and search the structures."""
    permissions.can_browse(request.user).require()
    asked = listing.Asked.read(request.GET.dict())
    rows = listing.read_list(asked)
    context = {
        "asked": asked,
        "rows": rows,
        "states": listing.STATES.items(),
        "requests": listing.waiting_requests(),
        "can_manage": bool(permissions.can_manage(request.user)),
        "previous_url": asked.url_of_page(rows.number - 1) if rows.has_previous() else "",
        "next_url": asked.url_of_page(rows.number + 1) if rows.has_next() else "",
    }
    return page(request, "list", context, title=gettext("Structures"))


@access(AccessPolicy.STAFF)
def create(request: HttpRequest) -> HttpResponse:
    """« Créer une structure »: by a number the register knows, or by hand.

    `?demande=` answers somebody's request: they become its manager.
    """
    permissions.can_manage(request.user).require()
    asked = _request_of(request)
    looking, form = LookUpForm(), CreateForm()
    if asked is not None:
        form = CreateForm.of_request(asked.given)
    if request.method == "POST" and LOOK_UP in request.POST:
        looking = LookUpForm(request.POST)
        return _looked_up(request, looking, form, asked)
    if request.method != "POST":
        return _create_page(request, looking, form, asked)
    form = CreateForm(request.POST)
    if not form.is_valid():
        return _create_page(request, looking, form, asked, status=REFUSED)
    try:
        structure = _created(request, form)
    except StructureExists as refusal:
        known = Structure.objects.filter(pk=str(refusal.params["structure"] or 0)).first()
        form.add_error(None, str(refusal))
        return _create_page(request, looking, form, asked, known=known, status=REFUSED)
    except EstablishmentClosed as refusal:
        form.add_error("siret", str(refusal))
        return _create_page(request, looking, form, asked, status=REFUSED)
    if asked is not None:
        verification.accept_request(
            asked, structure=structure, actor=user_of(request), now=timezone.now()
        )
    messages.success(request, gettext("“%(name)s” is created.") % {"name": structure.name})
    if address := form.cleaned_data["manager"]:
        _invite(request, structure, address)
    return redirect("gestion_structures:sheet", structure_id=structure.pk)


@access(AccessPolicy.STAFF)
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """« Demander la création de ma structure »: what waits, what was answered lately."""
    permissions.can_browse(request.user).require()
    rows = StructureRequest.objects.select_related("user", "structure", "decided_by")
    waiting = [
        {"asked": one, "given": told(one.given), "known": _already_here(one.given)}
        for one in rows.filter(decided_at__isnull=True).order_by("asked_at")[: listing.PER_PAGE]
    ]
    context = {
        "waiting": waiting,
        "answered": rows.filter(decided_at__isnull=False).order_by("-decided_at")[:20],
        "can_manage": bool(permissions.can_manage(request.user)),
        "form": ReasonForm(auto_id=False),
    }
    return page(request, "requests", context, title=gettext("Requests for structures"))


@access(AccessPolicy.STAFF)
@require_POST
def answer_request(request: HttpRequest, number: int) -> HttpResponse:
    """Attach who asked to a structure that is on the portal, or refuse with a reason."""
    permissions.can_manage(request.user).require()
    asked = get_object_or_404(StructureRequest, pk=number)
    actor, now = user_of(request), timezone.now()
    if "structure" in request.POST:
        chosen = request.POST["structure"]
        living = Structure.objects.living()
        structure = get_object_or_404(living, pk=chosen if chosen.isdigit() else 0)
        verification.accept_request(asked, structure=structure, actor=actor, now=now)
        messages.success(request, gettext("The person now manages the structure."))
        return redirect("gestion_structures:requests")
    form = ReasonForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        verification.refuse_request(asked, reason=reason, actor=actor, now=now)
        messages.success(request, gettext("The request is refused; the person is told why."))
    else:
        messages.error(request, gettext("Write why the request is refused."))
    return redirect("gestion_structures:requests")


def told(given: dict[str, str]) -> list[tuple[Any, str]]:
    """Return what somebody said of their structure, labelled."""
    return [(LABELS.get(name, gettext("Message")), value) for name, value in given.items()]


def _already_here(given: dict[str, str]) -> Structure | None:
    numbers = {name: given.get(name, "") for name in ("siret", "rna", "uai")}
    return creation.existing_structure(**numbers)


def _request_of(request: HttpRequest) -> StructureRequest | None:
    number = request.GET.get("demande", "")
    if not number.isdigit():
        return None
    waiting = StructureRequest.objects.filter(decided_at__isnull=True).select_related("user")
    return get_object_or_404(waiting, pk=number)


def _looked_up(
    request: HttpRequest, looking: LookUpForm, form: CreateForm, asked: StructureRequest | None
) -> HttpResponse:
    """Fill the form in with what the register says of a number; say so when it says nothing."""
    if not looking.is_valid():
        return _create_page(request, looking, form, asked, status=REFUSED)
    numbers = looking.cleaned_data["number"]
    known = creation.existing_structure(**numbers)
    if known is not None:
        looking.add_error("number", gettext("This structure is on the portal already."))
        return _create_page(request, looking, form, asked, known=known, status=REFUSED)
    form = CreateForm(initial=numbers)
    try:
        record = register.look(**numbers)
    except RegisterError as failure:
        messages.warning(request, str(failure))
        return _create_page(request, looking, form, asked)
    if record is None:
        messages.warning(request, gettext("No register knows this number: fill in by hand."))
    elif record.is_closed:
        looking.add_error("number", _closed_words(record))
        return _create_page(request, looking, form, asked, status=REFUSED)
    else:
        form = CreateForm.of_record(record)
        messages.info(
            request, gettext("Filled in by: %(source)s. Check it.") % {"source": record.source}
        )
    return _create_page(request, looking, form, asked)


def _closed_words(record: CompanyRecord) -> str:
    if record.closed_on is None:
        return gettext("This establishment is closed, says the register.")
    words = gettext("This establishment has been closed since %(date)s, says the register.")
    return words % {"date": day_words(record.closed_on)}


def _created(request: HttpRequest, form: CreateForm) -> Structure:
    """Make the structure; what the register says again keeps it as its origin."""
    values, actor, now = form.values(), user_of(request), timezone.now()
    try:
        record = register.look(siret=values["siret"], rna=values["rna"], uai=values["uai"])
    except RegisterError:
        record = None
    structure = creation.create(
        family=form.cleaned_data["family"],
        values=values,
        origin=Origin.REGION,
        record=record,
        actor=actor,
        now=now,
    )
    if record is not None:
        representatives.add_from_register(
            structure, record.representatives, source=record.source, actor=actor, now=now
        )
    return structure


def _invite(request: HttpRequest, structure: Structure, address: str) -> None:
    invitations.invite(
        structure,
        email=address,
        role=MembershipRole.MANAGER,
        inviter=user_of(request),
        now=timezone.now(),
    )
    words = gettext("The invitation has been sent to %(email)s. Its link is valid for 15 days.")
    messages.success(request, words % {"email": address})


def _create_page(
    request: HttpRequest,
    looking: LookUpForm,
    form: CreateForm,
    asked: StructureRequest | None,
    *,
    known: Structure | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"looking": looking, "form": form, "asked": asked, "known": known}
    context["given"] = told(asked.given) if asked is not None else ()
    return page(request, "create", context, title=gettext("Create a structure"), status=status)
