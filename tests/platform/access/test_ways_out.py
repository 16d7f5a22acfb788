"""Whoever is refused, or meets an error, can still sign out; who has no role yet reads whom to ask."""

from unittest.mock import PropertyMock, patch

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.test import Client, RequestFactory

from peyvand.platform.accounts.models import User
from peyvand.platform.ui import errors
from tests.people import Cast, said, sign_in

NO_ROLE = "You have no role yet"
WAY_OUT = 'href="/accounts/logout/"'
SIGN_OUT = {"en": "Sign out", "fa": "خروج", "ru": "Выйти", "zh-hans": "退出登录"}


@pytest.fixture
def nora(cast: Cast) -> User:
    """A colleague without any role."""
    return User.objects.create(email="nora@example.org", name="Nora", language="en", password="!")


def test_who_has_no_role_reads_whom_to_ask_and_can_sign_out(nora: User) -> None:
    User.objects.create(email="gone@example.org", name="Gone", is_owner=True, is_active=False)
    browser = sign_in(nora)
    answer = browser.get("/", follow=True)
    assert answer.status_code == 403
    page = said(answer)
    assert NO_ROLE in page
    assert "for one: Olga<" in page
    assert WAY_OUT in page
    assert "Sign out?" in said(browser.get("/accounts/logout/"))
    browser.post("/accounts/logout/")
    assert "/accounts/login/" in browser.get("/people/").headers["Location"]


@pytest.mark.parametrize("name", ["rita", "dana"])
def test_who_has_a_role_or_is_a_guest_reads_the_reason_itself(cast: Cast, name: str) -> None:
    answer = sign_in(getattr(cast, name)).get("/settings/roles/")
    assert answer.status_code == 403
    assert NO_ROLE not in said(answer)
    assert WAY_OUT in said(answer)


@pytest.mark.parametrize(("language", "words"), SIGN_OUT.items())
def test_a_page_that_is_not_there_has_a_way_out_in_every_language(cast: Cast, language: str, words: str) -> None:
    answer = sign_in(cast.alice, language=language).get("/nothing/")
    assert answer.status_code == 404
    assert f"{WAY_OUT}><span>{words}</span></a>" in said(answer)


def test_a_broken_page_has_a_way_out(cast: Cast) -> None:
    browser = sign_in(cast.alice)
    browser.raise_request_exception = False
    with patch("peyvand.platform.accounts.views.ProfileForm", side_effect=RuntimeError):
        answer = browser.get("/settings/profile/")
    assert answer.status_code == 500
    assert WAY_OUT in said(answer)


def test_where_the_database_is_silent_the_page_of_the_error_comes_all_the_same(rf: RequestFactory) -> None:
    request = rf.get("/people/")
    request.user = User()
    with patch.object(User, "is_authenticated", PropertyMock(side_effect=OperationalError)):
        answer = errors.server_error(request)
    assert answer.status_code == 500
    assert WAY_OUT not in said(answer)


def test_strangers_are_offered_no_sign_out(db: None, rf: RequestFactory) -> None:
    assert WAY_OUT not in said(Client().get("/static/nothing.css"))
    assert WAY_OUT not in said(errors.forbidden(rf.get("/"), PermissionDenied("So it is.")))
