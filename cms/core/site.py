"""The site settings, read once per generation of the public cache."""

from django.conf import settings
from django.utils.translation import get_language

from cms.core.caches import pages as cache
from cms.core.generation import current_generation
from cms.core.models import SiteSettings


def site_settings(language: str | None = None) -> SiteSettings:
    """Return the portal's settings with its logo, in a language: the one being read unless told.

    Kept until the next publication or save.
    """
    code = language or get_language() or settings.LANGUAGE_CODE
    key = f"site-settings:{code}:{current_generation()}"
    identity: SiteSettings | None = cache.get(key)
    if identity is None:
        stored = SiteSettings.objects.select_related("logo").order_by("pk").first()
        identity = (stored or SiteSettings()).in_language(code)
        cache.set(key, identity, timeout=300)
    return identity
