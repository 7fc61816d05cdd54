"""Nothing of the demonstration may be switched on in production."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

PRODUCTION_SETTINGS = "cms.settings.production"


def is_production() -> bool:
    """Say whether these settings are those of a real portal, by name or by what only it sets."""
    name = str(getattr(settings, "SETTINGS_MODULE", ""))
    return name == PRODUCTION_SETTINGS or bool(getattr(settings, "SECURE_HSTS_SECONDS", 0))


def refuse_production() -> None:
    """Stop every process, web server included, that would load both together."""
    if is_production():
        raise ImproperlyConfigured("cms.demo must never be installed with production settings")
