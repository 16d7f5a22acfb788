"""Start-up checks: a declaration that names what does not exist stops Peyvand before it serves a page."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field as Column
from django.db.models import ForeignKey, Model

from peyvand.platform.records.actions import is_action
from peyvand.platform.records.fields import has_index, resolve, resolve_path
from peyvand.platform.records.record import Record, all_records
from peyvand.platform.records.showing import needs_of


def check_records(**_kwargs: Any) -> list[CheckMessage]:
    """Every name of every declaration."""
    return [error for record in all_records() for error in check_record(record)]


def check_record(record: Record) -> Iterator[CheckMessage]:
    """Every name of one declaration."""
    model = record.model
    yield from _unresolved(model, (*record.columns, *(name for name in record.fields if not _in_form(record, name))))
    yield from _unresolved(model, record.filters, path=True)
    yield from _unread(model, (*record.columns, *record.fields))
    yield from _unread(model, ("hint",) if hasattr(model, "hint") else ())
    yield from (
        _error(model, f"search {path!r} leads nowhere", 12) for path in record.search if not _leads_to_text(model, path)
    )
    yield from (
        _error(model, f"read_only {name!r} stands in no section", 3)
        for name in set(record.read_only) - set(record.fields)
    )
    yield from (
        _error(model, f"{action!r} is not made with @action", 4) for action in record.actions if not is_action(action)
    )
    for related in record.related:
        yield from _unresolved(related.model, related.columns)
        yield from _unread(related.model, related.columns)
        if not _is_foreign_key(related.model, related.path, model):
            yield _error(model, f"related {related.model._meta.label}.{related.path} is no foreign key to it", 5)
    if record.belongs_to and not _is_foreign_key(model, record.belongs_to):
        yield _error(model, f"belongs_to {record.belongs_to!r} is no foreign key", 6)
    for name in record.named:
        if not _is_foreign_key(model, name):
            yield _error(model, f"named {name!r} is no foreign key", 13)
    if record.import_key and record.import_key not in record.editable:
        yield _error(model, f"import_key {record.import_key!r} is not an editable field", 7)
    for column, order in record.sorts.items():
        yield from _unsortable(record, column, order.lstrip("-"))


def _unsortable(record: Record, column: str, stored: str) -> Iterator[CheckMessage]:
    model = record.model
    if column not in record.columns and column not in ("created_at", "updated_at"):
        yield _error(model, f"sort {column!r} is not a column of the list", 8)
    try:
        field = model._meta.get_field(stored)
    except FieldDoesNotExist:
        yield _error(model, f"sort {column!r}: there is no database column {stored!r}", 9)
        return
    if getattr(field, "null", False):
        yield _error(model, f"sort {column!r}: {stored!r} may be null, which keyset paging cannot pass", 10)
    if not has_index(model, stored):
        yield _error(model, f"sort {column!r}: no index begins with {stored!r}", 11)


def _unresolved(model: type[Model], names: Iterable[str], path: bool = False) -> Iterator[CheckMessage]:
    for name in names:
        try:
            resolve_path(model, name) if path else resolve(model, name)
        except FieldDoesNotExist as problem:
            yield _error(model, str(problem), 1)
        except TypeError as problem:
            yield _error(model, str(problem), 2)


def _unread(model: type[Model], names: tuple[str, ...]) -> Iterator[CheckMessage]:
    """What a derived value says it reads, and the currency beside money, must be there."""
    try:
        needs_of(model, names)
    except FieldDoesNotExist as problem:
        yield _error(model, str(problem), 14)


def _leads_to_text(model: type[Model], path: str) -> bool:
    """Whether the path ends in a column or a property; search reads objects, so that both will do."""
    first, _, rest = path.partition("__")
    if not rest:
        return hasattr(model, first)
    try:
        related = model._meta.get_field(first).related_model
    except FieldDoesNotExist:
        return False
    return isinstance(related, type) and _leads_to_text(related, rest)


def _in_form(record: Record, name: str) -> bool:
    """Whether a field exists in the record's own form only (and on the model as a derived property)."""
    return record.form is not None and name in record.form.declared_fields and hasattr(record.model, name)


def _is_foreign_key(model: type[Model], name: str, to: type[Model] | None = None) -> bool:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return isinstance(field, ForeignKey) and isinstance(field, Column) and (to is None or field.related_model is to)


def _error(model: type[Model], text: str, number: int) -> CheckMessage:
    return Error(f"{model._meta.label}: {text}.", obj=model, id=f"records.E{number:03}")
