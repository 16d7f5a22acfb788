"""The command line reads a file as the page of whoever imports would, and tells as much, in their language."""

from pathlib import Path

import openpyxl
import pytest

from peyvand.contacts.models import Party
from peyvand.platform.accounts.models import User
from peyvand.platform.import_export.cli import CannotImport, export_file, import_file
from peyvand.platform.records.record import all_records
from tests.imports import counts

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga(db: None) -> User:
    return User.objects.create_user("olga@example.org", name="Olga", is_owner=True, language="fa")


def test_days_are_read_in_the_calendar_of_the_language_of_whoever_imports(olga: User, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("نام,نام خانوادگی,تاریخ تولد\nسارا,کریمی,1369/02/11\nعلی,احمدی,۱۳۶۰/۰۱/۰۱\n")
    assert counts(import_file(file)[0]) == (2, 0, 0, 0)
    assert sorted(str(party.birthday) for party in Party.objects.all()) == ["1981-03-21", "1990-05-01"]


def test_what_is_told_is_told_in_that_language(olga: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("full name,birthday\nSara Karimi,1369/13/40\n")
    run = import_file(file)[0]
    assert run.language == "fa"
    told = capsys.readouterr()
    assert "۱ گزارش شد" in told.out
    assert "۲: زادروز" in told.err
    file.write_bytes(b"")
    with pytest.raises(CannotImport) as refused:
        import_file(file)
    assert "فایل" in str(refused.value)


@pytest.mark.parametrize("language", ["", "tlh"])
def test_who_has_chosen_no_language_is_answered_in_english(
    olga: User, tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    User.objects.update(language=language)
    file = tmp_path / "rows.csv"
    file.write_text("full name,birthday\nSara Karimi,1990-05-01\n")
    import_file(file)
    assert "1 lines, 1 created" in capsys.readouterr().out


def put_book(path: Path, rows: list[list[str]]) -> Path:
    """A workbook with these rows on its first sheet, and a second sheet."""
    book = openpyxl.Workbook()
    book.active.title = "Customers"
    for row in rows:
        book.active.append(row)
    book.create_sheet("Suppliers").append(["name"])
    book.save(path)
    return path


def test_that_further_sheets_were_left_out_is_told(
    olga: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    User.objects.update(language="en")
    import_file(put_book(tmp_path / "firms.xlsx", [["name", "email"], ["Mehr Stone", "info@mehr.example"]]))
    assert "The sheet “Customers” was read, of Customers, Suppliers." in capsys.readouterr().err


def test_it_is_told_also_when_nothing_is_understood(
    olga: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    User.objects.update(language="en")
    with pytest.raises(CannotImport):
        import_file(put_book(tmp_path / "firms.xlsx", [["zzz"], ["1"]]))
    assert "was read, of Customers, Suppliers" in capsys.readouterr().err


def test_a_file_of_another_kind_is_refused_and_not_written(olga: User, tmp_path: Path) -> None:
    User.objects.update(language="en")
    with pytest.raises(CannotImport, match=r"files end in \.csv or \.xlsx"):
        export_file("people", tmp_path / "people.pdf")
    assert list(tmp_path.iterdir()) == []


def test_who_misspells_the_kind_of_a_record_is_told_those_that_there_are(olga: User, tmp_path: Path) -> None:
    User.objects.update(language="en")
    file = tmp_path / "people.csv"
    with pytest.raises(CannotImport, match=r"called “peple”\. There are: .*people.*consents") as refused:
        export_file("peple", file)
    assert all(record.url in str(refused.value) for record in all_records())
    file.write_text("name\nAnn\n")
    with pytest.raises(CannotImport, match=r"There are: .*people"):
        import_file(file, record="peple")


def test_no_invisible_marks_go_to_the_terminal(olga: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "people.csv"
    file.write_text("name,phone\nAnn,12\n")
    (run,) = import_file(file)
    assert "\u2066" in run.problems.get().text  # a page needs it
    told = capsys.readouterr()
    assert "+" in told.err and not {*"\u2066\u2067\u2068\u2069"} & {*told.out, *told.err}


def test_lines_that_are_not_told_one_by_one_are_counted(
    olga: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "people.csv"
    User.objects.update(language="en")
    file.write_text("name,birthday\n" + "Ann,nonsense\n" * 25)
    import_file(file)
    assert "… and 5 more" in capsys.readouterr().err
