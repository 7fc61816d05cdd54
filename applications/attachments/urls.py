"""Addresses of this room."""

from django.urls import path

from applications.attachments import views

app_name = "attachments"

urlpatterns = [path("fichiers/<uuid:key>/", views.download, name="download")]
