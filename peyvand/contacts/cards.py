"""A vCard by the fields of a party; what has no field there is kept as it came."""

from collections.abc import Iterable, Iterator

from peyvand.contacts.choices import languages
from peyvand.contacts.days import birthday_problem
from peyvand.contacts.normalise import is_label
from peyvand.platform.import_export.importers import Values
from peyvand.platform.import_export.readers.vcard import Card, CardAddress
from peyvand.platform.search.normalise import fold
from peyvand.platform.ui.formats import FormatError, parse_date

_ADDRESS = ("street", "locality", "region", "postal_code", "country")
_LONGEST_REFERENCE = 100


def values_of_card(card: Card) -> Values:
    """A card by the fields of a party; what has no field there is kept as it came."""
    name = card.name or " ".join(filter(None, (card.given, card.family))) or card.organisation
    if not name:  # a card of a number only: what it says is its name
        name = next((value for _kind, value in (*card.emails, *card.phones)), "")
    organisation = card.organisation if card.name and card.kind != "org" else ""
    known = {code for code, _name in languages()}
    points, unlabelled = _points(card)
    values: Values = {
        "kind": "organisation" if card.kind == "org" or not (card.name or card.given or card.family) else "person",
        "name": name,
        "given_name": card.given,
        "family_name": card.family,
        "other_names": [card.nickname] if card.nickname else [],
        "organisation": organisation,
        "position": card.title if organisation else "",
        **points,
        "languages": [code.lower() for code in card.languages if code.lower() in known],
        "birthday": card.birthday if _is_day(card.birthday) else "",
        "note": card.note,
        "tags": card.categories,
        "reference": card.uid[:_LONGEST_REFERENCE],
    }
    for address in card.addresses[:1]:
        values |= {part: getattr(address, part) for part in _ADDRESS}
    left = [
        *_left_of_name(card, name, organisation),
        *_left_of_addresses(card.addresses),
        *unlabelled,
        *(_line("IMPP", network, value) for network, value in card.messengers),
        *(_line("LANG", "", code) for code in card.languages if code.lower() not in known),
        f"BDAY:{card.birthday}" if card.birthday and not _is_day(card.birthday) else "",
        _line("UID", "", card.uid) if len(card.uid) > _LONGEST_REFERENCE else "",
        _line("KIND", "", card.kind) if card.kind not in ("org", "individual") else "",
    ]
    values["unknown_properties"] = list(dict.fromkeys([*card.unknown, *filter(None, left)]))
    return {name: value for name, value in values.items() if value}


def _left_of_name(card: Card, name: str, organisation: str) -> Iterator[str]:
    """Parts of the name that the name as a whole lacks, and what somebody is without an organisation."""
    words = f" {fold(name)} "
    for part in ("prefix", "additional", "suffix"):
        text = getattr(card, part)
        yield "" if f" {fold(text)} " in words else _line("N", part, text)
    yield "" if card.organisation in (organisation, name) else _line("ORG", "", card.organisation)
    yield _line("ORG", "unit", card.unit)
    yield "" if organisation else _line("TITLE", "", card.title)


def _left_of_addresses(addresses: list[CardAddress]) -> Iterator[str]:
    """Of the first address its type, of all others the whole."""
    for address in addresses[:1]:
        yield _line("ADR", "type", address.type)
    for address in addresses[1:]:
        lines = (getattr(address, part).replace("\n", ", ") for part in _ADDRESS)
        yield _line("ADR", address.type, ", ".join(filter(None, lines)))


def _points(card: Card) -> tuple[dict[str, list[str]], list[str]]:
    """Contact points by field, each once with all that is said of it as its label; and what can be no label."""
    fields = {
        "emails": ("EMAIL", card.emails),
        "phones": ("TEL", [pair for pair in card.phones if not _is_fax(pair)]),
        "faxes": ("TEL", list(filter(_is_fax, card.phones))),
        "websites": ("URL", card.urls),
    }
    points: dict[str, list[str]] = {}
    unlabelled = []
    for field, (prop, pairs) in fields.items():
        labels = _labels(pairs)
        points[field] = [f"{label}: {value}" if is_label(label) else value for value, label in labels.items()]
        unlabelled += [
            _line(prop, kind, value) for kind, value in pairs if labels[value] and not is_label(labels[value])
        ]
    return points, unlabelled


def _labels(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each value with the types and labels that it comes with."""
    kinds: dict[str, dict[str, None]] = {}
    for kind, value in pairs:
        words = filter(None, (word.strip() for word in kind.split(",")))
        kinds.setdefault(value, {}).update(dict.fromkeys(word for word in words if word.lower() != "fax"))
    return {value: " ".join(words) for value, words in kinds.items()}


def _is_fax(pair: tuple[str, str]) -> bool:
    return "fax" in pair[0].lower()


def _line(prop: str, kind: str, value: str) -> str:
    """“IMPP (skype): anna”; "" without a value."""
    return value and (f"{prop} ({kind}): {value}" if kind else f"{prop}: {value}")


def _is_day(text: str) -> bool:
    """A birthday without its year, which cards may have, is no day of the calendar; some write 1604 for no year."""
    try:
        return not birthday_problem(parse_date(text))
    except FormatError:
        return False
