"""« Mon compte »: what its owner sees and does there."""

from django.urls import path

from applications.accounts.views import account, confirming

urlpatterns = [
    path("", account.account_home, name="account_home"),
    path("confirmer/", confirming.confirm, name="account_confirm_identity"),
]
