"""The sheet of a structure and its blocks."""

from django.urls import URLPattern, path

from applications.structures.sheet_reading import TITLES
from applications.structures.views import bank, representatives, sheet

urlpatterns: list[URLPattern] = [
    path("<int:structure_id>/", sheet.sheet, name="sheet"),
    *(
        path(f"<int:structure_id>/{code}/", sheet.block, {"code": code}, name=f"sheet-{code}")
        for code in TITLES
    ),
    path("<int:structure_id>/banque/", bank.bank_details, name="bank"),
    path("<int:structure_id>/banque/afficher/", bank.reveal, name="bank-reveal"),
    path(
        "<int:structure_id>/representants/nouveau/",
        representatives.representative,
        name="representative-new",
    ),
    path(
        "<int:structure_id>/representants/<int:number>/",
        representatives.representative,
        name="representative",
    ),
    path(
        "<int:structure_id>/representants/<int:number>/retirer/",
        representatives.end_representative,
        name="representative-end",
    ),
]
