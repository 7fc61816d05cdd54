"""First connection and codes, mounted at `compte/`; links of invitations, at `invitation/`."""

from django.urls import URLPattern, path

from applications.structures.views import codes, first_connection, invitation

entry_urlpatterns: list[URLPattern] = [
    path("premiere-connexion/", first_connection.first_connection_page, name="first-connection"),
    path("premiere-connexion/plus-tard/", first_connection.later, name="first-connection-later"),
    path("code/", codes.ask_code, name="ask-code"),
    path("code/utiliser/", codes.use_code, name="use-code"),
    path("code/confirmer/", codes.confirm_code, name="confirm-code"),
]
invitation_urlpatterns: list[URLPattern] = [
    path("<str:key>/", invitation.invitation, name="invitation"),
    path("<str:key>/accepter/", invitation.accept, name="invitation-accept"),
    path("<str:key>/compte/", invitation.sign_up, name="invitation-sign-up"),
]
