"""One page of a list: visible rows, filtered, searched, sorted, paged by key. Pages, API and exports read it."""

import base64
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from peyvand.platform.accounts.models import Actor
from peyvand.platform.records.filters import Filter, apply_filters, parse_filters
from peyvand.platform.records.models import RecordQuerySet
from peyvand.platform.records.record import Record
from peyvand.platform.search.matching import ranked

PAGE_SIZE = 50
MAX_PAGE_SIZE = 500
COUNTED_UP_TO = 1000


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

    def matching(self) -> RecordQuerySet:
        """All rows that pass the filters, unsorted; the text search is not applied."""
        return apply_filters(self.record.visible(self.user), self.filters, self.user)


@dataclass(frozen=True)
class Page:
    """The rows of one page; `next` continues behind them, if there is more."""

    rows: list[Any]
    next: str


def read_page(query: Query) -> Page:
    """One page of rows. Raises ValidationError for a damaged cursor or an unreadable filter value."""
    if query.text:
        return _found(query)
    column, descending = order_of(query.record, query.sort)
    rows = query.matching().preloaded()
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
    found = list(rows.order_by(*order)[: query.limit + 1])
    shown = found[: query.limit]
    return Page(shown, mark_of(shown[-1], column) if len(found) > query.limit else "")


def count_up_to(query: Query, most: int = COUNTED_UP_TO) -> int:
    """How many rows match, never counting beyond `most` + 1: a list must not wait for an exact count."""
    if query.text:
        return len(ranked(query.matching(), query.text))
    return query.matching().order_by()[: most + 1].count()


def order_of(record: Record, sort: str) -> tuple[str, bool]:
    """The database column of a sort and whether it runs downwards."""
    name = sort.lstrip("-") or next(iter(record.sorts))
    stored = record.sorts[name]
    descending = stored.startswith("-") != sort.startswith("-")
    column = stored.lstrip("-")
    return ("pk" if column in ("id", "pk") else column), descending


def _found(query: Query) -> Page:
    """Search results: the best first; behind them pages by position among the few hundred candidates."""
    start = int(query.after) if query.after.isascii() and query.after.isdigit() and len(query.after) < 6 else 0
    ids = ranked(query.matching(), query.text)
    wanted = ids[start : start + query.limit]
    rows = {row.pk: row for row in query.record.visible(query.user).filter(pk__in=wanted).preloaded()}
    end = start + query.limit
    return Page([rows[pk] for pk in wanted if pk in rows], str(end) if end < len(ids) else "")


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
        raise ValidationError({"after": _("This page mark is damaged; start from the first page.")}) from None
