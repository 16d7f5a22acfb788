"""A party goes with what belongs to it; links that others hold to it go only with the right to change those others."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from peyvand.contacts.models import Party, Position, Tie
from peyvand.platform.access.models import Grant, Role
from peyvand.platform.accounts.models import User
from peyvand.platform.audit.models import Change
from tests.people import Cast, said, sign_in

Door = Callable[[Client, Party], str]


def by_page(client: Client, party: Party) -> str:
    """What the page says after the button was pressed."""
    return said(client.post(f"/people/{party.pk}/delete/", follow=True))


def by_api(client: Client, party: Party) -> str:
    """What the API answers."""
    answer = client.delete(f"/api/people/{party.pk}/")
    assert answer.status_code in (204, 409), answer.content
    return said(answer)


every_door = pytest.mark.parametrize("delete", [by_page, by_api])


@pytest.fixture
def firm(cast: Cast) -> Party:
    """An organisation of Alice's that nobody is linked to."""
    made: Party = Party.objects.create(name="Mehr Stone", owner=cast.alice)
    return made


def person(owner: User, name: str = "Sara") -> Party:
    made: Party = Party.objects.create(kind="person", name=name, owner=owner)
    return made


def works_at(firm: Party, owner: User, name: str = "Sara") -> Position:
    made: Position = Position.objects.create(person=person(owner, name), organisation=firm, title="Buyer")
    return made


def sees_all(user: User) -> None:
    """Lets somebody see what they may not change."""
    role = Role.objects.create(name="Sees all")
    role.members.add(user)
    Grant.objects.create(role=role, record_type="people", verb="view", scope="all")


@every_door
def test_a_firm_goes_with_the_links_of_people_whom_the_user_may_change(cast: Cast, firm: Party, delete: Door) -> None:
    position = works_at(firm, cast.bob)
    tie = Tie.objects.create(source=person(cast.alice), target=firm, content="trade")
    delete(sign_in(cast.alice), firm)
    assert not Party.objects.filter(pk=firm.pk).exists()
    for link, holder in ((position, position.person), (tie, tie.source)):
        assert not type(link)._default_manager.filter(pk=link.pk).exists()
        assert Party.objects.filter(pk=holder.pk).exists()
        gone = Change.objects.get(record_id=link.pk, operation="D")
        assert (gone.subject_id, gone.change_set and gone.change_set.verb) == (holder.pk, "delete")
        assert "Alice" in said(sign_in(cast.alice).get(f"/people/{holder.pk}/"))


@every_door
def test_a_firm_stays_while_people_of_others_would_lose_their_links(cast: Cast, firm: Party, delete: Door) -> None:
    sees_all(cast.alice)
    for owner, name in ((cast.charlie, "Sara"), (cast.charlie, "Dara"), (cast.bob, "Omid")):
        works_at(firm, owner, name)
    Tie.objects.create(source=person(cast.charlie), target=firm, content="trade")
    assert "3 links of records that you may not change would be lost." in delete(sign_in(cast.alice), firm)
    assert Party.objects.filter(pk=firm.pk).exists()
    assert (Position.objects.filter(organisation=firm).count(), Tie.objects.filter(target=firm).count()) == (3, 1)


@every_door
def test_of_links_of_invisible_records_only_their_existence_is_told(cast: Cast, firm: Party, delete: Door) -> None:
    works_at(firm, cast.charlie, "Zahra Invisible")
    works_at(firm, cast.charlie, "Dara Invisible")
    told = delete(sign_in(cast.alice), firm)
    assert "Records that you do not see are linked to this one." in told
    assert "Invisible" not in told and "2 links" not in told
    assert Party.objects.filter(pk=firm.pk).exists()


def test_the_owner_of_the_workspace_may_delete_what_others_are_linked_to(cast: Cast, firm: Party) -> None:
    position = works_at(firm, cast.charlie)
    by_page(sign_in(cast.olga), firm)
    assert not Party.objects.filter(pk=firm.pk).exists()
    assert "Olga" in said(sign_in(cast.charlie).get(f"/people/{position.person.pk}/history/"))


def test_a_person_goes_with_own_positions_and_ties_whoever_owns_the_other_side(cast: Cast, firm: Party) -> None:
    Party.objects.filter(pk=firm.pk).update(owner=cast.charlie)
    position: Any = works_at(firm, cast.alice)
    Tie.objects.create(source=position.person, target=firm, content="trade")
    by_page(sign_in(cast.alice), position.person)
    assert not Party.objects.filter(pk=position.person.pk).exists()
    assert Party.objects.filter(pk=firm.pk).exists()
