"""The order of the Persian alphabet, which the code points of its letters do not have."""

import unicodedata

_ALPHABET = "ءابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
IN_PERSIAN_ORDER = {ord(letter): 0x0620 + place for place, letter in enumerate(_ALPHABET)}
"""For `str.translate`: texts so changed are compared by code point. The database collates with C.UTF-8."""


def alphabetical(text: str) -> str:
    """A key that puts words as they are written in order: without accents, whatever their case."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return bare.casefold().translate(IN_PERSIAN_ORDER)
