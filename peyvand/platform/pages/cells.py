"""Values on their way to a page: each with its kind, links only where the viewer may follow them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Model

from peyvand.platform.access.models import Scope
from peyvand.platform.access.rights import scope_of
from peyvand.platform.accounts.models import Actor
from peyvand.platform.records.fields import Field, MoneyField, resolve
from peyvand.platform.records.record import Record, record_of


class Link(NamedTuple):
    """A record to go to. Without an address the viewer may not see it, and its name is withheld."""

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
        self.fields = fields
        self._labels = {field.name: field.labels() for field in fields if field.kind in ("choice", "list", "roles")}
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

    def cells(self, row: Any) -> list[Cell]:
        """One row."""
        return [Cell(field.name, field.label, _drawn_as(field), self._value(field, row)) for field in self.fields]

    def _value(self, field: Field, row: Any) -> Any:
        if isinstance(field.source, MoneyField):
            amount = getattr(row, field.name)
            return None if amount is None else (amount, row.currency)
        if field.kind != "link" or field.target is None:
            return self._worded(field, getattr(row, field.name))
        key = getattr(row, field.source.attname)  # type: ignore[union-attr]
        if key is None:
            return None
        if key in self._hidden.get(field.target, ()):
            return Link("", "")
        linked = getattr(row, field.name)
        return Link(record_of(field.target).address("record", key), str(linked), getattr(linked, "kind", ""))

    def _worded(self, field: Field, value: Any) -> Any:
        """Codes by their labels."""
        labels = self._labels.get(field.name)
        if not labels:
            return value
        if field.kind == "choice":
            return labels.get(value, value)
        if field.kind == "roles":
            return [(code, labels.get(code, code)) for code in value]
        return [labels.get(code, code) for code in value]
