"""What search finds a party by stays true when something else changes than the party itself."""

import pytest

from peyvand.contacts.models import ContactPoint, Party, Position
from peyvand.platform.accounts.models import User
from peyvand.platform.records import writing
from peyvand.platform.records.record import record_of
from peyvand.platform.records.search_index import reindex

pytestmark = pytest.mark.django_db
PARTIES = record_of(Party)


@pytest.fixture
def olga(db: None) -> User:
    return User.objects.create_user("olga@example.org", name="Olga", is_owner=True)


@pytest.fixture
def ann(olga: User) -> Party:
    """Ann, who works at Granite."""
    made: Party = Party.objects.create(kind="person", name="Ann", owner=olga)
    Position.objects.create(person=made, organisation=Party.objects.create(name="Granite", owner=olga))
    reindex(PARTIES, [made.pk])
    return made


def text(party: Party) -> str:
    return str(Party.objects.values_list("search_text", flat=True).get(pk=party.pk))


def change(row: Party | ContactPoint, by: User, **values: object) -> None:
    record = record_of(type(row))
    data = writing.with_present(record, values, row, by=by)
    assert writing.save(record, writing.bind(record, data, by=by, instance=row), by=by) is not None


def test_people_are_found_by_the_new_name_of_their_organisation(olga: User, ann: Party) -> None:
    assert "granite" in text(ann)
    change(Party.objects.get(name="Granite"), olga, name="Marble")
    assert "marble" in text(ann) and "granite" not in text(ann)


def test_people_are_no_longer_found_by_an_organisation_that_was_deleted(olga: User, ann: Party) -> None:
    writing.delete(PARTIES, Party.objects.filter(name="Granite"), by=olga)
    assert "granite" not in text(ann)


def test_a_contact_point_that_moved_leads_to_its_new_party_only(olga: User, ann: Party) -> None:
    ben = Party.objects.create(kind="person", name="Ben", owner=olga)
    point = ContactPoint.objects.create(party=ann, kind="email", value="zebra@example.org", key="zebra@example.org")
    reindex(PARTIES, [ann.pk, ben.pk])
    assert "zebra" in text(ann)
    change(point, olga, party=ben.pk)
    assert "zebra" in text(ben) and "zebra" not in text(ann)
