"""Values as text in the active language; datetimes in the current time zone."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from babel.core import get_global
from babel.dates import format_timedelta
from babel.numbers import get_currency_name, get_currency_precision, get_currency_symbol
from django.utils import timezone
from django.utils.translation import gettext as _
from persiantools.jdatetime import JalaliDate

from peyvand.platform.ui.formats.conventions import Conventions, conventions

DateStyle = Literal["medium", "input"]
Number = int | float | Decimal

_FIRST_PERSIAN_DAY = dt.date(622, 3, 22)
_END_OF_PERSIAN_DAYS = dt.date(9999, 1, 1)  # the converter goes no further than its year 9377
_JUST_NOW = dt.timedelta(seconds=45)
_STEPS = ((1, 60), (60, 86_400), (3_600, 30 * 86_400), (86_400, float("inf")))
"""How finely a distance is worded, up to how far, in seconds: what is told in one unit needs no more."""
_CURRENCIES = get_global("all_currencies")


def format_date(value: dt.date, style: DateStyle = "medium") -> str:
    """A date to read ("Nov 21, 2026", "۳۰ آبان ۱۴۰۵") or, with style "input", as it stands in a form field.

    `parse_date` reads both back. A datetime is taken in the current time zone.
    """
    if isinstance(value, dt.datetime):
        value = _local(value).date()
    return _dated(value, style, conventions())


@lru_cache(maxsize=4096)
def _dated(day: dt.date, style: DateStyle, habits: Conventions) -> str:
    if habits.calendar == "persian":
        if not _FIRST_PERSIAN_DAY <= day < _END_OF_PERSIAN_DAYS:
            return habits.digits(day.isoformat())
        jalali = JalaliDate(day)  # type: ignore[no-untyped-call]
        year, month, number = jalali.year, jalali.month, jalali.day
    else:
        year, month, number = day.year, day.month, day.day
    fields = {
        "y": str(year) if style == "medium" else f"{year:04}",
        "M": str(month),
        "MM": f"{month:02}",
        "MMM": habits.short_months[month - 1],
        "MMMM": habits.months[month - 1],
        "d": str(number),
        "dd": f"{number:02}",
    }
    return habits.digits((habits.date if style == "medium" else habits.date_input) % fields)


def format_time(value: dt.time | dt.datetime) -> str:
    """Hours and minutes ("2:30 PM", "14:30"); a datetime in the current time zone."""
    if isinstance(value, dt.datetime):
        value = _local(value).time()
    return _timed(value.hour, value.minute, conventions())


@lru_cache(maxsize=1440 * 4)
def _timed(hour: int, minute: int, habits: Conventions) -> str:
    fields = {
        "H": str(hour),
        "HH": f"{hour:02}",
        "h": str(hour % 12 or 12),
        "mm": f"{minute:02}",
        "a": "PM" if hour >= 12 else "AM",
    }
    return habits.digits(habits.time % fields)


@dataclass(frozen=True, slots=True)
class Clock:
    """The hour, the time zone and the language of whoever reads: looked up once for all the times on a page."""

    now: dt.datetime
    zone: dt.tzinfo
    habits: Conventions

    def format_datetime(self, value: dt.datetime) -> str:
        """Date and time in the time zone of the reader and the calendar of the language."""
        local, habits = value.astimezone(self.zone) if value.tzinfo else value, self.habits
        day, time = _dated(local.date(), "medium", habits), _timed(local.hour, local.minute, habits)
        return habits.joined.replace("{1}", day).replace("{0}", time)

    def format_ago(self, value: dt.datetime) -> str:
        """How long ago, or how long until ("3 days ago", "in 2 hours"), in one unit."""
        aware = value if value.tzinfo else value.replace(tzinfo=self.zone)
        distance = aware - self.now
        if abs(distance) < _JUST_NOW:
            return _("just now")
        seconds = distance.total_seconds()
        step = next(step for step, upto in _STEPS if abs(seconds) < upto)
        return _away(round(seconds / step) * step, self.habits)


def clock() -> Clock:
    """The clock of the active language and time zone."""
    return Clock(timezone.now(), timezone.get_current_timezone(), conventions())


def format_datetime(value: dt.datetime) -> str:
    """Date and time in the current time zone and the calendar of the language."""
    return clock().format_datetime(value)


def format_ago(value: dt.datetime) -> str:
    """How long ago, or how long until, in one unit."""
    return clock().format_ago(value)


def _local(value: dt.datetime) -> dt.datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


@lru_cache(maxsize=16384)
def _away(seconds: int, habits: Conventions) -> str:
    distance = dt.timedelta(seconds=seconds)
    return habits.digits(format_timedelta(distance, add_direction=True, locale=habits.locale))


def format_number(value: Number, decimals: int | None = None) -> str:
    """A number with the separators and digits of the language.

    `decimals` fixes the number of decimal places (half to even); without it a number keeps up to three of its own.
    """
    return _numbered(value, decimals, conventions())


def _numbered(value: Number, decimals: int | None, habits: Conventions) -> str:
    if decimals is not None:
        text = f"{Decimal(value) if isinstance(value, int) else value:z,.{decimals}f}"
    elif isinstance(value, int):
        text = f"{value:,}"
    else:
        text = f"{value:z,.3f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    if habits.language in ("en", "zh"):
        return text
    whole, point, fraction = text.partition(".")
    whole = whole.replace(",", habits.group).replace("-", habits.minus)
    return habits.digits(whole + (habits.decimal if point else "") + fraction)


def format_percent(value: Number, decimals: int = 0) -> str:
    """A share as per cent: 0.124 is "12%"."""
    habits = conventions()
    return habits.percent % _numbered(value * 100, decimals, habits)


def format_money(amount: Decimal, currency: str) -> str:
    """An amount with its currency (ISO 4217), rounded to the currency's minor unit; rials and yen have none."""
    habits = conventions()
    label, precision = _currency(currency, habits)
    number = _numbered(abs(amount), precision, habits)
    sign = habits.minus if round(amount, precision) < 0 else ""
    if habits.language in ("fa", "ru"):
        return f"{sign}{number}\u00a0{label}"
    return f"{sign}{label}{number}" if not label[-1].isalpha() else f"{sign}{label}\u00a0{number}"


@lru_cache(maxsize=1024)
def _currency(code: str, habits: Conventions) -> tuple[str, int]:
    code = code.upper()
    if code not in _CURRENCIES:
        return code, 2
    if habits.language == "fa":  # in Persian a currency is called by its name
        return get_currency_name(code, locale=habits.locale).removesuffix(" ایران"), get_currency_precision(code)
    return get_currency_symbol(code, locale=habits.locale), get_currency_precision(code)


def format_filesize(size: int) -> str:
    """A size in bytes in the largest fitting unit of 1000 ("1.4 MB")."""
    units = (_("%s B"), _("%s kB"), _("%s MB"), _("%s GB"), _("%s TB"))
    amount, place = float(size), 0
    while abs(amount) >= 999.95 and place < len(units) - 1:
        amount, place = amount / 1000, place + 1
    return units[place] % _numbered(round(amount, 1), None, conventions())


def format_list(parts: Iterable[object]) -> str:
    """Several things on one line, between them what the language puts there."""
    return conventions().separator.join(map(str, parts))
