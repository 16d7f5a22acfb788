"""What people type, read in the habits of the active language.

Digits of every script are understood. A four-digit year from 1900 on is Gregorian in every language; in Persian an
earlier one is Jalali.
"""

import calendar as gregorian
import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from django.utils import timezone
from django.utils.translation import gettext as _
from persiantools.jdatetime import JalaliDate

from peyvand.platform.ui.formats.conventions import Conventions, conventions

FIRST_GREGORIAN_YEAR = 1900
LONGEST = 60  # characters of a date or a number; more is not one

_NUMERIC = re.compile(r"(\d{1,4})([-/.\s])(\d{1,2})\2(\d{1,4})")
_CHINESE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?")
_NAMED = (
    re.compile(r"(?P<d>\d{1,2})[.\s-]*(?P<m>[^\W\d][^\d,.]*?)[.,]?[\s,-]*(?P<y>\d{4})(?:\s*г\.?)?"),
    re.compile(r"(?P<m>[^\W\d][^\d,.]*?)\.?\s*(?P<d>\d{1,2})(?:st|nd|rd|th)?[\s,]+(?P<y>\d{4})"),
)
_TIME = re.compile(
    r"(?P<date>.*?)[\sT,،]+(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:\.\d{1,6})?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE | re.DOTALL,
)
_SPACES = " \u00a0\u202f\u2009'’"  # any of these may stand between thousands


class FormatError(ValueError):
    """What was typed is no date or number; the message says why, in the user's language."""


def parse_date(text: str) -> dt.date:
    """The day that was typed.

    Understood everywhere: 2026-11-21 and month names of the language or in English. Also 1405/08/30 in Persian,
    21.11.2026 in Russian, 2026年11月21日 in Chinese and, where the order of day and month leaves no doubt, 21/11/2026.
    """
    habits = conventions()
    plain = _plain(text)
    if match := _NUMERIC.fullmatch(plain):
        return _from_numbers(text, match[1], match[3], match[4], match[2], habits)
    if match := _CHINESE.fullmatch(plain):
        return _day(text, int(match[1]), int(match[2]), int(match[3]), habits)
    for pattern in _NAMED:
        if match := pattern.fullmatch(plain):
            month = _month_numbers(habits).get(match["m"].strip().casefold())
            if month is not None:
                return _from_name(text, match, month, habits)
    raise FormatError(_("“%(text)s” is not a date. Write it like %(example)s.") % _named(text, habits))


def _from_numbers(text: str, first: str, second: str, third: str, mark: str, habits: Conventions) -> dt.date:
    if len(first) == 4:
        return _day(text, int(first), int(second), int(third), habits)
    if len(third) != 4:
        raise FormatError(_("Write the year of “%(text)s” with four digits.") % _named(text, habits))
    day, month, year = int(first), int(second), int(third)
    if habits.language != "en" or mark == ".":
        return _day(text, year, month, day, habits)
    if day <= 12 and month <= 12 and day != month:
        raise FormatError(
            _("“%(text)s” could be day or month first. Write it like %(example)s.") % _named(text, habits)
        )
    return _day(text, year, min(day, month) if month > 12 else month, max(day, month) if month > 12 else day, habits)


def _from_name(text: str, match: re.Match[str], month: int, habits: Conventions) -> dt.date:
    year, day = int(match["y"]), int(match["d"])
    persian_name = match["m"].strip() in habits.months and habits.calendar == "persian"
    if persian_name:
        return _persian_day(text, year, month, day, habits)
    return _gregorian_day(text, year, month, day, habits)


@cache
def _month_numbers(habits: Conventions) -> dict[str, int]:
    """Names that a month is typed by in this language, and in English, to its number."""
    numbers = {}
    english = [*enumerate(gregorian.month_name)][1:] + [*enumerate(gregorian.month_abbr)][1:]
    own = [*enumerate(habits.months, 1), *enumerate(habits.short_months, 1)]
    if habits.calendar == "gregorian":
        own += enumerate(habits.locale.months["stand-alone"]["wide"].values(), 1)
    for number, name in [*english, (9, "sept"), *own]:
        numbers[name.casefold().rstrip(".")] = number
    return numbers


def _day(text: str, year: int, month: int, day: int, habits: Conventions) -> dt.date:
    if habits.calendar == "persian" and year < FIRST_GREGORIAN_YEAR:
        return _persian_day(text, year, month, day, habits)
    return _gregorian_day(text, year, month, day, habits)


def _gregorian_day(text: str, year: int, month: int, day: int, habits: Conventions) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        if not (1 <= month <= 12 and 1 <= year <= 9999):
            raise _no_such_month(text, habits) from None
        name = habits.locale.months["stand-alone"]["wide"][month]
        raise _no_such_day(text, name, year, gregorian.monthrange(year, month)[1], habits) from None


def _persian_day(text: str, year: int, month: int, day: int, habits: Conventions) -> dt.date:
    if not 1 <= month <= 12 or year < 1:
        raise _no_such_month(text, habits)
    days = JalaliDate.days_in_month(month, year)
    if not 1 <= day <= days:
        raise _no_such_day(text, habits.months[month - 1], year, days, habits)
    try:
        return JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError):
        raise _no_such_month(text, habits) from None


def _no_such_month(text: str, habits: Conventions) -> FormatError:
    return FormatError(
        _("“%(text)s” does not exist: there is no such month. Write it like %(example)s.") % _named(text, habits)
    )


def _no_such_day(text: str, month: str, year: int, days: int, habits: Conventions) -> FormatError:
    return FormatError(
        _("%(text)s does not exist: %(month)s %(year)s has %(days)s days.")
        % {"text": text.strip(), "month": month, "year": habits.digits(str(year)), "days": habits.digits(str(days))}
    )


def _named(text: str, habits: Conventions) -> dict[str, str]:
    shown = text.strip()
    return {"text": shown if len(shown) <= LONGEST else shown[:LONGEST] + "…", "example": habits.placeholder}


def _plain(text: str) -> str:
    """The text with ASCII digits, plain spaces and no invisible marks."""
    if len(text) > LONGEST * 2:
        return ""
    return "".join(_plain_characters(text)).strip()


def _plain_characters(text: str) -> Iterator[str]:
    for char in text:
        category = unicodedata.category(char)
        if category == "Nd":
            yield str(unicodedata.digit(char))
        elif category == "Zs" or char == "\u200c":
            yield " "
        elif category != "Cf":
            yield char


def parse_datetime(text: str) -> dt.datetime:
    """A day and a time of day ("2026-11-21 14:30", "21 Nov 2026, 2:30 PM"), aware.

    Without an offset the time is meant in the current time zone; without a time it is midnight there.
    """
    match = _TIME.fullmatch(_plain(text))
    if not match:
        return _in_zone(dt.datetime.combine(parse_date(text), dt.time()), text)
    day = parse_date(match["date"])
    hour, minute, second = int(match["h"]), int(match["m"]), int(match["s"] or 0)
    if half := match["half"]:
        hour = hour % 12 + (12 if half[0] in "pP" else 0) if 1 <= hour <= 12 else 99
    try:
        naive = dt.datetime.combine(day, dt.time(hour, minute, second))
    except ValueError:
        raise FormatError(_("“%(text)s” has no such time of day.") % _named(text, conventions())) from None
    zone = match["zone"]
    if not zone:
        return _in_zone(naive, text)
    try:
        return dt.datetime.fromisoformat(naive.isoformat() + zone.upper())
    except ValueError:
        raise FormatError(_("“%(text)s” has no such time of day.") % _named(text, conventions())) from None


def _in_zone(naive: dt.datetime, text: str) -> dt.datetime:
    aware = naive.replace(tzinfo=timezone.get_current_timezone())
    try:
        skipped = aware.astimezone(dt.UTC).astimezone(aware.tzinfo).replace(tzinfo=None) != naive
    except OverflowError:
        raise FormatError(_("“%(text)s” is too far away.") % _named(text, conventions())) from None
    if skipped:
        raise FormatError(
            _("“%(text)s” does not exist: the clocks were put forward over it.") % _named(text, conventions())
        )
    return aware


def parse_decimal(text: str) -> Decimal:
    """The number that was typed, with the separators of the language or without any.

    Thousands may be set apart by spaces or by the mark of the language; a mark that could be either a thousands or
    a decimal separator in this language is refused rather than guessed.
    """
    habits = conventions()
    plain = _plain(text).replace("−", "-").replace("٬", ",").replace("٫", ".").replace("،", ",")
    negative = plain.startswith("-")
    body = plain.removeprefix("-").removeprefix("+").strip(" ")
    thousands, point = (_SPACES + ".", ",") if habits.language == "ru" else (_SPACES + ",", ".")
    if habits.language == "ru" and body.count(".") == 1 and "," not in body:
        thousands, point = _SPACES, "."  # a calculator's or a program's number
    whole, mark, fraction = body.partition(point)
    whole_digits = _without_thousands(whole, thousands)
    if whole_digits is None or (mark and not re.fullmatch(r"\d*", fraction)) or not (whole_digits + fraction):
        example = habits.digits(f"1234{habits.decimal}5")
        raise FormatError(
            _("“%(text)s” is not a number. Write it like %(example)s.") % {**_named(text, habits), "example": example}
        )
    value = Decimal(f"{whole_digits or '0'}.{fraction or '0'}" if fraction else whole_digits or "0")
    return -value if negative and value else value


def _without_thousands(whole: str, marks: str) -> str | None:
    """The digits alone; None where the marks do not stand at thousands (or at lakhs, as in 12,34,567)."""
    if re.fullmatch(r"\d*", whole, re.ASCII):
        return whole
    groups = re.split(f"[{re.escape(marks)}]", whole)
    marks_used = set(re.sub(r"\d", "", whole))
    if len(marks_used) > 1 or not all(re.fullmatch(r"\d{2,3}", group, re.ASCII) for group in groups[1:]):
        return None
    if not re.fullmatch(r"\d{1,3}", groups[0], re.ASCII) or len(groups[-1]) != 3:
        return None
    return "".join(groups)
