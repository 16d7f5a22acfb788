"""Export: the visible rows that a list shows, with the fields of its form, as a table that an import reads back."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from peyvand.platform.accounts.models import Actor
from peyvand.platform.audit.changing import change_set
from peyvand.platform.records import writing
from peyvand.platform.records.fields import Field, resolve
from peyvand.platform.records.listing import Query
from peyvand.platform.records.models import RecordQuerySet
from peyvand.platform.records.record import Record
from peyvand.platform.ui.form_fields import joined

CHUNK = 2000


def header(record: Record) -> list[str]:
    """The names of the exported fields; names, not labels, so that the file means the same in every language."""
    return ["id", *record.fields]


def rows(query: Query) -> Iterator[list[str]]:
    """The exported values, in the order of the primary key. Raises ValidationError for an unreadable filter value."""
    fields = [resolve(query.record.model, name) for name in query.record.fields]
    return _lines(query.matching.preloaded().order_by("pk"), fields)


def _lines(matching: RecordQuerySet, fields: list[Field]) -> Iterator[list[str]]:
    """In chunks from the database, so that an export of any size needs little memory."""
    last = None
    while True:
        chunk = list((matching.filter(pk__gt=last) if last else matching)[:CHUNK])
        for row in chunk:
            yield [str(row.pk), *(_cell(field, row) for field in fields)]
        if len(chunk) < CHUNK:
            return
        last = chunk[-1].pk


def allow(record: Record, by: Actor) -> None:
    """Export is a right of its own, and every use of it stands in the history. Raises PermissionDenied."""
    writing.require(record, by, "export")
    with change_set(by=by, verb="export", reason=record.url):
        pass


def _cell(field: Field, row: Any) -> str:
    if field.source is not None and field.kind in ("link", "user"):
        return str(getattr(row, field.source.attname) or "")
    value = getattr(row, field.name)
    if value is None:
        return ""
    if isinstance(value, list):
        return joined(value)
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
