"""Finds and ranks: at most a few hundred candidates from the index, the best first."""

from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet
from rapidfuzz import fuzz, process

from peyvand.platform.search.normalise import fold, prefix_query

CANDIDATES = 500


def ranked(rows: QuerySet[Any], text: str, limit: int = CANDIDATES) -> list[UUID]:
    """Ids of the rows that have every word of `text` as the beginning of a word, the closest names first."""
    wanted = fold(text)
    found = candidates(rows, wanted)
    if not found:
        return []
    order = process.extract(wanted, {pk: name for pk, name in found}, scorer=_closeness, limit=limit)
    return [pk for _name, _score, pk in order]


def candidates(rows: QuerySet[Any], wanted: str) -> list[tuple[UUID, str]]:
    """Unranked (id, folded name) of at most CANDIDATES rows.

    One or two letters match half the directory: there the index over names answers, not the index over words.
    """
    if not wanted:
        return []
    name = getattr(rows.model, "search_name", "search_text")
    if len(wanted) <= 2 and wanted.isascii() and name != "search_text":
        matching = rows.filter(**{f"{name}__gte": wanted, f"{name}__lt": wanted + "\U0010ffff"}).order_by(name)
    else:
        matching = rows.filter(Q(search_tokens=SearchQuery(prefix_query(wanted), search_type="raw", config="simple")))
        matching = matching.order_by()
    return list(matching.values_list("pk", name)[:CANDIDATES])


def _closeness(wanted: str, name: str, **_options: Any) -> float:
    starts = 20.0 if name.startswith(wanted) else 0.0
    return starts + fuzz.WRatio(wanted, name[:200])
