"""Workbooks that would not fit into memory, refused before any of them is there.

The reader of workbooks holds a sheet whole: some 32 bytes for every place of the rectangle around its cells, and the
text of every cell, also where many cells name one shared text. Both are reckoned here while the parts are unpacked to
nowhere.
"""

import re
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from typing import IO, BinaryIO

from django.utils.translation import gettext as _

from peyvand.platform.import_export.readers.table import Unreadable

LARGEST = 1024**3  # bytes unpacked
LARGEST_RATIO = 200
_RATIO_MATTERS = 16 * 1024**2  # a small file of many equal cells packs well and harms nobody
MOST_ENTRIES = 5_000
MOST_CELLS = 20_000_000  # of the rectangle that holds all cells of a sheet
MOST_TEXT = 1024**3  # bytes, of all cells together
_BLOCK = 1024**2
_OVERLAP = 1024  # bytes seen twice, so that no cell is cut in two
_FAR = 512  # bytes between a cell and its value

_SHARED_TEXTS = "xl/sharedstrings.xml"
_TAG = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*)>")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,4})(\d{1,9})["']""")
_IS_SHARED = re.compile(rb"""\bt\s*=\s*["']s["']""")
_VALUE = re.compile(rb"v\s*>\s*(\d{1,9})\s*<")
_END_OF_TEXT = re.compile(rb"</(?:\w+:)?si\s*>")

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
            lengths = array("L")
            for entry in entries:
                if entry.filename.lower() == _SHARED_TEXTS:
                    with archive.open(entry) as part:
                        lengths.extend(_lengths(part))
            longest, text = max(lengths, default=0), 0
            for entry in entries:  # a part longer than it claims fails its checksum here
                with archive.open(entry) as part:
                    text += _text_of_cells(part, lengths, longest)
                if text > MOST_TEXT:
                    raise _too_large_unpacked()
    except Unreadable:
        raise
    except _BROKEN_ZIP:
        raise Unreadable(_("The workbook is damaged or protected by a password.")) from None


def _too_large_unpacked() -> Unreadable:
    return Unreadable(_("The workbook is packed suspiciously: unpacked it would be too large."))


def _lengths(part: IO[bytes]) -> Iterator[int]:
    """How many bytes each shared text has, its marks counted in."""
    begin = seen = 0
    for data, cut in _windows(part):
        for end in _END_OF_TEXT.finditer(data):
            if end.start() < cut:
                yield seen + end.start() - begin
                begin = seen + end.end()
        seen += cut


def _text_of_cells(part: IO[bytes], lengths: "array[int]", longest: int) -> int:
    """Bytes of the shared texts in the cells of a sheet. Raises Unreadable when its cells lie too far apart."""
    right = bottom = width = text = 0
    for data, cut in _windows(part):
        for tag in _TAG.finditer(data):
            if tag.start() >= cut:
                break
            name, attributes = tag.groups()
            place = _PLACE.search(attributes)
            width = 0 if name == b"row" else width + 1
            right = max(right, _column(place[1]) if place and place[1] else width)
            bottom = max(bottom, int(place[2])) if place else bottom + (name == b"row")
            if lengths and _IS_SHARED.search(attributes):
                value = _VALUE.search(data, tag.end(), tag.end() + _FAR)
                text += lengths[int(value[1])] if value and int(value[1]) < len(lengths) else longest
        if right * bottom > MOST_CELLS:
            raise Unreadable(_("The sheet is too large: its last cell is too far from its first. Save it as CSV."))
    return text


def _windows(part: IO[bytes]) -> Iterator[tuple[bytes, int]]:
    """The part piece by piece, and where in a piece the next one begins: what starts from there on is seen again."""
    rest = b""
    while block := part.read(_BLOCK):
        data = rest + block
        cut = max(len(data) - _OVERLAP, 0)
        yield data, cut
        rest = data[cut:]
    yield rest, len(rest)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
