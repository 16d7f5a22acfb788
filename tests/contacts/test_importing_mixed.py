"""A file may hold people and organisations at once: each line says which it is."""

from pathlib import Path

import pytest

from peyvand.contacts.models import Party
from peyvand.platform.accounts.models import User
from peyvand.platform.import_export.cli import import_file
from peyvand.platform.import_export.engine import run_import
from peyvand.platform.import_export.models import ImportRun
from tests.imports import counts, prepared, take_in
from tests.people import sign_in

pytestmark = pytest.mark.django_db
MIXED = (
    "First name,Last name,Company,Job title,E-mail\n"
    "Ann,One,Mehr Stone,Buyer,ann@mehr.example\n"
    ",,Mehr Glass,,info@glass.example\n"
    "Ben,Two,,,ben@two.example\n"
    ",,Mehr Wood,Owner,\n"
    ",,,,lost@nowhere.example\n"
)


@pytest.fixture
def olga(db: None) -> User:
    return User.objects.create_user("olga@example.org", name="Olga", is_owner=True)


def kinds() -> dict[str, str]:
    return dict(Party.objects.values_list("name", "kind"))


def test_every_line_of_a_mixed_file_becomes_what_it_says(olga: User) -> None:
    run = take_in(MIXED, by=olga)
    assert counts(run) == (4, 0, 0, 1)
    assert kinds() == {
        "Ann One": "person", "Mehr Stone": "organisation", "Mehr Glass": "organisation", "Ben Two": "person",
        "Mehr Wood": "organisation",
    }  # fmt: skip
    ann = Party.objects.preloaded().get(name="Ann One")
    assert (ann.organisation, ann.position) == ("Mehr Stone", "Buyer")
    assert Party.objects.get(name="Mehr Glass").emails == ["info@glass.example"]
    told = dict(run.problems.values_list("line", "text"))
    assert set(told) == {5, 6}
    assert told[5] == "“Owner” needs a person, and the line names none. It was kept as a remark."
    assert Party.objects.get(name="Mehr Wood").unknown_properties == ["position: Owner"]
    assert "A name is needed" in told[6]


def test_it_comes_in_once(olga: User) -> None:
    take_in(MIXED, by=olga)
    assert counts(take_in(MIXED, by=olga)) == (0, 0, 4, 1)


def test_one_name_column_does_it_too(olga: User) -> None:
    take_in("Name,Company,E-mail\nAnn One,Mehr Stone,ann@mehr.example\n,Mehr Glass,info@glass.example\n", by=olga)
    assert kinds() == {"Ann One": "person", "Mehr Stone": "organisation", "Mehr Glass": "organisation"}


@pytest.mark.parametrize(
    "heading", ["Имя,Фамилия,Компания,Почта", "نام,نام خانوادگی,شرکت,ایمیل", "given name,姓氏,公司,邮箱"]
)
def test_in_every_language(olga: User, heading: str) -> None:
    run = take_in(f"{heading}\nАнна,Берг,سنگ مهر,a@berg.example\n,,石头公司,info@stone.example\n", by=olga)
    assert counts(run) == (2, 0, 0, 0)
    assert kinds() == {"Анна Берг": "person", "سنگ مهر": "organisation", "石头公司": "organisation"}


def test_a_list_of_customers_can_hold_people(olga: User) -> None:
    take_in("first name,last name,company\nAnn,One,Mehr Stone\n,,Mehr Glass\n", by=olga, name="customers.csv")
    assert kinds() == {"Ann One": "person", "Mehr Stone": "organisation", "Mehr Glass": "organisation"}
    assert Party.objects.get(name="Ann One").roles == Party.objects.get(name="Mehr Glass").roles == ["customer"]


def test_nobody_s_name_in_a_list_of_employees_makes_no_firm(olga: User) -> None:
    run = take_in("first name,last name,company\nAnn,One,Mehr Stone\n,,Mehr Glass\n", by=olga, name="employees.csv")
    assert counts(run) == (1, 0, 0, 1)
    assert "A name is needed" in run.problems.get().text


def test_a_line_that_names_its_kind_is_of_that_kind(olga: User) -> None:
    take_in("kind,name,company\norganisation,,Mehr Stone\nperson,Ann One,Mehr Stone\nperson,Mehr Glass,\n", by=olga)
    assert kinds() == {"Mehr Stone": "organisation", "Ann One": "person", "Mehr Glass": "person"}


def test_the_page_says_what_counts_where_lines_say_it_themselves(olga: User) -> None:
    run, browser = prepared(MIXED, by=olga), sign_in(olga, language="en")
    page = browser.get(f"/imports/{run.pk}/").content.decode()
    assert "Unless the line itself says it" in page
    fields = dict(enumerate(["given_name", "family_name", "organisation", "position", "emails"]))
    chosen = {f"column-{number}": field for number, field in fields.items()}
    browser.post(f"/imports/{run.pk}/start/", {**chosen, "constant-kind": "organisation"})
    run_import(ImportRun.objects.get(pk=run.pk))
    assert kinds()["Ann One"] == "person"
    assert kinds()["Mehr Glass"] == "organisation"


def test_the_command_line_takes_it_the_same_way(olga: User, tmp_path: Path) -> None:
    file = tmp_path / "mixed.csv"
    file.write_text(MIXED)
    assert counts(import_file(file)[0]) == (4, 0, 0, 1)
