"""Export: the visible rows that a list shows, with the fields of its form, as a table that an import reads back."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import JSONField
from django.utils.translation import override

from peyvand.platform.accounts.models import Actor
from peyvand.platform.audit.changing import change_set
from peyvand.platform.records import writing
from peyvand.platform.records.fields import Field, resolve
from peyvand.platform.records.listing import Query
from peyvand.platform.records.models import RecordQuerySet
from peyvand.platform.records.record import Record
from peyvand.platform.search.matching import every_match
from peyvand.platform.ui.form_fields import joined

CHUNK = 2000


def header(record: Record) -> list[str]:
    """The names of the exported fields; names, not labels, so that the file means the same in every language."""
    return ["id", *(field.name for field in _exported(record))]


def rows(query: Query) -> Iterator[list[str]]:
    """The exported values of all that the list has, in the order of the primary key.

    Of a search, all that match, also beyond the few hundred that its list ranks. Raises ValidationError for an
    unreadable filter value.
    """
    matching = every_match(query.matching, query.text) if query.text else query.matching
    return _lines(matching.preloaded().order_by("pk"), _exported(query.record))


def _exported(record: Record) -> list[Field]:
    """Everything but what an import did not understand, which may be pictures and keys: no table brings it back."""
    fields = (resolve(record.model, name) for name in record.fields)
    return [field for field in fields if not isinstance(field.source, JSONField)]


def _lines(matching: RecordQuerySet, fields: list[Field]) -> Iterator[list[str]]:
    """In chunks from the database, so that an export of any size needs little memory; the words of each in English.

    Whoever takes the lines keeps their own language between them.
    """
    last = None
    while True:
        with override("en"):
            chunk = list((matching.filter(pk__gt=last) if last else matching)[:CHUNK])
            lines = [[str(row.pk), *(_cell(field, row) for field in fields)] for row in chunk]
        yield from lines
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
