"""Values on their way to a page: each with its kind, links only where the viewer may follow them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Model

from peyvand.platform.access.models import Scope
from peyvand.platform.access.rights import scope_of
from peyvand.platform.accounts.models import Actor
from peyvand.platform.records.fields import Field, MoneyField, resolve
from peyvand.platform.records.record import Record, record_of


class Link(NamedTuple):
    """A record to go to. Without an address the viewer may not see it; its name is withheld unless it is declared."""

    url: str
    title: str
    kind: str = ""


class Cell(NamedTuple):
    """One value to show."""

    name: str
    label: Any
    kind: str
    value: Any


def fields_of(record: Record, names: Iterable[str]) -> list[Field]:
    """Resolved names."""
    return [resolve(record.model, name) for name in names]


def _drawn_as(field: Field) -> str:
    """The kind of a cell, where it is not that of its field."""
    if isinstance(field.source, MoneyField):
        return "money"
    return "tags" if field.name == "tags" else field.kind


class Viewer:
    """Turns rows into cells for one user; asks once per page which linked records that user may see."""

    def __init__(self, user: Actor, rows: Sequence[Any], fields: Sequence[Field]) -> None:
        self._hidden: dict[type[Model], set[Any]] = {}
        wanted: dict[type[Model], set[Any]] = defaultdict(set)
        for field in fields:
            if field.kind == "link" and field.target and field.source:
                wanted[field.target] |= {getattr(row, field.source.attname) for row in rows} - {None}
        for target, ids in wanted.items():
            record = record_of(target)
            if ids and scope_of(user, record.url, "view") != Scope.ALL:
                seen = record.visible(user).filter(pk__in=ids).values_list("pk", flat=True)
                self._hidden[target] = ids - set(seen)
        self.columns = [(field.name, field.label, _drawn_as(field), self._reader(field)) for field in fields]

    def cells(self, row: Any) -> list[Cell]:
        """One row."""
        return [Cell(name, label, kind, read(row)) for name, label, kind, read in self.columns]

    def _reader(self, field: Field) -> Callable[[Any], Any]:
        """How a value is read from a row, codes by their labels; worked out once for all rows."""
        if field.kind == "link" and field.target is not None:
            return partial(self._link, field, field.target)
        read = attrgetter(field.name)
        if isinstance(field.source, MoneyField):
            return lambda row: None if read(row) is None else (read(row), row.currency)
        labels = field.labels() if field.kind in ("choice", "list", "roles") else {}
        if not labels:
            return read
        if field.kind == "choice":
            return lambda row: labels.get(read(row), read(row))
        if field.kind == "roles":
            return lambda row: [(code, labels.get(code, code)) for code in read(row)]
        return lambda row: [labels.get(code, code) for code in read(row)]

    def _link(self, field: Field, target: type[Model], row: Any) -> Link | None:
        key = getattr(row, field.source.attname)  # type: ignore[union-attr]
        if key is None:
            return None
        hidden = key in self._hidden.get(target, ())
        if hidden and field.name not in record_of(type(row)).named:
            return Link("", "")
        linked = getattr(row, field.name)
        if hidden:
            return Link("", str(linked))
        return Link(record_of(target).address("record", key), str(linked), linked.picture)
