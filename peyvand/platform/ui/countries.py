"""The countries of the world by their ISO 3166-1 alpha-2 codes, with names in the language of the reader."""

import re
from functools import cache

from babel import Locale
from django.utils.translation import get_language

from peyvand.platform.ui.formats.alphabet import alphabetical

_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})  # groups and place holders of the CLDR list
_RESERVED = frozenset({"AC", "CP", "CQ", "DG", "EA", "IC", "TA"})  # islands that ISO 3166-1 lists under their countries


@cache
def country_codes() -> tuple[str, ...]:
    """All codes."""
    known = map(str, Locale.parse("en").territories)
    return tuple(code for code in known if re.fullmatch("[A-Z]{2}", code) and code not in _NO_COUNTRIES | _RESERVED)


def country_choices() -> tuple[tuple[str, str], ...]:
    """Codes with names, ordered by name."""
    return _named(get_language() or "en")


@cache
def _named(reader: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(reader.replace("-", "_")).territories
    named = ((code, str(names.get(code, code))) for code in country_codes())
    return tuple(sorted(named, key=lambda choice: alphabetical(choice[1])))
