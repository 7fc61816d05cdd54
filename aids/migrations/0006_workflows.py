import django.db.models.deletion
from django.db import migrations, models

WAGTAIL_DEFAULT = "Moderators approval"
PUBLICATION = "Publication"
PROOFREADING = "Relecture et publication"


def add_workflows(apps, schema_editor):
    """Replace Wagtail's own workflow, whose group nobody is in, unless it was already replaced."""
    types = apps.get_model("contenttypes.ContentType").objects
    workflows = apps.get_model("wagtailcore.Workflow").objects
    steps = apps.get_model("wagtailcore.WorkflowTask").objects
    places = apps.get_model("wagtailcore.WorkflowPage").objects
    root = apps.get_model("wagtailcore.Page").objects.filter(depth=1).first()

    def task(name, model):
        content_type, _created = types.get_or_create(app_label="aids", model=model.lower())
        return apps.get_model("aids", model).objects.create(name=name, content_type=content_type)

    proofread, publish = task("Relire", "ProofreadingTask"), task("Publier", "PublishingTask")
    whole = workflows.create(name=PROOFREADING)
    steps.create(workflow=whole, task_id=proofread.pk, sort_order=0)
    steps.create(workflow=whole, task_id=publish.pk, sort_order=1)
    short = workflows.create(name=PUBLICATION)
    steps.create(workflow=short, task_id=publish.pk, sort_order=0)
    if root is None:
        return
    default = places.filter(page=root, workflow__name=WAGTAIL_DEFAULT).first()
    if default is not None:
        workflows.filter(pk=default.workflow_id).update(active=False)
        default.delete()
    if not places.filter(page=root).exists():
        places.create(page=root, workflow=short)


def remove_workflows(apps, schema_editor):
    """Put Wagtail's own workflow back."""
    workflows = apps.get_model("wagtailcore.Workflow").objects
    places = apps.get_model("wagtailcore.WorkflowPage").objects
    root = apps.get_model("wagtailcore.Page").objects.filter(depth=1).first()
    workflows.filter(name__in=[PUBLICATION, PROOFREADING]).delete()
    tasks = apps.get_model("wagtailcore.Task").objects
    tasks.filter(content_type__app_label="aids").delete()
    default = workflows.filter(name=WAGTAIL_DEFAULT).first()
    if root is not None and default is not None:
        default.active = True
        default.save(update_fields=["active"])
        places.get_or_create(page=root, defaults={"workflow": default})


class Migration(migrations.Migration):
    dependencies = [
        ("aids", "0005_trial_versions"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProofreadingTask",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "proofreading by the review team",
                "verbose_name_plural": "proofreadings by the review team",
                "permissions": [("proofread_aid", "Can proofread the aids of their team")],
            },
            bases=("wagtailcore.task",),
        ),
        migrations.CreateModel(
            name="PublishingTask",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "publication",
                "verbose_name_plural": "publications",
            },
            bases=("wagtailcore.task",),
        ),
        migrations.RunPython(add_workflows, remove_workflows),
    ]
