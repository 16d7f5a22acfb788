"""Who comes in, how, and in which language."""

import threading
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from peyvand.contacts.models import Party, SizeThreshold
from peyvand.platform.access.models import Grant, Role
from peyvand.platform.accounts.actions import create_owner
from peyvand.platform.accounts.jobs import forget_ended_sessions
from peyvand.platform.accounts.models import Session, User
from peyvand.platform.audit.models import ChangeSet
from tests.people import PASSWORD, said, sign_in

OLGA = {"firm": "Orchard", "country": "IR", "name": "Olga", "email": "Olga@Example.org", "password": PASSWORD}


@pytest.fixture
def olga(db: None) -> User:
    """The owner, made on the first run."""
    return create_owner(email="olga@example.org", password=PASSWORD, name="Olga", firm="Orchard", first=True)


def test_an_empty_workspace_sends_everybody_to_its_set_up(db: None) -> None:
    assert Client().get("/people/").headers["Location"] == "/setup/"


def test_the_first_run_makes_an_owner_who_is_in_at_once(db: None) -> None:
    client = Client()
    assert client.get("/setup/").status_code == 200
    assert client.post("/setup/", OLGA).headers["Location"] == "/"
    user = User.objects.get()
    assert (user.email, user.is_owner, user.door) == ("olga@example.org", True, "staff")
    assert client.get("/people/").status_code == 200
    firm = Party.objects.get(is_focal=True)
    assert (firm.name, firm.country) == ("Orchard", "IR")
    assert SizeThreshold.objects.filter(country="").exists()
    assert set(Role.objects.values_list("name", flat=True)) == {"Manager", "Member", "Reader"}
    assert Grant.objects.filter(role__name="Reader").exclude(verb="view").count() == 0


def test_the_first_run_is_one_deed_of_the_new_owner(olga: User) -> None:
    (deed,) = ChangeSet.objects.all()
    assert (deed.by, deed.verb) == (olga, "add")
    tables = {"accounts_user", "access_role", "access_grant", Party._meta.db_table}
    assert tables <= set(deed.changes.values_list("table", flat=True))
    told = said(sign_in(olga).get("/settings/history/"))
    assert "Account made: <bdi>Olga</bdi>" in told
    assert "Role made: <bdi>Manager</bdi>" in told


def test_the_set_up_is_closed_for_ever_after(olga: User) -> None:
    client = Client()
    for answer in (client.get("/setup/"), client.post("/setup/", OLGA | {"email": "eve@example.org"})):
        assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/")
    with pytest.raises(ValidationError):
        create_owner(email="eve@example.org", password=PASSWORD, name="Eve", first=True)
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_first_runs_at_once_one_wins() -> None:
    outcomes: list[str] = []
    together = threading.Barrier(2)

    def run(name: str) -> None:
        together.wait()
        try:
            create_owner(email=f"{name}@example.org", password=PASSWORD, name=name, first=True)
            outcomes.append("made")
        except ValidationError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(name,)) for name in ("olga", "eve")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["made", "refused"]
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "short"},
        {"password": "1234567890"},
        {"email": "no address"},
        {"firm": ""},
        {"email": ""},
        {"country": ""},
    ],
)
def test_a_set_up_that_is_not_acceptable_is_explained(db: None, wrong: dict[str, str]) -> None:
    assert Client().post("/setup/", OLGA | wrong).status_code == 422
    assert not User.objects.exists()


@pytest.mark.parametrize(("password", "told"), [("short", "too short"), ("1234567890", "too common")])
def test_everything_that_is_wrong_with_a_set_up_is_told_at_once(db: None, password: str, told: str) -> None:
    page = said(Client().post("/setup/", OLGA | {"firm": "", "email": "no address", "password": password}))
    assert told in page and "Enter a valid email address." in page and "This field is required." in page


def test_neither_owner_nor_firm_has_a_name_that_turns_the_line_round(db: None) -> None:
    turned = {"name": "\u202eOlga", "firm": "\u202eOrchard\u2066"}
    assert Client().post("/setup/", OLGA | turned).status_code == 302
    assert (User.objects.get().name, Party.objects.get(is_focal=True).name) == ("Olga", "Orchard")


def log_in(email: str, password: str = PASSWORD) -> Any:
    return Client().post("/accounts/login/", {"login": email, "password": password})


@pytest.mark.parametrize("email", ["olga@example.org", "OLGA@Example.ORG", " olga@example.org "])
def test_an_address_is_the_same_in_any_case(olga: User, email: str) -> None:
    answer = log_in(email)
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(olga: User) -> None:
    wrong, unknown = log_in("olga@example.org", "wrong password"), log_in("eve@example.org", "wrong password")
    assert wrong.status_code == unknown.status_code == 200
    assert said(wrong).count("error") == said(unknown).count("error")


def test_five_wrong_passwords_close_the_door_for_a_while(olga: User) -> None:
    statuses = [log_in("olga@example.org", f"wrong password {n}").status_code for n in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    assert log_in("olga@example.org").status_code == 429
    assert log_in("OLGA@example.org").status_code == 429


def test_who_may_no_longer_sign_in_is_out_at_once(olga: User) -> None:
    client = sign_in(olga)
    assert client.get("/people/").status_code == 200
    User.objects.filter(pk=olga.pk).update(is_active=False)
    assert client.get("/people/").status_code == 302
    assert log_in("olga@example.org").headers.get("Location") != "/"


def test_strangers_cannot_make_accounts(olga: User) -> None:
    Client().post("/accounts/signup/", {"email": "eve@example.org", "password1": PASSWORD})
    assert User.objects.count() == 1


def test_a_stranger_s_language_is_kept_in_a_cookie(olga: User) -> None:
    client = Client()
    assert 'lang="en"' in said(client.get("/accounts/login/"))
    client.post("/language/", {"language": "fa", "next": "/accounts/login/"})
    assert 'lang="fa" dir="rtl"' in said(client.get("/accounts/login/"))
    assert 'lang="ru"' in said(Client().get("/accounts/login/", headers={"Accept-Language": "ru"}))


def test_a_user_s_language_is_kept_with_the_account(olga: User) -> None:
    client = sign_in(olga)
    client.post("/language/", {"language": "ru", "next": "/people/"})
    assert User.objects.get().language == "ru"
    assert 'lang="ru"' in said(sign_in(User.objects.get()).get("/people/", headers={"Accept-Language": "fa"}))


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(olga: User, away: str) -> None:
    assert Client().post("/language/", {"language": "fa", "next": away}).headers["Location"] == "/"
    answer = Client().post("/accounts/login/", {"login": "olga@example.org", "password": PASSWORD, "next": away})
    assert answer.headers["Location"] == "/"


def test_a_profile_is_one_s_own(olga: User) -> None:
    client = sign_in(olga)
    sent = {
        "name": "Olga O.",
        "language": "zh-hans",
        "theme": "dark",
        "time_zone": "Asia/Tehran",
        "is_owner": "",
        "email": "x@y.z",
    }
    assert client.post("/settings/profile/", sent).status_code == 302
    user = User.objects.get()
    assert (user.name, user.language, user.theme, user.time_zone) == ("Olga O.", "zh-hans", "dark", "Asia/Tehran")
    assert (user.is_owner, user.email) == (True, "olga@example.org")


@pytest.mark.django_db(transaction=True)
def test_who_is_in_stays_in_when_the_database_was_started_anew() -> None:
    olga = create_owner(email="olga@example.org", password=PASSWORD, name="Olga", firm="Orchard", first=True)
    client = sign_in(olga)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    with psycopg.connect(connection.connection.info.dsn, password=connection.connection.info.password) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
    assert client.get("/people/").status_code == 200


def test_who_was_locked_out_is_out_at_the_next_page(olga: User) -> None:
    client = sign_in(olga)
    User.objects.update(is_active=False)
    assert client.get("/people/").headers["Location"] == "/accounts/login/?next=%2Fpeople%2F"


def test_sessions_that_have_ended_are_forgotten(olga: User) -> None:
    sign_in(olga), sign_in(olga)
    ended = Session.objects.first()
    assert ended is not None and ended.user == olga
    Session.objects.filter(pk=ended.pk).update(expire_date=timezone.now())
    forget_ended_sessions(timestamp=0)
    assert Session.objects.filter(user=olga).count() == 1


@pytest.mark.parametrize(
    ("chosen", "device", "told"),
    [
        ("", "Asia/Tehran", "3:30"), ("", "", "12:00"), ("", "../../etc/passwd", "12:00"),
        ("", "Nowhere/City", "12:00"),        ("Asia/Shanghai", "Asia/Tehran", "8:00"),
    ],
)  # fmt: skip
def test_times_are_those_of_the_device_unless_another_zone_was_chosen(
    olga: User, chosen: str, device: str, told: str
) -> None:
    User.objects.update(time_zone=chosen)
    party = Party.objects.get(is_focal=True)
    Party.objects.filter(pk=party.pk).update(updated_at=datetime(2026, 1, 5, tzinfo=UTC))
    client = sign_in(olga, language="en")
    client.cookies["zone"] = device
    assert f"{told}\u202fAM" in said(client.get("/people/"))
