"""Finds all that match, or ranks: at most a few hundred candidates from the index, the best first."""

from typing import Any, TypeVar
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet
from rapidfuzz import fuzz, process

from peyvand.platform.search.normalise import fold, is_ideographic, prefix_query

CANDIDATES = 300
_SHORT = 2
_LAST = "\U0010ffff"
_Rows = TypeVar("_Rows", bound=QuerySet[Any])


class ReadyQuery(SearchQuery):
    """A text that is a tsquery already: `to_tsquery` would split the words of some scripts once more."""

    def __init__(self, value: str) -> None:
        super().__init__(value, search_type="raw")

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_options: Any) -> Any:
        return super().as_sql(compiler, connection, function="", template="(%(expressions)s)::tsquery")


def ranked(rows: QuerySet[Any], text: str, most: int = CANDIDATES) -> list[UUID]:
    """Ids of at most so many rows that have every word of `text` as the beginning of a word, the closest names first.

    Names that begin with the text come before all others: where there are enough of them, no others are looked for.
    """
    wanted = fold(text)
    if not wanted:
        return []
    found = _beginning(rows, wanted)
    if len(found) < most and not _is_short(wanted):
        found |= dict(_with_every_word(rows, wanted))
    keys = list(found)
    scores = process.extract(wanted, [name[:200] for name in found.values()], scorer=fuzz.WRatio, limit=None)
    best = sorted(scores, key=lambda score: (not score[0].startswith(wanted), -score[1], score[2]))
    return [keys[place] for _name, _score, place in best[:most]]


def every_match(rows: _Rows, text: str) -> _Rows:
    """All rows that `ranked` chooses from, unranked, however many there are."""
    wanted = fold(text)
    if not wanted:
        return rows.none()
    begins = _name_begins(wanted)
    return rows.filter(begins if _is_short(wanted) else begins | _has_every_word(wanted))


def _beginning(rows: QuerySet[Any], wanted: str) -> dict[UUID, str]:
    """Folded names that begin with the text, by id: the index over names answers at once, however many there are."""
    named = rows.filter(_name_begins(wanted)).order_by("search_name")
    return dict(named.values_list("pk", "search_name")[:CANDIDATES])


def _with_every_word(rows: QuerySet[Any], wanted: str) -> QuerySet[Any]:
    """Unranked (id, folded name) of rows that have every word."""
    only_short = all(_is_short(word) for word in wanted.split())
    found = rows.filter(_has_every_word(wanted)).order_by(*(("search_name",) if only_short else ()))
    return found.values_list("pk", "search_name")[:CANDIDATES]


def _has_every_word(wanted: str) -> Q:
    """Whether a row has every word as the beginning of a word.

    One or two letters begin words of half the directory. Where nothing else was typed, the index over names answers,
    not the index over words; beside a longer word they are looked for in the text of what that word finds.
    """
    words = wanted.split()
    short = [word for word in words if _is_short(word)]
    if len(short) == len(words):
        first, *others = words
        return _name_begins(first) & _begin(others, "search_name")
    long = " ".join(word for word in words if word not in short)
    every = Q(search_tokens=ReadyQuery(prefix_query(long))) & _begin(short, "search_text")
    if short and "".join(words).isdecimal():  # a telephone number is matched as one run too
        every |= Q(search_tokens=ReadyQuery(prefix_query("".join(words))))
    return every


def _name_begins(wanted: str) -> Q:
    return Q(search_name__gte=wanted, search_name__lt=wanted + _LAST)


def _is_short(word: str) -> bool:
    return len(word) <= _SHORT and not is_ideographic(word)


def _begin(beginnings: list[str], column: str) -> Q:
    """Whether a word of the column begins with each of these."""
    every = Q()
    for beginning in beginnings:
        every &= Q(**{f"{column}__startswith": beginning}) | Q(**{f"{column}__contains": f" {beginning}"})
    return every
