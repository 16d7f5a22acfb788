"""Workbooks of spreadsheets, looked through for traps before any of it is unpacked into memory."""

import datetime as dt
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from peyvand.platform.import_export.readers.table import (
    Row,
    Source,
    Table,
    Unreadable,
    checked_row,
    column_names,
    is_empty,
    open_binary,
)
from peyvand.platform.ui.formats import format_list

LARGEST = 1024**3  # bytes unpacked
LARGEST_RATIO = 200
_RATIO_MATTERS = 16 * 1024**2  # a small file of many equal cells packs well and harms nobody
MOST_ENTRIES = 5_000
MOST_CELLS = 50_000_000  # of the rectangle that holds all cells of a sheet: readers allocate it whole
_BLOCK = 1024**2
_CELL = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,4})(\d{1,9})["']""")

_BROKEN_ZIP = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError,
    ValueError,
)  # fmt: skip

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def is_zip(file: BinaryIO) -> bool:
    """Whether the file begins as a ZIP archive does."""
    file.seek(0)
    return file.read(4) == b"PK\x03\x04"


def open_table(source: Source, sheet: str | None = None) -> Table:
    """The rows of one sheet: the named one, else the first that has any. `sheets` lists all names.

    Raises Unreadable for what is no workbook, for archives that unpack to more than they seem, and for a sheet
    without cells. Numbers and dates become plain text (ISO 8601).
    """
    file, ours = open_binary(source)
    try:
        _refuse_traps(file)
        workbook = _workbook(file)
        names = list(workbook.sheet_names)
        if sheet is not None and sheet not in names:
            raise Unreadable(_("There is no sheet named “%(name)s”.") % {"name": sheet})
        return _table(workbook, names, sheet)
    finally:
        if ours:
            file.close()


def _refuse_traps(file: BinaryIO) -> None:
    """Read the whole archive once without keeping it, and refuse what would not fit into memory."""
    if is_empty(file):
        raise Unreadable(_("The file is empty."))
    if not is_zip(file):
        raise Unreadable(_("The file is not an XLSX workbook."))
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            size = sum(entry.file_size for entry in entries)
            packed = sum(entry.compress_size for entry in entries) or 1
            if (
                len(entries) > MOST_ENTRIES
                or size > LARGEST
                or (size > _RATIO_MATTERS and size > packed * LARGEST_RATIO)
            ):
                raise Unreadable(_("The workbook is packed suspiciously: unpacked it would be too large."))
            for entry in entries:
                _look_through(archive, entry)
    except Unreadable:
        raise
    except _BROKEN_ZIP:
        raise Unreadable(_("The workbook is damaged or protected by a password.")) from None


def _look_through(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack one part to nowhere: a part longer than it claims fails its checksum here, a huge sheet is refused."""
    a_sheet = entry.filename.startswith("xl/worksheets/")
    right = bottom = 0
    rest = b""
    with archive.open(entry) as part:
        while block := part.read(_BLOCK):
            if not a_sheet:
                continue
            for letters, row in _CELL.findall(rest + block):
                bottom = max(bottom, int(row))
                right = max(right, _column(letters))
            if right * bottom > MOST_CELLS:
                raise Unreadable(_("The sheet is too large: its last cell is too far from its first."))
            rest = block[-32:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _workbook(file: BinaryIO) -> CalamineWorkbook:
    file.seek(0)
    with _CalamineFailures():
        return CalamineWorkbook.from_object(file)


class _CalamineFailures:
    """Every way in which the reader of workbooks gives up, its panics included, as one error."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, CalamineError | ValueError | OSError) or (kind and kind.__name__ == "PanicException"):
            raise Unreadable(_("The file is not an XLSX workbook.")) from None


def _table(workbook: CalamineWorkbook, names: list[str], wanted: str | None) -> Table:
    for name in names if wanted is None else [wanted]:
        with _CalamineFailures():
            sheet = workbook.get_sheet_by_name(name)
            records = _records(sheet)
            header = next((cells for _line, cells in records if any(cells)), None)
        if header is not None:
            notes: list[str] = []
            if len(names) > 1:
                notes.append(
                    _("The sheet “%(name)s” was read, of %(sheets)s.") % {"name": name, "sheets": format_list(names)}
                )
            while header and not header[-1]:
                header.pop()
            columns = column_names(header, notes)
            return Table(columns=columns, rows=_rows(records, len(columns)), notes=notes, sheets=names)
    raise Unreadable(_("The workbook has no cells."))


def _records(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    first = sheet.start[0] + 1 if sheet.start else 1
    for line, cells in enumerate(sheet.iter_rows(), first):
        yield line, _texts(cells)


def _texts(cells: Sequence[Cell]) -> list[str]:
    return [_text(cell) for cell in cells]


def _rows(records: Iterator[tuple[int, list[str]]], width: int) -> Iterator[Row]:
    """Rows with a value in them; a sheet is a rectangle, so empty cells beyond the header say nothing."""
    for line, cells in records:
        while len(cells) > width and not cells[-1]:
            cells.pop()
        if any(cells):
            yield checked_row(line, cells, width)


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)
