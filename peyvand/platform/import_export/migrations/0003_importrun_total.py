from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("import_export", "0002_importproblem_taken"),
    ]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="total",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
