"""An export is whole or not there, and says why it is not."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from django.utils.translation import get_language, override

from peyvand.contacts.models import Party
from peyvand.platform.import_export import exporting, writers
from peyvand.platform.import_export.cli import CannotImport, export_file
from peyvand.platform.records.listing import Query
from peyvand.platform.records.record import record_at
from peyvand.platform.search import matching
from tests.people import FIRM, Cast, make_many, said, sign_in, whole


def test_what_was_not_understood_stays_at_home() -> None:
    assert "unknown_properties" not in exporting.header(record_at("people"))
    assert "note" in exporting.header(record_at("people"))


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_file_says_the_same_in_every_language(cast: Cast, format: str) -> None:
    answers = {
        language: whole(sign_in(cast.olga, language=language).get(f"/export/people.{format}"))
        for language in ("en", "fa")
    }
    lines = {language: _lines(answer, format) for language, answer in answers.items()}
    assert any("work: person0@example.org" in cell for line in lines["fa"] for cell in line)
    assert lines["fa"] == lines["en"]


def test_the_language_of_the_reader_stays_what_it_was_between_lines(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "CHUNK", 1)
    with override("fa"):
        lines = exporting.rows(Query(record_at("people"), cast.olga))
        told = [(get_language(), " ".join(line)) for line in lines]
    assert [language for language, _line in told] == ["fa"] * Party.objects.count()
    assert any("work: person0@example.org" in line for _language, line in told)


def _lines(file: bytes, format: str) -> list[list[str]]:
    if format == "csv":
        return list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(file)).worksheets[0]
    return [[str(cell or "") for cell in line] for line in sheet.iter_rows(values_only=True)]


def _names(cast: Cast, format: str, **address: str) -> list[str]:
    """The names in the file that a list at this address links to."""
    head, *lines = _lines(whole(sign_in(cast.olga).get(f"/export/people.{format}", address)), format)
    return sorted(line[head.index("name")] for line in lines)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_export_of_a_search_has_what_the_list_found(cast: Cast, format: str) -> None:
    olga = sign_in(cast.olga)
    for text in ("person", "al", "firm ali", "person 0", "nobody at all", "!"):
        shown = olga.get("/api/people/", {"q": text, "limit": "500"}).json()["results"]
        assert _names(cast, format, q=text) == sorted(row["name"] for row in shown), text
    assert _names(cast, format, q="al") == [FIRM]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_export_of_a_search_keeps_to_the_filters_too(cast: Cast, format: str) -> None:
    Party.objects.filter(name__in=["Person 000", FIRM]).update(country="FR")
    assert _names(cast, format, country="FR") == [FIRM, "Person 000"]
    assert _names(cast, format, q="person", country="FR") == ["Person 000"]
    assert len(_names(cast, format, q="person")) > 1


def test_the_export_of_a_search_has_more_than_a_list_ranks(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    make_many(record_at("people"), range(1, 4), cast=cast)
    monkeypatch.setattr(matching, "CANDIDATES", 2)
    assert {f"Person {number:03}" for number in range(4)} <= set(_names(cast, "csv", q="person"))


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
