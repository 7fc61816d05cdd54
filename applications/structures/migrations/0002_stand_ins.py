"""Mark the structures that stand in for an applicant in test dossiers."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def keep(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Nothing is there yet."""


def refuse_while_tried(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse to go back while something would lose what sets it apart."""
    model = apps.get_model("structures", "Structure")
    if model._base_manager.using(schema_editor.connection.alias).filter(is_test=True).exists():
        raise RuntimeError("a stand-in would count as a structure: wipe the test dossiers first")


class Migration(migrations.Migration):
    """Add `is_test`."""

    dependencies = [("structures", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="structure",
            name="is_test",
            field=models.BooleanField(default=False, verbose_name="stand-in of test dossiers"),
        ),
        migrations.RunPython(keep, refuse_while_tried),
    ]
