"""People read and type dates, numbers and money the way their language does."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from peyvand.platform.ui.formats import (
    FormatError,
    calendar,
    date_placeholder,
    format_ago,
    format_date,
    format_datetime,
    format_filesize,
    format_money,
    format_number,
    format_percent,
    format_time,
    parse_date,
    parse_datetime,
    parse_decimal,
)

LANGUAGES = ("en", "fa", "ru", "zh-hans")
DAY = dt.date(2026, 11, 21)
languages = st.sampled_from(LANGUAGES)


@pytest.mark.parametrize(
    ("language", "medium", "for_input"),
    [
        ("en", "Nov 21, 2026", "2026-11-21"),
        ("fa", "۳۰ آبان ۱۴۰۵", "۱۴۰۵/۰۸/۳۰"),
        ("ru", "21 нояб. 2026\u202fг.", "21.11.2026"),
        ("zh-hans", "2026年11月21日", "2026-11-21"),
    ],
)
def test_a_date_is_written_in_the_calendar_of_the_language(language: str, medium: str, for_input: str) -> None:
    with override(language):
        assert format_date(DAY) == medium
        assert format_date(DAY, "input") == for_input == date_placeholder()
        assert calendar() == ("persian" if language == "fa" else "gregorian")


@pytest.mark.parametrize("text", ["1405/08/30", "۱۴۰۵/۸/۳۰", "30 آبان 1405", "٣٠ آبان ١٤٠٥", "2026-11-21", "30/8/1405"])
def test_persian_readers_type_jalali_or_gregorian(text: str) -> None:
    with override("fa"):
        assert parse_date(text) == DAY


@pytest.mark.parametrize(
    "text",
    ["21 Nov 2026", "Nov 21 2026", "November 21st, 2026", "21/11/2026", "11/21/2026", "2026-11-21", " 21.11.2026 "],
)
def test_english_readers_type_it_in_any_clear_order(text: str) -> None:
    with override("en"):
        assert parse_date(text) == DAY


@pytest.mark.parametrize("text", ["21.11.2026", "21 ноября 2026", "21 ноября 2026 г.", "2026-11-21", "21/11/2026"])
def test_russian_readers_type_the_day_first(text: str) -> None:
    with override("ru"):
        assert parse_date(text) == DAY


def test_chinese_readers_type_year_month_day() -> None:
    with override("zh-hans"):
        assert parse_date("2026年11月21日") == parse_date("2026/11/21") == DAY


def test_day_and_month_are_not_guessed() -> None:
    with override("en"), pytest.raises(FormatError, match="day or month first"):
        parse_date("05/06/2026")
    with override("en"):
        assert parse_date("05/05/2026") == dt.date(2026, 5, 5)


@pytest.mark.parametrize(
    ("language", "text", "message"),
    [
        ("fa", "1405/12/31", "1405/12/31 وجود ندارد: اسفند ۱۴۰۵، ۲۹ روز دارد."),
        ("fa", "1405/13/01", "چنین ماهی نیست"),
        ("en", "2026-02-30", "2026-02-30 does not exist: February 2026 has 28 days."),
        ("en", "tomorrow-ish", "is not a date"),
        ("en", "1/2/26", "four digits"),
        ("ru", "31.11.2026", "31.11.2026 нет: ноябрь 2026, дней — 30"),
    ],
)
def test_an_impossible_date_is_refused_with_the_reason(language: str, text: str, message: str) -> None:
    with override(language), pytest.raises(FormatError, match=message):
        parse_date(text)


def test_the_last_day_of_a_persian_leap_year_exists() -> None:
    with override("fa"):
        assert parse_date("1403/12/30") == dt.date(2025, 3, 20)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2400, 1, 1)), languages)
def test_what_is_shown_can_be_typed_back(day: dt.date, language: str) -> None:
    with override(language):
        assert parse_date(format_date(day)) == parse_date(format_date(day, "input")) == day
        assert parse_date(day.isoformat()) == day


@given(st.text(max_size=40) | st.text("0123456789۰۱۴./-: آبان年月日TZ+apm", max_size=24), languages)
def test_any_text_is_read_or_refused_with_a_message(text: str, language: str) -> None:
    with override(language):
        for read in (parse_date, parse_datetime, parse_decimal):
            try:
                read(text)
            except FormatError as error:
                assert str(error)


@given(st.dates(), languages)
def test_every_day_can_be_written(day: dt.date, language: str) -> None:
    with override(language):
        assert format_date(day)
        assert format_date(day, "input")


@pytest.mark.parametrize(
    ("language", "written", "time"),
    [
        ("en", "Nov 21, 2026, 2:30\u202fPM", "2:30\u202fPM"),
        ("fa", "۳۰ آبان ۱۴۰۵، ۱۴:۳۰", "۱۴:۳۰"),
        ("ru", "21 нояб. 2026\u202fг., 14:30", "14:30"),
        ("zh-hans", "2026年11月21日 14:30", "14:30"),
    ],
)
def test_times_are_written_in_the_readers_time_zone(language: str, written: str, time: str) -> None:
    moment = dt.datetime(2026, 11, 21, 11, 0, tzinfo=dt.UTC)
    with override(language), timezone.override(ZoneInfo("Asia/Tehran")):
        assert format_datetime(moment) == written
        assert format_time(moment) == time
        assert parse_datetime(written) == moment


def test_midnight_and_noon_are_twelve_o_clock() -> None:
    with override("en"):
        assert format_time(dt.time(0, 5)) == "12:05\u202fAM"
        assert parse_datetime("2026-11-21 12:05 am").hour == 0
        assert parse_datetime("2026-11-21 12:05 pm").hour == 12


def test_an_offset_or_a_bare_day_is_a_moment_too() -> None:
    with override("en"), timezone.override(ZoneInfo("Europe/Berlin")):
        assert parse_datetime("2026-11-21T14:30:00Z") == dt.datetime(2026, 11, 21, 14, 30, tzinfo=dt.UTC)
        assert parse_datetime("2026-11-21T14:30+03:30") == dt.datetime(2026, 11, 21, 11, 0, tzinfo=dt.UTC)
        assert parse_datetime("2026-11-21") == dt.datetime(2026, 11, 20, 23, 0, tzinfo=dt.UTC)


def test_an_hour_that_the_clocks_skipped_is_refused() -> None:
    with (
        override("en"),
        timezone.override(ZoneInfo("Europe/Berlin")),
        pytest.raises(FormatError, match="put forward"),
    ):
        parse_datetime("2026-03-29 02:30")


@given(st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC)), languages)
def test_moments_can_be_typed_back_to_the_minute(moment: dt.datetime, language: str) -> None:
    with override(language):
        assert parse_datetime(format_datetime(moment)) == moment.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    ("language", "number", "share", "euros", "rials"),
    [
        ("en", "1,234,567.891", "12%", "€1,234.50", "IRR\xa01,234,568"),
        ("fa", "۱٬۲۳۴٬۵۶۷٫۸۹۱", "۱۲٪", "۱٬۲۳۴٫۵۰\xa0یورو", "۱٬۲۳۴٬۵۶۸\xa0ریال"),
        ("ru", "1\xa0234\xa0567,891", "12\xa0%", "1\xa0234,50\xa0€", "1\xa0234\xa0568\xa0IRR"),
        ("zh-hans", "1,234,567.891", "12%", "€1,234.50", "IRR\xa01,234,568"),
    ],
)
def test_numbers_wear_the_marks_of_the_language(language: str, number: str, share: str, euros: str, rials: str) -> None:
    with override(language):
        assert format_number(Decimal("1234567.891")) == number
        assert format_percent(0.1234) == share
        assert format_money(Decimal("1234.5"), "EUR") == euros
        assert format_money(Decimal("1234567.9"), "IRR") == rials


def test_a_file_size_takes_the_largest_unit_that_fits() -> None:
    with override("en"):
        assert [format_filesize(size) for size in (0, 999, 1000, 999_999, 1_234_567)] == [
            "0 B", "999 B", "1 kB", "1 MB", "1.2 MB",
        ]  # fmt: skip
    with override("fa"):
        assert format_filesize(1_234_567).startswith("۱٫۲")


def test_numbers_keep_or_fix_their_decimals() -> None:
    with override("en"):
        assert format_number(Decimal("1.50")) == "1.5"
        assert format_number(Decimal("1.50"), 2) == "1.50"
        assert format_number(1500, 1) == "1,500.0"
        assert format_number(Decimal("-0.0001"), 2) == "0.00"
        assert format_money(Decimal("-5"), "JPY") == "-¥5"
        assert format_money(Decimal("5"), "XYZ") == "XYZ\xa05.00"


@given(st.decimals(-(10**12), 10**12, places=3), languages)
def test_numbers_can_be_typed_back(number: Decimal, language: str) -> None:
    with override(language):
        assert parse_decimal(format_number(number)) == number
        assert parse_decimal(format_number(number, 3)) == number


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en", "1,234.50", "1234.50"),
        ("en", "۱۲۳۴", "1234"),
        ("en", "12,34,567", "1234567"),
        ("en", ".5", "0.5"),
        ("fa", "۱۲٬۳۴۵٫۶", "12345.6"),
        ("fa", "12,345.6", "12345.6"),
        ("ru", "1 234,5", "1234.5"),
        ("ru", "1234.5", "1234.5"),
        ("ru", "−3", "-3"),
    ],
)
def test_numbers_are_read_with_any_digits(language: str, text: str, number: str) -> None:
    with override(language):
        assert parse_decimal(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "-", "1,5", "1,2345", "1.2.3", "12 34", "1e5", "NaN", "Infinity", "five", "1,"])
def test_a_number_is_never_guessed(text: str) -> None:
    with override("en"), pytest.raises(FormatError):
        parse_decimal(text)


def test_how_long_ago_is_said_in_one_unit() -> None:
    now = timezone.now()
    with override("en"):
        assert format_ago(now) == "just now"
        assert format_ago(now - dt.timedelta(days=3)) == "3 days ago"
        assert format_ago(now + dt.timedelta(hours=2, minutes=1)) == "in 2 hours"
    with override("fa"):
        assert format_ago(now - dt.timedelta(days=3)) == "۳ روز پیش"
