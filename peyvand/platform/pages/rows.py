"""The rows of a list, drawn in Python: a page has hundreds of cells, and a template takes several times as long."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from peyvand.platform.pages.cells import Cell, Viewer
from peyvand.platform.records.record import Record
from peyvand.platform.ui.cells import NOTHING, escaped, heading_html, value_html

NUMBERS = ("number", "decimal", "money")


def rows_html(record: Record, rows: Sequence[Any], viewer: Viewer) -> Markup:
    """The `<tr>` of these rows: a box to select it, the link to the record, a cell for each further column."""
    empty, select = escaped(_("empty")), _("Select %(name)s")
    nothing = f'<span class="sr">{empty}</span>'
    drawn = []
    for row in rows:
        address, (first, *others) = record.address("record", row.pk), viewer.cells(row)
        chosen, further = escaped(select % {"name": row}), "".join([_cell(cell, nothing) for cell in others])
        drawn.append(
            f'<tr data-row><td class="pick"><input type="checkbox" data-select name="id" value="{row.pk}" '
            f'aria-label="{chosen}"></td><td><a class="who" data-open href="{address}" hx-get="{address}panel/" '
            f'hx-target="#panel">{_heading(first, row)}</a></td>{further}</tr>'
        )
    return Markup("".join(drawn))


def _heading(cell: Cell, row: Any) -> str:
    if row.picture:
        return heading_html(cell.value or row, row.picture)
    if cell.kind == "link":
        return escaped(cell.value.title or _("hidden from you"))
    return value_html(cell.value, cell.kind) if cell.value else escaped(row)


def _cell(cell: Cell, nothing: str) -> str:
    css = ' class="r"' if cell.kind in NUMBERS else ""
    if cell.value in NOTHING:
        return f"<td{css}>{nothing}</td>"
    return f"<td{css}>{value_html(cell.value, 'ago' if cell.kind == 'datetime' else cell.kind)}</td>"
