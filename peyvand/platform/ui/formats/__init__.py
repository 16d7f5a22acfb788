"""Dates, numbers and money as the reader's language writes them, and what people type read back."""

from peyvand.platform.ui.formats.conventions import calendar, date_placeholder
from peyvand.platform.ui.formats.reading import FormatError, parse_date, parse_datetime, parse_decimal
from peyvand.platform.ui.formats.writing import (
    Clock,
    clock,
    format_ago,
    format_date,
    format_datetime,
    format_filesize,
    format_list,
    format_money,
    format_number,
    format_percent,
    format_time,
)

__all__ = [
    "Clock",
    "FormatError",
    "calendar",
    "clock",
    "date_placeholder",
    "format_ago",
    "format_date",
    "format_datetime",
    "format_filesize",
    "format_list",
    "format_money",
    "format_number",
    "format_percent",
    "format_time",
    "parse_date",
    "parse_datetime",
    "parse_decimal",
]
