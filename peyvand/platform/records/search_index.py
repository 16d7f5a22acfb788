"""Keeps the search columns of records true after every write."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.db.models.manager import BaseManager

from peyvand.platform.records.models import Searchable
from peyvand.platform.records.record import Record, all_records, record_of
from peyvand.platform.records.showing import parts_of
from peyvand.platform.search.normalise import search_document

_CHUNK = 1000
Parts = Callable[[Any, str], Iterable[Any]]
"""The rows behind a reverse relation of a row, by its name."""


def reindex(record: Record, ids: Iterable[UUID]) -> None:
    """Write the search text of these rows, or of the records they are part of."""
    ids = list(ids)
    if record.belongs_to:
        ids = list(
            record.model._default_manager.filter(pk__in=ids)
            .values_list(f"{record.belongs_to}_id", flat=True)
            .distinct()
        )
        whole = record.model._meta.get_field(record.belongs_to).related_model
        record = record_of(whole)  # type: ignore[arg-type]
    if not issubclass(record.model, Searchable) or not record.search:
        return
    for start in range(0, len(ids), _CHUNK):
        _write(record, ids[start : start + _CHUNK])


@dataclass(frozen=True)
class Lead:
    """That the search text of a record reads rows of another one: by which path, and which of their columns."""

    record: Record
    path: str
    columns: frozenset[str]


def readers_of(model: type[Model], ids: Iterable[UUID], changed: set[str] | None = None) -> list[tuple[Record, UUID]]:
    """The rows whose search text reads these rows; with `changed`, those that read or hang on one of these columns."""
    return [
        (lead.record, pk)
        for lead in _leads_to(model)
        if changed is None or lead.columns & changed
        for pk in lead.record.model._default_manager.filter(**{f"{lead.path}__in": list(ids)})
        .order_by("pk")
        .values_list("pk", flat=True)
        .distinct()
    ]


def read_by_others(model: type[Model], ids: Iterable[UUID]) -> dict[UUID, tuple[Any, ...]]:
    """What the search text of other records reads of these rows; to be compared before and after a deed."""
    names = {column for lead in _leads_to(model) for column in lead.columns}
    columns = [column.attname for column in model._meta.concrete_fields if column.name in names]
    rows = model._default_manager.filter(pk__in=ids).values_list("pk", *columns) if columns else ()
    return {row[0]: row[1:] for row in rows}


@cache
def _leads_to(model: type[Model]) -> tuple[Lead, ...]:
    leads = []
    for record in all_records():
        for path in record.search:
            holder, steps = record.model, path.split("__")
            for depth, step in enumerate(steps[:-1], 1):
                relation: Any = holder._meta.get_field(step)
                holder = relation.related_model
                if holder is model:
                    tie = {relation.field.name} if relation.one_to_many else set()
                    leads.append(Lead(record, "__".join(steps[:depth]), frozenset({steps[depth], *tie})))
    return tuple(leads)


def document(record: Record, obj: Model, parts: Parts = parts_of) -> str:
    """The search text of one row."""
    return search_document(part for path in record.search for part in _texts(obj, path.split("__"), parts))[1]


def describe(record: Record, obj: Searchable, rows: Sequence[Model]) -> None:
    """Fill the search text of a new row; its parts are among `rows`, none of which is written yet."""

    def among(whole: Model, name: str) -> list[Model]:
        relation: Any = type(whole)._meta.get_field(name)
        part, column = relation.related_model, relation.field.attname
        return [row for row in rows if isinstance(row, part) and getattr(row, column) == whole.pk]

    obj.search_text = document(record, obj, among)


def _write(record: Record, ids: list[UUID]) -> None:
    manager = record.model._default_manager
    rows = manager.filter(pk__in=ids).preloaded()  # type: ignore[attr-defined]
    fresh = [(obj.pk, document(record, obj)) for obj in rows]
    if len(fresh) == 1:
        manager.filter(pk=fresh[0][0]).update(search_text=fresh[0][1])
        return
    objects = [record.model(pk=pk, search_text=text) for pk, text in fresh]
    manager.bulk_update(objects, ["search_text"])


def _texts(obj: Any, steps: list[str], parts: Parts) -> Iterator[str]:
    if not steps:
        if obj:
            yield from (str(part) for part in obj) if isinstance(obj, list | tuple) else (str(obj),)
        return
    value = getattr(obj, steps[0], None)
    if isinstance(value, BaseManager):
        for row in parts(obj, steps[0]):
            yield from _texts(row, steps[1:], parts)
    elif value is not None:
        yield from _texts(value, steps[1:], parts)
