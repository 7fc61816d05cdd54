"""Addresses under `/gestion/aides/formulaires/`, beside those of the form's desk."""

from django.urls import URLPattern, path

from applications.submissions.trials import views

app_name = "form_trials"

urlpatterns: list[URLPattern] = [
    path("essais/<str:reference>/", views.back, name="back"),
    path("<int:page_id>/essais/", views.home, name="home"),
    path("<int:page_id>/essais/commencer/", views.start, name="start"),
    path("<int:page_id>/essais/exemples/", views.generate, name="generate"),
    path("<int:page_id>/essais/exemples/<slug:batch>/", views.progress, name="progress"),
    path("<int:page_id>/essais/effacer/", views.wipe, name="wipe"),
]
