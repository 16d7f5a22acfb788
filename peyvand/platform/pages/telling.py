"""Changed rows in words: fields by their labels, choices by theirs, links by names, withheld where they are hidden."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Field as Column
from django.db.models import ForeignKey, Model
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from peyvand.platform.accounts.models import Actor, User
from peyvand.platform.audit.models import Change
from peyvand.platform.audit.states import State
from peyvand.platform.pages.cells import Link
from peyvand.platform.records.fields import MoneyField, kind_of, resolve
from peyvand.platform.records.record import Label, find_record
from peyvand.platform.ui.cells import says_something

_NAMELESS = ("text", "choice", "list", "lines", "email", "phone", "url")
"""Kinds of values that speak for themselves beside what they belong to; others stand behind their label."""
_FILE_COLUMNS = ("name", "size")


@dataclass(frozen=True)
class Line:
    """One field: its old and its new value. Without a label the value says enough."""

    label: Label
    kind: str
    old: Any
    new: Any


@dataclass
class Entry:
    """One row that was created, changed or deleted; `what` names the kind of a part, and is empty for the record.

    `title` says which part it is. `lines` are what changed; of a part that came or went, the rest of what it says.
    """

    what: Label
    operation: str
    title: Line | None = None
    lines: list[Line] = field(default_factory=list)


class Names:
    """The names behind ids, looked up in one query per table; one that the reader may not see stays hidden.

    `own` is the record whose history is told.
    """

    def __init__(self, user: Actor, rows: Iterable[tuple[type[Model], State]], own: Model) -> None:
        here: tuple[type[Model], str] = (type(own), str(own.pk))
        wanted: dict[type[Model], set[str]] = {}
        for model, row in rows:
            for column in model._meta.concrete_fields:
                key = str(row.get(column.column or "") or "")
                if isinstance(column, ForeignKey) and key and (column.related_model, key) != here:
                    wanted.setdefault(column.related_model, set()).add(key)
        self._known: dict[tuple[type[Model], str], Any] = {here: Link("", str(own))}
        self._known |= {
            (target, key): value for target, keys in wanted.items() for key, value in _named(target, keys, user)
        }

    def __call__(self, target: type[Model], key: Any) -> Any:
        """What to show of a link: a name, or where to go; None where it leads nowhere."""
        if not key:
            return None
        hidden = _("another record")
        return self._known.get((target, str(key)), hidden if target is User else Link("", hidden))


def _named(target: type[Model], keys: set[str], user: Actor) -> Iterable[tuple[str, Any]]:
    if target is User:
        yield from ((str(person.pk), str(person)) for person in User.objects.filter(pk__in=keys))
        return
    record = find_record(target)
    if record is None:
        return
    seen = {str(row.pk): row for row in record.visible(user).filter(pk__in=keys).showing()}
    yield from ((key, Link(record.address("record", row.pk), str(row))) for key, row in seen.items())
    if keys > seen.keys() and record.tells_deleted_to(user):
        gone = Change.objects.filter(subject_id__in=keys - seen.keys(), table=target._meta.db_table, operation="D")
        for change in gone:
            yield str(change.record_id), Link("", name_in(target, change.old or {}))


def name_in(model: type[Model], state: State) -> str:
    """What a row was called."""
    return str(row_of(model, state))


def entry_of(change: Change, model: type[Model], state: State | None, names: Names) -> Entry:
    """What happened to the record itself."""
    entry = Entry("", change.operation)
    if change.operation == "U":
        entry.lines = list(_changed(change, model, state or {}, names))
    elif change.operation == "D":
        entry.lines = [
            Line(column.verbose_name, kind, value, None)
            for column in _columns_told(model)
            for value, kind in [_typed(column, change.old or {}, names)]
            if says_something(value)
        ]
    return entry


def part_entry_of(
    change: Change, model: type[Model], state: State | None, summary: tuple[str, ...], path: str, names: Names
) -> Entry:
    """What happened to a part. `summary` says which it is, `path` leads to the record it is told of."""
    lines = list(_said(model, state, summary, path, names)) if state else []
    entry = Entry(_called(model, state or {}), change.operation, lines[0] if lines else None)
    entry.lines = list(_changed(change, model, state or {}, names)) if change.operation == "U" else lines[1:]
    return entry


def _called(model: type[Model], state: State) -> Label:
    """The kind of a part: a telephone number is called one, not a contact point."""
    kind = getattr(model, "told_as", "")
    named = resolve(model, kind).labels().get(state.get(kind, ""), "") if kind else ""
    return named or model._meta.verbose_name or ""


def _said(model: type[Model], state: State, summary: tuple[str, ...], path: str, names: Names) -> Iterable[Line]:
    """Everything that a part says: the summary first, then what it leaves out. A derived value sums the others up."""
    record, row = find_record(model), None
    derived = [name for name in summary if resolve(model, name).source is None]
    others = () if derived or record is None else record.editable
    for name in dict.fromkeys((*summary, *others)):
        found = resolve(model, name)
        if name == path or name == getattr(model, "told_as", ""):
            continue
        if found.source is None:
            row = row or row_of(model, state)
            value, kind = getattr(row, name), found.kind
        else:
            value, kind = _typed(found.source, state, names)
        if says_something(value):
            yield Line("" if kind in _NAMELESS else found.label, "text" if kind == "long_text" else kind, None, value)


def _changed(change: Change, model: type[Model], state: State, names: Names) -> Iterable[Line]:
    old, new = change.old or {}, change.new or {}
    for column in _columns_told(model):
        if column.column in new:
            before, former_kind = _typed(column, {**state, **old}, names)
            after, kind = _typed(column, {**state, **new}, names)
            yield Line(column.verbose_name, former_kind if after is None else kind, before, after)


def _columns_told(model: type[Model]) -> "list[Column[Any, Any]]":
    """The columns that pages show, in their order; what is derived or technical is nobody's news."""
    record = find_record(model)
    if record is None:
        return [model._meta.get_field(name) for name in _FILE_COLUMNS]  # type: ignore[misc]
    return [source for name in record.fields if (source := resolve(model, name).source) is not None]


def _typed(column: "Column[Any, Any]", row: Mapping[str, Any], names: Names) -> tuple[Any, str]:
    """A value and its kind: JSON gives dates and amounts as text or plain numbers, and choices as codes."""
    value, kind = row.get(column.column or ""), kind_of(column)
    if isinstance(column, ForeignKey):
        named = names(column.related_model, value)
        return named, "link" if isinstance(named, Link) else "name"
    if value is None or value == "":
        return None, kind
    if kind in ("choice", "list"):
        labels = resolve(column.model, column.name).labels()
        return (labels.get(value, value) if kind == "choice" else [labels.get(str(v), v) for v in value]), kind
    if isinstance(column, MoneyField) and row.get("currency"):
        return (Decimal(str(value)), row["currency"]), "money"
    return _parsed(kind, value, column), kind


def _parsed(kind: str, value: Any, column: "Column[Any, Any]") -> date | datetime | Decimal | Any:
    match kind:
        case "date":
            return parse_date(value)
        case "datetime":
            return parse_datetime(value)
        case "decimal":
            return Decimal(str(value))
    return column.to_python(value)


def row_of(model: type[Model], state: State) -> Model:
    """A row as it was, to be read and never to be saved."""
    columns = {column.column: column for column in model._meta.concrete_fields}
    known = {columns[key]: value for key, value in state.items() if key in columns}
    return model(**{column.attname: column.to_python(value) for column, value in known.items()})
