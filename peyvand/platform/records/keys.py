"""The keys of one page of a filtered list, and how many rows match: both within a limit of time.

PostgreSQL believes that the rows which pass a filter stand evenly in the order of the list. Where they stand together
at its far end (Chinese names; what was entered in one month), walking the order until a page is full takes seconds, and
collecting all that match before putting them in order takes milliseconds. Elsewhere it is the other way round. So the
likelier way is tried first, and given up when it takes too long.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from functools import partial
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from peyvand.platform.records.models import RecordQuerySet

Statement = tuple[str, Sequence[Any]]
WALKING_MILLISECONDS = 100
COLLECTING_MILLISECONDS = 50
LAST_MILLISECONDS = 5_000


def keys_of_page(rows: RecordQuerySet, order: Sequence[str], limit: int, collect: bool) -> list[Any]:
    """The first keys of `rows` in this order. With `collect`, collecting what matches is the likelier way."""
    walk, gather = (partial(way, rows, order, limit) for way in (_walking, _collecting))
    likelier = (gather, COLLECTING_MILLISECONDS) if collect else (walk, WALKING_MILLISECONDS)
    other = (walk if collect else gather, LAST_MILLISECONDS)
    try:
        for way, milliseconds in (likelier, other):
            found = within(milliseconds, way())
            if found is not None:
                return [key for (key,) in found]
        with connection.cursor() as cursor:
            cursor.execute(*walk())
            return [key for (key,) in cursor.fetchall()]
    except EmptyResultSet:
        return []


def count_within(milliseconds: int, rows: RecordQuerySet, most: int) -> int | None:
    """How many rows there are, at most `most`; None when counting them took too long."""
    try:
        sql, parameters = rows.order_by().values("pk")[:most].query.sql_with_params()
    except EmptyResultSet:
        return 0
    found = within(milliseconds, (f"SELECT count(*) FROM ({sql}) counted", parameters))
    return None if found is None else int(found[0][0])


def within(milliseconds: int, statement: Statement) -> list[tuple[Any, ...]] | None:
    """The rows of a query; None when it takes longer. Sent as one message: the limit costs no journey of its own."""
    sql, parameters = statement
    limited = f"SET LOCAL statement_timeout = {milliseconds}; {sql}; SET LOCAL statement_timeout TO DEFAULT"
    inside = transaction.atomic() if connection.in_atomic_block else nullcontext()
    try:
        with inside, connection.cursor() as cursor:
            cursor.execute(limited, parameters)
            cursor.nextset()
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        return None


def _walking(rows: RecordQuerySet, order: Sequence[str], limit: int) -> Statement:
    return rows.order_by(*order).values("pk")[:limit].query.sql_with_params()


def _collecting(rows: RecordQuerySet, order: Sequence[str], limit: int) -> Statement:
    """All that match, then the first of them; the key stands last in every order."""
    sql, parameters = rows.order_by().values(*(name.lstrip("-") for name in order)).query.sql_with_params()
    columns = [f"c{place}" for place in range(len(order))]
    turned = [f"{column} DESC" if name.startswith("-") else column for column, name in zip(columns, order, strict=True)]
    matching = f"WITH matching ({', '.join(columns)}) AS MATERIALIZED ({sql})"
    return f"{matching} SELECT {columns[-1]} FROM matching ORDER BY {', '.join(turned)} LIMIT {limit}", parameters
