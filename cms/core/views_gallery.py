"""The gallery: every component of the pages, in every state, on one page.

Served by the demonstration and the tests only. It is what designers look at and what the
accessibility tests walk through; its samples are content, not interface.
"""

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cms.core.access import AccessPolicy, access
from cms.core.date_parts import DatePartsField, DatePartsWidget
from cms.core.lookup import Entry, Lookup
from cms.core.part_widgets import (
    OTHER,
    ExclusiveCheckboxes,
    GroupWidget,
    Part,
    SearchAddress,
    SearchWidget,
    WithOther,
)
from cms.core.site import site_settings
from cms.core.theme import Palette, contrast, tokens

SAMPLE_PARTS = (
    ("Couleurs et textes", "couleurs"),
    ("Boutons", "boutons"),
    ("Cartes", "cartes"),
    ("Recherche", "recherche"),
    ("Formulaire", "formulaire"),
    ("Erreurs", "erreurs"),
    ("Démarche", "demarche"),
    ("Récapitulatif", "recapitulatif"),
    ("Suivi", "suivi"),
    ("Messages", "messages"),
)
PLACES = Lookup(
    [
        (Entry("1", "Port-Aigrette (96100)"), "Port-Aigrette", "96100"),
        (Entry("2", "Port-aux-Moines (96240)"), "Port-aux-Moines", "96240"),
    ]
)
FILED_AT = dt.datetime(2026, 3, 3, 13, 32, 5, tzinfo=dt.UTC)


class SampleForm(forms.Form):
    """One field of each kind."""

    identifier = forms.CharField(
        label="Identifiant",
        help_text="De 8 à 15 lettres et chiffres, ou votre adresse électronique",
        widget=forms.TextInput({"autocomplete": "username", "data-width": "20"}),
    )
    password = forms.CharField(
        label="Mot de passe",
        help_text="Au moins 12 caractères. Respectez les minuscules et les majuscules.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    title = forms.ChoiceField(
        label="Civilité",
        choices=[("f", "Madame"), ("m", "Monsieur"), ("x", "Ne pas préciser")],
        widget=forms.RadioSelect,
    )
    birth_date = DatePartsField(
        label="Date de naissance",
        help_text="Par exemple 27\u00a0/\u00a03\u00a0/\u00a02007",
        widget=DatePartsWidget(autocomplete="bday"),
    )
    is_beneficiary = forms.ChoiceField(
        label="Êtes-vous le bénéficiaire de l'aide ?",
        choices=[("yes", "Oui"), ("no", "Non")],
        widget=forms.RadioSelect,
    )
    family = forms.ChoiceField(
        label="Le bénéficiaire est un(e)",
        choices=[("", "Choisissez"), ("a", "Association"), ("e", "Entreprise")],
    )
    themes = forms.MultipleChoiceField(
        label="Domaines du projet",
        required=False,
        help_text="Cochez tout ce qui convient",
        choices=[("c", "Culture et patrimoine"), ("s", "Sport"), ("e", "Environnement")],
        widget=forms.CheckboxSelectMultiple,
    )
    needs = forms.MultipleChoiceField(
        label="Aménagements demandés",
        required=False,
        choices=[("r", "Une rampe"), ("b", "Une boucle magnétique"), ("n", "Aucun")],
        widget=ExclusiveCheckboxes("n"),
    )
    discovery = forms.Field(
        label="Comment avez-vous connu cette aide ?",
        required=False,
        widget=WithOther(
            forms.RadioSelect(choices=[("l", "Par mon lycée"), (OTHER, "Autrement")]), "Précisez"
        ),
    )
    representative = forms.Field(
        label="Représentante ou représentant légal",
        widget=GroupWidget(
            [
                Part("name", "Nom", forms.TextInput({"autocomplete": "off"}), is_required=True),
                Part("role", "Fonction", forms.TextInput(), hint="Présidente, trésorier…"),
                Part("since", "En fonction depuis le", DatePartsWidget()),
            ]
        ),
    )
    place = forms.Field(
        label="Commune du projet",
        required=False,
        help_text="Les premières lettres ou le code postal",
        widget=SearchWidget(lambda: PLACES, SearchAddress("/recherche/territories/", "commune")),
    )
    amount = forms.DecimalField(
        label="Montant demandé",
        widget=forms.TextInput({"inputmode": "decimal", "data-suffix": "€", "data-width": "10"}),
    )
    story = forms.CharField(
        label="Présentez votre projet",
        max_length=400,
        help_text="Ce que vous voulez faire, avec qui et quand",
        widget=forms.Textarea({"rows": 5}),
    )
    file = forms.FileField(
        label="Relevé d'identité bancaire",
        required=False,
        help_text="PDF, JPG ou PNG, 10 Mo au plus",
    )
    has_read = forms.BooleanField(label="J'ai lu le règlement (version du 12 janvier 2026)")


WRONG_ANSWERS = {
    "identifier": "cam",
    "birth_date_day": "31",
    "birth_date_month": "2",
    "birth_date_year": "2007",
    "representative_since_day": "31",
    "place": "port",
    "amount": "beaucoup",
    "story": "Un échange avec un lycée de Galice.",
}


def sample_context(palette: Palette) -> dict[str, Any]:
    """Return what the gallery shows: samples long and short, full and empty."""
    colours = tokens(palette)
    return {
        "parts": SAMPLE_PARTS,
        "colours": [
            (name, value, f"{contrast(value, '#ffffff'):.1f}") for name, value in colours.items()
        ],
        "form": SampleForm(prefix="ok"),
        "wrong_form": SampleForm(WRONG_ANSWERS),
        "page_number": Paginator(range(240), 10).page(4),
        "filed_at": FILED_AT,
        "files": [
            {"name": "rib-2026.pdf", "url": "#fichier", "size": 348_000, "key": "1"},
            {
                "name": "un-nom-de-fichier-vraiment-tres-long-venu-d-un-telephone-IMG_20260303.jpg",
                "url": "#fichier",
                "size": 2_400_000,
                "key": "2",
                "state": "Analyse en cours",
                "state_variant": "warning",
            },
        ],
        "choices": [
            {"value": "culture", "label": "Culture et patrimoine", "count": 6, "is_checked": True},
            {"value": "jeunesse", "label": "Jeunesse et lycées", "count": 9, "is_checked": False},
            {"value": "energie", "label": "Énergie et mobilités", "count": 0, "is_checked": False},
        ],
        "facts": [
            ("Créée le", "mardi 3 mars 2026"),
            ("Déposée le", "jeudi 5 mars 2026"),
            ("Prise en charge le", "lundi 9 mars 2026"),
        ],
        "trail": [("Accueil", "/"), ("Aides", "/aides/"), ("Jeunesse", "/aides/?theme=jeunesse")],
    }


@access(AccessPolicy.PUBLIC)
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    return render(request, "gallery/index.html", sample_context(site_settings()))
