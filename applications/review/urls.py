"""Addresses under `/gestion/dossiers/`."""

from django.urls import path

from applications.review import views

app_name = "review"

urlpatterns = [
    path("", views.queue, name="queue"),
    path("<str:reference>/", views.dossier, name="dossier"),
    path("<str:reference>/instruction/", views.answer_review, name="answer-review"),
    path("<str:reference>/prise-en-charge/", views.take_in_charge, name="take-in-charge"),
]
