"""The page editor of an aid: what it says when it saves, refuses, or a step is approved."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages as notices
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _, ngettext
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet

from aids.drafts import FORM_FIELDS
from aids.form_checks import check_of
from aids.forms import AidPageForm
from aids.models import AidPage

APPROVE = "approve"
SCHEDULED = _("The publication is not scheduled.")
REFUSED = {
    "publish": _("The page is not published."),
    "submit": _("The page is not sent to be read."),
    "restart_workflow": _("The page is not sent to be read."),
    "perform_workflow_action": _("Your answer on this page is not recorded."),
    "save": _("The page is not saved."),
}
"""What was not done, by what was asked of the editor."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field of the page: its name, its label, the words."""

    name: str
    label: str
    message: str


def tell_refusal(
    request: HttpRequest, page: AidPage, form: AidPageForm, *, action: str, is_kept: bool
) -> None:
    """Say that something was not done, what becomes of the draft, and what to mend with links."""
    errors = [
        FieldError(name, str(form[name].label) if name in form.fields else name, str(message))
        for name, found in form.errors.items()
        if name != NON_FIELD_ERRORS and not (form.to_mend and name in FORM_FIELDS)
        for message in found
    ]
    said = SCHEDULED if action == "publish" and form.cleaned_data.get("go_live_at") else ""
    words = render_to_string(
        "aids/form_admin/refusal.html",
        {
            "page": page,
            "form": form,
            "said": said or REFUSED.get(action, REFUSED["save"]),
            "is_kept": is_kept,
            "is_saving": action == "save",
            "errors": errors,
        },
    )
    notices.error(request, words)


def tell_problems(request: HttpRequest, page: AidPage) -> None:
    """Say how many things of a draft's form must be corrected before it can be published."""
    check = check_of(page)
    count = len(check.problems) if check is not None else 0
    if not count:
        return
    words = ngettext(
        "%(count)d thing must be corrected in the form before it can be published.",
        "%(count)d things must be corrected in the form before it can be published.",
        count,
    )
    url = reverse("aid_forms:check", args=[page.pk])
    button = messages.button(url, gettext("Check the form"))
    messages.warning(request, words % {"count": count}, buttons=[button])


class AidCreateView(CreateView):
    """Adds the page of an aid."""

    def form_invalid(self, form: AidPageForm) -> HttpResponse:
        """Say in plain words what was not done, and what to mend."""
        if self.expects_json_response:
            answer: HttpResponse = super().form_invalid(form)
            return answer
        tell_refusal(self.request, self.page, form, action=self.action_name, is_kept=False)
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data())


class AidEditView(EditView):
    """Changes the page of an aid."""

    def add_save_confirmation_message(self) -> None:
        """Add what the form as saved still has to be corrected."""
        super().add_save_confirmation_message()
        tell_problems(self.request, self.page)

    def form_invalid(self, form: AidPageForm) -> HttpResponse:
        """Say in plain words what was not done, what is kept, and what to mend."""
        if self.expects_json_response or self.is_cancelling_workflow or self.locked_for_user:
            answer: HttpResponse = super().form_invalid(form)
            return answer
        is_kept = self.action_name != "save" and form.is_as_saved()
        tell_refusal(self.request, self.page, form, action=self.action_name, is_kept=is_kept)
        self.errors_debug = repr(form.errors)
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data())


class AidWorkflowActionView(WorkflowActionView):
    """Answers at a step of the workflow, away from the editor.

    What would stop the page from being published in the editor stops its approval here too.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for a comment, unless the page is held back."""
        answer: HttpResponse = self._held_back() or super().get(request, *args, **kwargs)
        return answer

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Record the answer, unless the page is held back."""
        answer: HttpResponse = self._held_back() or super().post(request, *args, **kwargs)
        return answer

    def _held_back(self) -> HttpResponse | None:
        """Refuse to approve a form that waits for something; lead to where it can be done."""
        if self.action_name != APPROVE:
            return None
        check = check_of(self.task_state.revision.as_object())
        if check is None or not check.is_held:
            return None
        words = (
            gettext("“%(title)s” is not approved: its form has things to correct.")
            if check.problems
            else gettext("“%(title)s” is not approved: choose what drafts do first.")
        )
        title = self.object.get_admin_display_title()
        messages.error(self.request, words % {"title": title})
        url = reverse("aid_forms:check", args=[self.object.pk])
        if self.request.headers.get("x-requested-with") == "XMLHttpRequest":
            told: HttpResponse = self.render_modal_json(
                self.request, {"step": "success", "redirect": url}
            )
            return told
        return redirect(url)


class AidPageViewSet(PageViewSet):
    """The screens of the pages of aids; the lists stay those of every page."""

    model = AidPage
    name = "aid_pages"
    add_view_class = AidCreateView
    edit_view_class = AidEditView
    workflow_action_view_class = AidWorkflowActionView
    parent_models: ClassVar[list[type]] = []
