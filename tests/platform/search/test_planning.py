"""Settings hold for the queries they are made for, inside and outside of transactions, and leave nothing behind."""

import pytest
from django.db import DataError, connection

from peyvand.platform.search.planning import sent_with


@pytest.mark.django_db
def test_settings_end_with_the_query_inside_a_transaction() -> None:
    assert connection.in_atomic_block
    _set_and_end()


@pytest.mark.django_db(transaction=True)
def test_settings_end_with_the_query_outside_of_transactions() -> None:
    assert not connection.in_atomic_block
    _set_and_end()


@pytest.mark.django_db
def test_a_mistake_in_the_query_leaves_no_setting_behind() -> None:
    usual = _settings()
    with pytest.raises(DataError), sent_with(cpu_index_tuple_cost=0.06), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    assert _settings() == usual


def _set_and_end() -> None:
    usual = _settings()
    with sent_with(cpu_index_tuple_cost=0.06, work_mem="'5MB'"):
        assert _settings() == ("0.06", "5MB")
    assert _settings() == usual != ("0.06", "5MB")


def _settings() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('cpu_index_tuple_cost'), current_setting('work_mem')")
        first, second = cursor.fetchone()
        return first, second
