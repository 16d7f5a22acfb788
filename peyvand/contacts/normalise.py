"""Contact points as people write them, brought to the one form that is stored, compared and shown.

Policy: what cannot be a contact point at all (an e-mail address without "@") raises `PointError`. What may still be
right (a telephone number that the numbering plan does not know) is read as written and marked not valid: imports keep
it, so that nothing is lost; every other door refuses it with the words of `expected`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast
from urllib.parse import urlsplit, urlunsplit

import idna
import phonenumbers
from babel import Locale
from babel.core import get_global
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from email_validator import EmailNotValidError, validate_email
from phonenumbers import PhoneNumber

from peyvand.platform.search.normalise import fold
from peyvand.platform.ui.countries import country_codes

LONGEST_POINT = 500
LABEL_LENGTH = 60
_PUBLIC_SUFFIX = ".example.com"  # makes an address of an inner network checkable like any other
_COUNTRY_LANGUAGES = ("en", "fa", "ru", "zh_Hans", "de", "fr", "es")
_COUNTRY_ALIASES = {
    "usa": "US", "u s a": "US", "u s": "US", "united states of america": "US", "america": "US",
    "uk": "GB", "u k": "GB", "great britain": "GB", "britain": "GB", "england": "GB", "scotland": "GB",
    "wales": "GB", "northern ireland": "GB", "uae": "AE", "emirates": "AE", "holland": "NL", "the netherlands": "NL",
    "korea": "KR", "republic of korea": "KR", "czech republic": "CZ", "turkey": "TR", "burma": "MM",
    "ivory coast": "CI", "russian federation": "RU", "islamic republic of iran": "IR", "persia": "IR", "prc": "CN",
    "people s republic of china": "CN", "mainland china": "CN", "macedonia": "MK", "swaziland": "SZ",
    "جمهوری اسلامی ایران": "IR", "امریکا": "US", "انگلیس": "GB", "امارات": "AE", "کره جنوبی": "KR",
    "рф": "RU", "российская федерация": "RU", "сша": "US", "англия": "GB", "оаэ": "AE",
    "中华人民共和国": "CN", "brd": "DE",
}  # fmt: skip

_AT_NETWORKS = frozenset({"telegram", "instagram", "facebook", "x", "twitter", "youtube", "github", "tiktok", "weibo"})
_NUMBER_NETWORKS = frozenset({"whatsapp", "signal", "viber", "imo"})
_NUMBERS = frozenset({"phone", "mobile", "fax"})
_EXAMPLE_COUNTRIES = {"fa": "IR", "ru": "RU", "zh": "CN"}  # whose number shows readers of a language how to write one
_PROFILE_FOLDERS = frozenset({"in", "pub", "company", "people", "profile", "user", "channel", "u", "s", "c"})


@dataclass(frozen=True, slots=True)
class NormalisedPoint:
    """One contact point: what is stored, what it is compared by, whether it can work, and what is shown."""

    value: str
    key: str
    valid: bool
    display: str


class PointError(ValueError):
    """What was typed cannot be this kind of contact point; the message says why, in the user's language."""


def _cleaned(text: str) -> str:
    """The text without invisible characters and outer spaces; raises PointError when nothing or too much is left."""
    visible = "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Cc", "Cs")).strip()
    if not visible:
        raise PointError(_("There is nothing here."))
    if len(visible) > LONGEST_POINT:
        raise PointError(_("This is too long: %(limit)s characters at most.") % {"limit": LONGEST_POINT})
    return visible


def normalise_email(text: str) -> NormalisedPoint:
    """An e-mail address; "mailto:" and "Name <address>" are taken off. Compared without regard to case.

    Addresses that only work inside a house (mail@server, mail@firm.local) are kept and marked not valid.
    """
    address = re.sub(r"^mailto:", "", _cleaned(text), flags=re.IGNORECASE)
    if match := re.fullmatch(r"[^<>]*<([^<>]+)>", address):
        address = match[1].strip()
    for suffix in ("", _PUBLIC_SUFFIX):
        try:
            checked = validate_email(address + suffix, check_deliverability=False)
        except EmailNotValidError:
            continue
        value = checked.normalized.removesuffix(suffix)
        return NormalisedPoint(value, value.casefold(), not suffix, value)
    raise PointError(expected("email", address))


def normalise_phone(text: str, country: str | None = None) -> NormalisedPoint:
    """A telephone number; `country` (ISO code) says whose national form it may be in.

    A number of a known numbering plan becomes E.164, its extension kept as ";ext="; its key is the digits of both.
    Any other is kept as typed, with its digits as key (the folded text when it has none), marked not valid.
    """
    typed = _cleaned(text)
    plain = "".join(str(unicodedata.digit(char)) if char.isdecimal() else char for char in typed)
    if re.match(r"00[1-9]", plain):  # the international prefix of most of the world
        plain = "+" + plain[2:]
    number = _parsed_phone(plain, country)
    if number is None:
        return NormalisedPoint(typed, re.sub(r"\D", "", plain) or fold(typed) or typed, False, typed)
    value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if number.extension:
        value += f";ext={number.extension}"
    display = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return NormalisedPoint(value, re.sub(r"\D", "", value), True, display)


def _parsed_phone(plain: str, country: str | None) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(plain, country.upper() if country else None)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def national_phone(value: str) -> str:
    """The national form of a stored number (E.164), as people of its country dial and search it; "" for others."""
    number = _parsed_phone(value, None)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL) if number else ""


def normalise_url(text: str) -> NormalisedPoint:
    """A web address over http or https (https when none is written), its host in ASCII, compared without "www."."""
    typed = _cleaned(text)
    if typed.count("#") >= 2 and (match := re.fullmatch(r"([^#]*)#([^#]*)#.*", typed)):
        typed = match[2] or match[1]  # a hyperlink field of Access: text#address#
    address = typed
    if not re.match(r"[a-z][a-z0-9+.-]*:(?!\d)", typed, re.IGNORECASE):
        address = "https://" + typed.lstrip("/")
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _no_web_address(typed) from None
    if parts.scheme.lower() not in ("http", "https") or parts.username is not None or re.search(r"\s", address):
        raise _no_web_address(typed)
    host = _ascii_host(host, typed)
    authority = f"{host}:{port}" if port else host
    path = parts.path if parts.path != "/" else ""
    value = urlunsplit((parts.scheme.lower(), authority, path, parts.query, parts.fragment))
    key = urlunsplit(("", authority.removeprefix("www."), path.rstrip("/"), parts.query, "")).removeprefix("//")
    return NormalisedPoint(value, key, True, value.removeprefix("https://").removeprefix("http://").rstrip("/"))


def _ascii_host(host: str, text: str) -> str:
    try:
        ascii_host = idna.encode(host.rstrip("."), uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        raise _no_web_address(text) from None
    if not re.fullmatch(r"(?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]+", ascii_host) or re.search(r"\.html?$", ascii_host):
        raise _no_web_address(text)
    return ascii_host


def _no_web_address(text: str) -> PointError:
    return PointError(_("“%(text)s” is not a web address. Write it like https://example.com.") % {"text": text[:100]})


def normalise_handle(network: str, text: str, country: str | None = None) -> NormalisedPoint:
    """A name on a social network or messenger, given as such, with "@" or as the address of the profile.

    Networks that know people by telephone number (WhatsApp, Signal, Viber) take a number, `country` as there.
    """
    typed = _cleaned(text)
    kind = fold(network)
    if kind in _NUMBER_NETWORKS:
        number = re.sub(r"^(?:https?://)?(?:www\.)?(?:wa\.me|api\.whatsapp\.com)/", "+", typed)
        return normalise_phone(number, country)
    handle = typed
    if "/" in typed:
        path = urlsplit(typed if "//" in typed else "//" + typed).path
        steps = [step for step in path.split("/") if step]
        if steps and steps[0].lower() in _PROFILE_FOLDERS and len(steps) > 1:
            steps = steps[1:]
        handle = steps[0] if steps else ""
    handle = handle.removeprefix("@").strip()
    if not handle or re.search(r"[\s<>\"]", handle):
        raise PointError(_("“%(text)s” is not a name on a network.") % {"text": typed[:100]})
    return NormalisedPoint(handle, handle.casefold(), True, f"@{handle}" if kind in _AT_NETWORKS else handle)


def normalise_point(kind: str, text: str, *, country: str = "", network: str = "") -> NormalisedPoint:
    """A contact point of any kind (`PointKind`). Raises PointError for what cannot be one."""
    if kind == "email":
        return normalise_email(text)
    if kind == "web":
        return normalise_url(text)
    if kind in ("social", "messenger"):
        return normalise_handle(network, text, country or None)
    return normalise_phone(text, country or None)


def takes_country(kind: str, text: str, network: str = "") -> bool:
    """Whether a country must be known to read this: it is a number without the code of one."""
    is_number = kind in _NUMBERS or (kind in ("social", "messenger") and fold(network) in _NUMBER_NETWORKS)
    return is_number and not re.match(r"\s*(?:tel:)?\s*(?:\+|00[1-9])", text)


def expected(kind: str, text: str, country: str = "") -> str:
    """What is wrong with a contact point that cannot be reached, and how one is written: a number like `country`'s."""
    if kind == "email":
        return _("“%(text)s” is not an e-mail address. Write it like name@example.com.") % {"text": text[:100]}
    sentence = _("“%(text)s” is not a telephone number. Write it with the code of its country, like %(example)s.")
    return sentence % {"text": text[:100], "example": f"\u2066{_example_number(country)}\u2069"}  # left to right


def _example_number(country: str) -> str:
    ours = _EXAMPLE_COUNTRIES.get((get_language() or "").partition("-")[0], "GB")
    number = phonenumbers.example_number(country or ours) or phonenumbers.example_number(ours)
    return phonenumbers.format_number(cast(PhoneNumber, number), phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def is_label(text: str) -> bool:
    """Whether a text can stand before a contact point, as in “work: a@b”, and be told from it again."""
    return text[:1].isalpha() and len(text) <= LABEL_LENGTH and not set(text) & set(":;@\n")


def country_code(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of a country named in one of seven languages, by a code or a common short name."""
    return _countries().get(fold(text))


@cache
def _countries() -> dict[str, str]:
    known: dict[str, str] = {}
    for name, code in _country_names():
        known.setdefault(fold(name), code)
    return known


def _country_names() -> Iterator[tuple[str, str]]:
    codes = country_codes()
    yield from ((code, code) for code in codes)
    yield from _COUNTRY_ALIASES.items()
    for alias, targets in get_global("territory_aliases").items():
        if len(targets) == 1 and targets[0] in codes and re.fullmatch(r"[A-Z]{3}|\d{3}", alias):
            yield alias, targets[0]
    for language in _COUNTRY_LANGUAGES:
        names = Locale.parse(language).territories
        yield from ((names[code], code) for code in codes if code in names)
        for code in codes:  # "Myanmar (Burma)" is also written without its second name
            yield re.sub(r"\s*[(（].*", "", names.get(code, code)), code
