"""How one language writes dates and numbers, looked up once per language."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from babel import Locale
from babel.dates import get_date_format, get_datetime_format, get_time_format
from django.utils.translation import get_language, pgettext

Calendar = Literal["persian", "gregorian"]

PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
PERSIAN_MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip

_BABEL_NAMES = {"fa": "fa", "ru": "ru", "zh": "zh_Hans"}  # anything else reads English
_PLACEHOLDERS = {"fa": "۱۴۰۵/۰۸/۳۰", "ru": "21.11.2026", "zh": "2026-11-21"}
_INPUT_PATTERNS = {"fa": "%(y)s/%(MM)s/%(dd)s", "ru": "%(dd)s.%(MM)s.%(y)s"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Conventions:
    """The habits of one language. Date patterns are %-templates over CLDR field names."""

    language: str
    locale: Locale
    calendar: Calendar
    group: str
    decimal: str
    minus: str
    percent: str
    native_digits: bool
    date: str
    date_input: str
    time: str
    joined: str
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    placeholder: str
    separator: str

    def digits(self, text: str) -> str:
        """ASCII digits in the text as this language writes them."""
        return text.translate(PERSIAN_DIGITS) if self.native_digits else text


def conventions() -> Conventions:
    """The conventions of the active language."""
    return _conventions_of(get_language() or "en")


@cache
def _conventions_of(tag: str) -> Conventions:
    language = tag.split("-")[0] if tag.split("-")[0] in _BABEL_NAMES else "en"
    locale = Locale.parse(_BABEL_NAMES.get(language, "en"))
    persian = language == "fa"
    symbols = locale.number_symbols["arabext" if persian else "latn"]
    return Conventions(
        language=language,
        locale=locale,
        calendar="persian" if persian else "gregorian",
        group=symbols["group"],
        decimal=symbols["decimal"],
        minus=symbols["minusSign"],
        percent={"fa": "%s٪", "ru": "%s\u00a0%%"}.get(language, "%s%%"),
        native_digits=persian,
        date="%(d)s %(MMMM)s %(y)s" if persian else str(get_date_format("medium", locale).format),
        date_input=_INPUT_PATTERNS.get(language, "%(y)s-%(MM)s-%(dd)s"),
        time=str(get_time_format("short", locale).format),
        joined="{1}، {0}" if persian else str(get_datetime_format("medium", locale)),
        months=PERSIAN_MONTHS if persian else _months(locale, "wide"),
        short_months=PERSIAN_MONTHS if persian else _months(locale, "abbreviated"),
        separator=pgettext("between items of a list", ", "),
        placeholder=_PLACEHOLDERS.get(language, "2026-11-21"),
    )


def _months(locale: Locale, width: str) -> tuple[str, ...]:
    return tuple(locale.months["format"][width].values())


def calendar() -> Calendar:
    """The calendar that the active language reads dates in."""
    return conventions().calendar


def date_placeholder() -> str:
    """An example date for an empty date field, in the form that `parse_date` reads and `format_date` writes back."""
    return conventions().placeholder
