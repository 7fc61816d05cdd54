"""« Agir au nom de » on every page of an applicant."""

from typing import Any

from django import template
from django.template.context import RequestContext

from applications.structures.acting import acting

register = template.Library()


@register.inclusion_tag("applications/structures/_acting_bar.html", takes_context=True)
def acting_bar(context: RequestContext) -> dict[str, Any]:
    """Show in whose name the person works, and let them change it; nothing for who has no choice.

    Staff never apply and visitors act for nobody: their pages cost no query.
    """
    request = context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated or user.is_staff:
        return {"acting": None}
    return {"acting": acting(request), "request": request}
