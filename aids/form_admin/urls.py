"""Addresses under `/gestion/aides/formulaires/`."""

from django.urls import URLPattern, path

from aids.form_admin import (
    check_views,
    file_views,
    rearrange_views,
    reuse_views,
    version_views,
)

app_name = "aid_forms"

urlpatterns: list[URLPattern] = [
    path("schema.json", file_views.schema, name="schema"),
    path("<int:page_id>/verification/", check_views.check, name="check"),
    path("<int:page_id>/verification/calcul/", check_views.count, name="count"),
    path("<int:page_id>/verification/progression/", check_views.progress, name="progress"),
    path("<int:page_id>/versions/", version_views.history, name="history"),
    path("<int:page_id>/versions/<int:number>/", version_views.version, name="version"),
    path("<int:page_id>/versions/<int:number>/lecture/", version_views.reading, name="reading"),
    path("<int:page_id>/versions/<int:number>/retablir/", version_views.restore, name="restore"),
    path("<int:page_id>/organisation/", rearrange_views.rearrange, name="rearrange"),
    path("<int:page_id>/reprise/", reuse_views.reuse, name="reuse"),
    path("<int:page_id>/export/", file_views.export, name="export"),
    path("<int:page_id>/import/", file_views.import_form, name="import"),
]
