"""Families, audiences, themes, territories, natures, review teams."""

from aids.models import Audience, Nature, ReviewTeam, Territory, Theme
from applications.accounts.models import Family
from cms.demo.loader import data

PERSONS = "particulier"
TEAM_FIELDS = ("name", "service", "address", "phone", "email", "hours")
KINDS = {"audiences": Audience, "themes": Theme, "territories": Territory, "natures": Nature}


def load_taxonomies() -> None:
    """Write every list; codes are the identity, labels and order follow the data."""
    content = data.read("taxonomies")
    for name, model in KINDS.items():
        for position, entry in enumerate(content.get(name, [])):
            model._default_manager.update_or_create(
                code=entry["code"],
                defaults={
                    "label": entry["label"],
                    "label_en": entry.get("label_en", ""),
                    "position": position,
                },
            )
    for position, entry in enumerate(content.get("audiences", [])):
        Family.objects.update_or_create(
            code=entry["code"],
            defaults={
                "label": entry["label"],
                "label_en": entry.get("label_en", ""),
                "is_structure": entry["code"] != PERSONS,
                "position": position,
            },
        )


def load_teams() -> None:
    """Write the teams; their people join with the accounts."""
    for entry in data.read("teams").get("teams", []):
        ReviewTeam.objects.update_or_create(
            code=entry["code"],
            defaults={
                name: entry[name] for name in ("name", "service", "address", "phone", "email")
            }
            | {"hours": entry.get("hours", "")},
        )
