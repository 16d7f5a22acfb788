"""An export is whole or not there, and says why it is not."""

from pathlib import Path

import pytest

from peyvand.platform.import_export import exporting, writers
from peyvand.platform.import_export.cli import CannotImport, export_file
from peyvand.platform.records.record import record_at
from tests.people import Cast, said, sign_in


def test_what_was_not_understood_stays_at_home() -> None:
    assert "unknown_properties" not in exporting.header(record_at("people"))
    assert "note" in exporting.header(record_at("people"))


@pytest.mark.usefixtures("cast")
def test_a_file_takes_its_name_when_it_is_whole(tmp_path: Path) -> None:
    for name in ("people.csv", "people.xlsx"):
        assert export_file("people", tmp_path / name) == (tmp_path / name).stat().st_size > 0
    assert sorted(file.name for file in tmp_path.iterdir()) == ["people.csv", "people.xlsx"]


@pytest.mark.usefixtures("cast")
def test_a_sheet_that_would_not_hold_it_all_is_not_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writers, "_XLSX_CELL", 40)
    (tmp_path / "people.xlsx").write_text("the export of yesterday")
    with pytest.raises(CannotImport, match="export these as CSV"):
        export_file("people", tmp_path / "people.xlsx")
    assert [file.read_text() for file in tmp_path.iterdir()] == ["the export of yesterday"]


def test_the_page_says_why_there_is_no_file(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writers, "_XLSX_CELL", 40)
    answer = sign_in(cast.olga).get("/export/people.xlsx")
    assert answer.status_code == 422
    assert "export these as CSV" in said(answer)
    assert "To the first page" in said(answer)
