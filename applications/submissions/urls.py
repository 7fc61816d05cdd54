"""Addresses of the applicant's side, mounted at the root."""

from django.urls import URLPattern, path

from applications.submissions.views import (
    downloads,
    following,
    sharing,
    starting,
    steps,
    structure_dossiers,
)

app_name = "submissions"

urlpatterns: list[URLPattern] = [
    path("aides/<slug:slug>/eligibilite/", starting.eligibility, name="eligibility"),
    path("aides/<slug:slug>/deposer/", starting.deposit, name="deposit"),
    path("espace/fragments/entete/", starting.header_fragment, name="header-fragment"),
    path("espace/fragments/accueil/", following.home_fragment, name="home-fragment"),
    path("espace/fragments/aide/<slug:slug>/", starting.aid_fragment, name="aid-fragment"),
    path("espace/", following.space, name="space"),
    path("espace/dossiers/", following.dossier_list, name="list"),
    path("espace/dossiers/<str:reference>/", following.dossier, name="dossier"),
    path("espace/dossiers/<str:reference>/saisie/<slug:step>/", steps.step, name="step"),
    path("espace/dossiers/<str:reference>/partage/", sharing.share, name="share"),
    path("espace/dossiers/<str:reference>/reprendre/", sharing.take_over, name="take-over"),
    path(
        "espace/structures/<int:structure_id>/dossiers/",
        structure_dossiers.structure_dossiers,
        name="structure-dossiers",
    ),
    path("espace/dossiers/<str:reference>/version/", following.adopt_version, name="version"),
    path("espace/dossiers/<str:reference>/retirer/", following.withdraw, name="withdraw"),
    path("espace/dossiers/<str:reference>/supprimer/", following.delete, name="delete"),
    path("espace/dossiers/<str:reference>/restaurer/", following.restore, name="restore"),
    path(
        "espace/dossiers/<str:reference>/recapitulatif.pdf", downloads.recap_pdf, name="recap-pdf"
    ),
    path(
        "espace/dossiers/<str:reference>/accuse-de-reception.pdf",
        downloads.acknowledgement_pdf,
        name="acknowledgement-pdf",
    ),
]
