"""Who may look at an aid's form in the administration, and change it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from aids.models.pages import AidPage
from cms.core.permissions import ALLOWED, Answer, refused


def can_see_form(user: Any, page: AidPage) -> Answer:
    """Whoever may edit or publish the page."""
    rights = page.permissions_for_user(user)
    if rights.can_edit() or rights.can_publish():
        return ALLOWED
    return refused(_("Only those who edit or publish this aid can open this page."))


def can_change_form(user: Any, page: AidPage) -> Answer:
    """Whoever may edit the page, while nobody has locked it."""
    if not page.permissions_for_user(user).can_edit():
        return refused(_("Only those who edit this aid can change its form."))
    lock = page.get_lock()
    if lock is not None and lock.for_user(user):
        return refused(_("The page of this aid is locked."))
    return ALLOWED


def can_try_form(user: Any, page: AidPage) -> Answer:
    """Whoever may edit the page, locked or not: trying a form changes nothing of it."""
    if page.permissions_for_user(user).can_edit():
        return ALLOWED
    return refused(_("Only those who edit this aid can try its form."))
