"""The form of a user says which roles they have, so that whoever is new can work at once."""

import pytest
from django.test import Client
from django.utils.translation import override

from peyvand.platform.access.matrix import make_first_roles
from peyvand.platform.access.models import Role
from peyvand.platform.accounts.models import User
from peyvand.platform.audit.access_history import deeds
from tests.people import PASSWORD, Cast, said, sign_in

NEW = "/settings/people/new/"


def account(*roles: Role, **given: str) -> dict[str, object]:
    about = {"name": "Nora", "email": "nora@example.org", "is_active": "on", "password": PASSWORD} | given
    return {**about, "roles": [str(role.pk) for role in roles]}


def chosen(page: str, role: Role) -> bool:
    (box,) = (tag for tag in page.split("<input") if f'value="{role.pk}"' in tag)
    return " checked" in box.split(">")[0]


@pytest.mark.parametrize("language", ["en", "fa", "ru", "zh-hans"])
def test_a_new_user_is_offered_the_role_of_a_member_whatever_it_was_first_called(cast: Cast, language: str) -> None:
    Role.objects.all().delete()
    with override(language):
        make_first_roles()
    _manager, member, _reader = Role.objects.order_by("pk")
    page = said(sign_in(cast.olga).get(NEW))
    assert [chosen(page, role) for role in Role.objects.order_by("pk")] == [False, True, False]
    member.name = "Colleague"
    member.save()
    page = said(sign_in(cast.olga).get(NEW))
    assert not any(chosen(page, role) for role in Role.objects.all())


def test_a_new_user_with_a_role_sees_the_first_page(cast: Cast) -> None:
    reader = Role.objects.get(name="Test reader")
    assert sign_in(cast.olga).post(NEW, account(reader)).status_code == 302
    nora = Client()
    nora.post("/accounts/login/", {"login": "nora@example.org", "password": PASSWORD})
    assert nora.get("/", follow=True).status_code == 200
    assert list(User.objects.get(name="Nora").roles.all()) == [reader]


def test_the_roles_of_a_user_are_shown_and_changed_and_the_teams_stay(cast: Cast) -> None:
    olga, alice = sign_in(cast.olga), cast.alice
    reader, member = Role.objects.get(name="Test reader"), Role.objects.get(name="Test member")
    page = said(olga.get(f"/settings/people/{alice.pk}/"))
    assert (chosen(page, member), chosen(page, reader)) == (True, False)
    sent = account(reader, name="Alice", email=alice.email, password="")
    sent["teams"] = [str(team.pk) for team in alice.teams.all()]
    assert olga.post(f"/settings/people/{alice.pk}/", sent).status_code == 302
    assert list(cast.alice.roles.all()) == [reader]
    assert cast.alice.teams.count() == 1


def test_a_user_and_their_roles_are_one_deed_of_the_history(cast: Cast) -> None:
    sign_in(cast.olga).post(NEW, account(Role.objects.get(name="Test reader")))
    found, _rest = deeds(User.objects.get(name="Nora").pk)
    assert [[entry.what.striptags() for entry in deed.entries] for deed in found] == [
        ["Account made: Nora", "Nora got the role Test reader"]
    ]
    assert found[0].who == "Olga"


def test_what_is_not_acceptable_makes_neither_a_user_nor_a_member(cast: Cast) -> None:
    reader = Role.objects.get(name="Test reader")
    before = reader.members.count()
    answer = sign_in(cast.olga).post(NEW, account(reader, password="short"))
    assert answer.status_code == 422
    assert chosen(said(answer), reader)
    assert (reader.members.count(), User.objects.filter(name="Nora").exists()) == (before, False)


def test_a_guest_of_the_portal_is_offered_no_role_and_keeps_what_they_had(cast: Cast) -> None:
    olga, dana, had = sign_in(cast.olga), cast.dana, list(cast.dana.roles.all())
    reader = Role.objects.get(name="Test reader")
    assert 'name="roles"' not in said(olga.get(f"/settings/people/{dana.pk}/"))
    olga.post(f"/settings/people/{dana.pk}/", account(reader, name="Dana", email=dana.email, password=""))
    assert list(cast.dana.roles.all()) == had


def test_only_the_form_of_a_known_user_speaks_of_a_present_password(cast: Cast) -> None:
    olga, present = sign_in(cast.olga), "Leave empty to keep the present one."
    assert present not in said(olga.get(NEW))
    assert present in said(olga.get(f"/settings/people/{cast.alice.pk}/"))
