"""What happened to a record and its parts, in words: who, when, through which door, old → new."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from peyvand.platform.accounts.models import Actor, User
from peyvand.platform.audit.models import Change
from peyvand.platform.records.actions import verb_of
from peyvand.platform.records.fields import kind_of
from peyvand.platform.records.record import Record, all_records, find_record

LIMIT = 100
"""How many changed rows one page of history tells of."""
UNTOLD = ("id", "created_at", "file", "media_type", "content_type_id", "object_id")


@dataclass
class Line:
    """One changed field."""

    label: Any
    kind: str
    old: Any
    new: Any


@dataclass
class Entry:
    """One row that was created, changed or deleted; `what` names the kind of a part, and is empty for the record."""

    what: Any
    operation: str
    lines: list[Line] = field(default_factory=list)


@dataclass
class Deed:
    """What somebody did at one time: one edit, action or import, with every row that it touched."""

    who: str
    when: datetime
    door: str
    verb: str
    reason: str
    entries: list[Entry] = field(default_factory=list)

    @property
    def own(self) -> str:
        """What happened to the record itself: I, U or D; empty where only its parts changed."""
        return next((entry.operation for entry in self.entries if not entry.what), "")


def history_of(record: Record, obj: models.Model, user: Actor, before: int | None = None) -> tuple[list[Deed], int]:
    """What happened to a record and its parts, latest first; and where there is more, the `before` to go on with."""
    rows = Change.objects.filter(subject_id=obj.pk, **({"id__lt": before} if before else {}))
    found = list(rows.select_related("change_set__by").order_by("-id")[: LIMIT + 1])
    changes = found[:LIMIT]
    tables = {model._meta.db_table: model for model in apps.get_models()}
    names = _Names(user)
    deeds: dict[Any, Deed] = {}
    for change in changes:
        if change.table in tables:
            deed = deeds.setdefault(change.change_set_id or f"alone {change.pk}", _deed(change))
            deed.entries.insert(0, _entry(change, tables[change.table], record, names))
    names.fill([entry for deed in deeds.values() for entry in deed.entries])
    return list(deeds.values()), changes[-1].pk if len(found) > LIMIT else 0


class _Names:
    """Looks up the names behind ids in one query per table; a name that the reader may not see stays hidden."""

    def __init__(self, user: Actor) -> None:
        self.user = user
        self.wanted: dict[type[models.Model], set[str]] = {}

    def want(self, target: type[models.Model], key: Any) -> Any:
        if key is None:
            return None
        self.wanted.setdefault(target, set()).add(str(key))
        return (target, str(key))

    def fill(self, entries: list[Entry]) -> None:
        known = {
            (target, str(row.pk)): str(row) for target, ids in self.wanted.items() for row in self._rows(target, ids)
        }
        for entry in entries:
            for line in entry.lines:
                line.old, line.new = (
                    known.get(v, _("another record")) if isinstance(v, tuple) else v for v in (line.old, line.new)
                )

    def _rows(self, target: type[models.Model], ids: set[str]) -> Any:
        if target is User:
            return User.objects.filter(pk__in=ids)
        record = find_record(target)
        return record.visible(self.user).filter(pk__in=ids) if record else ()


def _deed(change: Change) -> Deed:
    known = change.change_set
    verb, reason = (_verb_label(known.verb), known.reason) if known else ("", "")
    return Deed(change.who, change.at, change.door, verb, reason)


def _entry(change: Change, model: type[models.Model], record: Record, names: _Names) -> Entry:
    entry = Entry("" if model is record.model else model._meta.verbose_name, change.operation)
    old, new = change.old or {}, change.new or {}
    columns = {column.column: column for column in model._meta.concrete_fields}
    for key in new or old:
        if key in columns and key not in UNTOLD and (new or old[key] not in (None, "", [])):
            entry.lines.append(_line(columns[key], old.get(key), new.get(key), names))
    return entry


def _line(column: models.Field[Any, Any], old: Any, new: Any, names: _Names) -> Line:
    if isinstance(column, models.ForeignKey):
        target = column.related_model
        return Line(column.verbose_name, "text", names.want(target, old), names.want(target, new))
    kind = kind_of(column)
    return Line(
        column.verbose_name, "text" if kind == "choice" else kind, _typed(column, kind, old), _typed(column, kind, new)
    )


def _typed(column: models.Field[Any, Any], kind: str, value: Any) -> Any:
    """JSON gives dates as text and choices as keys."""
    if value is None or value == "":
        return None
    if kind == "choice":
        return dict(column.flatchoices).get(value, value)
    if kind == "date":
        return parse_date(value)
    return parse_datetime(value) if kind == "datetime" else value


def _verb_label(verb: str) -> str:
    """What an action is called on its buttons; plain edits and imports say enough by what they changed."""
    runs = (run for record in all_records() for run in record.actions)
    return next((str(verb_of(run).label) for run in runs if verb_of(run).name == verb), "")
