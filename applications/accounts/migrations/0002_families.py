"""The seven families of applicants every portal starts with; a region may edit them."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FAMILIES = [
    ("particulier", "Particulier", "Individual", False),
    ("association", "Association", "Association", True),
    ("entreprise", "Entreprise", "Company", True),
    ("lycee-public", "Lycée public", "Public secondary school", True),
    ("lycee-prive", "Lycée privé", "Private secondary school", True),
    ("acteur-public", "Acteur public", "Public body", True),
    ("organisme-formation", "Organisme de formation", "Training organisation", True),
]


def create_families(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the families that do not exist yet."""
    family = apps.get_model("accounts", "Family")
    for position, (code, label, label_en, is_structure) in enumerate(FAMILIES):
        family.objects.get_or_create(
            code=code,
            defaults={
                "label": label,
                "label_en": label_en,
                "is_structure": is_structure,
                "position": position,
            },
        )


class Migration(migrations.Migration):
    """Give a new portal its families; going back keeps them, structures may point at them."""

    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(create_families, migrations.RunPython.noop)]
