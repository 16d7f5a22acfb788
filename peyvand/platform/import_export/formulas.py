"""Cells that a spreadsheet would run as formulas, made harmless on the way out and given back on the way in.

A cell is guarded by an apostrophe in front when it begins with = or @, a tab or a carriage return, or with + or -
unless the rest is a plain number or a telephone number (digits, spaces and ( ) . , / -). A cell that already begins
with apostrophes before such a character gets one more, so that taking one off always restores the cell exactly.
"""

import re

_BEGINS_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_PLAIN_NUMBER = re.compile(r"[+-][\d ().,/-]*\d[\d ().,/-]*", re.ASCII)


def with_guard(cell: str) -> str:
    """The cell as it may stand in a file that a spreadsheet opens."""
    if not _BEGINS_FORMULA.match(cell) or _PLAIN_NUMBER.fullmatch(cell):
        return cell
    return "'" + cell


def without_guard(cell: str) -> str:
    """The cell as it was before `with_guard`."""
    return cell[1:] if cell.startswith("'") and _BEGINS_FORMULA.match(cell, 1) else cell
