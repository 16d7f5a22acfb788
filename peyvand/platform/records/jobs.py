"""Background work of records: search text that reads other rows."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from peyvand.platform.records.record import Record, record_at
from peyvand.platform.records.search_index import reindex
from peyvand.platform.records.versions import hold

AT_ONCE = 1000
"""How many rows are brought up to date while the user waits, and how many by each job."""


def reindex_readers(readers: Iterable[tuple[Record, UUID]]) -> None:
    """Write the search text of what `readers_of` found, after the deed; what is too much for now, in the background.

    Nobody changes the rows meanwhile: else the words of who edits one just now would be written over.
    """
    by_record: dict[str, list[UUID]] = {}
    for record, pk in readers:
        by_record.setdefault(record.url, []).append(pk)
    for url, ids in by_record.items():
        _reindex_held(record_at(url), ids[:AT_ONCE])
        for start in range(AT_ONCE, len(ids), AT_ONCE):
            reindex_rows.defer(url=url, ids=[str(pk) for pk in ids[start : start + AT_ONCE]])


@app.task(retry=3, pass_context=False)
def reindex_rows(url: str, ids: list[str]) -> None:
    """Write the search text of some rows."""
    with transaction.atomic():
        _reindex_held(record_at(url), [UUID(pk) for pk in ids])


def _reindex_held(record: Record, ids: list[UUID]) -> None:
    hold(record, record.model._default_manager.filter(pk__in=ids))
    reindex(record, ids)
