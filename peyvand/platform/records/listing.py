"""One page of a list: visible rows, filtered, searched, sorted, paged by key. Pages, API and exports read it."""

import base64
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from peyvand.platform.accounts.models import Actor
from peyvand.platform.records.fields import Path, has_index
from peyvand.platform.records.filters import Filter, apply_filters, parse_filters
from peyvand.platform.records.keys import collected, count_within, first_in_time, merged, walked
from peyvand.platform.records.models import RecordQuerySet
from peyvand.platform.records.record import Record
from peyvand.platform.records.showing import Keys, shown
from peyvand.platform.search.matching import ranked

PAGE_SIZE = 30  # what fits on a large screen; the next rows come before they are reached
MAX_PAGE_SIZE = 500
COUNTED_UP_TO = 1000
COUNTING_MILLISECONDS = 200
WALKING_MILLISECONDS = 100
COLLECTING_MILLISECONDS = 50
LAST_MILLISECONDS = 5_000
MERGED_VALUES = 20


@dataclass
class Query:
    """What a list was asked for."""

    record: Record
    user: Actor
    filters: list[Filter] = field(default_factory=list)
    text: str = ""
    sort: str = ""
    after: str = ""
    limit: int = PAGE_SIZE

    @classmethod
    def read(cls, record: Record, user: Actor, parameters: QueryDict) -> "Query":
        """Read an address. Raises ValidationError for what it cannot mean."""
        sort = parameters.get("sort", "")
        if sort and sort.lstrip("-") not in record.sorts:
            raise ValidationError({"sort": _("This list cannot be sorted by “%(name)s”.") % {"name": sort.lstrip("-")}})
        text = parameters.get("q", "").strip()[:200]
        if text and not record.search:
            raise ValidationError({"q": _("This list cannot be searched.")})
        limit = parameters.get("limit", str(PAGE_SIZE))
        if not limit.isascii() or not limit.isdigit() or not 1 <= int(limit) <= MAX_PAGE_SIZE:
            raise ValidationError({"limit": _("A page has 1 to %(most)s records.") % {"most": MAX_PAGE_SIZE}})
        return cls(
            record=record,
            user=user,
            filters=parse_filters(record, parameters.lists()),
            text=text,
            sort=sort,
            after=parameters.get("after", ""),
            limit=int(limit),
        )

    @cached_property
    def matching(self) -> RecordQuerySet:
        """All rows that pass the filters, unsorted; the text search is not applied."""
        return apply_filters(self.record.visible(self.user), self.filters, self.user)


@dataclass(frozen=True)
class Page:
    """The rows of one page; `next` continues behind them, if there is more. `found` is how many a text search has."""

    rows: list[Any]
    next: str
    found: int | None = None


def read_page(query: Query, columns: tuple[str, ...] = ()) -> Page:
    """One page of rows with what these columns show, or with everything.

    Raises ValidationError for a damaged cursor or an unreadable filter value.
    """
    if query.text:
        return _found(query, columns)
    column, descending = order_of(query.record, query.sort)
    rows = query.matching
    if query.after:
        compare = TupleLessThan if descending else TupleGreaterThan
        edge = _read_cursor(query, column)
        rows = rows.filter(
            compare(Tuple(column, "pk"), edge)
            if column != "pk"
            else Q(**{f"pk__{'lt' if descending else 'gt'}": edge[-1]})
        )
    sign = "-" if descending else ""
    order = (f"{sign}pk",) if column == "pk" else (f"{sign}{column}", f"{sign}pk")
    found = _first_rows(query, rows, order, columns)
    shown = found[: query.limit]
    return Page(shown, mark_of(shown[-1], column) if len(found) > query.limit else "")


def count_up_to(query: Query, most: int = COUNTED_UP_TO) -> tuple[int, bool] | None:
    """How many rows match, at most `most`, and whether there are more; None when counting took too long."""
    count = count_within(COUNTING_MILLISECONDS, query.matching, most + 1)
    return None if count is None else (min(count, most), count > most)


def order_of(record: Record, sort: str) -> tuple[str, bool]:
    """The database column of a sort and whether it runs downwards."""
    name = sort.lstrip("-") or next(iter(record.sorts))
    stored = record.sorts[name]
    descending = stored.startswith("-") != sort.startswith("-")
    column = stored.lstrip("-")
    return ("pk" if column in ("id", "pk") else column), descending


def _first_rows(query: Query, rows: RecordQuerySet, order: tuple[str, ...], columns: tuple[str, ...]) -> list[Any]:
    """The rows of one page and the next one, in order."""
    column, model = order[0].lstrip("-"), query.record.model
    needed = columns if column == "pk" else (*columns, column)

    def page(keys: Keys | None) -> list[Any]:
        if columns or keys is None:
            return shown(model, needed, keys, order)
        return list(model._default_manager.filter(pk__in=RawSQL(*keys)).preloaded().order_by(*order))  # type: ignore[attr-defined]

    def walk() -> list[Any]:
        return page(walked(rows, order, query.limit + 1))

    def collect() -> list[Any]:
        return page(collected(rows, order, query.limit + 1))

    def merge() -> list[Any]:
        return page(merged(kinds, order, query.limit + 1))

    if not query.filters:
        return walk()
    if kinds := _kinds(query, rows, column):
        return first_in_time((merge, WALKING_MILLISECONDS), (collect, LAST_MILLISECONDS))
    if _has_short_range(query, column):
        return first_in_time((collect, COLLECTING_MILLISECONDS), (walk, LAST_MILLISECONDS))
    return first_in_time((walk, WALKING_MILLISECONDS), (collect, LAST_MILLISECONDS))


def _kinds(query: Query, rows: RecordQuerySet, column: str) -> list[RecordQuerySet]:
    """The rows by each of several values that a filter allows, where an index has the order for every one of them."""
    for filter_ in query.filters:
        path = filter_.path
        several = filter_.operator == "is" and 1 < len(filter_.values) <= MERGED_VALUES
        if several and path.kind == "choice" and "__" not in path.name and has_index(rows.model, path.name, column):
            return [rows.filter(**{path.name: value}) for value in sorted(set(filter_.values))]
    return []


def _has_short_range(query: Query, column: str) -> bool:
    """Whether an index leads to the rows between two values of another column than the one sorted by."""
    model = query.record.model
    ends: dict[Path, set[str]] = {}
    for filter_ in query.filters:
        ends.setdefault(filter_.path, set()).add(filter_.operator)
    return any(
        {"gte", "lte"} <= operators and path.many is None and path.name != column and has_index(model, path.name)
        for path, operators in ends.items()
    )


def _found(query: Query, columns: tuple[str, ...]) -> Page:
    """Search results: the best first; behind them pages by position among the few hundred candidates."""
    start = _read_position(query.after)
    ids = ranked(query.matching, query.text)
    wanted = ids[start : start + query.limit]
    page = query.record.visible(query.user).filter(pk__in=wanted)
    rows = {row.pk: row for row in (page.showing(*columns) if columns else page.preloaded())}
    end = start + query.limit
    return Page([rows[pk] for pk in wanted if pk in rows], str(end) if end < len(ids) else "", len(ids))


def mark_of(row: Any, column: str) -> str:
    """The mark of a page that begins behind this row, in a list sorted by `column`."""
    value = getattr(row, column)
    text = value.isoformat() if hasattr(value, "isoformat") else value
    parts = [str(row.pk)] if column == "pk" else [text, str(row.pk)]
    return base64.urlsafe_b64encode(json.dumps(parts, ensure_ascii=False).encode()).decode().rstrip("=")


def _read_cursor(query: Query, column: str) -> list[Any]:
    try:
        padded = query.after + "=" * (-len(query.after) % 4)
        parts = json.loads(base64.urlsafe_b64decode(padded.encode()))
        *values, key = parts
        if len(values) != (column != "pk") or any("\x00" in str(value) for value in values):
            raise ValueError(column)
        field_: Any = query.record.model._meta.get_field("id" if column == "pk" else column)
        typed = [
            parse_datetime(value) if field_.get_internal_type() == "DateTimeField" else field_.to_python(value)
            for value in values
        ]
        if None in typed:
            raise ValueError(column)
        return [*typed, UUID(key)]
    except (ValueError, TypeError, ValidationError, AttributeError):
        raise _damaged() from None


def _read_position(after: str) -> int:
    """How many search results stand on the pages before. Raises ValidationError."""
    if after and not (after.isascii() and after.isdigit() and len(after) < 6):
        raise _damaged()
    return int(after or 0)


def _damaged() -> ValidationError:
    return ValidationError({"after": _("This page mark is damaged; start from the first page.")})
