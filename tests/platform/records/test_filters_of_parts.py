"""What several filters ask of the parts of a record, they ask of one part."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peyvand.contacts.models import Party, PartyRole
from peyvand.platform.records.record import record_of
from tests.people import Cast, make, sign_in

NAMES = ("Buys now", "Sold once and buys now", "Sells now", "Has no role")


@pytest.fixture
def parties(cast: Cast) -> dict[str, Party]:
    """Parties by name, with roles as the name says."""
    bare = {"roles": [], "organisation": "", "position": ""}
    made = {
        name: make(record_of(Party), number, owner=cast.alice, by=cast.olga, **(bare | {"name": name}))
        for number, name in enumerate(NAMES, start=1)
    }
    for name, role, status in (
        ("Buys now", "customer", "active"),
        ("Sold once and buys now", "customer", "active"),
        ("Sold once and buys now", "supplier", "ended"),
        ("Sells now", "supplier", "active"),
    ):
        PartyRole.objects.create(party=made[name], role=role, status=status)
    return made


def _found(cast: Cast, parties: dict[str, Party], **filters: str | list[str]) -> set[str]:
    """The names of those parties that a list with these filters has; “.” in a key is written “_is_”."""
    address = {key.replace("_is_", "."): value for key, value in filters.items()} | {"limit": "500"}
    page = sign_in(cast.olga).get("/api/people/", address)
    assert page.status_code == 200, page.content
    return {row["name"] for row in page.json()["results"]} & set(parties)


@pytest.mark.parametrize(
    ("role", "status", "names"),
    [
        ("supplier", "active", {"Sells now"}),
        ("supplier", "ended", {"Sold once and buys now"}),
        ("customer", "active", {"Buys now", "Sold once and buys now"}),
        ("customer", "ended", set()),
        (["customer", "supplier"], "ended", {"Sold once and buys now"}),
        ("supplier", ["active", "ended"], {"Sells now", "Sold once and buys now"}),
    ],
)
def test_role_and_status_are_those_of_one_role(
    cast: Cast, parties: dict[str, Party], role: str | list[str], status: str | list[str], names: set[str]
) -> None:
    assert _found(cast, parties, held_roles__role=role, held_roles__status=status) == names
    assert _found(cast, parties, held_roles__status=status, held_roles__role=role) == names


def test_what_is_not_is_asked_of_all_roles(cast: Cast, parties: dict[str, Party]) -> None:
    assert _found(cast, parties, held_roles__role="customer", held_roles__status_is_not="ended") == {"Buys now"}
    assert _found(cast, parties, held_roles__role_is_not="supplier", held_roles__status="active") == {"Buys now"}


def test_no_role_at_all_is_asked_by_itself(cast: Cast, parties: dict[str, Party]) -> None:
    assert _found(cast, parties, held_roles__role_is_empty="1") == {"Has no role"}
    assert _found(cast, parties, held_roles__role_is_empty="0", held_roles__status="active") == set(NAMES[:3])
    assert _found(cast, parties, held_roles__role_is_empty="1", held_roles__status="active") == set()


def test_filters_of_the_record_itself_hold_beside_those_of_its_parts(cast: Cast, parties: dict[str, Party]) -> None:
    Party.objects.filter(pk=parties["Buys now"].pk).update(country="FR")
    pair = {"held_roles__role": "customer", "held_roles__status": "active"}
    assert _found(cast, parties, country="FR", **pair) == {"Buys now"}
    assert _found(cast, parties, country_is_not="FR", **pair) == {"Sold once and buys now"}


@pytest.mark.usefixtures("parties")
def test_a_value_that_cannot_be_read_is_told_at_its_own_filter(cast: Cast) -> None:
    answer = sign_in(cast.olga).get("/api/people/", {"held_roles__role": "supplier", "held_roles__status": "x"})
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"held_roles__status"}


@pytest.mark.usefixtures("parties")
def test_a_second_filter_of_parts_costs_no_query(cast: Cast) -> None:
    olga = sign_in(cast.olga)

    def queries(**filters: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert olga.get("/people/", filters).status_code == 200
        return len(asked)

    queries(held_roles__role="supplier")
    assert queries(held_roles__role="supplier", held_roles__status="active") == queries(held_roles__role="supplier")
