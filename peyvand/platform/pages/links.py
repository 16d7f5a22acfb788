"""Rows of other records that name this one, as ties and positions do: the history of both ends tells of them."""

import json
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Model
from django.db.models.expressions import RawSQL

from peyvand.platform.accounts.models import Actor
from peyvand.platform.audit.models import Change
from peyvand.platform.records.record import Record, Related, record_of

_GONE = """
SELECT "table", record_id, subject_id, old::text, id FROM audit_change
WHERE subject_id <> %s AND "table" = ANY(%s)
AND (operation = 'D' OR (operation = 'U' AND UPPER(old::text) LIKE UPPER('%%\\_id"%%'))) AND ({named})
"""
"""Deleted, or turned to another record since; the condition is that of the index `change_gone`."""

_MEANWHILE = """
EXISTS (
    SELECT 1 FROM unnest(%s::uuid[], %s::uuid[], %s::bigint[]) AS link (record_id, subject_id, upto)
    WHERE link.record_id = audit_change.record_id AND link.subject_id = audit_change.subject_id
    AND (link.upto IS NULL OR audit_change.id <= link.upto)
)
"""
"""Only what happened while the record was named: looked at in the database, so that what did not fills no page."""


@dataclass(frozen=True)
class Linked:
    """A row of another record that names this one, by the column `path`; until the change `upto`, if it has gone."""

    related: Related
    record_id: UUID
    subject_id: UUID
    upto: int | None


def named_by(record: Record, obj: Model, user: Actor) -> dict[tuple[UUID, UUID], Linked]:
    """The rows that name a record or did, by their id and the record they belong to; of records that `user` sees."""
    ways = {(way.model._meta.db_table, _column(way)): way for way in record.related if record_of(way.model).belongs_to}
    if not ways:
        return {}
    found = [*_present(list(ways.values()), obj), *_gone(ways, obj)]
    links: dict[tuple[UUID, UUID], Linked] = {}
    for link in found:
        known = links.get((link.record_id, link.subject_id))
        if known is None or (known.upto is not None and (link.upto is None or link.upto > known.upto)):
            links[link.record_id, link.subject_id] = link
    return _seen(links, user)


def changes_of(links: dict[tuple[UUID, UUID], Linked], before: int | None, limit: int) -> list[Change]:
    """What happened to them while they named the record, the latest first, at most `limit`."""
    if not links:
        return []
    pages, rows = {page for _row, page in links}, {row for row, _page in links}
    changes = Change.objects.filter(subject_id__in=pages, record_id__in=rows, **({"id__lt": before} if before else {}))
    named = [(link.record_id, link.subject_id, link.upto) for link in links.values()]
    meanwhile = RawSQL(_MEANWHILE, [list(column) for column in zip(*named, strict=True)], BooleanField())
    return list(changes.filter(meanwhile).select_related("change_set__by").order_by("-id")[:limit])


def _present(ways: list[Related], obj: Model) -> list[Linked]:
    others = [way for way in ways if way.path != record_of(way.model).belongs_to]
    if not others:
        return []
    parts = " UNION ALL ".join(
        f'SELECT {number}, id, "{_holder(way)}" FROM "{way.model._meta.db_table}" WHERE "{_column(way)}" = %s'
        for number, way in enumerate(others)
    )
    with connection.cursor() as cursor:
        cursor.execute(parts, [obj.pk] * len(others))
        return [Linked(others[number], pk, holder, None) for number, pk, holder in cursor.fetchall()]


def _gone(ways: dict[tuple[str, str], Related], obj: Model) -> list[Linked]:
    columns = sorted({column for _table, column in ways})
    named = " OR ".join("old @> %s::jsonb" for _column in columns)
    values = [json.dumps({column: str(obj.pk)}) for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(_GONE.format(named=named), [obj.pk, sorted({table for table, _column in ways}), *values])
        rows: list[Any] = cursor.fetchall()
    found = []
    for table, pk, page, old, change in rows:
        row = json.loads(old)
        way = next((way for (of, column), way in ways.items() if of == table and row.get(column) == str(obj.pk)), None)
        if way is not None and page is not None:
            found.append(Linked(way, pk, page, change))
    return found


def _seen(links: dict[tuple[UUID, UUID], Linked], user: Actor) -> dict[tuple[UUID, UUID], Linked]:
    """Without those that belong to records which the user does not see; who sees all sees also what is gone."""
    kept: dict[tuple[UUID, UUID], Linked] = {}
    wholes: dict[type[Model], set[UUID]] = {}
    for link in links.values():
        wholes.setdefault(_whole(link.related), set()).add(link.subject_id)
    for whole, ids in wholes.items():
        holder = record_of(whole)
        seen = (
            ids
            if holder.tells_deleted_to(user)
            else set(holder.visible(user).filter(pk__in=ids).values_list("pk", flat=True))
        )
        kept |= {key: link for key, link in links.items() if _whole(link.related) is whole and link.subject_id in seen}
    return kept


def _column(way: Related) -> str:
    return str(way.model._meta.get_field(way.path).column)  # type: ignore[union-attr]


def _holder(way: Related) -> str:
    return str(way.model._meta.get_field(record_of(way.model).belongs_to).column)  # type: ignore[union-attr]


def _whole(way: Related) -> type[Model]:
    target: Any = way.model._meta.get_field(record_of(way.model).belongs_to).related_model
    return cast(type[Model], target)
