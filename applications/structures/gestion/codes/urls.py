"""Addresses under `/gestion/codes/`."""

from django.urls import path

from applications.structures.gestion.codes import campaigns, requests

app_name = "gestion_codes"

urlpatterns = [
    path("", requests.home, name="home"),
    path("importer/", campaigns.import_file, name="import"),
    path("modele/<str:kind>/", campaigns.model_file, name="model"),
    path("demandes/<int:pk>/", requests.answer, name="request"),
    path("demandes/<int:pk>/refuser/", requests.refuse, name="refuse"),
    path("<int:pk>/", campaigns.campaign, name="campaign"),
    path("<int:pk>/importer/", campaigns.start, name="start"),
    path("<int:pk>/abandonner/", campaigns.abandon, name="abandon"),
    path("<int:pk>/reprendre/", campaigns.resume, name="resume"),
    path("<int:pk>/avancement/", campaigns.progress, name="progress"),
]
