"""Where the limits between micro, small, medium and large firms lie, country by country."""

from functools import reduce
from itertools import combinations
from operator import and_
from typing import cast

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from peyvand.contacts.addresses import country_name
from peyvand.contacts.choices import countries, require_currency
from peyvand.contacts.codes import SizeClass, SizeRule
from peyvand.contacts.size_class import PRESETS, Limits, Rule, Size, Thresholds
from peyvand.platform.records.fields import MoneyField
from peyvand.platform.records.models import RecordModel
from peyvand.platform.ui.seeds import SeededField

_LIMITS = ("employees", "turnover", "balance_total")
_LIMITED = ("micro", "small", "medium")


def _not_negative() -> Q:
    return reduce(and_, (Q(**{f"{size}_{figure}__gte": 0}) for figure in _LIMITS for size in _LIMITED))


def _rising() -> Q:
    """Of every figure, a class has no higher limit than a larger one; a limit that is not there contradicts none."""
    pairs = list(combinations(_LIMITED, 2))
    return reduce(
        and_,
        (Q(**{f"{less}_{figure}__lte": F(f"{more}_{figure}")}) for figure in _LIMITS for less, more in pairs),
    )


class SizeThreshold(RecordModel):
    """Up to where a firm of a country is micro, small or medium. Editable; the row without a country is the default."""

    country = models.CharField(_("Country"), max_length=2, choices=countries, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, validators=[require_currency])
    rule = models.CharField(_("Rule"), max_length=24, choices=SizeRule)
    staff_below = models.BooleanField(_("Employees must stay below the limit"), default=False)
    money_below = models.BooleanField(_("Money must stay below the limit"), default=False)
    micro_employees = models.IntegerField(_("Micro: employees"), null=True, blank=True)
    micro_turnover = MoneyField(_("Micro: turnover"), null=True, blank=True)
    micro_balance_total = MoneyField(_("Micro: balance-sheet total"), null=True, blank=True)
    small_employees = models.IntegerField(_("Small: employees"), null=True, blank=True)
    small_turnover = MoneyField(_("Small: turnover"), null=True, blank=True)
    small_balance_total = MoneyField(_("Small: balance-sheet total"), null=True, blank=True)
    medium_employees = models.IntegerField(_("Medium: employees"), null=True, blank=True)
    medium_turnover = MoneyField(_("Medium: turnover"), null=True, blank=True)
    medium_balance_total = MoneyField(_("Medium: balance-sheet total"), null=True, blank=True)
    source = SeededField(
        _("Source"), max_length=300, blank=True, seeds=tuple(preset.source for preset in PRESETS.values())
    )

    class Meta:
        verbose_name = _("size threshold")
        verbose_name_plural = _("Size thresholds")
        constraints = [
            models.UniqueConstraint(
                fields=["country"],
                name="size_thresholds_once",
                violation_error_message=_("There are thresholds for this country already."),
            ),
            models.CheckConstraint(
                condition=_not_negative(),
                name="size_limits_not_negative",
                violation_error_message=_("A limit cannot be negative."),
            ),
            models.CheckConstraint(
                condition=_rising(),
                name="size_limits_rising",
                violation_error_message=_("The limits must not fall from micro to small to medium."),
            ),
        ]

    def __str__(self) -> str:
        return country_name(self.country, get_language() or "en") if self.country else gettext("All other countries")

    def as_thresholds(self) -> Thresholds:
        """The row in the form that the classification reads; a class without any limit is left out."""
        sizes = (SizeClass.MICRO, SizeClass.SMALL, SizeClass.MEDIUM)
        rows = [
            Limits(cast(Size, size.value), *(getattr(self, f"{size}_{part}") for part in _LIMITS)) for size in sizes
        ]
        return Thresholds(
            name=str(self),
            source=self.source,
            currency=self.currency,
            rule=cast(Rule, self.rule),
            classes=tuple(row for row in rows if (row.staff, row.turnover, row.balance_total) != (None, None, None)),
            staff_below=self.staff_below,
            money_below=self.money_below,
        )
