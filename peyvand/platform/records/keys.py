"""Ways to the first rows of a filtered list, and a limit of time for either.

PostgreSQL believes that the rows which pass a filter stand evenly in the order of the list. Where they stand together
at its far end (Chinese names; what was entered in one month), walking the order until a page is full takes seconds, and
collecting all that match before putting them in order takes milliseconds. Elsewhere it is the other way round. So the
likelier way is tried first, and given up when it takes too long. Where an index has the order for each of several
values that a column may have, they are walked one by one and merged.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import OperationalError
from psycopg.errors import QueryCanceled

from peyvand.platform.records.models import RecordQuerySet
from peyvand.platform.records.showing import Keys, keys_of, ordered
from peyvand.platform.search.planning import sent_with

Way = Callable[[], list[Any]]


class TookTooLong(Exception):
    """A query that was given up."""


@contextmanager
def limited(milliseconds: int) -> Iterator[None]:
    """Queries made here end after this time. Raises TookTooLong."""
    try:
        with sent_with(statement_timeout=milliseconds):
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TookTooLong from error
        raise


def first_in_time(*ways: tuple[Way, int]) -> list[Any]:
    """What the first of these ways finds that ends within its milliseconds; else the first one without a limit."""
    for way, milliseconds in ways:
        try:
            with limited(milliseconds):
                return way()
        except TookTooLong:
            continue
    return ways[0][0]()


def walked(rows: RecordQuerySet, order: Sequence[str], limit: int) -> Keys | None:
    """The first keys, found by walking the order: from its index alone, rows are fetched for one page only."""
    keys = keys_of(rows)
    return keys and (f"{keys[0]} ORDER BY {ordered(rows.model, order)} LIMIT {limit}", keys[1])


def collected(rows: RecordQuerySet, order: Sequence[str], limit: int) -> Keys | None:
    """The first keys, found by collecting all that match; the key stands last in every order."""
    return _first([rows.order_by()], order, limit)


def merged(kinds: Sequence[RecordQuerySet], order: Sequence[str], limit: int) -> Keys | None:
    """The first keys of several kinds of rows, found by walking the order of each."""
    return _first([rows.order_by(*order)[:limit] for rows in kinds], order, limit)


def _first(kinds: Sequence[RecordQuerySet], order: Sequence[str], limit: int) -> Keys | None:
    queries = []
    for rows in kinds:
        with suppress(EmptyResultSet):
            queries.append(rows.values(*(name.lstrip("-") for name in order)).query.sql_with_params())
    if not queries:
        return None
    columns = [f"c{place}" for place in range(len(order))]
    turned = [f"{column} DESC" if name.startswith("-") else column for column, name in zip(columns, order, strict=True)]
    every = " UNION ALL ".join(f"({sql})" for sql, _parameters in queries)
    matching = f"WITH matching ({', '.join(columns)}) AS MATERIALIZED ({every})"
    first = f"SELECT {columns[-1]} FROM matching ORDER BY {', '.join(turned)} LIMIT {limit}"
    return f"{matching} {first}", [value for _sql, parameters in queries for value in parameters]


def count_within(milliseconds: int, rows: RecordQuerySet, most: int) -> int | None:
    """How many rows there are, at most `most`; None when counting them took too long."""
    try:
        with limited(milliseconds):
            return rows.order_by()[:most].count()
    except TookTooLong:
        return None
