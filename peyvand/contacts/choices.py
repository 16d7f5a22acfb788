"""Code lists that are ordered by name in the language of the reader."""

from babel.numbers import get_territory_currencies, list_currencies
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext

from peyvand.contacts.codes import language_choices
from peyvand.contacts.industries import INDUSTRIES
from peyvand.platform.ui.countries import country_choices

Choices = tuple[tuple[str, str], ...]


def countries() -> Choices:
    """ISO 3166-1 codes with names."""
    return country_choices()


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
