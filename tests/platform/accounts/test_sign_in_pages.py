"""Of the pages of allauth only those for signing in and for passwords are open."""

import pytest
from django.test import Client

from peyvand.platform.accounts.models import User
from tests.people import PASSWORD, Cast, sign_in


@pytest.mark.parametrize("page", ["signup/", "email/", "inactive/", "confirm-email/", "reauthenticate/", "login/code/"])
def test_pages_without_a_use_are_not_there(cast: Cast, page: str) -> None:
    assert sign_in(cast.alice).get(f"/accounts/{page}").status_code == 404


def test_nobody_changes_the_address_they_sign_in_with(cast: Cast) -> None:
    sign_in(cast.alice).post("/accounts/email/", {"action_add": "", "email": "mallory@example.org"})
    assert User.objects.get(pk=cast.alice.pk).email == "alice@example.org"


@pytest.mark.parametrize("page", ["login/", "password/reset/", "password/reset/key/done/"])
def test_pages_for_who_is_not_signed_in_are_drawn(cast: Cast, page: str) -> None:
    response = Client().get(f"/accounts/{page}")
    assert response.status_code == 200
    assert "data-theme" in response.content.decode()


def test_who_has_no_password_yet_is_asked_for_one_on_a_page_of_ours(cast: Cast) -> None:
    response = sign_in(cast.alice).get("/accounts/password/change/", follow=True)
    assert response.status_code == 200
    assert "data-theme" in response.content.decode()


def test_who_may_no_longer_sign_in_is_told_so_at_the_form(cast: Cast) -> None:
    alice = cast.alice
    alice.set_password(PASSWORD)
    alice.is_active = False
    alice.save()
    response = Client().post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert response.status_code == 200
    assert "inactive" in response.content.decode()
