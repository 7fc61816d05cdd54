"""Who may go where in the administration, beyond what Wagtail asks itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import user_has_any_page_permission

from cms.core.permissions import ALLOWED, Answer, refused


def can_work_on_pages(user: Any) -> Answer:
    """Whoever may write, publish or lock some page: they alone have pages and reports to read."""
    if user_has_any_page_permission(user):
        return ALLOWED
    return refused(_("Pages and their reports are read by those who write or publish them."))
