"""Loads of rows what some of their columns show and nothing else: own columns, links, and parts, in one query.

Parts come as JSON in the row they belong to. As rows of their own they would cost a query for each relation and an
object of the model for each of them, which is most of the time of a list.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.expressions import RawSQL

from peyvand.platform.records.fields import MoneyField, resolve

_LOADED = "loaded_"
_Tree = dict[str, Any]
"""Columns of a part to read; below a foreign key, those of the row it names."""


@dataclass(frozen=True)
class Needs:
    """What a query has to bring along: columns (empty: all), links to join, parts by the name of their attribute."""

    columns: tuple[str, ...]
    links: tuple[str, ...]
    parts: dict[str, RawSQL]


def with_parts(name: str, rows: "models.QuerySet[Any]") -> "models.Prefetch[Any]":
    """A prefetch of the rows behind a reverse relation, the oldest first, kept where `parts_of` finds them.

    They are a plain list: a manager with a queryset for each relation of each row costs more than reading the rows.
    """
    return models.Prefetch(name, queryset=rows.order_by("pk"), to_attr=f"{_LOADED}{name}")


def parts_of(obj: models.Model, name: str) -> Sequence[Any]:
    """The rows behind a reverse relation, the oldest first: those that were loaded with the object, else asked for."""
    loaded: list[Any] | None = obj.__dict__.get(f"{_LOADED}{name}")
    return loaded if loaded is not None else getattr(obj, name).order_by("pk")


def called_by(model: type[models.Model]) -> tuple[str, ...]:
    """The columns that `str()` of a row and its picture read; empty where the model does not say."""
    return getattr(model, "called_by", ())


@cache
def needs_of(model: type[models.Model], names: tuple[str, ...]) -> Needs:
    """What showing these columns and derived values takes. Raises FieldDoesNotExist."""
    columns: dict[str, None] = dict.fromkeys(called_by(model))
    links: list[str] = []
    trees: dict[str, _Tree] = {}
    for name in names:
        field = resolve(model, name)
        if columns and field.source is None and not field.reads:
            raise FieldDoesNotExist(f"{model._meta.label}.{name} does not say what it reads.")
        for path in field.reads if field.source is None else (name,):
            first, _, rest = path.partition("__")
            if rest:
                _grow(trees.setdefault(first, {}), rest)
            else:
                columns[model._meta.get_field(first).name] = None
        if isinstance(field.source, MoneyField):
            columns[model._meta.get_field("currency").name] = None
        if field.target is not None:
            links.append(name)
            columns |= dict.fromkeys(f"{name}__{part}" for part in called_by(field.target))
    only = tuple(columns) if called_by(model) else ()
    return Needs(only, tuple(links), {f"{_LOADED}{name}": _parts(model, name, tree) for name, tree in trees.items()})


def _grow(tree: _Tree, path: str) -> None:
    first, _, rest = path.partition("__")
    below = tree.setdefault(first, {})
    if rest:
        _grow(below, rest)


class _PartsField(models.Field[Any, Any]):
    """A JSON list of rows, read into objects that have the columns as attributes."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__()
        self.read = read

    def from_db_value(self, value: Any, *_args: Any) -> list[Any]:
        return [self.read(row) for row in value or ()]


def _parts(model: type[models.Model], name: str, tree: _Tree) -> RawSQL:
    relation: Any = model._meta.get_field(name)
    child, outer = relation.related_model, model._meta.db_table
    sql = (
        f'SELECT json_agg({_row(child, "p", tree)} ORDER BY p.id) FROM "{child._meta.db_table}" p '
        f'WHERE p."{relation.field.column}" = "{outer}".id'
    )
    return RawSQL(sql, (), output_field=_PartsField(_reader(tree)))


def _row(model: type[models.Model], alias: str, tree: _Tree) -> str:
    items = []
    for name, below in tree.items():
        column: Any = model._meta.get_field(name)
        item = f'{alias}."{column.column}"'
        if below:
            target, inner = column.related_model, f"{alias}p"
            row = _row(target, inner, below)
            item = f'(SELECT {row} FROM "{target._meta.db_table}" {inner} WHERE {inner}.id = {item})'
        items.append(item)
    return f"json_build_array({', '.join(items)})"


def _reader(tree: _Tree) -> Callable[[Any], Any]:
    names = tuple(tree)
    below = [(name, _reader(columns)) for name, columns in tree.items() if columns]

    def read(row: Iterable[Any] | None) -> Any:
        if row is None:
            return None
        part = SimpleNamespace(**dict(zip(names, row, strict=True)))
        for name, read_below in below:
            setattr(part, name, read_below(getattr(part, name)))
        return part

    return read
