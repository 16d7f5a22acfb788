"""Who gave whom which right, and took it, is written down as one deed and told to owners in words."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext, override

from peyvand.platform.access.models import Grant, Role
from peyvand.platform.accounts.actions import create_owner
from peyvand.platform.accounts.models import Session, Team, User
from peyvand.platform.audit import access_history, triggers
from peyvand.platform.audit.models import ACCESS_TABLES, Change, ChangeSet
from tests.people import PASSWORD, Cast, said, sign_in

PAGE = "/settings/history/"


@pytest.fixture
def olga(cast: Cast) -> Client:
    """The owner's browser; what was done before she came is forgotten."""
    Change.objects.all().delete()
    return sign_in(cast.olga)


def words(response: Any) -> str:
    """The text of a page, without its markup."""
    page = said(response).partition("<main")[2].partition("</main")[0]
    page = re.sub(r"<form.*?</form>", "", page, flags=re.DOTALL)  # what it can be narrowed to
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def the_deed(cast: Cast) -> ChangeSet:
    """The one deed that all changes about access belong to, by the owner on a page."""
    (key,) = Change.objects.filter(table__in=ACCESS_TABLES).values_list("change_set", flat=True).distinct()
    deed = ChangeSet.objects.get(pk=key)
    assert (deed.by, deed.door) == (cast.olga, ChangeSet.Door.PAGE)
    return deed


def account(**given: Any) -> dict[str, Any]:
    return {"name": "Nora", "email": "nora@example.org", "is_active": "on", "password": PASSWORD} | given


def test_a_new_account_with_its_teams_is_one_deed(cast: Cast, olga: Client) -> None:
    olga.post("/settings/people/new/", account(is_owner="on", teams=[str(Team.objects.get().pk)]))
    assert the_deed(cast).verb == "add"
    told = words(olga.get(PAGE))
    for sentence in (
        "Olga",
        "Account made: Nora",
        "E-mail nora@example.org",
        "Owner Yes",
        "Nora joined the team Sales",
    ):
        assert sentence in told, sentence


def test_closing_an_account_and_taking_it_off_a_team_is_one_deed(cast: Cast, olga: Client) -> None:
    bob = cast.bob
    olga.post(f"/settings/people/{bob.pk}/", {"name": "Robert", "email": bob.email})
    assert the_deed(cast).verb == "change"
    told = words(olga.get(PAGE))
    for sentence in ("Account changed: Robert", "Name Bob Robert", "May sign in Yes No", "Robert left the team Sales"):
        assert sentence in told, sentence


def test_a_new_team_and_who_is_in_it_is_one_deed(cast: Cast, olga: Client) -> None:
    olga.post("/settings/teams/new/", {"name": "Support", "members": [str(cast.rita.pk)]})
    assert the_deed(cast).verb == "add"
    assert "Team made: Support Rita joined the team Support" in words(olga.get(PAGE))


def test_a_role_that_is_renamed_and_given_to_others_is_one_deed(cast: Cast, olga: Client) -> None:
    role = Role.objects.get(name="Test reader")
    olga.post(f"/settings/roles/{role.pk}/", {"name": "Auditor", "members": [str(cast.bob.pk)]})
    assert the_deed(cast).verb == "change"
    told = words(olga.get(PAGE))
    for sentence in (
        "Role changed: Auditor", "Name Test reader Auditor", "Rita lost the role Auditor", "Bob got the role Auditor",
    ):  # fmt: skip
        assert sentence in told, sentence


def test_a_deleted_role_is_told_by_its_name_with_who_had_it_and_what_it_allowed(cast: Cast, olga: Client) -> None:
    role = Role.objects.get(name="Test reader")
    olga.post(f"/settings/roles/{role.pk}/delete/")
    assert the_deed(cast).verb == "delete"
    told = words(olga.get(f"{PAGE}{role.pk}/"))
    for sentence in ("Role deleted: Test reader", "Rita lost the role Test reader", "Permissions of Test reader"):
        assert sentence in told, sentence
    assert re.search(r"People &amp; organisations (?:Add All )?(?:\w+ \w+ )*See All", told)


def test_a_saved_matrix_is_one_deed_of_what_differs(cast: Cast, olga: Client) -> None:
    reader = Role.objects.get(name="Test reader")
    cells = {f"{role}.{kind}.{verb}": scope for role, kind, verb, scope in Grant.objects.values_list(
        "role_id", "record_type", "verb", "scope")}  # fmt: skip
    cells |= {f"{reader.pk}.people.change": "team", f"{reader.pk}.people.view": "own"}
    olga.post("/settings/permissions/", cells)
    assert the_deed(cast).verb == "permit"
    assert Change.objects.filter(table="access_grant").count() == 2
    told = words(olga.get(PAGE))
    assert "Permissions of Test reader" in told
    assert "People &amp; organisations See All Own Change None Team" in told
    olga.post("/settings/permissions/", {f"{reader.pk}.people.view": "none"})
    assert "See Own None" in words(olga.get(PAGE))


def test_a_new_password_is_told_and_never_kept(cast: Cast, olga: Client) -> None:
    alice = cast.alice
    olga.post(f"/settings/people/{alice.pk}/", account(name="Alice", email=alice.email))
    assert cast.alice.check_password(PASSWORD)
    assert the_deed(cast).verb == "change"
    change = Change.objects.get(table="accounts_user")
    assert (change.old, change.new) == ({"password": None}, {"password": None})
    assert "Account changed: Alice Password changed" in words(olga.get(PAGE))


def test_one_s_own_new_password_is_one_s_own_deed(cast: Cast, olga: Client) -> None:
    alice = cast.alice
    alice.set_password(PASSWORD)
    alice.save()
    Change.objects.all().delete()
    fields = {"oldpassword": PASSWORD, "password1": "another long sentence", "password2": "another long sentence"}
    assert sign_in(alice).post("/accounts/password/change/", fields).status_code == 302
    deed = Change.objects.get(table="accounts_user").change_set
    assert deed is not None
    assert (deed.by, deed.verb) == (alice, "password")


def test_neither_a_hash_nor_what_is_no_right_enters_history(cast: Cast, olga: Client) -> None:
    olga.post("/settings/people/new/", account())
    nora = User.objects.get(name="Nora")
    User.objects.filter(pk=nora.pk).update(
        password=make_password("some other"), theme="dark", language="ru", time_zone="Asia/Tehran"
    )
    Client().post("/accounts/login/", {"login": nora.email, "password": "some other"})
    User.objects.filter(pk=nora.pk).delete()
    kept = [value for change in Change.objects.filter(record_id=nora.pk) for value in (change.old, change.new) if value]
    assert [sorted(value) for value in kept if len(value) == 1] == [["password"], ["password"]]
    assert not {"last_login", "language", "theme", "time_zone"} & {key for value in kept for key in value}
    assert "argon2" not in str(kept)


def test_a_name_that_its_owner_changes_is_their_deed(cast: Cast, olga: Client) -> None:
    sent = {"name": "Alicia", "language": "en", "theme": "auto", "time_zone": "UTC"}
    sign_in(cast.alice).post("/settings/profile/", sent)
    deed = Change.objects.get(table="accounts_user").change_set
    assert deed is not None
    assert deed.by == cast.alice


def test_an_owner_made_at_the_terminal_is_told_so(cast: Cast, olga: Client) -> None:
    create_owner(email="otto@example.org", password=PASSWORD, name="Otto")
    told = words(olga.get(PAGE))
    assert "Account made: Otto" in told
    assert "Command line" in told


def test_what_is_done_past_the_product_is_told_as_well(cast: Cast, olga: Client) -> None:
    User.objects.filter(pk=cast.bob.pk).update(is_owner=True)
    told = words(olga.get(PAGE))
    assert "Directly in the database" in told
    assert "Account changed: Bob Owner No Yes" in told


def test_the_history_of_one_person_leaves_the_others_out(cast: Cast, olga: Client) -> None:
    members = [str(cast.users[name].pk) for name in ("bob", "rita")]
    olga.post("/settings/roles/new/", {"name": "Clerk", "members": members})
    page = f"{PAGE}{cast.bob.pk}/"
    assert page in said(olga.get(f"/settings/people/{cast.bob.pk}/"))
    told = words(olga.get(page))
    assert "Bob got the role Clerk" in told
    assert "Rita" not in told
    role = Role.objects.get(name="Clerk")
    assert f"{PAGE}{role.pk}/" in said(olga.get(f"/settings/roles/{role.pk}/"))
    assert "Rita got the role Clerk" in words(olga.get(f"{PAGE}{role.pk}/"))
    assert f"{PAGE}{Team.objects.get().pk}/" in said(olga.get(f"/settings/teams/{Team.objects.get().pk}/"))


def test_a_long_history_goes_on_on_the_next_page_without_cutting_a_deed(
    cast: Cast, olga: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_history, "LIMIT", 1)
    for name in ("First", "Second"):
        olga.post("/settings/roles/new/", {"name": name, "members": [str(u.pk) for u in (cast.bob, cast.rita)]})
    latest = olga.get(PAGE)
    assert "Role made: Second" in words(latest)
    assert "First" not in words(latest)
    (further,) = re.findall(r'href="(\?before=\d+)"', said(latest))
    earlier = words(olga.get(PAGE + further))
    for sentence in ("Role made: First", "Bob got the role First", "Rita got the role First"):
        assert sentence in earlier
    assert "Second" not in earlier


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_deeds_done_at_the_same_time_stand_whole_on_one_page_each(
    cast: Cast, olga: Client, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    """Two deeds whose changes take turns, after one that was done past the product."""
    monkeypatch.setattr(access_history, "LIMIT", limit)
    first, second = (ChangeSet.objects.create(by=cast.olga, door=ChangeSet.Door.PAGE, verb="add") for _time in range(2))
    for name, deed in (("Earlier", None), ("B1", second), ("A1", first), ("B2", second), ("A2", first)):
        Change.objects.create(
            change_set=deed, table="access_role", record_id=uuid4(), operation="D", old={"name": name},
            at=timezone.now(),
        )  # fmt: skip
    page, rest = access_history.deeds()
    pages = [page]
    while rest:
        page, rest = access_history.deeds(before=rest)
        pages.append(page)
    told = [
        [entry.what.striptags().removeprefix("Role deleted: ") for entry in deed.entries]
        for page in pages
        for deed in page
    ]
    assert told == [["A1", "A2"], ["B1", "B2"], ["Earlier"]]


@pytest.mark.parametrize("before", ["", "x", "-1", "9" * 40, "٣"])
def test_a_page_number_that_is_none_shows_the_latest(cast: Cast, olga: Client, before: str) -> None:
    Role.objects.create(name="Clerk")
    told = words(olga.get(PAGE, {"before": before}))
    assert "Role made: Clerk" in told
    assert "Back to the latest" not in told


def test_every_table_of_accounts_and_access_is_watched() -> None:
    rooms = ("accounts", "access")
    models = [model for room in rooms for model in apps.get_app_config(room).get_models(include_auto_created=True)]
    tracked = {model._meta.db_table for model in triggers.tracked() if model._meta.app_label in rooms}
    assert tracked == set(ACCESS_TABLES) == {model._meta.db_table for model in models if model is not Session}


def test_every_table_that_is_watched_has_words_of_its_own(cast: Cast, olga: Client) -> None:
    told = []
    for table in ACCESS_TABLES:
        for operation in "ID":
            Change.objects.create(
                table=table, record_id=cast.bob.pk, subject_id=cast.bob.pk, operation=operation, at=timezone.now()
            )
        (gone, made), _rest = access_history.deeds()
        told.append({entry.what for deed in (gone, made) for entry in deed.entries})
        Change.objects.all().delete()
    assert len(set.union(*told)) == sum(len(words_of) for words_of in told)


def test_it_can_be_narrowed_to_what_one_person_did_and_to_one_kind_of_thing(cast: Cast, olga: Client) -> None:
    olga.post("/settings/roles/new/", {"name": "Clerk", "members": [str(cast.bob.pk)]})
    olga.post("/settings/teams/new/", {"name": "Support", "members": [str(cast.rita.pk)]})
    sent = {"name": "Alicia", "language": "en", "theme": "auto", "time_zone": "UTC"}
    sign_in(cast.alice).post("/settings/profile/", sent)
    sentences = {"Role made: Clerk", "Bob got the role Clerk", "Team made: Support", "Account changed: Alicia"}

    def told(**narrowed: str) -> set[str]:
        page = words(olga.get(PAGE, narrowed))
        return {sentence for sentence in sentences if sentence in page}

    assert told() == told(kind="nonsense", by="nobody") == sentences
    assert told(kind="roles") == {"Role made: Clerk", "Bob got the role Clerk"}
    assert told(kind="teams") == {"Team made: Support"}
    assert told(kind="accounts", by=str(cast.alice.pk)) == told(by=str(cast.alice.pk)) == {"Account changed: Alicia"}
    assert told(kind="permissions") == set()


def test_the_next_page_stays_as_narrow(cast: Cast, olga: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_history, "LIMIT", 1)
    for name in ("First", "Second"):
        olga.post("/settings/roles/new/", {"name": name, "members": []})
        olga.post("/settings/teams/new/", {"name": f"Team {name}", "members": []})
    (further,) = re.findall(r'href="(\?[^"]*before=\d+)"', said(olga.get(PAGE, {"kind": "roles"})))
    earlier = words(olga.get(PAGE + further.replace("&amp;", "&")))
    assert "Role made: First" in earlier
    assert "Team made" not in earlier


@pytest.mark.parametrize("name", ["alice", "charlie", "rita", "dana"])
def test_only_owners_read_it(cast: Cast, name: str) -> None:
    client = sign_in(getattr(cast, name))
    for page in (PAGE, f"{PAGE}{cast.users['bob'].pk}/"):
        assert client.get(page).status_code == 403
    assert PAGE not in said(client.get("/people/"))


def test_a_stranger_is_sent_to_the_door_and_nobody_has_no_history(cast: Cast, olga: Client) -> None:
    assert Client().get(PAGE).headers["Location"].startswith("/accounts/login/")
    assert olga.get(f"{PAGE}{uuid4()}/").status_code == 404
    assert olga.get(f"{PAGE}nonsense/").status_code == 404


def test_reading_the_history_takes_as_many_queries_for_many_deeds_as_for_one(cast: Cast, olga: Client) -> None:
    taken = []
    for numbers in (range(1), range(1, 20)):
        for number in numbers:
            olga.post("/settings/roles/new/", {"name": f"Role {number}", "members": [str(cast.bob.pk)]})
        with CaptureQueriesContext(connection) as queries:
            assert words(olga.get(PAGE)).count("Role made") == numbers.stop
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_the_triggers_stay_in_place_when_the_database_is_brought_up_to_date_again(cast: Cast, olga: Client) -> None:
    call_command("migrate", verbosity=0)
    Role.objects.create(name="Clerk")
    assert Change.objects.filter(table="access_role", operation="I").count() == 1


@pytest.mark.parametrize("language", ["fa", "en"])
def test_names_are_kept_apart_from_the_sentence_they_stand_in(cast: Cast, language: str) -> None:
    olga = sign_in(cast.olga, language=language)
    olga.post("/settings/roles/new/", {"name": "Clerk & <b>", "members": [str(cast.bob.pk)]})
    told = said(olga.get(PAGE))
    with override(language):
        sentence = gettext("%(person)s got the role %(role)s")
    assert sentence % {"person": "<bdi>Bob</bdi>", "role": "<bdi>Clerk &amp; &lt;b&gt;</bdi>"} in told
