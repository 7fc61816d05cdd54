"""Structures found by name, RNA number or UAI, managed by the Region; addresses abroad."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from cms.core.lookup import folded


def fold_names(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write the names people search by."""
    structure_model = apps.get_model("structures", "Structure")
    for structure in structure_model.objects.only("pk", "name").iterator():
        structure.folded_name = folded(structure.name)[:200]
        structure.save(update_fields=["folded_name"])


class Migration(migrations.Migration):
    """Add what the screens of structures search and keep."""

    dependencies = [
        ("structures", "0003_people_sheets_and_codes"),
    ]

    operations = [
        migrations.AddField(
            model_name="representative",
            name="address_complement",
            field=models.CharField(blank=True, max_length=200, verbose_name="address complement"),
        ),
        migrations.AddField(
            model_name="representative",
            name="country",
            field=models.CharField(blank=True, max_length=2, verbose_name="country"),
        ),
        migrations.AddField(
            model_name="structure",
            name="register_checked_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="compared with the register at"
            ),
        ),
        migrations.AlterField(
            model_name="structure",
            name="rna",
            field=models.CharField(
                blank=True, db_index=True, max_length=10, verbose_name="RNA number"
            ),
        ),
        migrations.AlterField(
            model_name="structure",
            name="uai",
            field=models.CharField(blank=True, db_index=True, max_length=8, verbose_name="UAI"),
        ),
        migrations.RunPython(fold_names, migrations.RunPython.noop),
    ]
