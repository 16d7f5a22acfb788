"""Days that cannot be. Every function says what is wrong with a day, in the reader's language; "" when nothing is.

A birthday lies between 1850 and today; what somebody said, between 1900 and today; what begins and ends, between 1600
and a hundred years from now: firms have suppliers of two centuries, and nobody's plans reach further.
"""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext
from persiantools.jdatetime import JalaliDate

from peyvand.platform.ui.formats import format_date

_BORN, _SAID, _BEGUN = dt.date(1850, 1, 1), dt.date(1900, 1, 1), dt.date(1600, 1, 1)
_DAYS_AHEAD = 36_525


def birthday_problem(day: dt.date | None) -> str:
    """On a birthday."""
    return _past_problem(day, _BORN)


def said_problem(day: dt.date | None) -> str:
    """On the day when somebody said something, such as a consent."""
    return _past_problem(day, _SAID)


def term_problem(day: dt.date | None) -> str:
    """On the first or last day of something that lasts."""
    last = localdate() + dt.timedelta(days=_DAYS_AHEAD)
    if day is not None and day > last:
        sentence = gettext("%(day)s is too far away. The last day that can be is %(last)s.")
        return sentence % {"day": format_date(day), "last": format_date(last)}
    return _early_problem(day, _BEGUN)


def refuse(**problems: str) -> None:
    """Raise ValidationError for the fields that have a problem."""
    found = {field: problem for field, problem in problems.items() if problem}
    if found:
        raise ValidationError(found)


def refuse_term(row: Any, misordered: str) -> None:
    """Raise ValidationError for the days `since` and `until` of a row; `misordered` says that it ends too early."""
    since, until = row.since, row.until
    too_early = since and until and until < since
    refuse(since=term_problem(since), until=misordered if too_early else term_problem(until))


def _past_problem(day: dt.date | None, first: dt.date) -> str:
    if day is not None and day > localdate():
        return gettext("%(day)s has not come yet.") % {"day": format_date(day)}
    return _early_problem(day, first)


def _early_problem(day: dt.date | None, first: dt.date) -> str:
    if day is None or day >= first:
        return ""
    if day < _BEGUN:  # years of another calendar are small numbers
        sentence = gettext(
            "%(day)s is too long ago. Its year is read in the Gregorian calendar: write the day like %(example)s."
        )
        return sentence % {"day": day.isoformat(), "example": _as_gregorian(day).isoformat()}
    sentence = gettext("%(day)s is too long ago. The first day that can be is %(first)s.")
    return sentence % {"day": format_date(day), "first": format_date(first)}


def _as_gregorian(day: dt.date) -> dt.date:
    """The day that was meant if it was one of the Jalali calendar; today where it is none there."""
    try:
        return JalaliDate(day.year, day.month, day.day).to_gregorian()  # type: ignore[no-untyped-call]
    except ValueError:
        return localdate()
