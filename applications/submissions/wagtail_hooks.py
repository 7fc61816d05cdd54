"""Registration in the Wagtail admin, and nothing else."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from applications.submissions.trials import urls


@hooks.register("register_admin_urls")
def register_trial_urls() -> list[URLPattern | URLResolver]:
    """Serve the screens where a form is tried, beside those of its desk."""
    return [path("aides/formulaires/", include(urls))]
