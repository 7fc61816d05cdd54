"""Addresses of accounts, mounted at `compte/`; the names of `entry` are allauth's."""

from django.urls import path, re_path

from applications.accounts.identity import urls as identity
from applications.accounts.urls import entry, own
from applications.accounts.views import sign_in

urlpatterns = [*own.urlpatterns, *entry.urlpatterns, *identity.urlpatterns]

gestion_shadow_urlpatterns = [
    path("login/", sign_in.shadow_sign_in, name="shadow_login"),
    path("logout/", sign_in.sign_out, name="shadow_logout"),
    re_path(r"^password_reset/(?P<rest>.*)$", sign_in.shadow_sign_in, name="shadow_reset"),
]
