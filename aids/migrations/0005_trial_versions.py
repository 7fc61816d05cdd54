"""Keep the forms tried before publication beside the versions, without a number of their own."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def keep(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Nothing is there yet."""


def refuse_while_tried(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse to go back while something would lose what sets it apart."""
    model = apps.get_model("aids", "FormVersion")
    if model._base_manager.using(schema_editor.connection.alias).filter(is_trial=True).exists():
        raise RuntimeError("a form is still being tried: wipe the test dossiers first")


class Migration(migrations.Migration):
    """Add `is_trial`; numbers are unique among published versions alone."""

    dependencies = [("aids", "0004_computed_time")]

    operations = [
        migrations.AddField(
            model_name="formversion",
            name="is_trial",
            field=models.BooleanField(default=False, verbose_name="tried before publication"),
        ),
        migrations.RemoveConstraint(model_name="formversion", name="aids_form_version_number_once"),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_trial", False)),
                fields=("aid", "number"),
                name="aids_form_version_number_once",
            ),
        ),
        migrations.RunPython(keep, refuse_while_tried),
    ]
