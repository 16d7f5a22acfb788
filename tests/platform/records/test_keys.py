"""The keys of a page are the same by every way to them, and no way takes longer than its limit."""

from collections.abc import Iterable

import pytest
from django.db import connection

from peyvand.contacts.models import Party
from peyvand.platform.records import keys
from peyvand.platform.records.keys import count_within, keys_of_page, within

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
@pytest.mark.parametrize("collect", [True, False], ids=["collecting", "walking"])
def test_every_way_finds_the_same_page(order: tuple[str, ...], collect: bool) -> None:
    rows = Party.objects.exclude(name="Zeta")
    wanted = list(rows.order_by(*order).values_list("pk", flat=True)[:4])
    assert keys_of_page(rows, order, 4, collect) == wanted


@pytest.mark.usefixtures("parties")
@pytest.mark.parametrize("collect", [True, False], ids=["collecting", "walking"])
def test_the_page_is_found_when_no_way_is_fast_enough(collect: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "within", lambda _milliseconds, _statement: None)
    wanted = list(Party.objects.order_by("sort_name", "pk").values_list("pk", flat=True)[:3])
    assert keys_of_page(Party.objects.all(), ("sort_name", "pk"), 3, collect) == wanted


@pytest.mark.usefixtures("parties")
def test_counting_ends_where_it_is_told_to() -> None:
    assert count_within(1000, Party.objects.filter(name="Mehr"), 100) == 2
    assert count_within(1000, Party.objects.all(), 3) == 3
    assert count_within(1000, Party.objects.none(), 3) == 0


@pytest.mark.usefixtures("db")
def test_what_takes_too_long_is_given_up_and_the_next_query_has_no_limit() -> None:
    assert within(20, ("SELECT pg_sleep(5)", ())) is None
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
