"""Mark the dossiers of those who try a form."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def keep(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Nothing is there yet."""


def refuse_while_tried(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse to go back while something would lose what sets it apart."""
    model = apps.get_model("submissions", "Submission")
    if model._base_manager.using(schema_editor.connection.alias).filter(is_test=True).exists():
        raise RuntimeError("test dossiers would count as real ones: wipe them first")


class Migration(migrations.Migration):
    """Add `is_test`, and the index that finds the test dossiers of an aid."""

    dependencies = [("submissions", "0002_replaced_version")]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="is_test",
            field=models.BooleanField(default=False, verbose_name="test dossier"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("is_test", True)), fields=["aid"], name="submissions_tests"
            ),
        ),
        migrations.RunPython(keep, refuse_while_tried),
    ]
