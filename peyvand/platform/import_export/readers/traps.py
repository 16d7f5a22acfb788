"""Workbooks that would not fit into memory, refused before any of them is there.

The reader of workbooks holds a sheet whole: 32 bytes for every place of the rectangle around its cells, empty ones too,
and beside them the text of every cell, also where many cells name one shared text. (While it reads, a list of the cells
that are there stands next to the rectangle: at its peak some 90 bytes for a cell with a number.) Places and texts are
reckoned here while the parts are unpacked to nowhere. What our parser and the reader might understand differently is
refused.
"""

import re
import zipfile
import zlib
from abc import ABC, abstractmethod
from array import array
from functools import lru_cache
from typing import IO, BinaryIO
from xml.parsers import expat

from django.utils.translation import gettext as _

from peyvand.platform.import_export.readers.table import Unreadable

LARGEST = 1024**3  # bytes unpacked
LARGEST_RATIO = 200
_RATIO_MATTERS = 16 * 1024**2  # a small file of many equal cells packs well and harms nobody
MOST_ENTRIES = 5_000
MOST_CELLS = 20_000_000  # of the rectangle that holds all cells of a sheet
MOST_TEXT = 1024**3  # bytes, of all cells together
_BLOCK = 1024**2
_LONGEST_MARK = 64 * 1024  # bytes of a tag or a comment; the parser begins anew with each block until it ends
_DEEPEST = 100  # elements within each other
_MOST_NAMES = 10_000  # of elements and attributes; the parser keeps each

_SHARED_TEXTS = "xl/sharedstrings.xml"
_OTHER_KINDS = {
    "xl/workbook.bin",
    "content.xml",
}  # the reader of workbooks would try them too, and they are not reckoned
_PLACE = re.compile(r"([A-Za-z]{0,3})([0-9]{1,7})")
_CELLS = b"sheetData"
_BOM = b"\xef\xbb\xbf"

_BROKEN_ZIP = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError,
    ValueError,
)  # fmt: skip


def refuse_traps(file: BinaryIO) -> None:
    """Read the whole archive once without keeping it. Raises Unreadable for what is damaged or would be too large."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            size = sum(entry.file_size for entry in entries)
            packed = sum(entry.compress_size for entry in entries) or 1
            is_suspicious = size > _RATIO_MATTERS and size > packed * LARGEST_RATIO
            if len(entries) > MOST_ENTRIES or size > LARGEST or is_suspicious:
                raise _too_large_unpacked()
            if any(entry.filename.lower() in _OTHER_KINDS for entry in entries):
                raise Unreadable(_("The file is not an XLSX workbook."))
            _refuse_large_sheets(archive, entries)
    except Unreadable:
        raise
    except _BROKEN_ZIP:
        raise _damaged() from None


def _refuse_large_sheets(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    lengths = array("L")
    for entry in entries:
        if entry.filename.lower() == _SHARED_TEXTS:
            with archive.open(entry) as part:
                lengths.extend(_lengths(part))
    text = 0
    for entry in entries:  # a part longer than it claims fails its checksum here
        with archive.open(entry) as part:
            text += _text_of_cells(part, lengths)
        if text > MOST_TEXT:
            raise _too_large_unpacked()


def _too_large_unpacked() -> Unreadable:
    return Unreadable(_("The workbook is packed suspiciously: unpacked it would be too large."))


def _damaged() -> Unreadable:
    return Unreadable(_("The workbook is damaged or protected by a password."))


def _unusual() -> Unreadable:
    return Unreadable(
        _("The workbook is written in an unusual way. Save it again with a spreadsheet program, or as CSV.")
    )


def _lengths(part: IO[bytes]) -> "array[int]":
    """How many bytes each shared text has, its marks counted in."""
    texts = _Texts()
    texts.read(part)
    if not texts.is_xml:
        raise _damaged()
    return texts.lengths


def _text_of_cells(part: IO[bytes], lengths: "array[int]") -> int:
    """Bytes of the shared texts in the cells of a sheet. Raises Unreadable when its cells lie too far apart."""
    sheet = _Sheet(lengths)
    sheet.read(part)
    if sheet.may_hold_cells and not sheet.is_xml:
        raise _damaged()
    return sheet.text


class _Part(ABC):
    """The elements of one part of the archive, one after the other, by their names without a prefix."""

    def __init__(self) -> None:
        self.is_xml = True
        self.may_hold_cells = False
        self._depth = 0
        self._names: dict[str, str] = {}
        # The reader of workbooks looks at bytes, whatever encoding the part claims: so do we, a letter for a byte.
        self._parser = expat.ParserCreate("iso-8859-1", intern=self._names)
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self.begins
        self._parser.EndElementHandler = self.ends
        self._parser.StartDoctypeDeclHandler = self._refuse

    def read(self, part: IO[bytes]) -> None:
        """To its end, also when it is no XML. Raises Unreadable for marks that would cost too much to understand."""
        tail, fed = b"", 0
        while block := part.read(_BLOCK):
            self.may_hold_cells = self.may_hold_cells or _CELLS in tail + block
            tail = (tail + block[-len(_CELLS) :])[-len(_CELLS) :]
            if not fed:
                block = block.removeprefix(_BOM)
            fed += len(block)
            self._parse(block, False)
            is_cut_off = fed - self._parser.CurrentByteIndex > _LONGEST_MARK
            if self.is_xml and (is_cut_off or self._depth > _DEEPEST or len(self._names) > _MOST_NAMES):
                raise _unusual()
        self._parse(b"", True)

    def _parse(self, block: bytes, is_last: bool) -> None:
        try:
            if self.is_xml:
                self._parser.Parse(block, is_last)
        except expat.ExpatError:
            self.is_xml = False

    def _refuse(self, *_what: object) -> None:
        raise _unusual()

    @abstractmethod
    def begins(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins: one deeper."""

    @abstractmethod
    def ends(self, name: str) -> None:
        """An element ends: one less deep."""


class _Texts(_Part):
    """`lengths`: bytes of each shared text, from the end of the one before it."""

    def __init__(self) -> None:
        super().__init__()
        self.lengths = array("L")
        self._begin = 0
        self._is_in_text = False

    def begins(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "si":
            if self._is_in_text:
                self._refuse()
            self._is_in_text = True

    def ends(self, name: str) -> None:
        self._depth -= 1
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "si":
            here = self._parser.CurrentByteIndex
            self.lengths.append(here - self._begin)
            self._begin, self._is_in_text = here, False


class _Sheet(_Part):
    """`text`: bytes of the shared texts that the cells name. Raises Unreadable when the cells lie too far apart."""

    def __init__(self, lengths: "array[int]") -> None:
        super().__init__()
        self.text = 0
        self._lengths = lengths
        self._longest = max(lengths, default=0)
        self._right = self._bottom = self._column = 0
        self._is_in_cells = self._is_in_cell = self._is_shared = False
        self._value = ""

    def begins(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "v":
            if self._is_shared:
                self._value = ""
                self._parser.CharacterDataHandler = self._hear
        elif not self._is_in_cells:
            self._is_in_cells = name == "sheetData"
        elif name == "c":
            if self._is_in_cell:
                self._refuse()
            self._is_in_cell = True
            self._is_shared = attributes.get("t") == "s"
            self._stretch(True, attributes.get("r"))
        elif name == "row":
            self._stretch(False, attributes.get("r"))

    def _stretch(self, is_cell: bool, where: str | None) -> None:
        """The rectangle up to a row or a cell; one that does not say where it is follows the one before it."""
        right, bottom = self._column + 1, self._bottom + (not is_cell)
        if where is not None:
            place = _PLACE.fullmatch(where)
            if place is None or is_cell != bool(place[1]):
                raise _unusual()
            right, bottom = _number(place[1]), int(place[2])
        self._column = right if is_cell else 0
        if self._column <= self._right and bottom <= self._bottom:
            return
        self._right, self._bottom = max(self._right, self._column), max(self._bottom, bottom)
        if self._right * self._bottom > MOST_CELLS:
            raise Unreadable(_("The sheet is too large: its last cell is too far from its first. Save it as CSV."))

    def _hear(self, letters: str) -> None:
        self._value = (self._value + letters)[:20]

    def ends(self, name: str) -> None:
        self._depth -= 1
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self._is_in_cell = self._is_shared = False
        elif name == "v" and self._is_shared:
            self._parser.CharacterDataHandler = None
            number = int(self._value) if self._value.isdecimal() else -1
            self.text += self._lengths[number] if 0 <= number < len(self._lengths) else self._longest


@lru_cache(maxsize=20_000)
def _number(letters: str) -> int:
    """Of a column: A is 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
