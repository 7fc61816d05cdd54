"""Addresses of FranceConnect and ProConnect, mounted at `compte/`."""

from django.urls import path, register_converter

from applications.accounts.identity import views
from applications.accounts.identity.ways import WAYS


class ProviderConverter:
    """`franceconnect` or `proconnect`."""

    regex = "|".join(WAYS)

    def to_python(self, value: str) -> str:
        """Return the code."""
        return value

    def to_url(self, value: str) -> str:
        """Return the code."""
        return value


register_converter(ProviderConverter, "provider")

urlpatterns = [
    path("identites/", views.identities, name="account_identities"),
    path("<provider:provider>/", views.start, name="identity_start"),
    path("<provider:provider>/retour/", views.come_back, name="identity_return"),
    path("<provider:provider>/bienvenue/", views.welcome, name="identity_welcome"),
    path("<provider:provider>/confirmer/", views.confirm, name="identity_confirm"),
    path("<provider:provider>/relier/", views.link, name="identity_link"),
    path("<provider:provider>/delier/", views.unlink, name="identity_unlink"),
    path("<provider:provider>/deconnexion/", views.left, name="identity_left"),
]
