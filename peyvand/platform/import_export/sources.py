"""The lines of any file that can be imported, in one form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from peyvand.platform.import_export.readers import detect, open_table
from peyvand.platform.import_export.readers.vcard import Card, read_cards


@dataclass
class Line:
    """One line: a row of a table by column, or a card by field."""

    number: int
    cells: list[str]
    columns: list[str] = field(default_factory=list)
    fields: dict[str, Any] | None = None
    problem: str = ""

    def values(self, mapping: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
        """(field, value) of every cell that has both. A column mapped to `a:b` gives its label along."""
        if self.fields is not None:
            yield from self.fields.items()
            return
        for column, cell in zip(self.columns, self.cells, strict=False):
            target, text = mapping.get(column, ""), cell.strip()
            if target and text:
                yield target, text


@dataclass
class Preview:
    """What the page of an import shows of a file before it is run."""

    columns: list[str]
    samples: list[list[str]]
    notes: list[str]
    is_vcard: bool


def open_lines(path: str | Path) -> Iterator[Line]:
    """All lines of a file. Raises Unreadable when it is no file that we read."""
    if detect(Path(path)) == "vcard":
        for card in read_cards(Path(path)):
            yield Line(card.line, [card.name or card.organisation], fields=fields_of_card(card), problem=card.problem)
        return
    table = open_table(Path(path))
    try:
        for row in table.rows:
            yield Line(row.line, row.cells, columns=table.columns, problem=row.problem)
    finally:
        table.close()


def preview(path: str | Path, samples: int = 3) -> Preview:
    """Columns and first lines. Raises Unreadable."""
    if detect(Path(path)) == "vcard":
        first = [[card.name or card.organisation] for card, _n in zip(read_cards(Path(path)), range(samples), strict=False)]
        return Preview([], first, [], is_vcard=True)
    table = open_table(Path(path))
    try:
        rows = [row.cells for row, _n in zip(table.rows, range(samples), strict=False)]
        return Preview(table.columns, rows, table.notes, is_vcard=False)
    finally:
        table.close()


def fields_of_card(card: Card) -> dict[str, Any]:
    """A card by the fields of a party; what has no field there is kept as it came."""
    address = card.addresses[0] if card.addresses else None
    organisation = card.organisation if card.name and card.kind != "org" else ""
    values: dict[str, Any] = {
        "kind": "organisation" if card.kind == "org" or not (card.name or card.given or card.family) else "person",
        "name": card.name or " ".join(filter(None, (card.given, card.family))) or card.organisation,
        "given_name": card.given,
        "family_name": card.family,
        "other_names": [card.nickname] if card.nickname else [],
        "organisation": organisation,
        "position": card.title if organisation else "",
        "emails": [_labelled(kind, value) for kind, value in card.emails],
        "phones": [_labelled(kind, value) for kind, value in card.phones if "fax" not in kind],
        "faxes": [_labelled("", value) for kind, value in card.phones if "fax" in kind],
        "websites": [value for _kind, value in card.urls],
        "birthday": card.birthday,
        "note": card.note,
        "tags": card.categories,
        "reference": card.uid[:100],
        "unknown_properties": card.unknown,
    }
    if address is not None:
        values |= {part: getattr(address, part) for part in ("street", "locality", "region", "postal_code", "country")}
    return {name: value for name, value in values.items() if value}


def _labelled(kind: str, value: str) -> str:
    words = [word for word in kind.split(",") if word in ("work", "home", "cell", "mobile")] if kind else []
    return f"{words[0]}: {value}" if words else value

