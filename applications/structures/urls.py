"""Addresses of structures, mounted at `espace/structures/`; « Agir au nom de », at `espace/`."""

from django.urls import URLPattern, path

from applications.structures import views

app_name = "structures"

urlpatterns: list[URLPattern] = [path("<int:structure_id>/", views.sheet, name="sheet")]
acting_urlpatterns: list[URLPattern] = [path("agir/", views.act_as, name="act-as")]
