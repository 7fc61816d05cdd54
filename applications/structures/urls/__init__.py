"""Addresses of structures, mounted at `espace/structures/`; « Agir au nom de », at `espace/`."""

from django.urls import URLPattern, path

from applications.structures.urls import people, sheet
from applications.structures.views import acting

app_name = "structures"

urlpatterns: list[URLPattern] = [*sheet.urlpatterns, *people.urlpatterns]
acting_urlpatterns: list[URLPattern] = [path("agir/", acting.act_as, name="act-as")]
