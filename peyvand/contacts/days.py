"""Days that cannot be. Every function says what is wrong with a day, in the reader's language; "" when nothing is.

A birthday lies between 1850 and today; what somebody said, between 1900 and today; what begins and ends, between 1600
and a hundred years from now: firms have suppliers of two centuries, and nobody's plans reach further.
"""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.timezone import localdate
from django.utils.translation import gettext
from persiantools.jdatetime import JalaliDate

from peyvand.platform.ui.formats import format_date

_BORN, _SAID, _BEGUN = dt.date(1850, 1, 1), dt.date(1900, 1, 1), dt.date(1600, 1, 1)
_DAYS_AHEAD = 36_525
Problems = dict[tuple[str, ...], str]
"""What is wrong, by the fields that it lies in; "" when nothing is. It is told under the first of them."""


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


def refuse(row: Model, problems: Problems) -> None:
    """Raise ValidationError for problems in what is newly written.

    What is stored so already may stay, whatever it is worth: what else is changed must not wait for it.
    """
    wrong = {fields: problem for fields, problem in problems.items() if problem}
    changed = _changed(row, {field for fields in wrong for field in fields}) if wrong else set()
    found = {fields[0]: problem for fields, problem in wrong.items() if changed.intersection(fields)}
    if found:
        raise ValidationError(found)


def refuse_term(row: Any, misordered: str) -> None:
    """Raise ValidationError for the days `since` and `until` of a row; `misordered` says that it ends too early."""
    since, until = row.since, row.until
    too_early = since and until and until < since
    problems: Problems = {("since",): term_problem(since), ("until",): term_problem(until)}
    if too_early:
        problems |= {("until", "since"): misordered}
    refuse(row, problems)


def _changed(row: Model, fields: set[str]) -> set[str]:
    """The fields that say something else than what is stored; of a new row, all."""
    stored = None if row._state.adding else type(row)._default_manager.filter(pk=row.pk).values(*fields).first()
    return fields if stored is None else {field for field in fields if getattr(row, field) != stored[field]}


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
