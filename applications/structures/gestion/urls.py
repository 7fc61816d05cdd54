"""Addresses under `/gestion/structures/`."""

from django.urls import path

from applications.structures.gestion import acts, merging_views, sheet_views, views

app_name = "gestion_structures"

urlpatterns = [
    path("", views.structures, name="list"),
    path("creer/", views.create, name="create"),
    path("demandes/", views.requests, name="requests"),
    path("demandes/<int:number>/", views.answer_request, name="answer-request"),
    path("<int:structure_id>/", sheet_views.sheet, name="sheet"),
    path("<int:structure_id>/historique/", sheet_views.history, name="history"),
    path("<int:structure_id>/fusionner/", merging_views.merge, name="merge"),
    path("<int:structure_id>/verifier/", acts.verify, name="verify"),
    path("<int:structure_id>/ecarter/<int:number>/", acts.turn_away, name="turn-away"),
    path("<int:structure_id>/litiges/<int:number>/", acts.settle, name="settle"),
    path(
        "<int:structure_id>/arrivees/<str:kind>/<int:number>/",
        acts.answer_arrival,
        name="answer-arrival",
    ),
    path("<int:structure_id>/inviter/", acts.invite, name="invite"),
    path("<int:structure_id>/organisme/", acts.link_body, name="link-body"),
    path("<int:structure_id>/repertoire/", acts.refresh, name="refresh"),
    path("<int:structure_id>/banque/afficher/", acts.reveal_bank, name="reveal-bank"),
    path("<int:structure_id>/banque/<int:number>/verifier/", acts.verify_bank, name="verify-bank"),
    *(
        path(f"<int:structure_id>/{code}/", sheet_views.block, {"code": code}, name=f"block-{code}")
        for code in sheet_views.STAFF_FORMS
    ),
]
