"""Workbooks of spreadsheets, looked through for traps before any of it is unpacked into memory; see `traps`."""

import datetime as dt
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
from peyvand.platform.import_export.readers.traps import refuse_traps
from peyvand.platform.ui.formats import format_list

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def is_zip(file: BinaryIO) -> bool:
    """Whether the file begins as a ZIP archive does."""
    file.seek(0)
    return file.read(4) == b"PK\x03\x04"


def open_table(source: Source, sheet: str | None = None) -> Table:
    """The rows of one sheet: the named one, else the first that has any. `sheets` lists all names.

    The sheet is held in memory; `traps` says how large it may be. Raises Unreadable for what is no workbook, for
    archives that unpack to more than they seem, and for a sheet without cells. Numbers and dates become plain text
    (ISO 8601).
    """
    file, ours = open_binary(source)
    try:
        if is_empty(file):
            raise Unreadable(_("The file is empty."))
        if not is_zip(file):
            raise Unreadable(_("The file is not an XLSX workbook."))
        refuse_traps(file)
        workbook = _workbook(file)
        names = list(workbook.sheet_names)
        if sheet is not None and sheet not in names:
            raise Unreadable(_("There is no sheet named “%(name)s”.") % {"name": sheet})
        return _table(workbook, names, sheet)
    finally:
        if ours:
            file.close()


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
    """Rows with a value in them."""
    for line, cells in records:
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
