"""Size classes by the thresholds that the firm keeps."""

from collections.abc import Mapping
from decimal import Decimal

from peyvand.contacts.size_class import DEFAULT, Thresholds, classify
from peyvand.platform.accounts.models import SYSTEM
from peyvand.platform.audit.changing import change_set


def size_class_of(
    country: str,
    employees: int | None,
    turnover: Decimal | None,
    balance_total: Decimal | None,
    known: Mapping[str, Thresholds] | None = None,
) -> str:
    """The size class of a firm by the thresholds of its country, else the default ones; "" when no figure is known.

    `known` are the thresholds by country; without them they are read from the database.
    """
    if employees is None and turnover is None and balance_total is None:
        return ""
    known = thresholds() if known is None else known
    return classify(employees, turnover, balance_total, known.get(country) or known.get("", DEFAULT)) or ""


def thresholds() -> dict[str, Thresholds]:
    """Thresholds by country; "" is the default."""
    from peyvand.contacts.models import SizeThreshold

    return {row.country: row.as_thresholds() for row in SizeThreshold.objects.all()}


def classify_all() -> int:
    """Bring the size class of every party in line with the thresholds; returns how many changed."""
    from peyvand.contacts.models import Party

    known, changed = thresholds(), 0
    parties = Party.objects.exclude(employees=None, turnover=None, balance_total=None)
    with change_set(by=SYSTEM, verb="classify"):
        for party in parties.only("country", "employees", "turnover", "balance_total", "size_class").iterator():
            size = size_class_of(party.country, party.employees, party.turnover, party.balance_total, known)
            if size != party.size_class:
                changed += Party.objects.filter(pk=party.pk).update(size_class=size)
    return changed
