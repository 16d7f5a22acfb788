"""Who has staff stays an organisation, and who holds or held a position stays a person."""

from datetime import date

import pytest
from django.test import Client

from peyvand.contacts.models import Party, Position
from tests.contacts.conftest import JSON
from tests.people import Cast, said

STAFF = "People hold or held positions here: this stays an organisation."
HELD = "This person holds or held a position, which no organisation can."


@pytest.fixture
def buyer(cast: Cast, sara: Party) -> Position:
    """What Sara is at Mehr Stone."""
    firm = Party.objects.create(kind="organisation", name="Mehr Stone", owner=cast.olga)
    made: Position = Position.objects.create(person=sara, organisation=firm, title="Buyer")
    return made


def kind_of(party: Party) -> str:
    return str(Party.objects.values_list("kind", flat=True).get(pk=party.pk))


@pytest.mark.parametrize("until", [None, date(2020, 1, 1)])
def test_an_organisation_with_staff_of_today_or_before_cannot_become_a_person(
    olga: Client, buyer: Position, until: date | None
) -> None:
    Position.objects.filter(pk=buyer.pk).update(until=until)
    firm = buyer.organisation
    answer = olga.patch(f"/api/people/{firm.pk}/", {"kind": "person"}, content_type=JSON)
    assert (answer.status_code, answer.json()["errors"]) == (422, {"kind": [STAFF]})
    page = olga.post(f"/people/{firm.pk}/edit/", {"kind": "person", "name": firm.name})
    assert page.status_code == 422 and STAFF in said(page)
    assert kind_of(firm) == "organisation"
    answer = olga.patch(f"/api/positions/{buyer.pk}/", {"title": "Head of buying"}, content_type=JSON)
    assert answer.status_code == 200, answer.content


def test_a_person_with_a_position_cannot_become_an_organisation_even_when_it_ends_thereby(
    olga: Client, buyer: Position
) -> None:
    sent = {"kind": "organisation", "organisation": "", "position": ""}
    answer = olga.patch(f"/api/people/{buyer.person.pk}/", sent, content_type=JSON)
    assert (answer.status_code, answer.json()["errors"]) == (422, {"kind": [HELD]})
    assert kind_of(buyer.person) == "person"
    assert Position.objects.get(pk=buyer.pk).until is None


@pytest.mark.parametrize(("kind", "other"), [("person", "organisation"), ("organisation", "person")])
def test_a_party_without_positions_may_change_its_kind(olga: Client, cast: Cast, kind: str, other: str) -> None:
    party = Party.objects.create(kind=kind, name="Mehr", owner=cast.olga)
    answer = olga.patch(f"/api/people/{party.pk}/", {"kind": other}, content_type=JSON)
    assert answer.status_code == 200, answer.content
    assert kind_of(party) == other


def test_a_kind_that_is_stored_already_holds_up_no_other_change(olga: Client, buyer: Position) -> None:
    Party.objects.filter(pk=buyer.organisation.pk).update(kind="person")
    answer = olga.patch(f"/api/people/{buyer.organisation.pk}/", {"note": "new"}, content_type=JSON)
    assert answer.status_code == 200, answer.content
