"""One normaliser for everything that is searched, matched or put in order: text folded to what people mean by it."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

from peyvand.platform.ui.formats.alphabet import IN_PERSIAN_ORDER

TOKEN_CHARS = 64  # longer words are cut: PostgreSQL refuses lexemes over 2 kB, and nobody types 64 characters to search
DOCUMENT_CHARS = 100_000  # of all tokens of one record: a tsvector may not pass 1 MB
QUERY_TERMS = 16
SORT_KEY_CHARS = 200

_JOINER = "\u200c"

# Letters that Unicode does not decompose, or that Persian and Arabic keyboards write differently.
_SAME_LETTER = {
    "ي": "ی", "ى": "ی", "ے": "ی", "ك": "ک", "ڪ": "ک", "ة": "ه", "ۃ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه",
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
    _JOINER: " ",  # the zero-width non-joiner stands between two parts of a Persian word
    "ـ": "",  # tatweel only stretches a word
}  # fmt: skip

_ASCII = {code: (chr(code).lower() if chr(code).isalnum() else " ") for code in range(128)}
_IDEOGRAPHS = "\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_IDEOGRAPH = re.compile(f"[{_IDEOGRAPHS}]")
_PIECES = re.compile(f"[{_IDEOGRAPHS}]+|[^{_IDEOGRAPHS}]+")
_PHONE = re.compile(r"(?<!\d)(?:\+|\()?\d[\d ().\-/]{4,30}\d(?!\d)")


class _FoldedLetters(dict[int, str]):
    """What each code point folds to; worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded, before = chr(code), ""
        while folded != before:
            before = folded
            folded = "".join(map(_fold_letter, unicodedata.normalize("NFKD", before.casefold())))
        self[code] = folded
        return folded


def _fold_letter(letter: str) -> str:
    if letter in _SAME_LETTER:
        return _SAME_LETTER[letter]
    category = unicodedata.category(letter)
    if category in ("Mn", "Me", "Cf", "Cs"):
        return ""
    if category == "Nd":
        return str(unicodedata.digit(letter))
    return " " if category[0] in "PSZC" else letter


_LETTERS = _FoldedLetters()


def is_ideographic(text: str) -> bool:
    """Whether it begins with an ideograph, which is a word by itself."""
    return _IDEOGRAPH.match(text) is not None


def fold(text: str) -> str:
    """The text without what people leave out or write in several ways.

    Case, accents, the Arabic and Persian forms of a letter, digits of every script, punctuation, invisible
    characters and runs of spaces make no difference any more. `fold(fold(x)) == fold(x)`.
    """
    return " ".join(text.translate(_ASCII if text.isascii() else _LETTERS).split())


def tokens(text: str) -> list[str]:
    """The words that a text is found by, each once, in the order of the text.

    Words of the folded text (so the parts of an e-mail address too), every ideograph and every pair of
    neighbouring ideographs, and the digits of a telephone number written with separators as one run. A Persian word
    with a zero-width non-joiner in it is found by its parts and by the whole, as many people type it.
    """
    return list(dict.fromkeys(_all_tokens(text)))


def _all_tokens(text: str) -> Iterator[str]:
    yield from _word_tokens(text)
    if _JOINER in text:
        yield from _word_tokens(" ".join(word.replace(_JOINER, "") for word in text.split() if _JOINER in word))
    yield from _phone_runs(text)


def _word_tokens(text: str) -> Iterator[str]:
    for word in fold(text).split():
        for piece in _pieces(word):
            if not _IDEOGRAPH.match(piece):
                yield piece[:TOKEN_CHARS]
                continue
            yield from piece
            yield from map("".join, pairwise(piece))


def _pieces(word: str) -> list[str]:
    return [word] if word.isascii() else _PIECES.findall(word)


def _phone_runs(text: str) -> Iterator[str]:
    plain = text if text.isascii() else _ascii_digits(text)
    for match in _PHONE.finditer(plain):
        digits = re.sub(r"\D", "", match[0])
        if len(digits) <= 20:
            yield digits
            yield digits.lstrip("0") or digits


def _ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(char)) if char.isdecimal() else char for char in text)


def search_document(parts: Iterable[str]) -> tuple[str, str]:
    """What a record is found by: (`search_text`, `search_tokens`) from the texts of its searched fields.

    The text is folded, for ranking and for showing where the match is. The tokens are separate words with one
    space between them; `array_to_tsvector(string_to_array(search_tokens, ' '))` stores them exactly as they
    are, which `prefix_query` relies on. Pass a telephone number in its international and its national form.
    """
    texts = [part for part in parts if part]
    kept: dict[str, None] = {}
    room = DOCUMENT_CHARS
    for token in (token for text in texts for token in _all_tokens(text)):
        if token not in kept:
            room -= len(token) + 1
            if room < 0:
                break
            kept[token] = None
    return " ".join(filter(None, map(fold, texts)))[:DOCUMENT_CHARS], " ".join(kept)


def prefix_query(text: str, whole: Collection[str] = ()) -> str:
    """What was typed so far as the text of a `tsquery` (cast it: `%s::tsquery`): every word must begin a token.

    Words in `whole` must be one. Whatever the input, the result holds only letters and digits inside the quotes. Empty
    when there is nothing to search for. Digits with separators also match as one run, so a telephone number is found as
    it is dialled.
    """
    terms: dict[str, str] = {}
    for word in fold(text).split():
        for piece in _pieces(word):
            if _IDEOGRAPH.match(piece):  # stored one by one and in pairs, so that there is nothing longer to begin
                stored = map("".join, pairwise(piece)) if len(piece) > 1 else [piece]
                terms |= {term: f"'{term}'" for term in stored}
            else:
                terms[piece[:TOKEN_CHARS]] = f"'{piece[:TOKEN_CHARS]}'{'' if word in whole else ':*'}"
    query = " & ".join(list(terms.values())[:QUERY_TERMS])
    joined = "".join(fold(text).split())
    run = joined.lstrip("0") if joined.isascii() and joined.isdecimal() and 5 <= len(joined) <= 20 else ""
    if not run or query == f"'{run}':*":
        return query
    return f"({query}) | '{run}':*" if len(terms) > 1 else f"{query} | '{run}':*"


def sort_key(name: str) -> str:
    """The key that puts names in order when compared by code point (the database collates with C.UTF-8).

    Folded, with Persian letters in the order of the Persian alphabet; at most 200 characters.
    """
    folded = fold(name[: SORT_KEY_CHARS * 4])
    return (folded if folded.isascii() else folded.translate(IN_PERSIAN_ORDER))[:SORT_KEY_CHARS]
