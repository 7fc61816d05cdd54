"""The sheet of a structure and its blocks."""

from django.urls import URLPattern, path

from applications.structures.views import sheet

urlpatterns: list[URLPattern] = [path("<int:structure_id>/", sheet.sheet, name="sheet")]
