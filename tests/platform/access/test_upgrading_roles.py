"""The first roles of an older workspace come up with what a new one would give them, where nobody has touched them."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import translation

from peyvand.platform.access import matrix
from peyvand.platform.access.models import Grant, Role, Scope
from peyvand.platform.accounts.actions import create_owner
from peyvand.platform.accounts.models import SYSTEM
from peyvand.platform.audit.models import Change, ChangeSet
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def member() -> Iterator[Role]:
    """The Member of a Persian owner's workspace, with the rights on settings that it began with once."""
    call_command("migrate", "access", "0001", verbosity=0)
    with translation.override("fa"):
        create_owner(email="olga@example.org", password=PASSWORD, name="Olga", first=True, language="fa")
    role = Role.objects.get(name="Member")
    Grant.objects.create(role=role, record_type="size-thresholds", verb="add", scope=Scope.ALL)
    Change.objects.update(change_set=ChangeSet.objects.get())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE access_role SET name = 'عضو' WHERE id = %s", [role.pk])
    Change.objects.filter(table="access_role", operation="U").delete()
    yield role
    call_command("migrate", "access", verbosity=0)


def rights(role: Role) -> set[str]:
    """The verbs that it grants on settings."""
    return set(Grant.objects.filter(role=role, record_type="size-thresholds").values_list("verb", flat=True))


def stored_name(role: Role) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM access_role WHERE id = %s", [role.pk])
        return str(cursor.fetchone()[0])


def test_a_member_that_nobody_touched_loses_what_a_new_one_has_not(member: Role) -> None:
    assert rights(member) == {"view", "add"}
    call_command("migrate", "access", verbosity=0)
    assert rights(member) == {"view"}
    assert stored_name(member) == "Member"
    deed = Change.objects.filter(table="access_grant", operation="D").get().change_set
    assert deed is not None
    assert (deed.by, deed.verb) == (None, "upgrade")
    assert "members change no settings" in deed.reason


def test_a_member_whose_rights_somebody_chose_keeps_them(member: Role) -> None:
    with translation.override("fa"):
        matrix.write({f"{member.pk}.people.delete": "all"}, by=SYSTEM)
    call_command("migrate", "access", verbosity=0)
    assert rights(member) == {"view", "add"}
    assert stored_name(member) == "Member"


def test_a_member_that_is_older_than_history_keeps_them(member: Role) -> None:
    Change.objects.filter(table="access_role").delete()
    call_command("migrate", "access", verbosity=0)
    assert rights(member) == {"view", "add"}


def test_a_role_that_users_named_themselves_keeps_name_and_rights(member: Role) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE access_role SET name = 'Clerk' WHERE id = %s", [member.pk])
    call_command("migrate", "access", verbosity=0)
    assert rights(member) == {"view", "add"}
    assert stored_name(member) == "Clerk"


def test_of_two_that_were_the_same_first_role_one_keeps_its_name(member: Role) -> None:
    other = Role.objects.create(name="Other")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE access_role SET name = 'Участник' WHERE id = %s", [other.pk])
    call_command("migrate", "access", verbosity=0)
    assert {stored_name(member), stored_name(other)} in ({"Member", "Участник"}, {"Member", "عضو"})
