"""How an import tells values: their beginning, so that a picture or a long note does not flood page and terminal."""

import re
from typing import Any

from django.utils.translation import gettext as _

from peyvand.platform.ui.cells import readable

SHOWN = 80
"""How many characters of a value are told."""
_VALUE = re.compile("(“[^”]+”|«[^»]+»|\u2066[^\u2069]+\u2069|\\d(?:[\\d.,:/-]*\\d)?)")
_BETWEEN = "\x1f"  # stands where a value was; no sentence has it
_QUOTED = re.compile(f"([“«])([^”»]{{{SHOWN}}})[^”»]+(?=[”»])")


def cut(text: str) -> str:
    """The beginning of a long text, in one line."""
    line = " ".join(text[: 4 * SHOWN].split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


def kind_of(sentence: str) -> str:
    """What a sentence says, without the values in it: sentences of one kind differ in what they quote and count."""
    return _BETWEEN.join(_VALUE.split(sentence)[::2])


def bare(reference: str, source: str) -> str:
    """A reference as the file has it, without the `source` that keeps its numbers apart from those of other files."""
    return reference.removeprefix(f"{source}:") if source else reference


def shortened(sentence: str) -> str:
    """A sentence, with what it quotes and words that are none cut."""
    return readable(_QUOTED.sub(r"\1\2…", sentence))


def kept(label: Any, present: str, said: str) -> str:
    """The sentence on a value that was not replaced."""
    words = _("%(field)s kept: “%(kept)s”; the file says “%(said)s”.")
    return words % {"field": label, "kept": cut(present), "said": cut(said)}
