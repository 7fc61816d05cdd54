"""Addresses of the catalogue."""

from django.urls import URLPattern, path

from aids import paper_views, views

app_name = "aids"

urlpatterns: list[URLPattern] = [
    path("aides/", views.catalog, name="catalog"),
    path("aides/<slug:slug>/", views.aid, name="aid"),
    path("aides/<slug:slug>/pieces/", paper_views.documents, name="documents"),
    path("aides/<slug:slug>/formulaire-vierge.pdf", paper_views.blank_form, name="blank-form"),
    path("aides/<slug:slug>/m-avertir/", views.opening_alert, name="opening-alert"),
]
