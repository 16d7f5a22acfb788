"""The owner decides who may do what; the page of the matrix writes it, and nobody else's does."""

from typing import Any

import pytest
from django.test import Client

from peyvand.contacts.models import Party, PartyRole
from peyvand.platform.access.matrix import make_first_roles, record_types
from peyvand.platform.access.models import Grant, Role
from peyvand.platform.accounts.models import Team, User
from peyvand.platform.records.record import record_of
from tests.people import PASSWORD, Cast, said, sign_in

ONLY_OWNERS = [
    "/settings/permissions/", "/settings/roles/", "/settings/roles/new/", "/settings/people/", "/settings/people/new/",
    "/settings/teams/new/",
]  # fmt: skip


@pytest.fixture
def olga(cast: Cast) -> Client:
    """The owner's browser."""
    return sign_in(cast.olga)


@pytest.mark.parametrize("address", ONLY_OWNERS)
@pytest.mark.parametrize("name", ["alice", "rita"])
def test_only_an_owner_decides_who_may_do_what(cast: Cast, name: str, address: str) -> None:
    client, grants, users = sign_in(getattr(cast, name)), Grant.objects.count(), User.objects.count()
    for answer in (client.get(address), client.post(address, {"name": "Mine", "email": "m@example.org"})):
        assert answer.status_code == 403
        assert "Only an owner" in said(answer)
    assert (Grant.objects.count(), User.objects.count(), Role.objects.filter(name="Mine").count()) == (grants, users, 0)
    assert address not in said(client.get("/people/"))


@pytest.mark.parametrize("address", ONLY_OWNERS)
def test_an_owner_sees_the_pages_of_access(olga: Client, address: str) -> None:
    assert olga.get(address).status_code == 200


def test_a_cell_of_the_matrix_gives_and_takes_a_right(cast: Cast, olga: Client) -> None:
    reader = Role.objects.get(members=cast.users["rita"])
    people = record_of(Party)
    assert not people.allows(cast.rita, "change", cast.row(people))
    olga.post("/settings/permissions/", {f"{reader.pk}.people.change": "all"})
    assert people.allows(cast.rita, "change", cast.row(people))
    assert people.allows(cast.rita, "view", cast.row(people))
    olga.post("/settings/permissions/", {f"{reader.pk}.people.change": "own"})
    assert not people.allows(cast.rita, "change", cast.row(people))
    olga.post("/settings/permissions/", {f"{reader.pk}.people.view": "none"})
    assert not people.visible(cast.rita).exists()


def test_the_verbs_of_parts_are_no_cells_but_go_with_changing_the_whole(cast: Cast) -> None:
    roles = record_of(PartyRole)
    assert not {"roles", "consents"} & {kind.key for kind in record_types()}
    assert not {"end_role", "withdraw"} & {verb for kind in record_types() for verb in kind.verbs}
    assert roles.allows(cast.alice, "end_role", cast.row(roles))
    Grant.objects.filter(record_type="people", verb="change").delete()
    assert not roles.allows(cast.alice, "end_role", cast.row(roles))


@pytest.mark.parametrize("scope", ["everything", "", "own"])
def test_the_matrix_takes_only_what_it_offers(cast: Cast, olga: Client, scope: str) -> None:
    reader = Role.objects.get(members=cast.users["rita"])
    before = set(Grant.objects.values_list("role", "record_type", "verb", "scope"))
    sent = {f"{reader.pk}.people.export": scope}
    sent |= dict.fromkeys((f"{reader.pk}.people.nonsense", f"{reader.pk}.nonsense.view"), "all")
    assert olga.post("/settings/permissions/", sent | {"rubbish": "all"}).status_code == 302
    assert set(Grant.objects.values_list("role", "record_type", "verb", "scope")) == before


def test_the_widest_of_several_roles_counts(cast: Cast) -> None:
    people, row = record_of(Party), cast.row(record_of(Party))
    assert not people.allows(cast.charlie, "view", row)
    Role.objects.get(members=cast.users["rita"]).members.add(cast.users["charlie"])
    assert people.allows(cast.charlie, "view", row)
    assert not people.allows(cast.charlie, "change", row)


def test_who_joins_the_team_sees_what_it_owns(cast: Cast, olga: Client) -> None:
    people, row, team = record_of(Party), cast.row(record_of(Party)), Team.objects.get()
    members = [str(cast.users[name].pk) for name in ("alice", "bob", "charlie")]
    assert olga.post(f"/settings/teams/{team.pk}/", {"name": "Sales", "members": members}).status_code == 302
    assert people.visible(cast.charlie).filter(pk=row.pk).exists()


def test_a_role_is_made_named_given_and_taken(cast: Cast, olga: Client) -> None:
    rita = str(cast.users["rita"].pk)
    assert olga.post("/settings/roles/new/", {"name": "Clerk", "members": [rita]}).status_code == 302
    role = Role.objects.get(name="Clerk")
    assert [str(user.pk) for user in role.members.all()] == [rita]
    olga.post(f"/settings/roles/{role.pk}/", {"name": "Clerks"})
    assert (Role.objects.get(pk=role.pk).name, role.members.count()) == ("Clerks", 0)
    olga.post(f"/settings/roles/{role.pk}/delete/")
    assert not Role.objects.filter(pk=role.pk).exists()


def test_a_guest_of_the_portal_gets_no_role(cast: Cast, olga: Client) -> None:
    answer = olga.post("/settings/roles/new/", {"name": "Clerk", "members": [str(cast.users["dana"].pk)]})
    assert answer.status_code == 422
    assert not Role.objects.filter(name="Clerk").exists()


def account(**given: Any) -> dict[str, Any]:
    return {"name": "Nora", "email": "Nora@Example.org", "is_active": "on", "password": PASSWORD} | given


def test_an_owner_makes_an_account_that_can_sign_in(cast: Cast, olga: Client) -> None:
    assert olga.post("/settings/people/new/", account()).status_code == 302
    nora = User.objects.get(name="Nora")
    assert (nora.email, nora.is_owner) == ("nora@example.org", False)
    assert Client().post("/accounts/login/", {"login": nora.email, "password": PASSWORD}).headers["Location"] == "/"
    assert not record_of(Party).visible(nora).exists()


@pytest.mark.parametrize(
    "wrong", [{"password": "short"}, {"password": ""}, {"email": "ALICE@example.org"}, {"name": ""}]
)
def test_an_account_that_is_not_acceptable_is_explained(cast: Cast, olga: Client, wrong: dict[str, str]) -> None:
    users = User.objects.count()
    assert olga.post("/settings/people/new/", account(**wrong)).status_code == 422
    assert User.objects.count() == users


def test_an_owner_cannot_lock_the_workspace_from_inside(cast: Cast, olga: Client) -> None:
    me = cast.users["olga"]
    for sent in (account(is_active="", is_owner="on"), account(is_owner="")):
        sent |= {"email": me.email, "password": ""}
        answer = olga.post(f"/settings/people/{me.pk}/", {name: value for name, value in sent.items() if value})
        assert answer.status_code == 422
    assert (cast.olga.is_owner, cast.olga.is_active) == (True, True)


def test_a_member_of_a_new_workspace_adds_records_but_no_settings(db: None) -> None:
    make_first_roles()
    member = Role.objects.get(name="Member")
    for kind in record_types():
        given = dict(Grant.objects.filter(role=member, record_type=kind.key).values_list("verb", "scope"))
        if kind.has_owner:
            assert (given["view"], given["add"], given["change"]) == ("all", "all", "team")
        else:
            assert given == {"view": "all"}
    assert not all(kind.has_owner for kind in record_types())
