"""Signing in over a page: a part of that page for who is signed out, id and token for who is signed in."""

from django.contrib.auth import get_user
from django.http import HttpRequest
from django.test import Client

from tests.people import PASSWORD, Cast, sign_in

ADDRESS = "/accounts/login/again/"


def entered(client: Client, email: str, password: str, query: str = "") -> int:
    return client.post(f"{ADDRESS}{query}", {"login": email, "password": password}).status_code


def test_who_is_signed_in_gets_their_id_and_a_token_that_counts(cast: Cast) -> None:
    told = sign_in(cast.alice).get(ADDRESS)
    assert told.json()["user"] == str(cast.alice.pk)
    assert told.json()["token"]
    assert "no-store" in told["Cache-Control"]


def test_a_stranger_gets_the_form_and_nothing_else(cast: Cast) -> None:
    told = Client().get(ADDRESS)
    assert told["Content-Type"].startswith("text/html")
    assert b"<html" not in told.content
    assert str(cast.alice.pk).encode() not in told.content


def test_the_form_comes_in_the_language_of_the_page_below(cast: Cast) -> None:
    client = Client(headers={"Accept-Language": "en"})
    assert "ورود" in client.get(f"{ADDRESS}?language=fa").content.decode()
    assert "Sign in" in client.get(f"{ADDRESS}?language=xx").content.decode()


def test_the_right_password_signs_in_and_a_wrong_one_does_not(cast: Cast) -> None:
    user = cast.alice
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    assert entered(client, user.email, "not the password") == 422
    assert not is_in(client)
    assert entered(client, user.email, PASSWORD) == 200
    assert is_in(client)


def test_a_closed_account_stays_closed(cast: Cast) -> None:
    user = cast.bob
    user.set_password(PASSWORD)
    user.is_active = False
    user.save()
    client = Client()
    assert entered(client, user.email, PASSWORD) == 422
    assert not is_in(client)


def test_it_is_no_way_around_the_check_of_the_token(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post(ADDRESS, {"login": cast.alice.email, "password": PASSWORD})
    assert refused.status_code == 403
    assert refused["X-Page-Stale"]


def test_too_many_wrong_passwords_close_this_door_as_they_close_the_other(cast: Cast) -> None:
    client = Client(headers={"HX-Request": "true"})
    codes = [entered(client, cast.charlie.email, f"guess {n}", "?language=fa") for n in range(5)]
    assert codes[:4] == [422] * 4
    assert codes[4] == 429
    told = client.post(f"{ADDRESS}?language=fa", {"login": cast.charlie.email, "password": "another"}).content.decode()
    assert "<html" not in told
    assert "again-title" in told


def is_in(client: Client) -> bool:
    """Whether a browser is signed in now."""
    request = HttpRequest()
    request.session = client.session
    return get_user(request).is_authenticated
