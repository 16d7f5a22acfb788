"""The keys of a page are the same by every way to them, and no way takes longer than its limit."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db import DataError, connection

from peyvand.contacts.models import Party
from peyvand.platform.records.keys import TookTooLong, collected, count_within, first_in_time, limited, merged, walked
from peyvand.platform.records.showing import shown

ORDERS = (("sort_name", "pk"), ("-sort_name", "-pk"), ("-updated_at", "-pk"), ("pk",))


@pytest.fixture
def parties(db: None) -> None:
    Party.objects.bulk_create(_made(("Mehr", "Atlas", "Верфь", "李伟", "Mehr", "Zeta")))


def _made(names: Iterable[str]) -> Iterable[Party]:
    for name in names:
        party = Party(name=name)
        party.derive_columns()
        yield party


@pytest.mark.usefixtures("parties")
@pytest.mark.parametrize("order", ORDERS, ids="/".join)
@pytest.mark.parametrize("way", [collected, walked])
def test_every_way_finds_the_same_page(order: tuple[str, ...], way: Callable[..., Any]) -> None:
    rows = Party.objects.exclude(name="Zeta")
    wanted = list(rows.order_by(*order).values_list("pk", flat=True)[:4])
    found = shown(Party, (), way(rows, order, 4), order)
    assert [row.pk for row in found] == wanted


@pytest.mark.usefixtures("parties")
@pytest.mark.parametrize("order", ORDERS, ids="/".join)
def test_walks_by_value_give_the_page_of_all_values(order: tuple[str, ...]) -> None:
    Party.objects.filter(name__in=("Mehr", "李伟")).update(country="CN")
    Party.objects.filter(name__in=("Atlas", "Верфь")).update(country="RU")
    kinds = [Party.objects.filter(country=country) for country in ("CN", "DE", "RU")]
    wanted = list(Party.objects.filter(country__in=("CN", "RU")).order_by(*order).values_list("pk", flat=True)[:4])
    assert [row.pk for row in shown(Party, (), merged(kinds, order, 4), order)] == wanted


def test_what_cannot_match_anything_is_not_collected() -> None:
    assert collected(Party.objects.filter(pk__in=()), ("pk",), 4) is None


@pytest.mark.usefixtures("db")
def test_a_way_that_takes_too_long_is_given_up_for_the_next() -> None:
    assert first_in_time((lambda: _slow(5), 20), (lambda: [1], 1000)) == [1]


@pytest.mark.usefixtures("db")
def test_the_first_way_has_all_the_time_when_none_is_fast_enough() -> None:
    assert first_in_time((lambda: _slow(0.1), 20), (lambda: _slow(0.1), 20)) == ["slept"]


@pytest.mark.usefixtures("parties")
def test_counting_ends_where_it_is_told_to() -> None:
    assert count_within(1000, Party.objects.filter(name="Mehr"), 100) == 2
    assert count_within(1000, Party.objects.all(), 3) == 3
    assert count_within(1000, Party.objects.none(), 3) == 0


@pytest.mark.usefixtures("db")
def test_the_query_after_a_limited_one_has_no_limit() -> None:
    with pytest.raises(TookTooLong), limited(20):
        _slow(5)
    with limited(1000):
        assert _slow(0) == ["slept"]
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


@pytest.mark.usefixtures("db")
def test_another_mistake_of_a_query_is_not_taken_for_slowness() -> None:
    with pytest.raises(DataError), limited(1000), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


def _slow(seconds: float) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'slept' FROM pg_sleep(%s)", [seconds])
        return [word for (word,) in cursor.fetchall()]
