"""What is drawn in the region's colours: the stylesheet and the browser's icon."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from cms.core.access import AccessPolicy, access
from cms.core.public_cache import cache_publicly
from cms.core.site import site_settings
from cms.core.theme import stylesheet, stylesheet_hash, tokens

YEAR_SECONDS = 365 * 24 * 3600


@access(AccessPolicy.PUBLIC)
def theme_stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """Serve the colours; for good under their own digest, and never kept under an older one."""
    identity = site_settings()
    response = HttpResponse(stylesheet(identity), content_type="text/css; charset=utf-8")
    is_current = digest == stylesheet_hash(identity)
    response.headers["Cache-Control"] = (
        f"public, max-age={YEAR_SECONDS}, immutable" if is_current else "no-store"
    )
    return response


@access(AccessPolicy.PUBLIC)
@require_safe
@cache_publicly
def favicon(request: HttpRequest) -> HttpResponse:
    """Draw the portal's mark, for the tabs of browsers."""
    colours = tokens(site_settings())
    context = {
        "brand": colours["--brand"],
        "ink": colours["--brand-ink"],
        "accent": colours["--accent"],
    }
    return render(request, "favicon.svg", context, content_type="image/svg+xml")


@access(AccessPolicy.PUBLIC)
@require_safe
def favicon_file(request: HttpRequest) -> HttpResponse:
    """Lead what asks for `favicon.ico` by habit to the file, whose name holds its digest."""
    return redirect(static("portal/favicon.ico"))
