"""What every reader gives: column names, and rows that know their line and what is wrong with them."""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Literal, NamedTuple, Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peyvand.platform.import_export.formulas import without_guard

Format = Literal["csv", "xlsx", "vcard"]
Source = str | Path | BinaryIO


class Unreadable(ValueError):
    """The file cannot be read at all, or not further; the message says why, in the user's language."""


class NoLines(Unreadable):
    """The file has a header, and nothing below it."""


class Row(NamedTuple):
    """One record: the line it begins on (from 1), its cells, at least one per column, and its problem ("" if none).

    Cells beyond the last column are kept at the end.
    """

    line: int
    cells: list[str]
    problem: str = ""


@dataclass(slots=True, kw_only=True)
class Table:
    """An open file of records, read once from front to back; close it or use it in `with`.

    `notes` says what the reader decided on the way, for the user; it may grow while rows are read. `encoding` and
    `delimiter` are empty where the format has none.
    """

    columns: list[str]
    rows: Iterator[Row]
    encoding: str = ""
    delimiter: str = ""
    notes: list[str] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    close: Callable[[], None] = lambda: None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_binary(source: Source) -> tuple[BinaryIO, bool]:
    """The file at its beginning, and whether it is ours to close."""
    if isinstance(source, str | Path):
        try:
            return Path(source).open("rb"), True
        except OSError as error:
            raise Unreadable(
                _("The file cannot be opened: %(reason)s.") % {"reason": error.strerror or error}
            ) from None
    source.seek(0)
    return source, False


@contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """The file at its beginning for a short look; closed again if it was opened here."""
    file, ours = open_binary(source)
    try:
        yield file
    finally:
        if ours:
            file.close()
        else:
            file.seek(0)


def is_empty(file: BinaryIO) -> bool:
    """Whether there is no byte in the file."""
    return file.seek(0, io.SEEK_END) == 0


def column_names(header: Sequence[str], notes: list[str]) -> list[str]:
    """Names for the columns, each once: a repeated name gets a number, an empty one its place; notes say so."""
    names: list[str] = []
    header = [without_guard(cell).strip() for cell in header]
    taken = set(header)
    for place, name in enumerate(header, 1):
        if not name:
            name = _("Column %(number)s") % {"number": place}
            notes.append(_("Column %(number)s has no name.") % {"number": place})
        base, count = name, 1
        while name in names or (count > 1 and name in taken):
            count += 1
            name = f"{base} ({count})"
        if count > 1:
            notes.append(_("The column “%(name)s” comes more than once.") % {"name": base})
        names.append(name)
    return names


def checked_row(line: int, cells: list[str], width: int, problem: str = "") -> Row:
    """The row with the guards against formulas taken off, as wide as the header, and its problem named.

    Spreadsheets leave out empty cells at the end of a line, and some write more of them than there are columns.
    """
    cells = [without_guard(cell) if cell.startswith("'") else cell for cell in cells]
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    surplus = len(cells) - width
    if surplus > 0:
        problem = problem or ngettext(
            "%(count)s cell more than the header.", "%(count)s cells more than the header.", surplus
        ) % {"count": surplus}
    return Row(line, cells + [""] * -surplus, problem)
