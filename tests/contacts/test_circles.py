"""Nobody reports, in the end, to themselves: not even when two tie the ends at the same moment."""

import time
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from peyvand.contacts.importing import circling
from peyvand.contacts.models import Party, Tie

pytestmark = pytest.mark.django_db(transaction=True)


def report(source: Party, target: Party) -> None:
    Tie.objects.create(source=source, target=target, content="reports_to")


def report_elsewhere(source: Party, target: Party) -> str:
    """On a connection of its own; what was refused."""
    try:
        report(source, target)
    except ValidationError as error:
        return " ".join(error.messages)
    finally:
        connection.close()
    return ""


def wait_for_a_waiter(done: "Future[str]") -> None:
    """Until the other connection waits for a lock, or has not waited for any."""
    with connection.cursor() as cursor:
        for _moment in range(500):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            if cursor.fetchone()[0] or done.done():
                return
            time.sleep(0.01)


def test_of_two_ties_that_close_a_circle_at_once_one_is_refused() -> None:
    ann, ben = (Party.objects.create(kind="person", name=name) for name in ("Ann", "Ben"))
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            report(ann, ben)
            other = pool.submit(report_elsewhere, ben, ann)
            wait_for_a_waiter(other)
        assert other.result(timeout=30) == (
            "This would make a circle: “Ann” reports, directly or through others, to “Ben”."
        )
    assert [tie.source_id for tie in Tie.objects.all()] == [ann.pk]


def test_a_long_way_round_is_a_circle_and_a_tie_that_ended_closes_none() -> None:
    ann, ben, cem = (Party.objects.create(kind="person", name=name) for name in ("Ann", "Ben", "Cem"))
    report(ann, ben)
    report(ben, cem)
    with pytest.raises(ValidationError, match="circle"):
        report(cem, ann)
    Tie.objects.create(source=cem, target=ann, content="friend")
    Tie.objects.filter(source=ann).update(until="2024-01-01")
    report(cem, ann)
    assert Tie.objects.filter(content="reports_to", until=None).count() == 2


def test_a_chain_of_any_length_is_looked_through_once() -> None:
    chain = {str(number): str(number + 1) for number in range(200_000)}
    began = time.monotonic()
    assert circling(chain | {"a": "b", "b": "c", "c": "a", "x": "a"}) == {"a", "b", "c"}
    assert time.monotonic() - began < 10  # way after way it would be hours


def test_a_tie_can_be_turned_round_unless_another_one_closes_the_circle() -> None:
    ann, ben, cem = (Party.objects.create(kind="person", name=name) for name in ("Ann", "Ben", "Cem"))
    report(ann, ben)
    tie = Tie.objects.get()
    tie.source, tie.target = ben, ann
    tie.save()
    assert list(Tie.objects.values_list("source__name", "target__name")) == [("Ben", "Ann")]
    report(ben, cem)
    report(cem, ann)
    tie.source, tie.target = ann, ben
    with pytest.raises(ValidationError, match="circle"):
        tie.save()
