"""What happened to a record and its parts, in words: who, when, through which door, old → new."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from peyvand.platform.accounts.models import Actor
from peyvand.platform.audit.models import Change
from peyvand.platform.audit.states import State, states_of
from peyvand.platform.files.models import Attachment
from peyvand.platform.pages.links import Linked, changes_of, named_by
from peyvand.platform.pages.telling import Entry, Names, entry_of, part_entry_of
from peyvand.platform.records.actions import verb_of
from peyvand.platform.records.record import Record, all_records, find_record

LIMIT = 100
"""How many changed rows one page of history tells of."""
Links = dict[Any, Linked]


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


def history_of(record: Record, obj: Model, user: Actor, before: int | None = None) -> tuple[list[Deed], int]:
    """What happened to a record, its parts and what names it, latest first; where there is more, the `before` of it."""
    links = named_by(record, obj, user)
    own = _own(record, obj).filter(**({"id__lt": before} if before else {}))
    found = {change.pk: change for change in own.select_related("change_set__by").order_by("-id")[: LIMIT + 1]}
    found |= {change.pk: change for change in changes_of(links, before, LIMIT + 1)}
    latest = sorted(found, reverse=True)
    is_latest = before is None and all(link.upto is None for link in links.values())
    deeds = _told(record, obj, [found[pk] for pk in latest[:LIMIT]], links, user, is_latest=is_latest)
    return deeds, latest[LIMIT - 1] if len(latest) > LIMIT else 0


def _own(record: Record, obj: Model) -> QuerySet[Change]:
    """A part has no page of its own in history: what happened to it stands with the record that it belongs to."""
    if not record.belongs_to:
        return Change.objects.filter(subject_id=obj.pk)
    pages = [obj.pk, getattr(obj, f"{record.belongs_to}_id")]
    return Change.objects.filter(Q(subject_id=obj.pk) | Q(record_id=obj.pk), subject_id__in=pages)


def _told(
    record: Record, obj: Model, changes: list[Change], links: Links, user: Actor, *, is_latest: bool
) -> list[Deed]:
    tables: dict[str, type[Model]] = {model._meta.db_table: model for model in apps.get_models()}
    changes = [change for change in changes if change.table in tables]
    subjects = {tables[change.table]: _subject(tables[change.table]) for change in changes}
    states = states_of(changes, subjects, latest=is_latest)
    names = Names(user, _rows_named(changes, states, tables), obj)
    deeds: dict[Any, Deed] = {}
    for change in changes:
        entry = _entry(record, change, tables[change.table], states.get(change.pk), links, names)
        if entry.lines or entry.operation != "U":
            deed = deeds.setdefault(change.change_set_id or f"alone {change.pk}", _deed(change))
            deed.entries.insert(0, entry)
    return list(deeds.values())


def _subject(model: type[Model]) -> str:
    """The column by which changes of a model stand on a record's page."""
    record = find_record(model)
    if model is Attachment:
        return "object_id"
    return f"{record.belongs_to}_id" if record is not None and record.belongs_to else "id"


def _rows_named(
    changes: list[Change], states: dict[int, State], tables: dict[str, type[Model]]
) -> Iterable[tuple[type[Model], State]]:
    for change in changes:
        for row in (states.get(change.pk), change.old, change.new):
            if row:
                yield tables[change.table], row


def _entry(
    record: Record, change: Change, model: type[Model], state: State | None, links: Links, names: Names
) -> Entry:
    if model is record.model and (change.record_id, change.subject_id) not in links:
        return entry_of(change, model, state, names)
    link = links.get((change.record_id, change.subject_id))
    part = find_record(model)
    path = link.related.path if link else part.belongs_to if part else ""
    way = next((way for way in record.related if way.model is model and way.path == path), None)
    summary = way.columns if way else part.columns if part else ("name", "size")
    return part_entry_of(change, model, state, summary, path, names)


def _deed(change: Change) -> Deed:
    known = change.change_set
    verb, reason = (_verb_label(known.verb), known.reason) if known else ("", "")
    return Deed(change.who, change.at, change.door, verb, reason)


def _verb_label(verb: str) -> str:
    """What an action is called on its buttons; plain edits and imports say enough by what they changed."""
    runs = (run for record in all_records() for run in record.actions)
    return next((str(verb_of(run).label) for run in runs if verb_of(run).name == verb), "")
