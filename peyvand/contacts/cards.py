"""A vCard by the fields of a party; what has no field there is kept as it came."""

from peyvand.contacts.days import birthday_problem
from peyvand.platform.import_export.importers import Values
from peyvand.platform.import_export.readers.vcard import Card
from peyvand.platform.ui.formats import FormatError, parse_date


def values_of_card(card: Card) -> Values:
    """A card by the fields of a party; what has no field there is kept as it came."""
    name = card.name or " ".join(filter(None, (card.given, card.family))) or card.organisation
    if not name:  # a card of a number only: what it says is its name
        name = next((value for _kind, value in (*card.emails, *card.phones)), "")
    address = card.addresses[0] if card.addresses else None
    organisation = card.organisation if card.name and card.kind != "org" else ""
    values: Values = {
        "kind": "organisation" if card.kind == "org" or not (card.name or card.given or card.family) else "person",
        "name": name,
        "given_name": card.given,
        "family_name": card.family,
        "other_names": [card.nickname] if card.nickname else [],
        "organisation": organisation,
        "position": card.title if organisation else "",
        "emails": [_labelled(kind, value) for kind, value in card.emails],
        "phones": [_labelled(kind, value) for kind, value in card.phones if "fax" not in kind],
        "faxes": [_labelled("", value) for kind, value in card.phones if "fax" in kind],
        "websites": [value for _kind, value in card.urls],
        "birthday": card.birthday if _is_day(card.birthday) else "",
        "note": card.note,
        "tags": card.categories,
        "reference": card.uid[:100],
        "unknown_properties": [
            *card.unknown,
            *([f"BDAY:{card.birthday}"] if card.birthday and not _is_day(card.birthday) else []),
        ],
    }
    if address is not None:
        values |= {part: getattr(address, part) for part in ("street", "locality", "region", "postal_code", "country")}
    return {name: value for name, value in values.items() if value}


def _labelled(kind: str, value: str) -> str:
    words = [word for word in kind.split(",") if word in ("work", "home", "cell", "mobile")] if kind else []
    return f"{words[0]}: {value}" if words else value


def _is_day(text: str) -> bool:
    """A birthday without its year, which cards may have, is no day of the calendar; some write 1604 for no year."""
    try:
        return not birthday_problem(parse_date(text))
    except FormatError:
        return False
