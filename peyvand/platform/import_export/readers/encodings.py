"""Which letters the bytes of a text file mean."""

import codecs
from typing import BinaryIO

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from peyvand.platform.import_export.readers.table import Unreadable

HEAD = 256 * 1024  # bytes looked at to decide
_BLOCK = 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FOREIGN = (
    (b"PK\x03\x04", "ZIP"), (b"%PDF-", "PDF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"),
    (b"\xd0\xcf\x11\xe0", "XLS / DOC"), (b"\x1f\x8b", "GZIP"), (b"Rar!", "RAR"), (b"7z\xbc\xaf", "7z"),
    (b"\x7fELF", "ELF"), (b"SQLite format 3", "SQLite"),
)  # fmt: skip
_LEGACY = ("cp1252", "cp1251", "cp1256", "gb18030")
_TELLING = 16 * 1024  # bytes of words with letters beyond ASCII that are looked at
_CONTROL = bytes(code for code in range(32) if code not in b"\x00\t\n\x0b\x0c\r")


def detect_encoding(file: BinaryIO) -> str:
    """The name of the encoding of a text file (reads it once through). Raises Unreadable for what is not text."""
    file.seek(0)
    head = file.read(HEAD)
    encoding = _by_first_bytes(head)
    if encoding:
        return encoding
    fault = _first_fault(file)
    if fault is None:
        return "utf-8"
    file.seek(max(0, fault - HEAD // 4))
    sample = file.read(HEAD)
    return _legacy_encoding(sample)


def _by_first_bytes(head: bytes) -> str | None:
    """The encoding where the first bytes settle it; Unreadable where they show that this is no text."""
    if not head:
        raise Unreadable(_("The file is empty."))
    for mark, kind in _FOREIGN:
        if head.startswith(mark):
            raise Unreadable(_("This is a file of the kind %(kind)s, not a table of text.") % {"kind": kind})
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            _must_decode(head, encoding)
            return encoding
    unmarked = _utf16_without_mark(head)
    if unmarked:
        return unmarked
    nuls = head.count(0)
    if nuls > len(head) // 10 or len(head) - len(head.translate(None, _CONTROL)) > max(1, len(head) // 50):
        raise Unreadable(_("The file is not text."))
    start = head.lstrip()[:200].lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise Unreadable(_("This is a web page or an XML file, not a table."))
    return None


def _must_decode(head: bytes, encoding: str) -> None:
    try:
        codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        raise Unreadable(_("The file begins like %(encoding)s but is not.") % {"encoding": encoding}) from None


def _utf16_without_mark(head: bytes) -> str | None:
    """UTF-16 of a script whose letters have a common high byte of zero in every second place."""
    pairs = len(head) // 2
    if pairs < 2:
        return None
    even, odd = head[0 : pairs * 2 : 2].count(0), head[1 : pairs * 2 : 2].count(0)
    for zeros, others, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros > pairs * 0.3 and others < pairs * 0.02:
            try:
                codecs.getincrementaldecoder(encoding)().decode(head)
            except UnicodeDecodeError:
                return None
            return encoding
    return None


def _first_fault(file: BinaryIO) -> int | None:
    """Where the file stops being UTF-8; None if it is UTF-8 to its end. Constant memory."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    place = 0
    while block := file.read(_BLOCK):
        try:
            decoder.decode(block)
        except UnicodeDecodeError as error:
            return max(0, place + error.start - 3)
        place += len(block)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return place
    return None


def _legacy_encoding(sample: bytes) -> str:
    """The likeliest of the encodings that spreadsheets wrote before UTF-8."""
    telling = b" ".join(word for word in sample.split() if not word.isascii())[:_TELLING]
    scores = {encoding: _plausibility(telling, encoding) for encoding in _LEGACY}
    best = max(scores.values())
    likely = [encoding for encoding in _LEGACY if scores[encoding] >= best - 0.02]
    if len(likely) == 1:
        return likely[0]
    guess = from_bytes(telling, cp_isolation=list(likely), enable_fallback=False).best()
    return guess.encoding if guess and guess.encoding in likely else likely[0]


def _plausibility(words: bytes, encoding: str) -> float:
    """The mean mark of the non-ASCII characters under this encoding, between 0 and 1."""
    text = codecs.getincrementaldecoder(encoding)("replace").decode(words)
    marks = [
        _mark(before, char, after, encoding)
        for before, char, after in zip(" " + text, text, text[1:] + " ", strict=False)
        if not char.isascii()
    ]
    return sum(marks) / len(marks) if marks else 0.0


def _mark(before: str, char: str, after: str, encoding: str) -> float:
    """How usual a character is between its neighbours in the languages of an encoding: 1 usual, less if odd."""
    beside_latin = any(near.isascii() and near.isalpha() for near in (before, after))
    if encoding == "cp1252":  # one accented letter among plain ones
        return 1.0 if "À" <= char <= "ÿ" and beside_latin else 0.3
    if encoding == "cp1251":  # runs of Cyrillic, capitals only in front
        odd = beside_latin or (char.isupper() and before.islower())
        return 1.0 if "Ѐ" <= char <= "ѯ" and not odd else 0.2
    if encoding == "cp1256":
        return 1.0 if ("\u0600" <= char <= "\u06ff" or char == "\u200c") and not beside_latin else 0.2
    code = char.encode("gb18030", "replace")  # the everyday characters of Chinese stand at B0 to D7
    return 1.0 if len(code) == 2 and 0xB0 <= code[0] <= 0xD7 and code[1] >= 0xA1 else 0.3


def decoded_head(file: BinaryIO, encoding: str, size: int = HEAD) -> str:
    """The first `size` bytes of a text file as text."""
    file.seek(0)
    return codecs.getincrementaldecoder(encoding)("replace").decode(file.read(size))
