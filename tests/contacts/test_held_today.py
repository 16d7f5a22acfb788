"""What is held today: roles and positions until their last day, also where that day is known beforehand."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from peyvand.contacts import parts
from peyvand.contacts.models import Party, PartyRole, Position
from tests.contacts.conftest import JSON
from tests.people import Cast, said

TODAY = localdate()
SOON, LATELY = TODAY + timedelta(days=30), TODAY - timedelta(days=30)


def works_at(person: Party, name: str, **term: date) -> Position:
    firm = Party.objects.create(name=name, owner=person.owner)
    made: Position = Position.objects.create(person=person, organisation=firm, title="Buyer", **term)
    return made


def plays(party: Party, role: str, **said_of_it: Any) -> PartyRole:
    made: PartyRole = PartyRole.objects.create(party=party, role=role, **said_of_it)
    return made


def ask(client: Client, party: Party) -> Any:
    return client.get(f"/api/people/{party.pk}/").json()


def send(client: Client, url: str, **sent: Any) -> Any:
    answer = client.patch(f"/api/{url}/", sent, content_type=JSON)
    assert answer.status_code == 200, answer.content
    return answer.json()


def listed(client: Client) -> str:
    return said(client.get("/people/?q=Sara"))


def test_a_position_is_held_until_its_end_and_the_next_one_after_it(olga: Client, sara: Party) -> None:
    works_at(sara, "Old Harbour", until=LATELY)
    position = works_at(sara, "Mehr Stone", until=SOON)
    assert ask(olga, sara)["organisation"] == "Mehr Stone"
    choices = olga.get("/people/choices/", {"q": "Sara"}).json()
    assert [choice["hint"] for choice in choices] == ["Buyer, Mehr Stone"]
    Position.objects.filter(pk=position.pk).update(until=TODAY - timedelta(days=1))
    assert ask(olga, sara)["organisation"] == ""


def test_who_leaves_soon_keeps_the_title_that_is_entered(olga: Client, sara: Party) -> None:
    position = works_at(sara, "Mehr Stone", until=SOON)
    assert send(olga, f"people/{sara.pk}", position="Head of buying")["position"] == "Head of buying"
    position.refresh_from_db()
    assert (position.title, position.until, sara.positions.count()) == ("Head of buying", SOON, 1)


@pytest.mark.parametrize(
    ("term", "ended"),
    [
        ({}, TODAY),
        ({"since": LATELY}, TODAY),
        ({"since": TODAY}, TODAY),
        ({"since": LATELY, "until": SOON}, TODAY),
        ({"since": SOON}, SOON),
        ({"since": SOON, "until": SOON + timedelta(days=9)}, SOON),
    ],
)
@pytest.mark.parametrize("next_one", ["", "Harbour Glass"])
def test_a_position_that_the_form_ends_is_over_at_once_and_never_before_it_began(
    olga: Client, sara: Party, term: dict[str, date], ended: date, next_one: str
) -> None:
    position = works_at(sara, "Mehr Stone", **term)
    changed = send(olga, f"people/{sara.pk}", organisation=next_one, position="")
    position.refresh_from_db()
    assert (changed["organisation"], position.until) == (next_one, ended)


def test_a_contact_person_who_leaves_soon_is_not_made_once_more(cast: Cast, sara: Party) -> None:
    position = works_at(sara, "Mehr Stone", until=SOON)
    assert parts.contact_person(position.organisation, "Sara Ahmadi", by=cast.olga) == position
    Position.objects.filter(pk=position.pk).update(until=LATELY)
    assert parts.contact_person(position.organisation, "Sara Ahmadi", by=cast.olga) is None


def test_a_role_is_held_to_its_last_day_unless_it_is_said_to_have_ended(olga: Client, sara: Party) -> None:
    plays(sara, "supplier", until=TODAY)
    plays(sara, "partner", until=SOON)
    plays(sara, "customer", until=LATELY)
    plays(sara, "dealer", status="ended", until=SOON)
    assert sorted(ask(olga, sara)["roles"]) == ["partner", "supplier"]
    page = listed(olga)
    row = page[page.index("Sara Ahmadi") :]
    assert "Supplier" in row and "Partner" in row
    assert not any(f">{role}<" in row for role in ("Customer", "Dealer"))


def test_a_role_that_ran_out_can_begin_anew_and_keeps_its_last_day(olga: Client, sara: Party) -> None:
    former = plays(sara, "customer", until=LATELY)
    assert send(olga, f"people/{sara.pk}", roles=["customer"])["roles"] == ["customer"]
    former.refresh_from_db()
    assert (former.status, former.until) == ("ended", LATELY)
    assert sara.held_roles.get(status="active").until is None


def test_another_role_leaves_one_that_ran_out_as_it_is(olga: Client, sara: Party) -> None:
    former = plays(sara, "customer", until=LATELY)
    send(olga, f"people/{sara.pk}", roles=["supplier"])
    former.refresh_from_db()
    assert (former.status, former.until) == ("active", LATELY)


@pytest.mark.parametrize(("since", "ended"), [(None, TODAY), (LATELY, TODAY), (SOON, SOON)])
def test_a_role_that_the_form_ends_never_ends_before_it_began(
    olga: Client, sara: Party, since: date | None, ended: date
) -> None:
    role = plays(sara, "customer", since=since)
    assert send(olga, f"people/{sara.pk}", roles=[])["roles"] == []
    role.refresh_from_db()
    assert (role.status, role.until) == ("ended", ended)


@pytest.mark.parametrize(("since", "ended"), [(None, TODAY), (SOON, SOON)])
def test_a_role_that_is_said_to_have_ended_has_a_last_day(
    olga: Client, sara: Party, since: date | None, ended: date
) -> None:
    role = plays(sara, "customer", since=since)
    assert send(olga, f"roles/{role.pk}", status="ended")["until"] == ended.isoformat()


def test_an_unknown_last_day_that_is_stored_so_already_stays_unknown(olga: Client, sara: Party) -> None:
    role = plays(sara, "customer", status="ended")
    assert send(olga, f"roles/{role.pk}", note="of old")["until"] is None
