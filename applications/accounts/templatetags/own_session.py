"""The end of a session, told before it comes."""

from typing import Any

from django import template

from applications.accounts.sessions import seconds_left

register = template.Library()


@register.inclusion_tag("applications/accounts/_session_end.html", takes_context=True)
def session_end(context: dict[str, Any]) -> dict[str, Any]:
    """Write, in the pages of who is signed in, what warns them five minutes before the end."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return {}
    return {
        "seconds": seconds_left(request.session, is_staff=user.is_staff),
        "csrf_token": context.get("csrf_token"),
    }
