"""The address in the form of a party is its main address: it follows what is changed or cleared in the form."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from peyvand.contacts.models import Address, Party
from tests.people import Cast, said

Door = Callable[..., None]
LONDON = {"street": "1 Strand", "locality": "London", "postal_code": "WC2N 5HR", "country": "GB"}
NOTHING = {"street": "", "district": "", "locality": "", "region": "", "postal_code": ""}


def by_page(client: Client, party: Party, **changed: str) -> None:
    """Sends the whole form, as a browser does."""
    sent = {"kind": "organisation", "name": party.name, "country": party.country}
    sent |= {name: getattr(party, name) for name in NOTHING}
    answer = client.post(f"/people/{party.pk}/edit/", sent | changed)
    assert answer.status_code == 302, said(answer)


def by_api(client: Client, party: Party, **changed: str) -> None:
    answer = client.patch(f"/api/people/{party.pk}/", changed, content_type="application/json")
    assert answer.status_code == 200, answer.content
    assert {name: answer.json()[name] for name in changed} == changed


every_door = pytest.mark.parametrize("edit", [by_page, by_api])


@pytest.fixture
def firm(cast: Cast) -> Party:
    made: Party = Party.objects.create(name="Mehr Stone", country="GB", owner=cast.olga)
    Address.objects.create(party=made, **LONDON)
    return made


def addresses(party: Party) -> list[tuple[Any, ...]]:
    """Street, city and country of every address, the main one first."""
    return list(Address.objects.filter(party=party).order_by("pk").values_list("street", "locality", "country"))


@every_door
def test_a_firm_that_moves_to_another_country_has_its_address_there(olga: Client, firm: Party, edit: Door) -> None:
    edit(olga, firm, street="Unter den Linden 1", locality="Berlin", postal_code="10117", country="DE")
    assert addresses(firm) == [("Unter den Linden 1", "Berlin", "DE")]
    assert "<bdi>Berlin</bdi>, <bdi>Germany</bdi>" in said(olga.get("/people/?q=Mehr Stone"))


@every_door
def test_another_country_alone_is_that_of_the_address_too(olga: Client, firm: Party, edit: Door) -> None:
    edit(olga, firm, country="IE")
    assert addresses(firm) == [("1 Strand", "London", "IE")]


@every_door
def test_an_address_in_another_country_stays_there_when_only_its_street_changes(
    olga: Client, firm: Party, edit: Door
) -> None:
    Address.objects.filter(party=firm).update(country="FR", locality="Reims")
    edit(olga, firm, street="59 rue de l'Abbaye")
    assert addresses(firm) == [("59 rue de l'Abbaye", "Reims", "FR")]


@every_door
def test_an_address_of_which_nothing_is_left_goes_and_stands_in_the_history(
    olga: Client, firm: Party, edit: Door
) -> None:
    edit(olga, firm, **NOTHING, country="")
    assert addresses(firm) == []
    assert "1 Strand" in said(olga.get(f"/people/{firm.pk}/history/"))


@every_door
def test_a_cleared_street_leaves_the_rest_of_the_address(olga: Client, firm: Party, edit: Door) -> None:
    edit(olga, firm, street="")
    assert addresses(firm) == [("", "London", "GB")]


def test_only_the_main_address_is_cleared(olga: Client, firm: Party) -> None:
    Address.objects.create(party=firm, street="2 Quay", locality="Hull", country="GB")
    by_page(olga, firm, **NOTHING)
    assert addresses(firm) == [("2 Quay", "Hull", "GB")]


@every_door
def test_an_address_that_is_no_more_than_a_country_follows_the_form(olga: Client, firm: Party, edit: Door) -> None:
    Address.objects.filter(party=firm).update(**NOTHING)
    edit(olga, firm, country="IE")
    assert addresses(firm) == [("", "", "IE")]
