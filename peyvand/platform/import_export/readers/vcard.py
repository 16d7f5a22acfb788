"""vCards 2.1, 3.0 and 4.0 as telephones and mail programs really write them. No card and no property is lost."""

import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from peyvand.platform.import_export.readers.encodings import detect_encoding
from peyvand.platform.import_export.readers.table import Row, Source, Table, Unreadable, open_binary
from peyvand.platform.import_export.readers.vcard_lines import Property, properties, unescaped, values_of

COLUMNS = (
    "name", "prefix", "given name", "additional name", "family name", "suffix", "nickname", "organisation", "unit",
    "title", "email", "phone", "url", "messenger", "street", "city", "region", "postal code", "country", "birthday",
    "note", "categories", "languages", "uid", "other",
)  # fmt: skip

_NOT_KINDS = frozenset({"pref", "internet", "voice", "postal", "parcel", "msg", "x400", "dom", "intl", "uri"})
_MESSENGERS = frozenset(
    {"X-AIM", "X-GTALK", "X-YAHOO", "X-SKYPE", "X-QQ", "X-MSN", "X-ICQ", "X-JABBER", "X-MS-IMADDRESS", "X-TELEGRAM"}
)


@dataclass(slots=True)
class CardAddress:
    """An address as a card gives it; `country` in the words of its writer."""

    street: str = ""
    locality: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    type: str = ""


@dataclass(slots=True)
class Card:
    """What one card says. Types are lower-case words ("work", "cell,fax") or the label that the owner gave.

    `birthday` is ISO 8601 where it could be read, "--02-03" without a year. `unknown` holds every property that is
    not in another field, unfolded but otherwise as written. `problem` says what is wrong with the card ("" if nothing).
    """

    line: int = 0
    version: str = ""
    kind: str = ""
    name: str = ""
    family: str = ""
    given: str = ""
    additional: str = ""
    prefix: str = ""
    suffix: str = ""
    nickname: str = ""
    organisation: str = ""
    unit: str = ""
    title: str = ""
    emails: list[tuple[str, str]] = field(default_factory=list)
    phones: list[tuple[str, str]] = field(default_factory=list)
    urls: list[tuple[str, str]] = field(default_factory=list)
    messengers: list[tuple[str, str]] = field(default_factory=list)
    addresses: list[CardAddress] = field(default_factory=list)
    birthday: str = ""
    note: str = ""
    categories: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    uid: str = ""
    unknown: list[str] = field(default_factory=list)
    problem: str = ""


def read_cards(source: Source) -> Generator[Card, None, None]:
    """Every card of a file, in its order. Raises Unreadable for what is not text or holds no card."""
    file, ours = open_binary(source)
    try:
        encoding = detect_encoding(file)
        file.seek(0)
        found = False
        for card in _cards(properties(file, encoding)):
            found = True
            yield card
        if not found:
            raise Unreadable(_("There is no card in the file."))
    finally:
        if ours:
            file.close()


def _cards(lines: Iterator[Property]) -> Iterator[Card]:
    """Finished cards are held back until the next one begins: what stands between two belongs to the first."""
    open_cards: list[tuple[Card, list[Property]]] = []  # a card may hold the card of an agent
    finished: list[Card] = []
    stray: list[str] = []
    for prop in lines:
        mark = (prop.name, prop.value.strip().upper())
        if mark == ("BEGIN", "VCARD"):
            if open_cards and not (open_cards[-1][1] and open_cards[-1][1][-1].name == "AGENT"):
                finished.append(_unfinished(*open_cards.pop()))
            if not open_cards:
                yield from finished
                finished = []
            open_cards.append((Card(line=prop.line, unknown=stray), []))
            stray = []
        elif mark == ("END", "VCARD") and open_cards:
            finished.append(_filled(*open_cards.pop()))
        elif open_cards:
            open_cards[-1][1].append(prop)
        else:
            (finished[-1].unknown if finished else stray).append(prop.raw)
    yield from finished
    for card, props in reversed(open_cards):
        yield _unfinished(card, props)


def _unfinished(card: Card, props: list[Property]) -> Card:
    card = _filled(card, props)
    card.problem = _("The card has no end.")
    return card


def _filled(card: Card, props: list[Property]) -> Card:
    """Put each property where it belongs; what has no place, or finds its place taken, is kept as unknown."""
    card.version = next((prop.value.strip() for prop in props if prop.name == "VERSION"), "")
    labels = {prop.group: _label(prop.value) for prop in props if prop.name == "X-ABLABEL" and prop.group}
    placed_groups = set()
    for prop in props:
        take = _TAKES.get(prop.name) or (_messenger if prop.name in _MESSENGERS else None)
        if prop.name in ("VERSION", "X-ABLABEL"):
            continue
        label = labels.get(prop.group, "")
        if take is not None and take(card, prop.with_parameter("X-ABLABEL", label) if label else prop):
            placed_groups.add(prop.group)
        else:
            card.unknown.append(prop.raw)
    card.unknown += [
        prop.raw for prop in props if prop.name == "X-ABLABEL" and (not prop.group or prop.group not in placed_groups)
    ]
    if not card.name:
        parts = (card.prefix, card.given, card.additional, card.family, card.suffix)
        card.name = " ".join(filter(None, parts)) or card.organisation
    return card


def _label(value: str) -> str:
    return re.sub(r"^_\$!<(.*)>!\$_$", r"\1", value.strip())


def _kind(prop: Property) -> str:
    return prop.first("X-ABLABEL") or ",".join(kind for kind in prop.types if kind not in _NOT_KINDS)


def _text_taker(attribute: str) -> Callable[[Card, Property], bool]:
    """Takes the first property of a kind; a second, different one is left to the unknown."""

    def take(card: Card, prop: Property) -> bool:
        text = unescaped(prop.value).strip()
        if getattr(card, attribute) not in ("", text):
            return False
        setattr(card, attribute, text)
        return True

    return take


def _take_names(card: Card, prop: Property) -> bool:
    if any((card.family, card.given, card.additional, card.prefix, card.suffix)):
        return False
    parts = [" ".join(values_of(part, ",")) for part in prop.components(5)]
    card.family, card.given, card.additional, card.prefix, card.suffix = (part.strip() for part in parts[:5])
    card.unknown += [f"N:{part}" for part in parts[5:] if part]
    return True


def _take_organisation(card: Card, prop: Property) -> bool:
    parts = [unescaped(part).strip() for part in prop.components(1)]
    if card.organisation:
        return False
    card.organisation, card.unit = parts[0], ", ".join(filter(None, parts[1:]))
    return True


def _take_email(card: Card, prop: Property) -> bool:
    return _append(card.emails, _kind(prop), re.sub("^mailto:", "", unescaped(prop.value), flags=re.IGNORECASE))


def _take_phone(card: Card, prop: Property) -> bool:
    return _append(card.phones, _kind(prop), unescaped(prop.value))


def _take_url(card: Card, prop: Property) -> bool:
    return _append(card.urls, _kind(prop), unescaped(prop.value))


def _messenger(card: Card, prop: Property) -> bool:
    network = (
        prop.first("X-SERVICE-TYPE") or prop.first("X-ABLABEL") or prop.name.removeprefix("X-").removeprefix("MS-")
    )
    if prop.name == "IMPP" and not prop.first("X-SERVICE-TYPE"):
        network = prop.value.partition(":")[0]
    return _append(card.messengers, network.lower(), unescaped(prop.value))


def _append(values: list[tuple[str, str]], kind: str, value: str) -> bool:
    value = value.strip()
    if value and (kind, value) not in values:
        values.append((kind, value))
    return True


def _take_address(card: Card, prop: Property) -> bool:
    parts = [", ".join(filter(None, (one.strip() for one in values_of(part, ",")))) for part in prop.components(7)]
    box, extended, street, locality, region, postal_code, country = parts[:7]
    lines = "\n".join(filter(None, (box, extended, street)))
    address = CardAddress(lines, locality, region, postal_code, country, _kind(prop))
    if any(parts[:7]):
        card.addresses.append(address)
    card.unknown += [f"ADR:{part}" for part in parts[7:] if part]
    return True


def _take_birthday(card: Card, prop: Property) -> bool:
    text = unescaped(prop.value).strip()
    if match := re.fullmatch(r"(\d{4}|--)-?(\d{2})-?(\d{2})(?:T.*)?", text):
        text = f"{match[1]}-{match[2]}-{match[3]}"
        text = text.replace("---", "--")
    if card.birthday not in ("", text):
        return False
    card.birthday = text
    return True


def _take_note(card: Card, prop: Property) -> bool:
    text = unescaped(prop.value).strip()
    if text and text not in card.note:
        card.note = f"{card.note}\n\n{text}" if card.note else text
    return True


def _list_taker(attribute: str) -> Callable[[Card, Property], bool]:
    def take(card: Card, prop: Property) -> bool:
        values: list[str] = getattr(card, attribute)
        for part in values_of(prop.value, ",", ";"):
            if part.strip() and part.strip() not in values:
                values.append(part.strip())
        return True

    return take


def _take_show_as(card: Card, prop: Property) -> bool:
    if prop.value.strip().upper() != "COMPANY":
        return False
    card.kind = "org"
    return True


_TAKES: dict[str, Callable[[Card, Property], bool]] = {
    "FN": _text_taker("name"),
    "N": _take_names,
    "NICKNAME": _text_taker("nickname"),
    "ORG": _take_organisation,
    "TITLE": _text_taker("title"),
    "EMAIL": _take_email,
    "TEL": _take_phone,
    "URL": _take_url,
    "IMPP": _messenger,
    "ADR": _take_address,
    "BDAY": _take_birthday,
    "NOTE": _take_note,
    "CATEGORIES": _list_taker("categories"),
    "LANG": _list_taker("languages"),
    "UID": _text_taker("uid"),
    "KIND": _text_taker("kind"),
    "X-ABSHOWAS": _take_show_as,
}


def open_table(source: Source) -> Table:
    """The cards as rows of a table; several values of one kind stand in one cell, each on a line of its own.

    The types of addresses and numbers are only in `read_cards`. Raises Unreadable.
    """
    cards = read_cards(source)
    first = next(cards)

    def rows() -> Iterator[Row]:
        yield _row(first)
        yield from map(_row, cards)

    return Table(columns=list(COLUMNS), rows=rows(), close=cards.close)


def _row(card: Card) -> Row:
    def joined(part: str) -> str:
        return "\n".join(getattr(address, part) for address in card.addresses)

    def seconds(pairs: list[tuple[str, str]]) -> str:
        return "\n".join(value for _kind, value in pairs)

    cells = [
        card.name, card.prefix, card.given, card.additional, card.family, card.suffix, card.nickname,
        card.organisation, card.unit, card.title, seconds(card.emails), seconds(card.phones), seconds(card.urls),
        seconds(card.messengers), joined("street"), joined("locality"), joined("region"), joined("postal_code"),
        joined("country"), card.birthday, card.note, "\n".join(card.categories), "\n".join(card.languages), card.uid,
        "\n".join(card.unknown),
    ]  # fmt: skip
    return Row(card.line, cells, card.problem)
