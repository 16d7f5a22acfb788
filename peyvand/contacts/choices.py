"""Code lists that are ordered by name in the language of the reader."""

from functools import cache

from babel import Locale
from django.utils.translation import get_language, gettext

from peyvand.contacts.codes import language_choices
from peyvand.contacts.industries import INDUSTRIES
from peyvand.contacts.normalise import country_codes

Choices = tuple[tuple[str, str], ...]


def countries() -> Choices:
    """ISO 3166-1 codes with names."""
    return _countries(get_language() or "en")


def languages() -> Choices:
    """ISO 639-1 codes with names."""
    return language_choices(get_language() or "en")


def industries() -> Choices:
    """NACE codes with names, by code."""
    return tuple((code, f"{code} {gettext(str(label))}") for code, label in INDUSTRIES.items())


@cache
def _countries(reader: str) -> Choices:
    names = Locale.parse(reader.replace("-", "_")).territories
    return tuple(sorted(((code, str(names.get(code, code))) for code in country_codes()), key=lambda choice: choice[1]))
