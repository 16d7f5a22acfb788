"""The owner names roles and says who has them; what cannot be is said at the field."""

from typing import Any
from unittest.mock import patch

import pytest

from peyvand.platform.access.forms import RoleForm
from peyvand.platform.access.models import Role
from tests.people import Cast, said, sign_in

NEW = "/settings/roles/new/"
TAKEN = "A role needs a name that no other role has."


def test_a_role_is_made_with_its_members(cast: Cast) -> None:
    answer = sign_in(cast.olga).post(NEW, {"name": "Night shift", "members": [str(cast.rita.pk)]})
    assert answer.status_code == 302
    assert list(Role.objects.get(name="Night shift").members.all()) == [cast.rita]


def test_the_members_of_a_role_are_shown_and_changed(cast: Cast) -> None:
    role, olga = Role.objects.get(name="Test reader"), sign_in(cast.olga)
    page = said(olga.get(f"/settings/roles/{role.pk}/"))
    assert page.count(" checked") == 1
    assert f'value="{cast.rita.pk}"' in page
    assert olga.post(f"/settings/roles/{role.pk}/", {"name": "Test reader"}).status_code == 302
    assert not role.members.exists()


@pytest.mark.parametrize("name", ["", "  ", "a\x00b", "x" * 81, "Test member"])
def test_a_name_that_cannot_be_is_refused(cast: Cast, name: str) -> None:
    before = Role.objects.count()
    answer = sign_in(cast.olga).post(NEW, {"name": name})
    assert answer.status_code == 422
    assert "field-error" in said(answer)
    assert Role.objects.count() == before


def test_a_name_that_another_role_took_meanwhile_is_refused(cast: Cast) -> None:
    with patch.object(RoleForm, "validate_unique"):
        answer = sign_in(cast.olga).post(NEW, {"name": "Test member"})
    assert answer.status_code == 422
    assert TAKEN in said(answer)


@pytest.mark.parametrize("member", ["nonsense", "dana"])
def test_only_the_staff_can_have_a_role(cast: Cast, member: str) -> None:
    chosen: Any = str(cast.dana.pk) if member == "dana" else member
    assert sign_in(cast.olga).post(NEW, {"name": "Night shift", "members": [chosen]}).status_code == 422
