"""Files come in every encoding and shape; each record arrives or is reported, and no file brings the reader down."""

import csv
import io
import json
import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peyvand.platform.import_export.readers import Table, Unreadable, detect, open_table
from peyvand.platform.import_export.readers.csv import LONGEST_CELL

SHARED = Path(os.environ.get("PEYVAND_SHARED") or Path(__file__).resolve().parents[3].parent / "shared") / "data"
FORMATS = SHARED / "formats"
needs_formats = pytest.mark.skipif(not FORMATS.exists(), reason="../shared/data/formats is absent")
SPECTRUM = sorted((FORMATS / "csv_spectrum/csvs").glob("*.csv")) if FORMATS.exists() else []


def table_of(content: bytes | str, encoding: str = "utf-8") -> Table:
    return open_table(io.BytesIO(content.encode(encoding) if isinstance(content, str) else content))


def cells_of(content: bytes | str, encoding: str = "utf-8") -> list[list[str]]:
    return [row.cells for row in table_of(content, encoding).rows]


@needs_formats
def test_the_csv_spectrum_is_read_as_expected() -> None:
    assert len(SPECTRUM) == 11
    for path in SPECTRUM:
        content = path.read_bytes()
        if path.stem.endswith("_crlf"):  # whatever became of its line ends on the way here
            content = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        table = table_of(content)
        records = [dict(zip(table.columns, row.cells, strict=True)) for row in table.rows]
        expected = json.loads((FORMATS / f"csv_spectrum/json/{path.stem}.json").read_text(encoding="utf-8"))
        assert records == expected, path.name


@needs_formats
def test_the_contacts_export_arrives_whole() -> None:
    path = FORMATS / "atomic_crm/test-data/contacts.csv"
    with path.open(encoding="utf-8", newline="") as file:
        expected = list(csv.reader(file))
    with open_table(path) as table:
        rows = list(table.rows)
    assert table.columns == expected[0]
    assert [row.cells for row in rows] == expected[1:] and not any(row.problem for row in rows)


@needs_formats
def test_every_northwind_table_arrives_whole() -> None:
    for path in sorted((SHARED / "northwind/csv").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            expected = list(csv.reader(file))
        with open_table(path) as table:
            assert [table.columns, *(row.cells for row in table.rows)] == expected, path.name
        assert (table.encoding, table.delimiter) == ("utf-8", ",")


PERSIAN = "نام;شهر\nسارا كريمي;تهران\nپرويز چنگيزي;گرگان\n"
RUSSIAN = "Имя;Город\nСара Каримова;Москва\nИван Щербаков;Нижний Новгород\n"
CHINESE = "姓名,城市\n王小明,北京\n李华,广州市越秀区\n"
GERMAN = "Name;Straße\nJürgen Müller;Große Gasse 5\nFrançois Léger;Küßnacht\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((text, code) for text in (PERSIAN, RUSSIAN, CHINESE, GERMAN) for code in ("utf-8", "utf-8-sig", "utf-16")),
        (GERMAN, "cp1252"),
        (RUSSIAN, "cp1251"),
        (PERSIAN, "cp1256"),
        (CHINESE, "gb18030"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "utf-16-be"),
    ],
)  # fmt: skip
def test_the_encoding_is_recognised(text: str, encoding: str) -> None:
    table = table_of(text, encoding)
    delimiter = "," if text is CHINESE else ";"
    assert [table.columns, *(row.cells for row in table.rows)] == [line.split(delimiter) for line in text.splitlines()]


def test_an_encoding_that_shows_late_is_still_recognised() -> None:
    plain = "name,city\n" + "John,Doe\n" * 60_000
    assert cells_of((plain + "Jürgen,Köln\n").encode("cp1252"))[-1] == ["Jürgen", "Köln"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_recognised(delimiter: str) -> None:
    lines = [["name", "price", "note"], ["a", "1,5", "x; y"], ["b", "2|3", ""]]
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(lines)
    table = table_of(file.getvalue())
    assert table.delimiter == delimiter
    assert [table.columns, *(row.cells for row in table.rows)] == lines


def test_the_hint_that_excel_writes_is_followed() -> None:
    table = table_of("sep=;\r\na;b\r\n1,2;3\r\n")
    assert table.columns == ["a", "b"] and [tuple(row)[:2] for row in table.rows] == [(3, ["1,2", "3"])]


def test_one_column_is_a_table() -> None:
    assert cells_of("name\nSara\n\nAli\n") == [["Sara"], ["Ali"]]


def test_repeated_and_empty_headers_get_names() -> None:
    table = table_of("a,b,a,,a,a (2)\n1,2,3,4,5,6\n")
    assert table.columns == ["a", "b", "a (3)", "Column 4", "a (4)", "a (2)"]
    assert len(table.notes) == 3


def test_rows_that_say_more_than_the_header_are_kept_and_reported() -> None:
    rows = list(table_of("a,b\n1\n1,2,3\n1,2\n1,2,, \n1,,,4\n").rows)
    assert [row.cells for row in rows] == [["1", ""], ["1", "2", "3"], ["1", "2"], ["1", "2"], ["1", "", "", "4"]]
    assert [row.problem for row in rows] == [
        "",
        "1 cell more than the header.",
        "",
        "",
        "2 cells more than the header.",
    ]


def test_rows_know_the_line_they_begin_on() -> None:
    assert [row.line for row in table_of('a,b\n1,"x\ny"\n\n3,4\n').rows] == [2, 5]


def test_long_cells_survive() -> None:
    long = "é" * 10_000
    assert cells_of(f"a,b\n{long},1\n") == [[long, "1"]]


def test_zero_bytes_are_left_out_and_noted() -> None:
    table = table_of(b"a,b\n1\x00,2\n" + b"3,4\n" * 20)
    assert next(table.rows).cells == ["1", "2"]
    list(table.rows)
    assert "Zero bytes" in table.notes[-1]


def test_a_quotation_mark_that_is_never_closed_is_reported() -> None:
    rows = list(table_of('a,b\n1,"2\n3,4\n5,6\n').rows)
    assert rows[-1].problem.startswith("A quotation mark")
    table = table_of('a,b\n1,"2\n' + "3,4\n" * LONGEST_CELL)
    with pytest.raises(Unreadable, match="Line 2"):
        list(table.rows)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (random.Random(1).randbytes(5000), "not text"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "XLS"),
        (b"<!DOCTYPE html><table>", "web page"),
        (b"PK\x03\x04 not really", "workbook"),
        (b"\xff\xfe\x00\xd8\x00\xd8", "utf-16"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(content: bytes, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        open_table(io.BytesIO(content))


def test_a_missing_file_is_refused_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cannot be opened"):
        open_table(tmp_path / "none.csv")


def test_formats_are_told_apart_by_content(tmp_path: Path) -> None:
    path = tmp_path / "contacts.xlsx"
    path.write_bytes("\ufeff\r\nbegin:vcard\r\nversion:3.0\r\nend:vcard\r\n".encode("utf-16"))
    assert detect(path) == "vcard"
    path.write_text("a,b\n1,2\n")
    assert detect(path) == "csv"


def test_a_file_that_was_given_open_stays_open() -> None:
    file = io.BytesIO(b"a,b\n1,2\n")
    with open_table(file) as table:
        list(table.rows)
    assert not file.closed


@settings(max_examples=300)
@given(
    st.binary(max_size=300)
    | st.lists(
        st.sampled_from(
            [b'"', b",", b";", b"\n", b"\r", b"\x00", b"a", b"\xff\xfe", b"\xc3", b"BEGIN:VCARD\n", b"PK\x03\x04"]
        ),
        max_size=40,
    ).map(b"".join)
)
def test_no_bytes_raise_anything_but_unreadable(content: bytes) -> None:
    try:
        table = table_of(content)
        for row in table.rows:
            assert len(row.cells) >= len(table.columns)
    except Unreadable as error:
        assert str(error)


cell = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00'"), max_size=20)


@given(st.lists(st.lists(cell, min_size=3, max_size=3), max_size=8), st.sampled_from(["utf-8-sig", "utf-16"]))
def test_quoted_cells_survive_whatever_is_in_them(rows: list[list[str]], encoding: str) -> None:
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *rows])
    assert cells_of(file.getvalue(), encoding) == rows
