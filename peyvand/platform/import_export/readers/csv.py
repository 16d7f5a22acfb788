"""Separated text in whatever encoding, separator and quoting it comes, one row at a time."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from peyvand.platform.import_export.readers.encodings import decoded_head, detect_encoding
from peyvand.platform.import_export.readers.table import (
    Row,
    Source,
    Table,
    Unreadable,
    checked_row,
    column_names,
    open_binary,
)

DELIMITERS = ",;\t|"
LONGEST_CELL = 1024 * 1024  # characters; a longer one is a quotation mark that was never closed
LONGEST_LINE = 16 * LONGEST_CELL
_SAMPLE_ROWS = 100
_EXCEL_HINT = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)

csv.field_size_limit(LONGEST_CELL)


def open_table(source: Source) -> Table:
    """The rows of a text file with a header. Memory stays constant. Raises Unreadable, also while rows are read."""
    file, ours = open_binary(source)
    text: io.TextIOWrapper | None = None

    def close() -> None:
        if text is not None and not text.closed:
            text.detach()
        if ours:
            file.close()

    try:
        encoding = detect_encoding(file)
        head = decoded_head(file, encoding)
        file.seek(0)
        text = _text(file, encoding)
        hint = _EXCEL_HINT.match(head)
        delimiter = hint[1] if hint and hint[1] != '"' else _delimiter(head)
        lines = _Lines(text)
        if hint:
            next(lines)
        return _table(lines, encoding, delimiter, close)
    except BaseException:
        close()
        raise


def _text(file: BinaryIO, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")


class _Lines:
    """The physical lines of a file, counting what the rows need to know about them."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.number = 0
        self.quotes = 0
        self.nuls = 0
        self.replaced = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        if len(line) == LONGEST_LINE:
            raise Unreadable(_("Line %(line)s is too long to be a row of a table.") % {"line": self.number + 1})
        self.number += 1
        self.quotes += line.count('"')
        self.replaced += line.count("\ufffd")
        if "\x00" in line:
            self.nuls += 1
            line = line.replace("\x00", "")
        return line


def _table(lines: _Lines, encoding: str, delimiter: str, close: Callable[[], None]) -> Table:
    notes: list[str] = []
    records = _records(lines, delimiter)
    header = next(((cells, problem) for _, cells, problem in records if any(cell.strip() for cell in cells)), None)
    if header is None:
        raise Unreadable(_("The file is empty."))
    columns = column_names([cell.removeprefix("\ufeff") for cell in header[0]], notes)
    if header[1]:
        notes.append(header[1])

    def rows() -> Iterator[Row]:
        for line, cells, problem in records:
            yield checked_row(line, cells, len(columns), problem)
        if lines.nuls:
            notes.append(_("Zero bytes were left out of %(count)s lines.") % {"count": lines.nuls})
        if lines.replaced:
            notes.append(_("%(count)s characters could not be read and were replaced.") % {"count": lines.replaced})

    return Table(columns=columns, rows=rows(), encoding=encoding, delimiter=delimiter, notes=notes, close=close)


def _records(lines: _Lines, delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    """Records that are not blank: the line they begin on, their cells, their problem."""
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        first, lines.quotes = lines.number + 1, 0
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Unreadable(
                _("Line %(line)s cannot be read: a quotation mark is opened there and never closed.") % {"line": first}
            ) from None
        problem = ""
        if lines.number > first and lines.quotes % 2:
            problem = _("A quotation mark is opened here and never closed; all that follows became one cell.")
        if cells:
            yield first, cells, problem


def _delimiter(head: str) -> str:
    """The separator under which the header has several columns and the rows have as many as the header."""
    best, delimiter = (0.0, 0), ","
    for candidate in DELIMITERS:
        records = csv.reader(io.StringIO(head.replace("\x00", ""), newline=""), delimiter=candidate)
        widths = []
        try:
            for cells in records:
                if cells:
                    widths.append(len(cells))
                if len(widths) == _SAMPLE_ROWS:
                    break
        except csv.Error:
            continue
        if widths and widths[0] > 1:
            agreeing = sum(width == widths[0] for width in widths) / len(widths)
            best, delimiter = max((best, delimiter), ((agreeing, widths[0]), candidate), key=lambda scored: scored[0])
    return delimiter
