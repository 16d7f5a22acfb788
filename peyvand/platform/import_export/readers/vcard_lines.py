"""The lines of vCards: unfolded, decoded and taken apart, whatever their writer made of the standard."""

import codecs
import io
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

_LINE = re.compile(
    r"""(?:(?P<group>[\w-]+)\.)?(?P<name>[A-Za-z][\w-]*)(?P<parameters>(?:;(?:"[^"]*"|[^":;])*)*):(?P<value>.*)""",
    re.DOTALL,
)
_PARAMETERS = re.compile(r""";((?:"[^"]*"|[^";])*)""")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_BEGINS_PROPERTY = re.compile(
    r"(?:[\w-]+\.)?(?:BEGIN|END|VERSION|N|FN|TEL|EMAIL|ADR|ORG|TITLE|ROLE|NOTE|URL|BDAY|CATEGORIES|UID|REV|PHOTO|LABEL"
    r"|NICKNAME|X-[\w-]+)[;:]",
    re.IGNORECASE,
)
_BASE64 = re.compile(r"[A-Za-z0-9+/=]+")


@dataclass(frozen=True, slots=True)
class Property:
    """One property: upper-case name, parameters (upper-case names, lists of values), the value with its escapes.

    `raw` is the whole property on one line as it was written; `line` where it begins.
    """

    line: int
    raw: str
    name: str
    value: str
    group: str = ""
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def types(self) -> list[str]:
        """The types in lower case, each once."""
        named = (one.strip().lower() for name, value in self.parameters if name == "TYPE" for one in value.split(","))
        return list(dict.fromkeys(filter(None, named)))

    def first(self, parameter: str) -> str:
        """The first value of a parameter; "" without it."""
        return next((value for name, value in self.parameters if name == parameter), "")

    def with_parameter(self, name: str, value: str) -> "Property":
        """The same property with one parameter more."""
        return replace(self, parameters=(*self.parameters, (name, value)))

    def components(self, least: int) -> list[str]:
        """The parts between semicolons, still escaped, at least so many."""
        parts = _split(self.value, ";")
        return parts + [""] * (least - len(parts))


def properties(file: BinaryIO, encoding: str) -> Iterator[Property]:
    """The properties of a file, marks of begin and end included. Blank lines are nobody's."""
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline=None)
    try:
        for line, raw in _unfolded(text):
            yield _property(line, raw.removeprefix("\ufeff"), encoding)
    finally:
        text.detach()


def _unfolded(text: io.TextIOWrapper) -> Iterator[tuple[int, str]]:
    """Logical lines with the number of their first physical line; blank lines between folded ones are passed over."""
    start, held, version2 = 0, [""], False
    for number, physical in enumerate(text, 1):
        line = physical.rstrip("\n")
        if _soft_break(held) and not _BEGINS_PROPERTY.match(line):
            held[-1] = held[-1][:-1]
            held.append(line)
        elif not line.strip():
            continue
        elif held[0] and line[0] in " \t":  # 2.1 folds at a space that belongs to the text, later versions insert one
            held.append(" " + line.lstrip() if version2 and not _is_base64(held) else line[1:])
        elif _is_base64(held) and _BASE64.fullmatch(line):
            held.append(line)
        else:
            if held[0]:
                yield start, "".join(held)
            start, held = number, [line]
            if line[:8].upper() == "VERSION:":
                version2 = line[8:].strip().startswith("2")
    if held[0]:
        yield start, "".join(held)


def _soft_break(held: list[str]) -> bool:
    return held[-1].endswith("=") and "QUOTED-PRINTABLE" in held[0][:200].upper()


def _is_base64(held: list[str]) -> bool:
    return re.match(r"[^:]*;(?:ENCODING=)?(?:BASE64|B)[;:]", held[0][:200], re.IGNORECASE) is not None


def _property(line: int, raw: str, encoding: str) -> Property:
    match = _LINE.fullmatch(raw)
    if not match:
        return Property(line, raw, "", raw)
    parameters = tuple(_parameters(match["parameters"]))
    value = match["value"]
    named = dict(parameters)
    if named.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        value = _quoted_printable(value, named.get("CHARSET", ""), encoding)
    return Property(line, raw, match["name"].upper(), value, match["group"] or "", parameters)


def _parameters(text: str) -> Iterator[tuple[str, str]]:
    for written in _PARAMETERS.findall(text):
        name, equals, value = written.partition("=")
        value = value.replace('"', "").replace("^n", "\n").replace("^'", '"').replace("^^", "^")
        if equals:
            yield name.strip().upper(), value
        elif written.strip().upper() in ("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT"):
            yield "ENCODING", written.strip()
        else:  # version 2.1 leaves out "TYPE="
            yield "TYPE", written


def _quoted_printable(value: str, charset: str, encoding: str) -> str:
    octets = quopri.decodestring(value.encode(encoding.removesuffix("-sig"), "replace"))
    for name in (charset, "utf-8", "cp1252"):
        try:
            return octets.decode(codecs.lookup(name).name).replace("\r\n", "\n")
        except (LookupError, UnicodeError, ValueError):
            continue
    return octets.decode("latin-1")


def _split(text: str, *marks: str) -> list[str]:
    """The parts between marks that no backslash precedes, still escaped."""
    parts, part, escaped = [], "", False
    for char in text:
        if not escaped and char in marks:
            parts.append(part)
            part = ""
        else:
            part += char
        escaped = char == "\\" and not escaped
    return [*parts, part]


def values_of(text: str, *marks: str) -> list[str]:
    """The values of a list, unescaped."""
    return [unescaped(part) for part in _split(text, *marks)]


def unescaped(text: str) -> str:
    """The text that was meant: \\n is a new line, a backslash before a mark guards it, any other stays."""

    def meant(match: re.Match[str]) -> str:
        if match[1] in "nN":
            return "\n"
        return match[1] if match[1] in "\\,;:\"'" else match[0]

    return _ESCAPE.sub(meant, text)
