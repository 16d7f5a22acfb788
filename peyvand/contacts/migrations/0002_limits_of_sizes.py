from django.db import migrations, models

import peyvand.contacts.choices


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="sizethreshold",
            name="country",
            field=models.CharField(
                blank=True, choices=peyvand.contacts.choices.countries, max_length=2, verbose_name="Country"
            ),
        ),
        migrations.AlterField(
            model_name="sizethreshold",
            name="currency",
            field=models.CharField(
                max_length=3, validators=[peyvand.contacts.choices.require_currency], verbose_name="Currency"
            ),
        ),
        migrations.AddConstraint(
            model_name="sizethreshold",
            constraint=models.UniqueConstraint(
                fields=("country",),
                name="size_thresholds_once",
                violation_error_message="There are thresholds for this country already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sizethreshold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("micro_employees__gte", 0),
                    ("small_employees__gte", 0),
                    ("medium_employees__gte", 0),
                    ("micro_turnover__gte", 0),
                    ("small_turnover__gte", 0),
                    ("medium_turnover__gte", 0),
                    ("micro_balance_total__gte", 0),
                    ("small_balance_total__gte", 0),
                    ("medium_balance_total__gte", 0),
                ),
                name="size_limits_not_negative",
                violation_error_message="A limit cannot be negative.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sizethreshold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("micro_employees__lte", models.F("small_employees")),
                    ("micro_employees__lte", models.F("medium_employees")),
                    ("small_employees__lte", models.F("medium_employees")),
                    ("micro_turnover__lte", models.F("small_turnover")),
                    ("micro_turnover__lte", models.F("medium_turnover")),
                    ("small_turnover__lte", models.F("medium_turnover")),
                    ("micro_balance_total__lte", models.F("small_balance_total")),
                    ("micro_balance_total__lte", models.F("medium_balance_total")),
                    ("small_balance_total__lte", models.F("medium_balance_total")),
                ),
                name="size_limits_rising",
                violation_error_message="The limits must not fall from micro to small to medium.",
            ),
        ),
    ]
