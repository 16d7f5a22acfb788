"""Size classes by the thresholds that the firm keeps; they change rarely and are asked for at every write."""

from decimal import Decimal
from functools import cache

from peyvand.contacts.size_class import PRESETS, Thresholds, classify


def size_class_of(country: str, employees: int | None, turnover: Decimal | None, balance_total: Decimal | None) -> str | None:
    """The size class of a firm by the thresholds of its country, else the default ones."""
    if employees is None and turnover is None and balance_total is None:
        return None
    known = thresholds()
    return classify(employees, turnover, balance_total, known.get(country) or known[""])


@cache
def thresholds() -> dict[str, Thresholds]:
    """Thresholds by country, read once per process; `forget` after they were edited."""
    from peyvand.contacts.models import SizeThreshold

    return {row.country: row.as_thresholds() for row in SizeThreshold.objects.all()} or {"": PRESETS["EU"]}


def forget() -> None:
    """Read the thresholds anew when they are next needed."""
    thresholds.cache_clear()
