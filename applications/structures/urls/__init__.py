"""Addresses of structures, mounted at `espace/structures/`; « Agir au nom de », at `espace/`.

First connection and codes are at `compte/`, links of invitations at `invitation/`.
"""

from django.urls import URLPattern, path

from applications.structures.urls import people, sheet
from applications.structures.urls.entry import entry_urlpatterns, invitation_urlpatterns
from applications.structures.views import acting

app_name = "structures"

urlpatterns: list[URLPattern] = [*sheet.urlpatterns, *people.urlpatterns]
acting_urlpatterns: list[URLPattern] = [path("agir/", acting.act_as, name="act-as")]

__all__ = [
    "acting_urlpatterns",
    "app_name",
    "entry_urlpatterns",
    "invitation_urlpatterns",
    "urlpatterns",
]
