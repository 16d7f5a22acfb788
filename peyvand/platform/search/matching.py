"""Finds all that match, or ranks: at most a few hundred candidates from the index, the best first."""

from collections.abc import Collection
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet
from rapidfuzz import fuzz, process

from peyvand.platform.search.normalise import fold, is_ideographic, prefix_query
from peyvand.platform.search.planning import sent_with

CANDIDATES = 300
COST_OF_A_MATCH = 0.06
"""What gathering one match of a word from its index costs, where reading a page costs 1. PostgreSQL believes 0.005, and
gathers a hundred thousand matches of which it needs three hundred, instead of looking at rows until it has them."""
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
    """Ids of at most so many rows that have every word of `text`, the last as the beginning of one; the closest first.

    Names that begin with the text come before all others: where there are enough of them, no others are looked for.
    Words before the last are beginnings, too, where nothing is found otherwise.
    """
    wanted = fold(text)
    if not wanted:
        return []
    found = _beginning(rows, wanted)
    if len(found) < most and not _is_short(wanted):
        found |= _with_every_word(rows, wanted)
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
    if _is_short(wanted):
        return rows.filter(begins)
    *earlier, every = _readings(wanted)
    has_words = next((reading for reading in earlier if rows.filter(reading).exists()), every)
    return rows.filter(begins | has_words)


def _beginning(rows: QuerySet[Any], wanted: str) -> dict[UUID, str]:
    """Folded names that begin with the text, by id: the index over names answers at once, however many there are."""
    named = rows.filter(_name_begins(wanted)).order_by("search_name")
    return dict(named.values_list("pk", "search_name")[:CANDIDATES])


def _with_every_word(rows: QuerySet[Any], wanted: str) -> dict[UUID, str]:
    """Folded names of rows that have every word, by id."""
    only_short = all(map(_is_short, wanted.split()))
    for reading in _readings(wanted):
        matching = rows.filter(reading).order_by(*(("search_name",) if only_short else ()))
        with sent_with(cpu_index_tuple_cost=COST_OF_A_MATCH):
            if found := dict(matching.values_list("pk", "search_name")[:CANDIDATES]):
                return found
    return {}


def _readings(wanted: str) -> list[Q]:
    """What the words may mean, the likelier first: those before the last are whole words, or beginnings as that is."""
    *before, _last = wanted.split()
    narrow = [_has_every_word(wanted, before)] if any(not _is_short(word) for word in before) else []
    return [*narrow, _has_every_word(wanted)]


def _has_every_word(wanted: str, whole: Collection[str] = ()) -> Q:
    """Whether a row has every word as the beginning of a word, and those in `whole` as a word, unless they are short.

    One or two letters begin words of half the directory. Where nothing else was typed, the index over names answers,
    not the index over words; beside a longer word they are looked for in the text of what that word finds.
    """
    words = wanted.split()
    short = [word for word in words if _is_short(word)]
    if len(short) == len(words):
        first, *others = words
        return _name_begins(first) & _begin(others, "search_name")
    long = " ".join(word for word in words if word not in short)
    every = Q(search_tokens=ReadyQuery(prefix_query(long, whole))) & _begin(short, "search_text")
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
