"""The lines of any file that can be imported, in one form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from peyvand.platform.import_export.readers import detect, open_table
from peyvand.platform.import_export.readers.vcard import Card, read_cards


@dataclass
class Line:
    """One line: a row of a table, or a card."""

    number: int
    cells: list[str]
    columns: list[str] = field(default_factory=list)
    card: Card | None = None
    problem: str = ""

    def values(self, mapping: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """(field, text) of every cell of a table that has both. A column mapped to `a:b` gives its label along."""
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
            yield Line(card.line, [card.name or card.organisation], card=card, problem=card.problem)
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
        first = [
            [card.name or card.organisation] for card, _n in zip(read_cards(Path(path)), range(samples), strict=False)
        ]
        return Preview([], first, [], is_vcard=True)
    table = open_table(Path(path))
    try:
        rows = [row.cells for row, _n in zip(table.rows, range(samples), strict=False)]
        return Preview(table.columns, rows, table.notes, is_vcard=False)
    finally:
        table.close()
