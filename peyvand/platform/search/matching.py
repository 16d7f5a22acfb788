"""Finds and ranks: at most a few hundred candidates from the index, the best first."""

from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet
from rapidfuzz import fuzz, process

from peyvand.platform.search.normalise import fold, prefix_query

CANDIDATES = 500


class ReadyQuery(SearchQuery):
    """A text that is a tsquery already: `to_tsquery` would split the words of some scripts once more."""

    def __init__(self, value: str) -> None:
        super().__init__(value, search_type="raw")

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_options: Any) -> Any:
        return super().as_sql(compiler, connection, function="", template="(%(expressions)s)::tsquery")


def ranked(rows: QuerySet[Any], text: str, limit: int = CANDIDATES) -> list[UUID]:
    """Ids of the rows that have every word of `text` as the beginning of a word, the closest names first."""
    wanted = fold(text)
    found = candidates(rows, wanted)
    if not found:
        return []
    order = process.extract(wanted, dict(found), scorer=_closeness, limit=limit)
    return [pk for _name, _score, pk in order]


def candidates(rows: QuerySet[Any], wanted: str) -> list[tuple[UUID, str]]:
    """Unranked (id, folded name) of at most CANDIDATES rows.

    One or two letters match half the directory: there the index over names answers, not the index over words.
    """
    if not wanted:
        return []
    if len(wanted) <= 2 and wanted.isascii():
        matching = rows.filter(search_name__gte=wanted, search_name__lt=wanted + "\U0010ffff").order_by("search_name")
    else:
        matching = rows.filter(search_tokens=ReadyQuery(prefix_query(wanted))).order_by()
    return list(matching.values_list("pk", "search_name")[:CANDIDATES])


def _closeness(wanted: str, name: str, **_options: Any) -> float:
    starts = 20.0 if name.startswith(wanted) else 0.0
    return starts + fuzz.WRatio(wanted, name[:200])
