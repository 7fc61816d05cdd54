"""Where the tree of pages starts for each person."""

from typing import Any

from wagtail.models import Page, Site
from wagtail.permissions import policy_registry


def start_page(user: Any) -> Page | None:
    """Return the page the explorer opens on; none for who works on no page.

    The root of the tree holds one home per language and nothing else: the home of the site, in
    French, is where people expect to arrive. Other languages are one click away from it.
    """
    root: Page | None = policy_registry.get_by_type(Page).explorable_root_instance(user)
    if root is None or not root.is_root():
        return root
    site = Site.objects.select_related("root_page").order_by("-is_default_site").first()
    return site.root_page if site is not None else root
