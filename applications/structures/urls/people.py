"""Adding a structure, and the people who act for it."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
