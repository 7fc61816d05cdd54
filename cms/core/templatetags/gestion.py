"""What the templates of the administration need of the portal."""

from django import template

from cms.core.models import SiteSettings
from cms.core.site import site_settings

register = template.Library()


@register.simple_tag
def identity() -> SiteSettings:
    """Return the portal's settings, where a page has something else under the name `site`."""
    return site_settings()
