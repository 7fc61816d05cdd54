"""Adding a structure, and the people who act for it."""

from django.urls import URLPattern, path

from applications.structures.views import arrivals, joining, people

urlpatterns: list[URLPattern] = [
    path("ajouter/", joining.add, name="add"),
    path("ajouter/trouvee/", joining.found, name="add-found"),
    path("ajouter/demander/", joining.ask_creation, name="ask-creation"),
    path("demandes/", joining.waiting, name="waiting"),
    path("demandes/<int:join_id>/retirer/", joining.withdraw, name="withdraw-request"),
    path("<int:structure_id>/personnes/", people.people, name="people"),
    path("<int:structure_id>/personnes/inviter/", people.invite, name="invite"),
    path("<int:structure_id>/personnes/confirmer/", people.confirm, name="confirm-people"),
    path("<int:structure_id>/personnes/quitter/", people.leave, name="leave"),
    path("<int:structure_id>/personnes/<int:membership_id>/droits/", people.rights, name="rights"),
    path(
        "<int:structure_id>/personnes/<int:membership_id>/detacher/", people.detach, name="detach"
    ),
    path(
        "<int:structure_id>/personnes/<int:membership_id>/retablir/",
        people.restore,
        name="restore",
    ),
    path(
        "<int:structure_id>/personnes/invitations/<int:invitation_id>/renvoyer/",
        people.resend,
        name="resend-invitation",
    ),
    path(
        "<int:structure_id>/personnes/invitations/<int:invitation_id>/annuler/",
        people.cancel,
        name="cancel-invitation",
    ),
    path(
        "<int:structure_id>/personnes/arrivees/<int:invitation_id>/",
        arrivals.arrival,
        name="arrival",
    ),
    path(
        "<int:structure_id>/personnes/demandes/<int:join_id>/",
        arrivals.join_request,
        name="join-request",
    ),
]
