"""The addresses of the form engine, under `/recherche/`."""

from django.urls import path

from applications.formbuilder import views

app_name = "formbuilder"
urlpatterns = [path("<slug:source>/", views.search, name="search")]
