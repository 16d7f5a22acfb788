from django.db import migrations, models
from django.db.migrations.state import StateApps
from django.db.models import F


def keep_texts(apps: StateApps, _editor: object) -> None:
    """What was told before stands together where it is the same word for word."""
    apps.get_model("import_export", "ImportProblem").objects.update(kind=F("text"))


class Migration(migrations.Migration):
    dependencies = [
        ("import_export", "0003_importrun_total"),
    ]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="figures",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="importproblem",
            name="record_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="importproblem",
            name="kind",
            field=models.TextField(default=""),
            preserve_default=False,
        ),
        migrations.RunPython(keep_texts, migrations.RunPython.noop),
    ]
