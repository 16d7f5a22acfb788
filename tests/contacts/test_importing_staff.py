"""Staff belong to the firm that runs Peyvand, also when whoever brings them in may not see its record."""

from pathlib import Path

import pytest

from peyvand.contacts.models import Party, Position
from peyvand.platform.access.models import Grant, Role
from peyvand.platform.accounts.actions import create_owner
from peyvand.platform.accounts.models import User
from peyvand.platform.import_export.cli import import_file
from tests.imports import counts, take_in
from tests.people import PASSWORD, said, sign_in

pytestmark = pytest.mark.django_db
STAFF = "employee_id,first_name,last_name,title\n1,Ann,One,Buyer\n2,Ben,Two,Seller\n"


@pytest.fixture
def charlie(db: None) -> User:
    """May import, and sees only what is his own: the firm is not."""
    olga = create_owner(email="olga@example.org", password=PASSWORD, name="Olga", firm="Northwind Traders", first=True)
    Party.objects.filter(is_focal=True).update(owner=olga)
    stranger = User.objects.create_user("charlie@example.org", name="Charlie")
    role = Role.objects.create(name="Own records")
    role.members.add(stranger)
    for verb in ("view", "add", "change", "import", "export"):
        Grant.objects.create(role=role, record_type="people", verb=verb, scope="own")
    return stranger


def firm() -> Party:
    focal: Party = Party.objects.get(is_focal=True)
    return focal


def test_staff_whom_a_colleague_brings_in_make_no_second_firm(charlie: User) -> None:
    assert counts(take_in(STAFF, by=charlie, name="employees.csv")) == (2, 0, 0, 0)
    assert Party.objects.filter(kind="organisation").get() == firm()
    assert {position.organisation for position in Position.objects.all()} == {firm()}
    assert counts(take_in(STAFF, by=charlie, name="employees.csv")) == (0, 0, 2, 0)


def test_the_command_line_makes_none_either(charlie: User, tmp_path: Path) -> None:
    file = tmp_path / "employees.csv"
    file.write_text(STAFF)
    assert counts(import_file(file, by="charlie@example.org")[0]) == (2, 0, 0, 0)
    assert Party.objects.filter(kind="organisation").get() == firm()


def test_nor_do_the_page_and_the_programs(charlie: User) -> None:
    browser = sign_in(charlie)
    body = {"kind": "person", "name": "Cem Three", "organisation": "northwind traders", "position": "Driver"}
    assert browser.post("/api/people/", body, content_type="application/json").status_code == 201
    assert browser.post("/people/new/", body | {"name": "Dora Four"}).status_code in (200, 302)
    assert set(Position.objects.values_list("person__name", "organisation")) == {
        ("Cem Three", firm().pk),
        ("Dora Four", firm().pk),
    }


def test_the_link_tells_nothing_of_the_firm(charlie: User) -> None:
    Party.objects.filter(is_focal=True).update(note="Between ourselves", reference="secret:1")
    take_in(STAFF, by=charlie, name="employees.csv")
    browser, ann = sign_in(charlie), Party.objects.get(name="Ann One")
    assert browser.get(f"/people/{firm().pk}/").status_code == 404
    for address in (f"/people/{ann.pk}/", f"/people/{ann.pk}/panel/", f"/api/people/{ann.pk}/", "/export/people.csv"):
        told = said(browser.get(address))
        assert "Northwind Traders" in told
        assert [secret for secret in (str(firm().pk), "Between ourselves", "secret:1") if secret in told] == []


def test_a_firm_of_the_same_name_as_another_of_ours_is_not_taken_for_it(charlie: User) -> None:
    take_in("name,organisation,position\nEva Five,Northwind Trading,Buyer\n", by=charlie)
    assert Position.objects.get().organisation != firm()
