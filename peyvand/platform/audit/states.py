"""What rows were when they were changed: worked out from what they are now, undoing one change after the other.

A new row's values are not copied into history (docs/decisions/0001). They follow from the present row, or from what a
deletion kept of it, and from the changes in between.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

from peyvand.platform.audit.models import Change

State = dict[str, Any]
"""The columns of a row, with values as JSON has them."""
_Row = tuple[str, UUID]
"""Table and id."""


def states_of(
    changes: Sequence[Change], subjects: Mapping[type[Model], str], *, latest: bool = False
) -> dict[int, State]:
    """The row of each change as it was right after it, of a deletion as it was before, by the id of the change.

    `subjects` names, for every model, the column by which a change of it stands on a record's page. A row that has
    gone through another record's page since is left out where its values cannot be known. `latest` says that nothing
    later has happened to these records, so that it need not be looked for.
    """
    columns = {model._meta.db_table: column for model, column in subjects.items()}
    told = [change for change in changes if change.table in columns]
    rows = {(change.table, change.record_id) for change in told if change.operation != "D"}
    present = _present(rows)
    pages = {change.subject_id for change in told}
    pages |= {UUID(row[columns[table]]) for (table, _pk), row in present.items() if row[columns[table]]}
    found: dict[int, State] = {}
    if latest and pages <= {change.subject_id for change in told} and rows <= present.keys() | _deleted(told):
        rows = set()
    for (table, pk), history in _histories(told, rows, pages).items():
        for change, state in _undone(history, present.get((table, pk))):
            if str(state.get(columns[table])) == str(change.subject_id):
                found[change.pk] = state
    return found


def _present(rows: Iterable[_Row]) -> dict[_Row, State]:
    """The rows that are still there: one query, whatever tables they are of."""
    ids: dict[str, list[UUID]] = {}
    for table, pk in rows:
        ids.setdefault(table, []).append(pk)
    if not ids:
        return {}
    parts = " UNION ALL ".join(
        f"SELECT '{table}', id, to_jsonb(r) - 'search_text' - 'search_tokens' FROM \"{table}\" r WHERE id = ANY(%s)"
        for table in ids
    )
    with connection.cursor() as cursor:
        cursor.execute(parts, list(ids.values()))
        return {(table, pk): json.loads(row) for table, pk, row in cursor.fetchall()}


def _histories(told: list[Change], rows: set[_Row], pages: set[UUID | None]) -> dict[_Row, list[Change]]:
    """Every row with its changes, the latest first, back to the earliest that is told."""
    known = {change.pk: change for change in told}
    if rows:
        since = min(known)
        later = Change.objects.filter(subject_id__in=pages, record_id__in={pk for _table, pk in rows}, id__gt=since)
        known |= {change.pk: change for change in later.exclude(pk__in=list(known)) if _row(change) in rows}
    histories: dict[_Row, list[Change]] = {}
    for pk in sorted(known, reverse=True):
        histories.setdefault(_row(known[pk]), []).append(known[pk])
    return histories


def _undone(history: list[Change], state: State | None) -> Iterable[tuple[Change, State]]:
    for change in history:
        if change.operation == "D":
            state = change.old or {}
        if state is None:
            return
        yield change, state
        if change.operation == "U":
            state = {**state, **(change.old or {})}


def _deleted(told: list[Change]) -> set[_Row]:
    return {_row(change) for change in told if change.operation == "D"}


def _row(change: Change) -> _Row:
    return change.table, change.record_id
