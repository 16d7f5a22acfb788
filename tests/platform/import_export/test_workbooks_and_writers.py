"""What is exported comes back exactly, runs nothing in a spreadsheet, and no workbook is a trap."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from peyvand.platform.import_export.formulas import with_guard, without_guard
from peyvand.platform.import_export.readers import Table, Unreadable, detect, open_table, traps
from peyvand.platform.import_export.readers import xlsx as xlsx_reader
from peyvand.platform.import_export.writers import csv_rows, write_xlsx


def workbook_of(*sheets: tuple[str, list[list[object]]]) -> io.BytesIO:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file


def written(header: list[str], rows: list[list[str]]) -> io.BytesIO:
    file = io.BytesIO()
    write_xlsx(file, header, rows)
    return file


def zipped(**parts: bytes) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file


def with_shared_texts(rows: list[list[object]]) -> io.BytesIO:
    """A workbook whose cells name their texts, as spreadsheets save them."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for line, cells in enumerate(rows):
            sheet.write_row(line, 0, cells)
    return file


def all_of(table: Table) -> list[list[str]]:
    return [table.columns, *(row.cells for row in table.rows)]


def test_numbers_and_dates_become_plain_text() -> None:
    moment = dt.datetime(2026, 11, 21, 14, 30)
    rows: list[list[object]] = [["a", "b", "c", "d", "e", "f"], [5, 1.5, moment, dt.date(2026, 11, 21), True, "۱۲"]]
    table = open_table(workbook_of(("Sheet", rows)))
    assert all_of(table)[1] == ["5", "1.5", "2026-11-21 14:30:00", "2026-11-21", "true", "۱۲"]


def test_the_first_sheet_with_cells_is_read() -> None:
    file = workbook_of(("Empty", []), ("Data", [["a", "b"], ["1", "2"]]), ("More", [["c"], ["3"]]))
    table = open_table(file)
    assert all_of(table) == [["a", "b"], ["1", "2"]]
    assert table.sheets == ["Empty", "Data", "More"] and "Data" in table.notes[0]
    assert all_of(xlsx_reader.open_table(file, "More")) == [["c"], ["3"]]
    with pytest.raises(Unreadable, match="no sheet"):
        xlsx_reader.open_table(file, "Nothing")


def test_rows_know_their_line_and_blank_ones_are_passed_over() -> None:
    rows: list[list[object]] = [["a", "b"], [], ["1", "2"], ["1", "2", "3"]]
    read = list(open_table(workbook_of(("S", rows))).rows)
    assert [(row.line, row.cells, bool(row.problem)) for row in read] == [
        (3, ["1", "2"], False),
        (4, ["1", "2", "3"], True),
    ]


def test_a_workbook_without_cells_is_refused() -> None:
    with pytest.raises(Unreadable, match="no cells"):
        open_table(workbook_of(("Empty", [])))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(Unreadable, match="suspiciously"):
        open_table(zipped(**{"xl/worksheets/sheet1.xml": b"0" * 64 * 1024**2}))
    with pytest.raises(Unreadable, match="suspiciously"):
        open_table(zipped(**{f"part{number}": b"" for number in range(traps.MOST_ENTRIES + 1)}))


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    file = zipped(**{"xl/worksheets/sheet1.xml": b"0" * 100_000})
    content = file.getvalue().replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(Unreadable, match="damaged"):
        open_table(io.BytesIO(content))


def test_a_cell_at_the_far_corner_does_not_fill_the_memory() -> None:
    book = workbook_of(("S", [["a"], ["1"]]))
    with zipfile.ZipFile(book) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'r="A2"', b'r="XFD1048576"')
    with pytest.raises(Unreadable, match="too far"):
        open_table(zipped(**parts))


def changed(book: io.BytesIO, **parts: tuple[bytes, bytes]) -> io.BytesIO:
    """A workbook with something else in its sheet, or in its shared texts."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "texts": "xl/sharedStrings.xml"}
    with zipfile.ZipFile(book) as archive:
        content = {entry: archive.read(entry) for entry in archive.namelist()}
    for name, (old, new) in parts.items():
        assert old in content[names[name]]
        content[names[name]] = content[names[name]].replace(old, new, 1)
    return zipped(**content)


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_cells_that_do_not_say_where_they_are_are_counted_too(prefix: str) -> None:
    wide = f"<{prefix}c><v>1</v></{prefix}c>" * 16_384
    rows = f'<{prefix}row r="1">{wide}</{prefix}row><{prefix}row r="1048576"><c><v>1</v></c></{prefix}row></sheetData>'
    with pytest.raises(Unreadable, match="too far"):
        open_table(changed(workbook_of(("S", [["a"]])), sheet=(b"</sheetData>", rows.encode())))


@pytest.mark.parametrize(
    "cell",
    [
        b'<c x=">" r="ALL2000"><v>1</v></c>',
        b'<c xmlns:x="x" x:r="A1" r="ALL2000"><v>1</v></c>',
        b"<c" + b" " * 3 * 1024**2 + b'r="ALL2000"><v>1</v></c>',
        b'<c r="A0000000000002000"><v>1</v></c>',
        b'<c r="SF2"><v>1</v></c><c><v>1</v></c>',
    ],
    ids=["a mark in quotes", "another r", "a long way to r", "many digits", "after one that says where it is"],
)
def test_no_way_of_writing_a_far_cell_hides_it(cell: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traps, "MOST_CELLS", 1_000)
    row = b'<row r="2">' + cell + b"</row></sheetData>"
    with pytest.raises(Unreadable, match=r"too far|unusual"):
        open_table(changed(workbook_of(("S", [["a"]])), sheet=(b"</sheetData>", row)))


@pytest.mark.parametrize(
    "beginning",
    [
        b'<!DOCTYPE worksheet [<!ENTITY a "b">]><worksheet',
        b"<!--" + b" " * 3 * 1024**2 + b"--><worksheet",
        b"<a>" * 600_000 + b"</a>" * 600_000 + b"<worksheet",
        b"<a/>" * 2 + b"<worksheet",
    ],
    ids=["declared entities", "a long remark", "deep", "two roots"],
)
def test_a_sheet_that_two_parsers_might_read_differently_is_refused(beginning: bytes) -> None:
    with pytest.raises(Unreadable, match=r"unusual|damaged"):
        traps.refuse_traps(changed(workbook_of(("S", [["a"]])), sheet=(b"<worksheet", beginning)))


def test_a_sheet_is_read_by_its_bytes_whatever_encoding_it_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traps, "MOST_CELLS", 1_000)
    far = b'<row r="2000"><c r="ALL2000"><v>1</v></c></row></sheetData>'
    claim = b'<?xml version="1.0" encoding="cp037"?><worksheet'
    with pytest.raises(Unreadable, match="too far"):
        open_table(
            changed(changed(workbook_of(("S", [["a"]])), sheet=(b"</sheetData>", far)), sheet=(b"<worksheet", claim))
        )


@pytest.mark.parametrize("part", ["content.xml", "xl/workbook.bin"])
def test_a_spreadsheet_of_another_kind_is_refused_because_its_cells_are_not_reckoned(part: str) -> None:
    cell = '<t:table-cell o:value-type="float" o:value="1" t:number-columns-repeated="16000"/>'
    table = f'<t:table t:name="S"><t:table-row t:number-rows-repeated="1000000">{cell}</t:table-row></t:table>'
    content = f'<o:document-content xmlns:o="o" xmlns:t="t"><o:spreadsheet>{table}</o:spreadsheet></o:document-content>'
    with pytest.raises(Unreadable, match="not an XLSX"):
        traps.refuse_traps(zipped(**{part: content.encode()}))


def test_one_long_text_in_many_cells_does_not_fill_the_memory() -> None:
    cells = "".join(f'<row r="{line}"><c r="A{line}" t="s"><v>0</v></c></row>' for line in range(2, 3_000))
    book = changed(
        with_shared_texts([["first"]]),
        texts=(b"first", b"first" * 100_000),
        sheet=(b"</sheetData>", f"{cells}</sheetData>".encode()),
    )
    assert len(book.getvalue()) < 30_000
    with pytest.raises(Unreadable, match="suspiciously"):
        open_table(book)


def test_shared_texts_are_reckoned_exactly_across_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["header", *(f"text {number} " * 9 for number in range(2_000))]
    book = with_shared_texts([[text, 1, text] for text in texts])
    with zipfile.ZipFile(book) as archive:
        with archive.open("xl/sharedStrings.xml") as part:
            lengths = traps._lengths(part)
        with archive.open("xl/worksheets/sheet1.xml") as part:
            whole = traps._text_of_cells(part, lengths)
        assert (len(lengths), whole) == (len(texts), 2 * sum(lengths))
        monkeypatch.setattr(traps, "_BLOCK", 700)
        with archive.open("xl/sharedStrings.xml") as part:
            assert traps._lengths(part) == lengths
        with archive.open("xl/worksheets/sheet1.xml") as part:
            assert traps._text_of_cells(part, lengths) == whole
    assert len(all_of(open_table(book))) == len(texts)


WORKBOOK = written(["a", "b"], [["1", "2"], ["x", "y"]]).getvalue()
places = st.floats(0, 1, exclude_max=True)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(places, st.integers(0, 255)), min_size=1, max_size=6), places)
def test_a_damaged_workbook_raises_nothing_but_unreadable(damage: list[tuple[float, int]], cut: float) -> None:
    content = bytearray(WORKBOOK)
    for place, byte in damage:
        content[int(place * len(content))] = byte
    for damaged in (bytes(content), bytes(content[: int(cut * len(content))])):
        try:
            list(xlsx_reader.open_table(io.BytesIO(damaged)).rows)
        except Unreadable as error:
            assert str(error)


@pytest.mark.parametrize("parts", [{}, {"a.txt": b"x"}, {"xl/workbook.xml": b"<broken"}, {"[Content_Types].xml": b""}])
def test_a_zip_that_is_no_workbook_is_refused(parts: dict[str, bytes]) -> None:
    with pytest.raises(Unreadable):
        xlsx_reader.open_table(zipped(**parts))


@pytest.mark.parametrize(
    ("cell", "guarded"),
    [
        ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("+cmd|x", "'+cmd|x"), ("-2+3", "'-2+3"), ("\tx", "'\tx"),
        ("\rx", "'\rx"), ("-", "'-"), ("'=x", "''=x"),
        ("-5", "-5"), ("-5.50", "-5.50"), ("+49 (30) 12-34", "+49 (30) 12-34"), ("'t Hooft", "'t Hooft"), ("", ""),
    ],
)  # fmt: skip
def test_only_what_a_spreadsheet_would_run_is_guarded(cell: str, guarded: str) -> None:
    assert with_guard(cell) == guarded
    assert without_guard(guarded) == cell


risky = st.text("'=+-@\t\r\n0a ,;\"", max_size=8)
cells = risky | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)


@given(cells)
def test_a_guard_comes_off_exactly(cell: str) -> None:
    assert without_guard(with_guard(cell)) == cell
    assert with_guard(cell)[:1] not in ("=", "@", "\t", "\r")


@given(st.lists(st.lists(cells, min_size=2, max_size=2), max_size=8))
def test_an_exported_csv_comes_back_exactly(rows: list[list[str]]) -> None:
    content = b"".join(csv_rows(["=name", "city"], rows))
    assert content.startswith(b"\xef\xbb\xbf")
    assert detect(io.BytesIO(content)) == "csv"
    assert all_of(open_table(io.BytesIO(content))) == [["=name", "city"], *rows]


def test_a_csv_is_written_in_blocks() -> None:
    blocks = list(csv_rows(["a"], ([str(number)] for number in range(1000))))
    assert len(blocks) > 4
    assert len(all_of(open_table(io.BytesIO(b"".join(blocks))))) == 1001


xml_cells = risky.map(lambda cell: cell.replace("\r", "")) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.just("id"), xml_cells).map(list), max_size=6))
def test_an_exported_workbook_comes_back_exactly(rows: list[list[str]]) -> None:
    file = written(["name", "=city"], rows)
    assert detect(file) == "xlsx"
    assert all_of(open_table(file)) == [["name", "=city"], *rows]


def test_no_cell_of_an_exported_workbook_is_a_formula() -> None:
    book = openpyxl.load_workbook(written(["a"], [["=1+1"], ["-5"], ["+4930123"]]))
    assert [cell.data_type for (cell,) in book.worksheets[0].iter_rows()] == ["s"] * 4


def test_a_cell_that_excel_cannot_hold_is_refused_rather_than_cut() -> None:
    with pytest.raises(ValueError, match="CSV"):
        written(["a"], [["x" * 40_000]])
