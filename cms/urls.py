"""Every address of the portal; the only module that sees every room."""

from django.apps import apps
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import include, path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from applications.accounts.urls import gestion_shadow_urlpatterns
from applications.structures.urls import (
    acting_urlpatterns,
    entry_urlpatterns,
    invitation_urlpatterns,
)
from cms.core import views
from cms.core.access import AccessPolicy, access
from cms.core.views_gallery import gallery
from cms.core.views_theme import favicon, favicon_file, theme_stylesheet
from home.views import engines_sitemap, robots

handler404 = views.page_not_found


@access(AccessPolicy.PUBLIC)
def editorial_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve editors' pictures; applicants' files are never under this folder."""
    return serve(request, path, document_root=str(settings.MEDIA_ROOT))


urlpatterns = [
    path("sante/", views.health, name="health"),
    path("sante/pret/", views.readiness, name="readiness"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", engines_sitemap, name="engines-sitemap"),
    path("favicon.svg", favicon, name="favicon"),
    path("favicon.ico", favicon_file, name="favicon-file"),
    path("theme/<str:digest>.css", theme_stylesheet, name="theme"),
    path("media/<path:path>", editorial_media, name="media"),
    path("gestion/", include(gestion_shadow_urlpatterns)),
    path("gestion/", include("cms.core.admin.urls")),
    path("gestion/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("recherche/", include("applications.formbuilder.urls")),
]

if settings.IS_GALLERY_SERVED:
    urlpatterns.append(path("galerie/", gallery, name="gallery"))

if apps.is_installed("cms.demo"):
    urlpatterns.append(path("demo/", include("cms.demo.urls")))

urlpatterns += i18n_patterns(
    path("compte/", include(entry_urlpatterns)),
    path("compte/", include("applications.accounts.urls")),
    path("invitation/", include(invitation_urlpatterns)),
    path("espace/structures/", include("applications.structures.urls")),
    path("espace/", include((acting_urlpatterns, "acting"))),
    path("", include("applications.submissions.urls")),
    path("", include("applications.attachments.urls")),
    path("", include("aids.urls")),
    path("", include("home.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
