"""The editors' lists in the administration: their versions, the file taken in, what it changes."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy

from aids.exceptions import ListUnreadable
from aids.models import ReferenceList, ReferenceListVersion
from aids.reference_csv import MOST_BYTES, ListFile
from aids.services import reference_lists
from applications.accounts.models import User
from cms.core.access import AccessPolicy, access

REFUSED = 422
LINES_SHOWN = 50
CHANGES_SHOWN = 20
USE, DISCARD = "utiliser", "abandonner"


class ReferenceListPolicy(ModelPermissionPolicy):
    """A list is kept for the forms and the answers that name it: it is never deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Refuse to delete, whoever asks."""
        return action != "delete" and bool(super().user_has_permission(user, action))


policy = ReferenceListPolicy(ReferenceList)


class ListFileForm(forms.Form):
    """The file to take in."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_(
            "The first line names the columns: “code”, “libellé” and, when there are any, "
            "“mots clés”. With “libellé” alone, codes are made from it."
        ),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> Any:
        """Refuse a file too heavy to be a list."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                gettext("This file is too heavy: %(megabytes)d MB at most.")
                % {"megabytes": MOST_BYTES // 1024 // 1024}
            )
        return file


@dataclass(frozen=True, slots=True)
class ListDesk:
    """One list on the desk of one member of staff."""

    request: HttpRequest
    reference_list: ReferenceList

    @property
    def user(self) -> User:
        """Return who works; the door has made sure it is staff."""
        if not isinstance(self.request.user, User):
            raise PermissionDenied
        return self.request.user

    @property
    def url(self) -> str:
        """Return the page of the versions."""
        return reverse("aid_lists:versions", args=[self.reference_list.pk])

    def context(self, title: str, **extra: Any) -> dict[str, Any]:
        """Return what both screens show around their content."""
        lists = {"url": reverse("aids_reference_lists:index"), "label": gettext("Lists of answers")}
        own = {"url": self.url, "label": self.reference_list.name}
        here = {"url": "", "label": title}
        is_own = title == self.reference_list.name
        return {
            "header_title": title,
            "header_icon": "list-ul",
            "breadcrumbs_items": [lists, here] if is_own else [lists, own, here],
            "reference_list": self.reference_list,
            **extra,
        }


def open_list_desk(request: HttpRequest, list_id: int) -> ListDesk:
    """Return the desk of a list, for those who may change it."""
    if not policy.user_has_permission(request.user, "change"):
        raise PermissionDenied
    lists = ReferenceList.objects.select_related("current")
    return ListDesk(request, get_object_or_404(lists, pk=list_id))


@access(AccessPolicy.STAFF)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def versions(request: HttpRequest, list_id: int) -> HttpResponse:
    """Show the versions of a list; take a file in as a new one, not in use yet."""
    desk = open_list_desk(request, list_id)
    if request.method != "POST":
        return _versions_page(desk, ListFileForm())
    form = ListFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _versions_page(desk, form, status=REFUSED)
    file = form.cleaned_data["file"]
    try:
        version = reference_lists.import_version(
            desk.reference_list,
            content=file.read(),
            file_name=file.name,
            actor=desk.user,
            now=timezone.now(),
        )
    except ListUnreadable as refusal:
        found = refusal.params["file"]
        return _versions_page(desk, form, refused=found, status=REFUSED)
    return HttpResponseRedirect(
        reverse("aid_lists:version", args=[desk.reference_list.pk, version.number])
    )


def _versions_page(
    desk: ListDesk, form: ListFileForm, *, refused: object = None, status: int = 200
) -> HttpResponse:
    known = desk.reference_list.versions.defer("entries").order_by("-number")
    paginator = Paginator(known, LINES_SHOWN)
    return TemplateResponse(
        desk.request,
        "aids/list_admin/versions.html",
        desk.context(
            desk.reference_list.name,
            form=form,
            refused=refused if isinstance(refused, ListFile) else None,
            page_obj=paginator.get_page(desk.request.GET.get("p")),
        ),
        status=status,
    )


@access(AccessPolicy.STAFF)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def version(request: HttpRequest, list_id: int, number: int) -> HttpResponse:
    """Show the lines of a version and what using it changes; use it, or forget it."""
    desk = open_list_desk(request, list_id)
    found = get_object_or_404(
        ReferenceListVersion, reference_list=desk.reference_list, number=number
    )
    if request.method == "POST":
        return _act(desk, found)
    title = gettext("Version %(number)d") % {"number": found.number}
    lines = Paginator(found.entries, LINES_SHOWN).get_page(request.GET.get("p"))
    current = desk.reference_list.current
    return TemplateResponse(
        request,
        "aids/list_admin/version.html",
        desk.context(
            title,
            version=found,
            is_current=current is not None and current.pk == found.pk,
            changes=reference_lists.changes(current, found) if current else None,
            changes_shown=CHANGES_SHOWN,
            page_obj=lines,
            use=USE,
            discard=DISCARD,
        ),
    )


def _act(desk: ListDesk, found: ReferenceListVersion) -> HttpResponse:
    if desk.request.POST.get("acte") == DISCARD:
        reference_lists.discard_version(found)
        text = gettext("The version %(number)d is forgotten.")
    else:
        reference_lists.use_version(found, actor=desk.user, now=timezone.now())
        text = gettext("People now choose among the lines of the version %(number)d.")
    messages.success(desk.request, text % {"number": found.number})
    return HttpResponseRedirect(desk.url)


class ListIndexView(generic.IndexView):
    """The lists, each leading to its lines."""

    def get_edit_url(self, instance: ReferenceList) -> str | None:
        """Lead to the versions: that is what one comes for."""
        if not policy.user_has_permission(self.request.user, "change"):
            return None
        return reverse("aid_lists:versions", args=[instance.pk])


class ListCreateView(generic.CreateView):
    """A new list, then its first file."""

    def get_success_url(self) -> str:
        """Lead to the file to take in."""
        return reverse("aid_lists:versions", args=[self.object.pk])


class ListEditView(generic.EditView):
    """The name of a list; its code never changes."""

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """Lead back to the lines."""
        url = reverse("aid_lists:versions", args=[self.object.pk])
        return [HeaderButton(gettext("Lines"), url=url, icon_name="list-ul")]

    def get_form(self, form_class: Any = None) -> Any:
        """Show the code without letting it change."""
        form = super().get_form(form_class)
        form.fields["code"].disabled = True
        return form


class ReferenceListViewSet(ModelViewSet):
    """« Listes de réponses »."""

    model = ReferenceList
    name = "aids_reference_lists"
    url_prefix = "aides/listes"
    menu_label = _("Lists of answers")
    icon = "list-ul"
    index_view_class = ListIndexView
    add_view_class = ListCreateView
    edit_view_class = ListEditView
    copy_view_enabled = False
    add_to_admin_menu = False
    add_to_reference_index = False
    list_display: ClassVar = ["name", "code", "size"]
    search_fields: ClassVar = ["name", "code"]
    form_fields: ClassVar = ["name", "code", "description"]


def urls() -> list[URLPattern]:
    """Return the addresses under `/gestion/aides/listes/`."""
    return [
        path("<int:list_id>/versions/", versions, name="versions"),
        path("<int:list_id>/versions/<int:number>/", version, name="version"),
    ]
