"""Who is found by the name of their organisation is found by its new name too, however many they are."""

from collections.abc import Iterator

import pytest
from django.db.models import QuerySet
from procrastinate import testing
from procrastinate.contrib.django import app

from peyvand.contacts.models import Party, Position
from peyvand.platform.accounts.models import Actor
from peyvand.platform.records import jobs, writing
from peyvand.platform.records.actions import action
from peyvand.platform.records.record import record_of
from peyvand.platform.records.search_index import reindex
from peyvand.platform.search.matching import ranked
from tests.people import Cast, sign_in

STAFF = 7


@pytest.fixture
def queue() -> Iterator[testing.InMemoryConnector]:
    """Jobs wait in memory until they are run."""
    with app.replace_connector(testing.InMemoryConnector()) as replaced:
        assert isinstance(replaced.connector, testing.InMemoryConnector)
        yield replaced.connector


@pytest.fixture
def works(cast: Cast, queue: testing.InMemoryConnector, monkeypatch: pytest.MonkeyPatch) -> Party:
    """An organisation with seven people, of whom three are brought up to date at once."""
    monkeypatch.setattr(jobs, "AT_ONCE", 3)
    made: Party = Party.objects.create(kind="organisation", name="Old Works", owner=cast.alice)
    people = [Party.objects.create(kind="person", name=f"Hand {n}", owner=cast.alice) for n in range(STAFF)]
    Position.objects.bulk_create(Position(person=person, organisation=made) for person in people)
    reindex(record_of(Party), [made.pk, *(person.pk for person in people)])
    return made


def found(cast: Cast, text: str) -> int:
    """How many people are found by a text."""
    ids = ranked(record_of(Party).visible(cast.olga), text)
    return int(Party.objects.filter(pk__in=ids, kind="person").count())


def run_jobs(queue: testing.InMemoryConnector) -> list[int]:
    """Do what waits, as the worker does; how many rows each job was given."""
    waiting = [job["args"] for job in queue.jobs.values() if job["task_name"] == jobs.reindex_rows.name]
    for arguments in waiting:
        jobs.reindex_rows.func(**arguments)
    return [len(arguments["ids"]) for arguments in waiting]


def test_the_rest_follows_in_the_background(cast: Cast, works: Party, queue: testing.InMemoryConnector) -> None:
    sent = {"name": "New Forge"}
    assert (
        sign_in(cast.olga).patch(f"/api/people/{works.pk}/", sent, content_type="application/json").status_code == 200
    )
    assert (found(cast, "forge"), found(cast, "works")) == (3, 4)
    assert run_jobs(queue) == [3, 1]
    assert (found(cast, "forge"), found(cast, "works")) == (STAFF, 0)


def test_people_of_a_deleted_organisation_are_forgotten_by_its_name(
    cast: Cast, works: Party, queue: testing.InMemoryConnector
) -> None:
    writing.delete(record_of(Party), Party.objects.filter(pk=works.pk), by=cast.olga)
    run_jobs(queue)
    assert found(cast, "works") == 0
    assert found(cast, "hand") == STAFF


def test_an_action_that_renames_is_followed_too(cast: Cast, works: Party, queue: testing.InMemoryConnector) -> None:
    @action(on=Party, label="Rename")
    def rename(parties: QuerySet[Party], *, by: Actor, name: str) -> None:
        parties.update(name=name)

    rename(Party.objects.filter(pk=works.pk), by=cast.olga, name="New Forge")
    run_jobs(queue)
    assert found(cast, "forge") == STAFF


def test_what_others_do_not_read_makes_no_work(cast: Cast, works: Party, queue: testing.InMemoryConnector) -> None:
    sent = {"id": str(works.pk), "tag": "iron"}
    assert sign_in(cast.olga).post("/people/do/add_tag/", sent).status_code == 302
    assert run_jobs(queue) == []
    assert found(cast, "iron") == 0


def test_a_job_may_run_twice_and_outlive_its_rows(cast: Cast, works: Party) -> None:
    ids = [str(pk) for pk in Party.objects.filter(positions__organisation=works).values_list("pk", flat=True)]
    Party.objects.filter(pk=works.pk).update(name="New Forge")
    Party.objects.filter(pk=ids[0]).delete()
    for _time in range(2):
        jobs.reindex_rows.func(url="people", ids=ids)
    assert found(cast, "forge") == STAFF - 1
