from typing import Any

from django.db import migrations, models
from django.db.models import Q

import peyvand.contacts.choices
from peyvand.contacts.size_class import DEFAULT, Limits, Thresholds, classify
from peyvand.platform.search.normalise import tokens

FIGURES = ("employees", "turnover", "balance_total")
MONEY = Q(turnover__isnull=False) | Q(balance_total__isnull=False)


def name_currencies(apps: Any, schema_editor: Any) -> None:
    """Figures so far are in the currency of the country; where that is unknown, of the limits they were held against."""
    Party, SizeThreshold = apps.get_model("contacts", "Party"), apps.get_model("contacts", "SizeThreshold")
    known = {row.country: _thresholds(row) for row in SizeThreshold.objects.all()}
    Party.objects.filter(kind="person").exclude(size_class="").update(size_class="")
    with_money = Party.objects.filter(MONEY)
    for country in list(with_money.order_by().values_list("country", flat=True).distinct()):
        limits = known.get(country) or known.get("", DEFAULT)
        currency = peyvand.contacts.choices.currency_of(country) or limits.currency
        here = with_money.filter(country=country)
        here.update(currency=currency)
        if currency == limits.currency:
            continue
        firms = here.filter(kind="organisation")
        for staff in list(firms.order_by().values_list("employees", flat=True).distinct()):
            firms.filter(employees=staff).update(size_class=classify(staff, None, None, limits) or "")


def index_joined_names(apps: Any, schema_editor: Any) -> None:
    """Persian names of two parts are found by the whole too; what else a party is found by follows when it is saved."""
    Party = apps.get_model("contacts", "Party")
    for party in Party.objects.filter(name__contains="\u200c").only("name", "search_text").iterator():
        words = dict.fromkeys([*party.search_text.split(), *tokens(party.name)])
        Party.objects.filter(pk=party.pk).update(search_text=" ".join(words))


def _thresholds(row: Any) -> Thresholds:
    classes = [
        Limits(size, *(getattr(row, f"{size}_{name}") for name in FIGURES)) for size in ("micro", "small", "medium")
    ]
    return Thresholds(
        name="",
        source="",
        currency=row.currency,
        rule=row.rule,
        classes=tuple(one for one in classes if (one.staff, one.turnover, one.balance_total) != (None, None, None)),
        staff_below=row.staff_below,
        money_below=row.money_below,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0002_limits_of_sizes"),
    ]

    operations = [
        migrations.AddField(
            model_name="party",
            name="currency",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Three letters, such as EUR. Left empty, it is the currency of the country.",
                max_length=3,
                validators=[peyvand.contacts.choices.require_currency],
                verbose_name="Currency",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(name_currencies, migrations.RunPython.noop),
        migrations.RunPython(index_joined_names, migrations.RunPython.noop),
        # a row written twice leaves checks of its links behind, and a table with any cannot be altered
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterConstraint(
            model_name="party",
            name="party_reference_once",
            constraint=models.UniqueConstraint(
                condition=Q(("reference", ""), _negated=True),
                fields=("reference",),
                name="party_reference_once",
                violation_error_message="There is already a record with this reference, perhaps one that you do not see.",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=Q(
                    Q(("balance_total__isnull", True), ("turnover__isnull", True)),
                    Q(("currency", ""), _negated=True),
                    _connector="OR",
                ),
                name="party_money_has_currency",
                violation_error_message="Say in which currency the figures are.",
            ),
        ),
    ]
