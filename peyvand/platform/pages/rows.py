"""The rows of a list, drawn in Python: a page has hundreds of cells, and a template takes several times as long."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from peyvand.platform.pages.cells import Viewer
from peyvand.platform.records.record import Label, Record
from peyvand.platform.ui.cells import NOTHING, drawer_of, escaped, heading_html

NUMBERS = ("number", "decimal", "money")
_Column = tuple[Callable[[Any], Any], Callable[[Any], str], str, str]


def rows_html(record: Record, rows: Sequence[Any], viewer: Viewer) -> Markup:
    """The `<tr>` of these rows: a box to select it, the link to the record, a cell for each further column."""
    nothing, select = f'<span class="sr">{escaped(_("empty"))}</span>', escaped(_("Select %(name)s"))
    (_name, _label, kind, read), *further = viewer.columns
    columns = [_column(label, kind, read, nothing) for _name, label, kind, read in further]
    address_of = record.addresses("record")
    drawn = []
    for row in rows:
        key, name = str(row.pk), escaped(row)
        address = address_of(key)
        drawn.append(
            f'<tr data-row><td class="pick"><input type="checkbox" data-select name="id" value="{key}" '
            f'aria-label="{select % {"name": name}}"></td><td><a class="who" data-open href="{address}" '
            f'hx-get="{address}panel/" hx-target="#panel">{_heading(kind, read(row), row)}</a></td>'
        )
        for read_cell, draw, opening, empty in columns:
            value = read_cell(row)
            drawn.append(f"{opening}{draw(value)}</td>" if value or value not in NOTHING else empty)
        drawn.append("</tr>")
    return Markup("".join(drawn))


def _column(label: Label, kind: str, read: Callable[[Any], Any], nothing: str) -> _Column:
    """How a cell is read and drawn, what it begins with, and all of it where there is nothing to say.

    A bare number brings its column's name along, for a phone shows no heads of columns.
    """
    opening = f'<td class="r" data-label="{escaped(label)}">' if kind in NUMBERS else "<td>"
    return read, drawer_of("ago" if kind == "datetime" else kind), opening, f"{opening}{nothing}</td>"


def _heading(kind: str, value: Any, row: Any) -> str:
    if row.picture:
        return heading_html(value or row, row.picture)
    if kind == "link":
        return escaped(value.title or _("hidden from you"))
    return f"<span>{drawer_of(kind)(value)}</span>" if value else escaped(row)
