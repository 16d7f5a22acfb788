"""What stands in an avatar: one or two initials and a colour class, the same on every page for the same name."""

import unicodedata
import zlib

COLOURS = 10
_JOINING = ("ARABIC", "SYRIAC")
_WHOLE_WORD = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")
_ZWNJ = "\u200c"


def _first_letter(word: str) -> str:
    return next((char for char in word if char.isalnum()), "")


def _script(char: str) -> str:
    return unicodedata.name(char, "").split(" ")[0]


def initials(name: str, kind: str = "person") -> str:
    """One or two initials of a name in its own script; "?" when it has no letter.

    A person shows first and last word, any other kind its first two words. Chinese, Japanese and Korean names show
    their first character. Joining scripts keep their letters apart, so that initials do not read as a word.
    """
    letters = [letter for letter in map(_first_letter, str(name).split()) if letter]
    if not letters:
        return "?"
    first = letters[0]
    if _script(first) in _WHOLE_WORD:
        return first
    alike = [letter for letter in letters[1:] if _script(letter) not in _WHOLE_WORD]
    if not alike:
        return first.upper()[:1]
    second = alike[-1] if kind == "person" else alike[0]
    between = _ZWNJ if _script(first) in _JOINING and _script(second) in _JOINING else ""
    return f"{first.upper()[:1]}{between}{second.upper()[:1]}"


def avatar_colour(name: str) -> str:
    """CSS class of the colour that belongs to a name: av-0 … av-9."""
    return f"av-{zlib.crc32(str(name).encode()) % COLOURS}"
