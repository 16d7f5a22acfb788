"""Size classes by the thresholds that the firm keeps."""

from collections.abc import Mapping
from decimal import Decimal

from peyvand.contacts.codes import PartyKind
from peyvand.contacts.size_class import DEFAULT, Thresholds, classify
from peyvand.platform.accounts.models import SYSTEM
from peyvand.platform.audit.changing import change_set


def size_class_of(
    country: str,
    currency: str,
    employees: int | None,
    turnover: Decimal | None,
    balance_total: Decimal | None,
    known: Mapping[str, Thresholds] | None = None,
) -> str:
    """The size class of a firm by the thresholds of its country, else the default ones; "" when no figure is known.

    Money in another `currency` than that of the thresholds cannot be compared and counts as not known. `known` are
    the thresholds by country; without them they are read from the database.
    """
    if employees is None and turnover is None and balance_total is None:
        return ""
    known = thresholds() if known is None else known
    limits = known.get(country) or known.get("", DEFAULT)
    if currency != limits.currency:
        turnover = balance_total = None
    return classify(employees, turnover, balance_total, limits) or ""


def thresholds() -> dict[str, Thresholds]:
    """Thresholds by country; "" is the default."""
    from peyvand.contacts.models import SizeThreshold

    return {row.country: row.as_thresholds() for row in SizeThreshold.objects.all()}


def classify_all() -> int:
    """Bring the size class of every organisation in line with the thresholds; returns how many changed."""
    from peyvand.contacts.models import Party

    known, changed = thresholds(), 0
    firms = Party.objects.filter(kind=PartyKind.ORGANISATION).exclude(employees=None, turnover=None, balance_total=None)
    with change_set(by=SYSTEM, verb="classify"):
        for firm in firms.only(
            "country", "currency", "employees", "turnover", "balance_total", "size_class"
        ).iterator():
            size = size_class_of(firm.country, firm.currency, firm.employees, firm.turnover, firm.balance_total, known)
            if size != firm.size_class:
                changed += Party.objects.filter(pk=firm.pk).update(size_class=size)
    return changed
