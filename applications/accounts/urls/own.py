"""« Mon compte »: what its owner sees and does there."""

from django.urls import path

from applications.accounts.views import (
    account,
    addresses,
    bank,
    confirming,
    data,
    factor,
    own_sessions,
    preferences,
    sheet,
)

urlpatterns = [
    path("", account.account_home, name="account_home"),
    path("confirmer/", confirming.confirm, name="account_confirm_identity"),
    path("mot-de-passe/", account.change_password, name="account_change_password"),
    path("adresse/", addresses.change, name="account_address"),
    path("adresse/annuler/", addresses.cancel, name="account_address_cancel"),
    path("adresse/ce-n-est-pas-moi/<str:key>/", addresses.undo, name="account_address_undo"),
    path("adresse/<str:key>/", addresses.confirm, name="account_address_confirm"),
    path("informations/", sheet.own_information, name="account_information"),
    path("rester-connecte/", own_sessions.stay, name="account_stay"),
    path("coordonnees-bancaires/", bank.bank_details, name="account_bank"),
    path("coordonnees-bancaires/afficher/", bank.reveal, name="account_bank_reveal"),
    path("mes-donnees/", data.own_data, name="account_data"),
    path("mes-donnees/archive/", data.ask_archive, name="account_archive"),
    path("fermer/", data.close_account, name="account_close"),
    path("fermer/annuler/", data.keep_account, name="account_close_cancel"),
    path("preferences/", preferences.own_preferences, name="account_preferences"),
    path("sessions/", own_sessions.own_sessions, name="account_sessions"),
    path("second-facteur/gerer/", factor.manage, name="account_factor"),
    path("second-facteur/codes/nouveaux/", factor.new_codes, name="account_new_codes"),
    path("second-facteur/retirer/", factor.remove, name="account_factor_remove"),
]
