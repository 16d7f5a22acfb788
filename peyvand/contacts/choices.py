"""Code lists that are ordered by name in the language of the reader."""

from functools import cache

from babel import Locale
from babel.numbers import get_territory_currencies, list_currencies
from django.core.exceptions import ValidationError
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


def require_currency(code: str) -> None:
    """Raise ValidationError for what is not an ISO 4217 code."""
    if code not in list_currencies():
        raise ValidationError(gettext("“%(value)s” is not the code of a currency.") % {"value": code})


def currency_of(country: str) -> str:
    """The currency in which a country pays today; "" where it has none or is not known."""
    return next(iter(get_territory_currencies(country)), "") if country else ""


@cache
def _countries(reader: str) -> Choices:
    names = Locale.parse(reader.replace("-", "_")).territories
    return tuple(sorted(((code, str(names.get(code, code))) for code in country_codes()), key=lambda choice: choice[1]))
