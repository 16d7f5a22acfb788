"""A person's card names the employer, also to those who may not see that organisation, and tells nothing else of it."""

import pytest

from peyvand.contacts.models import Party, Position, Tie
from peyvand.platform.records.record import record_of
from peyvand.platform.records.search_index import reindex
from tests.people import Cast, said, sign_in


@pytest.fixture
def sara(cast: Cast) -> Party:
    """Owned by Alice, works for a firm of Charlie's, and is tied to it."""
    person: Party = Party.objects.create(kind="person", name="Sara Ahmadi", owner=cast.alice)
    firm = Party.objects.create(kind="organisation", name="Harbour Glass", owner=cast.charlie)
    Position.objects.create(person=person, organisation=firm, title="Buyer")
    Tie.objects.create(source=person, target=firm, network="business", content="adviser")
    reindex(record_of(Party), [person.pk, firm.pk])
    return person


def test_the_card_names_the_employer_and_leads_nowhere(cast: Cast, sara: Party) -> None:
    alice, firm = sign_in(cast.alice), Party.objects.get(name="Harbour Glass")
    page = said(alice.get(record_of(Party).address("record", sara.pk)))
    assert page.count("Harbour Glass") == 2  # among the key facts, and in the list of positions
    assert str(firm.pk) not in page
    assert "hidden from you" in page  # the tie
    assert alice.get(f"/api/people/{sara.pk}/").json()["organisation"] == "Harbour Glass"


def test_the_position_itself_names_it_without_a_link(cast: Cast, sara: Party) -> None:
    position = sara.positions.get()
    page = said(sign_in(cast.alice).get(record_of(Position).address("record", position.pk)))
    assert "Harbour Glass" in page
    assert str(position.organisation_id) not in page


def test_nothing_else_of_the_organisation_is_told(cast: Cast, sara: Party) -> None:
    alice, firm = sign_in(cast.alice), sara.positions.get().organisation
    assert alice.get(record_of(Party).address("record", firm.pk)).status_code == 404
    assert str(firm.pk) not in said(alice.get("/people/?q=Harbour"))
    assert alice.get("/people/choices/", {"q": "Harbour Glass"}).json() == [
        {"id": str(sara.pk), "label": "Sara Ahmadi", "hint": "Buyer, Harbour Glass"}
    ]


def test_who_sees_the_organisation_follows_its_name_among_the_facts_and_among_the_positions(
    cast: Cast, sara: Party
) -> None:
    firm = Party.objects.get(name="Harbour Glass")
    link = f'href="{record_of(Party).address("record", firm.pk)}"'
    olga = sign_in(cast.olga)
    assert said(olga.get(record_of(Party).address("record", sara.pk))).count(link) == 3  # the tie as well
    assert said(olga.get(record_of(Party).address("panel", sara.pk))).count(link) == 1
    assert link not in said(sign_in(cast.alice).get(record_of(Party).address("panel", sara.pk)))
