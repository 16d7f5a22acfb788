"""Loads of rows what some of their columns show and nothing else: own columns, links, and parts, in one query.

The query is written here and not by the ORM: which columns and parts a list shows never changes, so that its text and
the reading of its rows are worked out once, and parts come as JSON in the row they belong to. As rows of their own they
would cost a query for each relation and an object of the model for each of them, which is most of the time of a list.
"""

from collections import namedtuple
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet, FieldDoesNotExist
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.base import ModelState

from peyvand.platform.records.fields import MoneyField, resolve

_LOADED = "loaded_"
_Model = TypeVar("_Model", bound=models.Model)
_Tree = dict[str, Any]
"""Columns of a part to read; below a foreign key, those of the row it names."""
Keys = tuple[str, Sequence[Any]]
"""A query of keys: SQL and its parameters."""
_Make = Callable[[Sequence[Any]], Any]
"""Makes an object of the columns of one row."""


@dataclass(frozen=True)
class Needs:
    """What a query has to bring along: columns (empty: all), links to join, parts by the name of their relation."""

    columns: tuple[str, ...]
    links: tuple[str, ...]
    parts: dict[str, _Tree]


def read_row(model: type[_Model], db: str | None, attributes: Collection[str], values: Collection[Any]) -> _Model:
    """A row that was read, without the constructor: that looks at every column of every row for what is missing."""
    row = model.__new__(model)
    row.__dict__.update(zip(attributes, values, strict=True))
    row._state = ModelState()
    row._state.adding, row._state.db = False, db
    return row


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


def keys_of(rows: "models.QuerySet[Any]") -> Keys | None:
    """The query of the keys of these rows; None when it cannot find any."""
    try:
        return (rows if rows.query.is_sliced else rows.order_by()).values("pk").query.sql_with_params()
    except EmptyResultSet:
        return None


def shown(model: type[models.Model], names: tuple[str, ...], keys: Keys | None, order: Sequence[str] = ()) -> list[Any]:
    """The rows with these keys, ordered by own columns, with what these columns and derived values show."""
    if keys is None:
        return []
    select, read = _reading(model, names)
    sql, parameters = keys
    table = model._meta.db_table
    sql = f'{select} WHERE "{table}"."{_key(model)}" IN ({sql})'
    if order:
        sql += f" ORDER BY {ordered(model, order)}"
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return read(cursor.fetchall())


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
    for name, tree in trees.items():
        _part(model, name, tree)
    return Needs(tuple(columns) if called_by(model) else (), tuple(links), trees)


def _grow(tree: _Tree, path: str) -> None:
    first, _, rest = path.partition("__")
    below = tree.setdefault(first, {})
    if rest:
        _grow(below, rest)


def _key(model: type[models.Model]) -> str:
    return str(model._meta.pk.column)


def ordered(model: type[models.Model], order: Sequence[str]) -> str:
    """What stands behind ORDER BY for own columns, where "-" turns an order round."""
    return ", ".join(_ordered(model, name) for name in order)


@cache
def _ordered(model: type[models.Model], name: str) -> str:
    plain = name.lstrip("-")
    column: Any = model._meta.pk if plain == "pk" else model._meta.get_field(plain)
    return f'"{model._meta.db_table}"."{column.column}"{" DESC" if name.startswith("-") else ""}'


@cache
def _reading(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, Callable[[Sequence[Any]], list[Any]]]:
    """The query up to its WHERE, and how its rows become objects."""
    needs, table = needs_of(model, names), model._meta.db_table
    columns, make = _columns(model, needs.columns, table)
    joins, links = "", []
    for name in needs.links:
        link: Any = model._meta.get_field(name)
        target, alias = link.related_model, f"linked_{name}"
        linked, make_linked = _columns(target, called_by(target), alias)
        links.append((name, link.attname, slice(len(columns), len(columns) + len(linked)), make_linked))
        columns += linked
        joins += f' LEFT JOIN "{target._meta.db_table}" "{alias}" ON "{alias}"."{_key(target)}" = '
        joins += f'"{table}"."{link.column}"'
    parts = [_part(model, name, tree) for name, tree in needs.parts.items()]
    readers = [(f"{_LOADED}{name}", _reader(tree)) for name, tree in needs.parts.items()]
    columns.append(f"json_build_array({', '.join(parts)})")

    def read(rows: Sequence[Any]) -> list[Any]:
        found = []
        known: dict[tuple[str, Any], Any] = {}
        for row in rows:
            obj = make(row)
            held, cache_ = obj.__dict__, obj._state.fields_cache
            for name, attribute, place, make_linked in links:
                key = held[attribute]
                if key is not None and (name, key) not in known:
                    known[name, key] = make_linked(row[place])
                cache_[name] = known.get((name, key))
            for (kept, read_part), part in zip(readers, row[-1], strict=True):
                held[kept] = [read_part(values) for values in part or ()]
            found.append(obj)
        return found

    return f'SELECT {", ".join(columns)} FROM "{table}"{joins}', read


def _columns(model: type[models.Model], names: Sequence[str], alias: str) -> tuple[list[str], _Make]:
    """The columns of these names, or all, and how they become an object."""
    wanted = {model._meta.pk, *(model._meta.get_field(name) for name in names)}
    # In the order of the model, which is the one that `from_db` takes.
    fields: list[Any] = [field for field in model._meta.concrete_fields if not names or field in wanted]
    attributes = tuple(field.attname for field in fields)
    converters = [
        (place, convert, field) for place, field in enumerate(fields) for convert in field.get_db_converters(connection)
    ]

    def make(row: Sequence[Any]) -> Any:
        values = row[: len(fields)]
        if converters:
            values = list(values)
            for place, convert, field in converters:
                values[place] = convert(values[place], field, connection)
        return read_row(model, DEFAULT_DB_ALIAS, attributes, values)

    return [f'"{alias}"."{field.column}"' for field in fields], make


def _part(model: type[models.Model], name: str, tree: _Tree) -> str:
    relation: Any = model._meta.get_field(name)
    child, outer = relation.related_model, model._meta.db_table
    return (
        f'(SELECT json_agg({_row(child, "p", tree)} ORDER BY p.id) FROM "{child._meta.db_table}" p '
        f'WHERE p."{relation.field.column}" = "{outer}".id)'
    )


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
    part: Any = namedtuple("Part", tuple(tree))  # type: ignore[misc]  # which columns it has, the tree says
    below = [(place, _reader(columns)) for place, columns in enumerate(tree.values()) if columns]
    if not below:
        return part._make

    def read(row: Sequence[Any]) -> Any:
        values = list(row)
        for place, read_below in below:
            values[place] = None if values[place] is None else read_below(values[place])
        return part(*values)

    return read
