"""Tables for spreadsheets, streamed, with nothing in them that a spreadsheet would run."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from peyvand.platform.import_export.formulas import with_guard

_BLOCK_ROWS = 200
_XLSX_CELL = 32_767  # characters; Excel calls a longer one a damaged file
_XLSX_ROWS = 1_048_576
_XLSX_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class _Lines:
    """Takes what the csv module writes, so that it can be handed on in blocks."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def write(self, line: str) -> int:
        self.written.append(line)
        return len(line)

    def taken(self) -> bytes:
        block = "".join(self.written).encode("utf-8", "replace")
        self.written.clear()
        return block


def csv_rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """A CSV file in blocks of bytes: UTF-8 with a byte-order mark (which Excel needs), every cell quoted.

    Cells are guarded against formulas as `formulas.with_guard` says; our reader takes the guard off again.
    """
    lines = _Lines()
    writer = csv.writer(lines, quoting=csv.QUOTE_ALL)
    writer.writerow(map(with_guard, header))
    yield b"\xef\xbb\xbf" + lines.taken()
    for row in rows:
        writer.writerow(map(with_guard, row))
        if len(lines.written) >= _BLOCK_ROWS:
            yield lines.taken()
    if lines.written:
        yield lines.taken()


def write_xlsx(file: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A workbook of one sheet, every cell as text (a postal code keeps its zeros), in constant memory.

    Characters that XML cannot hold are left out. Raises ValueError for more rows than a sheet has, or a longer cell
    than Excel takes: such tables are exported as CSV.
    """
    workbook = xlsxwriter.Workbook(file, {"constant_memory": True})
    try:
        sheet = workbook.add_worksheet()
        sheet.freeze_panes(1, 0)
        bold = workbook.add_format({"bold": True})
        for column, cell in enumerate(header):
            sheet.write_string(0, column, _xlsx_cell(cell), bold)
        for line, row in enumerate(rows, 1):
            if line >= _XLSX_ROWS:
                raise ValueError(_("A sheet holds at most 1,048,575 rows; export these as CSV."))
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(line, column, _xlsx_cell(cell))
    finally:
        workbook.close()


def _xlsx_cell(cell: str) -> str:
    text = _XLSX_FORBIDDEN.sub("", with_guard(cell))
    if len(text) > _XLSX_CELL:
        raise ValueError(_("A cell of a sheet holds at most 32,767 characters; export these as CSV."))
    return text
