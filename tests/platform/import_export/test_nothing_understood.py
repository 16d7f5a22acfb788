"""A file in which nothing is understood is refused, and a line of which nothing is taken is told."""

from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from peyvand.platform.accounts.models import User
from peyvand.platform.import_export.cli import CannotImport, import_file
from peyvand.platform.import_export.models import ImportRun
from peyvand.platform.import_export.runs import what_is_missing
from tests.imports import counts, prepared, take_in
from tests.people import sign_in

pytestmark = pytest.mark.django_db
STRANGE = "zzz,yyy\n1,2\n3,4\n"


@pytest.fixture
def olga(db: None) -> User:
    return User.objects.create_user("olga@example.org", name="Olga", is_owner=True)


def test_the_page_stays_with_the_columns_while_nothing_would_be_taken(olga: User) -> None:
    run, browser = prepared(STRANGE, by=olga), sign_in(olga, language="en")
    answer = browser.post(f"/imports/{run.pk}/start/", {"column-0": "", "source": ""})
    assert answer.status_code == 422
    assert "No column goes to a field" in answer.content.decode() and 'name="column-0"' in answer.content.decode()
    run.refresh_from_db()
    assert run.status == ImportRun.Status.DRAFT


NAMELESS = "aaa;E-Mail;bbb\nAnna;anna@m.example;Müller GmbH\n"
NO_NAME = "No column gives a name, and no line comes in without one. One must go to one of these: "


def test_the_page_says_at_once_that_no_column_gives_a_name_until_one_does(olga: User) -> None:
    run, browser = prepared(NAMELESS, by=olga), sign_in(olga, language="en")
    assert f"{NO_NAME}Name, Given name, Family name." in browser.get(f"/imports/{run.pk}/").content.decode()
    refused = browser.post(f"/imports/{run.pk}/start/", {"column-1": "emails", "source": ""})
    assert NO_NAME in refused.content.decode()
    run.refresh_from_db()
    assert run.status == ImportRun.Status.DRAFT
    assert browser.post(f"/imports/{run.pk}/start/", {"column-0": "given_name", "source": ""}).status_code == 302


@pytest.mark.parametrize(("text", "problem"), [(STRANGE, "No column goes to a field"), (NAMELESS, NO_NAME)])
def test_the_command_says_so_and_keeps_nothing(olga: User, tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(text)
    with pytest.raises(CannotImport, match=rf"rows\.csv: {problem}"):
        import_file(file)
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("text", "name", "lacks"),
    [
        ("company,phone\n", "rows.csv", False),
        ("id,email\n", "rows.csv", False),
        ("reference,email\n", "rows.csv", False),
        ("first name,position\n", "rows.csv", False),
        ("workplace,email\n", "rows.csv", True),
        ("姓名\n", "rows.csv", False),
    ],
)
def test_what_names_a_line(olga: User, text: str, name: str, lacks: bool) -> None:
    run = prepared(f"{text}x,y\n", by=olga, name=name)
    assert what_is_missing(run).startswith(NO_NAME) == lacks


def test_the_employer_names_nobody_in_a_list_of_employees(olga: User) -> None:
    run = prepared("x,email\nMehr Stone,a@mehr.example\n", by=olga, name="employees.csv")
    run.mapping |= {"x": "organisation"}
    assert what_is_missing(run).startswith(NO_NAME)


def test_records_without_names_need_none(olga: User) -> None:
    assert what_is_missing(prepared("value\n030 901820\n", by=olga, record="contact-points")) == ""


def test_a_line_of_which_nothing_is_taken_is_told(olga: User) -> None:
    run = take_in("name,zzz\nMehr Stone,1\n,2\n", by=olga)
    assert counts(run) == (1, 0, 0, 1)
    assert run.problems.get().line == 3


@pytest.mark.parametrize("text", ["name,email\n", "name;email", "name,email\n\n\n"])
def test_a_header_without_lines_is_refused_before_anything_is_kept(olga: User, tmp_path: Path, text: str) -> None:
    sent = SimpleUploadedFile("empty.csv", text.encode())
    answer = sign_in(olga, language="en").post("/imports/people/new/", {"file": sent})
    assert answer.status_code == 422
    assert "The file has a header, but no lines below it." in answer.content.decode()
    file = tmp_path / "empty.csv"
    file.write_text(text)
    with pytest.raises(CannotImport, match=r"empty\.csv: The file has a header"):
        import_file(file)
    assert not ImportRun.objects.exists()


def test_of_a_workbook_it_is_said_which_sheet_has_no_lines(olga: User, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["name"])
    book.create_sheet("Customers").append(["name"])
    book.save(tmp_path / "firms.xlsx")
    with pytest.raises(CannotImport, match=r"“Sheet” was read, of Sheet, Customers\. The file has a header"):
        import_file(tmp_path / "firms.xlsx")


def test_in_a_folder_it_keeps_no_other_file_out(olga: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text("name\n")
    (tmp_path / "customers.csv").write_text("name\nMehr Stone\n")
    assert [run.filename for run in import_file(tmp_path)] == ["customers.csv"]
    assert "a.csv: The file has a header, but no lines below it." in capsys.readouterr().err


def test_what_is_not_asked_about_a_file_is_refused_and_not_overlooked(olga: User, tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    file.write_text("value\n030 901820\n")
    with pytest.raises(CannotImport, match="know no default_country"):
        import_file(file, record="contact-points", options={"default_country": "DE"})
