from typing import Any

from django.db import migrations, models


def follow_the_device(apps: Any, _schema_editor: Any) -> None:
    """UTC was what everybody began with, and nobody lives there."""
    apps.get_model("accounts", "User").objects.filter(time_zone="UTC").update(time_zone="")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_sessions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="time_zone",
            field=models.CharField(blank=True, max_length=50, verbose_name="Time zone"),
        ),
        migrations.RunPython(follow_the_device, migrations.RunPython.noop),
    ]
