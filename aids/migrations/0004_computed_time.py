"""The time a form takes is worked out from its questions: nobody types it any more."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("aids", "0003_reference_lists"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="aidpage",
            name="estimated_minutes",
        ),
    ]
