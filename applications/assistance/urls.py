"""Addresses under `/gestion/assistance/`."""

from django.urls import path

from applications.assistance.views import accounts, finding, structures

app_name = "assistance"

urlpatterns = [
    path("", finding.home, name="home"),
    path("comptes/<int:pk>/", accounts.account, name="account"),
    path("comptes/<int:pk>/renvoyer/", accounts.send_links, name="send-links"),
    path("comptes/<int:pk>/adresse/", accounts.address, name="address"),
    path("comptes/<int:pk>/adresse/abandonner/", accounts.give_up_change, name="give-up-change"),
    path("comptes/<int:pk>/sessions/", accounts.close_sessions, name="close-sessions"),
    path("comptes/<int:pk>/second-facteur/", accounts.ask_reset, name="ask-reset"),
    path("seconds-facteurs/<int:pk>/", accounts.decide_reset, name="decide-reset"),
    path("invitations/<int:pk>/renvoyer/", structures.resend_invitation, name="resend-invitation"),
    path("structures/<int:pk>/", structures.structure, name="structure"),
    path("structures/<int:pk>/gestionnaire/", structures.successor, name="successor"),
]
