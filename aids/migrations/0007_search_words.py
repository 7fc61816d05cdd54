from django.db import migrations


def forget_entries(apps, schema_editor):
    """Drop the search entries: the catalogue writes each again with the words of today's code."""
    apps.get_model("aids", "AidSearchEntry").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("aids", "0006_workflows")]

    operations = [migrations.RunPython(forget_entries, forget_entries)]
