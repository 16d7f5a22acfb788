"""Size classes of enterprises from staff, yearly turnover and balance-sheet total.

The numbers of each country are rows of data (`PRESETS`), which a firm may edit; the rules are few and live here.
Unknown figures: a figure that is not known neither speaks for a class nor against it, and the class is decided from
the others. Employees alone decide by headcount, money alone by money, nothing at all gives None. Where two of three
figures must stay within the limits and only two are known, both must; where one is known, it decides. Money in another
currency than that of the limits is not known in this sense.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from django.utils.translation import gettext_noop

Size = Literal["micro", "small", "medium", "large"]
Rule = Literal["staff and one of money", "all", "two of three", "any", "headcount"]
"""Which of the known figures must stay within the limits of a class:

- "staff and one of money": the staff, and the turnover or the balance-sheet total (2003/361/EC)
- "all": each of them
- "two of three": two of staff, turnover and balance-sheet total
- "any": one of them is enough to keep an enterprise in the smaller class
- "headcount": only the staff counts
"""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one class: persons employed, and money in the currency of the thresholds; None is no limit."""

    size: Size
    staff: int | None
    turnover: Decimal | None = None
    balance_total: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """The classes of one country, smallest first; beyond the last an enterprise is large.

    `staff_below` and `money_below` say that a figure must stay under its limit rather than reach it at most.
    """

    name: str
    source: str
    currency: str
    rule: Rule
    classes: tuple[Limits, ...]
    staff_below: bool = False
    money_below: bool = False


def classify(
    employees: Decimal | int | None,
    turnover: Decimal | int | None,
    balance_total: Decimal | int | None,
    thresholds: Thresholds,
) -> Size | None:
    """The size class of an enterprise, or None where no figure that counts is known.

    `employees` in full-time equivalents, money per year in `thresholds.currency`. Raises ValueError on a negative
    staff or balance-sheet total; a negative turnover (after returns) counts as none.
    """
    if (employees or 0) < 0 or (balance_total or 0) < 0:
        raise ValueError("Staff and balance-sheet total cannot be negative.")
    known = False
    for limits in thresholds.classes:
        within = (
            _within(employees, limits.staff, thresholds.staff_below),
            _within(turnover, limits.turnover, thresholds.money_below),
            _within(balance_total, limits.balance_total, thresholds.money_below),
        )
        fits = _fits(thresholds.rule, *within)
        known = known or fits is not None
        if fits:
            return limits.size
    return "large" if known else None


def _within(figure: Decimal | int | None, limit: Decimal | int | None, below: bool) -> bool | None:
    if figure is None or limit is None:
        return None
    return figure < limit if below else figure <= limit


def _fits(rule: Rule, staff: bool | None, turnover: bool | None, balance_total: bool | None) -> bool | None:
    """Whether the figures keep to a class; None where none of those that the rule looks at is known."""
    money = [answer for answer in (turnover, balance_total) if answer is not None]
    known = money if staff is None else [staff, *money]
    if rule == "headcount":
        return staff
    if not known:
        return None
    if rule == "any":
        return any(known)
    if rule == "two of three":
        return sum(known) >= min(2, len(known))
    if rule == "all":
        return all(known)
    return staff is not False and (any(money) or not money)


def _money(millions: str) -> Decimal:
    return Decimal(millions) * 1_000_000


EU = Thresholds(
    name="European Union",
    source=gettext_noop("Recommendation 2003/361/EC, Annex, Article 2"),
    currency="EUR",
    rule="staff and one of money",
    staff_below=True,
    classes=(
        Limits("micro", 10, _money("2"), _money("2")),
        Limits("small", 50, _money("10"), _money("10")),
        Limits("medium", 250, _money("50"), _money("43")),
    ),
)
GB = Thresholds(
    name="United Kingdom",
    source=gettext_noop("Companies Act 2006, sections 382, 384A and 465, as amended from 6 April 2025"),
    currency="GBP",
    rule="two of three",
    classes=(
        Limits("micro", 10, _money("1"), _money("0.5")),
        Limits("small", 50, _money("15"), _money("7.5")),
        Limits("medium", 250, _money("54"), _money("27")),
    ),
)
RU = Thresholds(
    name="Russia",
    source=gettext_noop("Federal Law 209-FZ, Article 4, and Government Decree 265 of 2016"),
    currency="RUB",
    rule="all",
    classes=(
        Limits("micro", 15, _money("120")),
        Limits("small", 100, _money("800")),
        Limits("medium", 250, _money("2000")),
    ),
)
CN = Thresholds(
    name="China (industry)",
    source=gettext_noop("MIIT and others, Standards for classifying SMEs, 2011, industrial sector"),
    currency="CNY",
    rule="any",
    staff_below=True,
    money_below=True,
    classes=(
        Limits("micro", 20, _money("3")),
        Limits("small", 300, _money("20")),
        Limits("medium", 1000, _money("400")),
    ),
)
IR = Thresholds(
    name="Iran",
    source=gettext_noop("Statistical Centre of Iran, classes of establishments by persons employed"),
    currency="IRR",
    rule="headcount",
    classes=(Limits("micro", 9), Limits("small", 49), Limits("medium", 99)),
)
US = Thresholds(
    name="United States",
    source=gettext_noop("Small Business Administration, usual size standard in manufacturing"),
    currency="USD",
    rule="headcount",
    classes=(Limits("small", 500),),
)
DEFAULT = EU
PRESETS: Mapping[str, Thresholds] = MappingProxyType({"EU": EU, "GB": GB, "RU": RU, "CN": CN, "IR": IR, "US": US})
