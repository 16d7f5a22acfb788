"""Filters of lists and of the API: `field=value` or `field.operator=value` in the address.

role=customer&role=supplier     any of these            owner=me            the user asking
turnover.gte=1000000            at least                name.contains=mehr  anywhere in the text
email.empty=1 / email.empty=0   nothing / something     country.not=IR      none of these

What is asked of the parts of a record is asked of one part: held_roles__role=supplier&held_roles__status=active finds
who is a supplier now. “not” and “empty” are asked of all its parts, each by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from peyvand.platform.accounts.models import Actor
from peyvand.platform.records.fields import Path, labels_of, resolve_path
from peyvand.platform.records.models import RecordQuerySet
from peyvand.platform.records.record import Record
from peyvand.platform.ui.formats import parse_date, parse_decimal

OPERATORS = {
    "choice": ("is", "not", "empty"),
    "list": ("is", "not", "empty"),
    "user": ("is", "not", "empty"),
    "link": ("is", "not", "empty"),
    "bool": ("is",),
    "text": ("is", "contains", "empty"),
    "long_text": ("contains", "empty"),
    "email": ("is", "contains", "empty"),
    "url": ("contains", "empty"),
    "number": ("is", "gte", "lte", "empty"),
    "decimal": ("is", "gte", "lte", "empty"),
    "date": ("is", "gte", "lte", "empty"),
    "datetime": ("gte", "lte"),
}
RESERVED = frozenset({"q", "sort", "after", "limit", "format", "panel"})


@dataclass(frozen=True)
class Filter:
    """One filter in force."""

    path: Path
    operator: str
    values: tuple[str, ...]

    @property
    def key(self) -> str:
        """Its name in the address."""
        return self.path.name if self.operator == "is" else f"{self.path.name}.{self.operator}"


def parse_filters(record: Record, parameters: Iterable[tuple[str, list[str]]]) -> list[Filter]:
    """Read the filters of an address. Raises ValidationError (by parameter) for a name or operator that is none."""
    found, problems = [], {}
    for key, values in parameters:
        values = [value for value in values if value != ""]
        if key in RESERVED or not values:
            continue
        name, _dot, operator = key.partition(".")
        if name not in record.filters:
            problems[key] = _("This list has no filter “%(name)s”.") % {"name": name}
            continue
        filter_ = Filter(resolve_path(record.model, name), operator or "is", tuple(values))
        if filter_.operator not in OPERATORS[filter_.path.kind]:
            problems[key] = _("“%(name)s” cannot be filtered this way.") % {"name": filter_.path.label}
            continue
        found.append(filter_)
    if problems:
        raise ValidationError(problems)
    return found


def apply_filters(queryset: RecordQuerySet, filters: Iterable[Filter], user: Actor) -> RecordQuerySet:
    """Keep the rows that pass all filters. Raises ValidationError for a value that cannot be read."""
    parts: dict[ForeignKey[Any, Any], QuerySet[Any]] = {}
    for filter_ in filters:
        many = filter_.path.many
        try:
            if many is not None and filter_.operator not in ("not", "empty"):
                parts[many] = parts.get(many, _parts(many)).filter(_compare(filter_, user))
            else:
                queryset = queryset.filter(_condition(filter_, user))
        except (ValidationError, ValueError) as error:
            text = error.messages[0] if isinstance(error, ValidationError) else str(error)
            raise ValidationError({filter_.key: text}) from error
    for many, fitting in parts.items():
        queryset = queryset.filter(pk__in=fitting.values(many.attname))
    return queryset


def choices_of(path: Path) -> dict[str, str]:
    """What can be chosen, with its labels in the reader's language; nothing where the field has no fixed list."""
    return {"1": _("Yes"), "0": _("No")} if path.kind == "bool" else labels_of(path.field)


def _parts(many: ForeignKey[Any, Any]) -> QuerySet[Any]:
    """The rows that the foreign key makes parts of others."""
    return many.model._default_manager.all()


def _condition(filter_: Filter, user: Actor) -> Q:
    path = filter_.path
    if filter_.operator == "empty":
        empty = _is_empty(path)
        return empty if filter_.values[0] != "0" else ~empty
    condition = _compare(filter_, user)
    if path.many is not None:
        condition = Q(pk__in=_parts(path.many).filter(condition).values(path.many.attname))
    return ~condition if filter_.operator == "not" else condition


def _compare(filter_: Filter, user: Actor) -> Q:
    """What is asked of the row, or of its part where the path begins with parts."""
    path, lookup = filter_.path, filter_.path.rest
    values = [_read(path, value, user) for value in filter_.values]
    if filter_.operator in ("gte", "lte"):
        return Q(**{f"{lookup}__{filter_.operator}": _edge(values[0], path.kind, filter_.operator)})
    if filter_.operator == "contains":
        return Q(**{f"{lookup}__icontains": values[0]})
    if path.kind == "list":
        return Q(**{f"{lookup}__overlap": values})
    if path.kind == "user" and None in values:
        return Q(**{f"{lookup}__isnull": True}) | Q(**{f"{lookup}__in": [value for value in values if value]})
    return Q(**{f"{lookup}__in": values})


def _read(path: Path, value: str, user: Actor) -> Any:
    if path.kind in ("user", "link"):
        if value == "me" and path.kind == "user":
            return user.pk
        try:
            return UUID(value)
        except ValueError:
            raise ValidationError(_("“%(value)s” is not the id of a record.") % {"value": value}) from None
    choices = choices_of(path) if path.kind in ("choice", "list") else {}
    if choices and value not in choices:
        raise ValidationError(_("“%(value)s” is not one of the choices.") % {"value": value})
    if path.kind == "bool":
        return value in ("1", "true", "yes")
    if path.kind in ("date", "datetime"):
        return parse_date(value)
    if path.kind in ("number", "decimal"):
        number = parse_decimal(value)
        if abs(number) >= 10**15:
            raise ValidationError(_("“%(value)s” is out of range.") % {"value": value})
        return int(number) if path.kind == "number" else number
    if "\x00" in value:
        raise ValidationError(_("This text has a character that cannot be stored."))
    return value


def _edge(value: Any, kind: str, operator: str) -> Any:
    """A day as the first or last moment of it, in the user's time zone."""
    if kind != "datetime":
        return value
    return timezone.make_aware(datetime.combine(value, time.max if operator == "lte" else time.min))


def _is_empty(path: Path) -> Q:
    lookup = path.rest
    if path.many is not None:
        return ~Q(pk__in=_parts(path.many).values(path.many.attname))
    if path.kind == "list":
        return Q(**{f"{lookup}__len": 0})
    if path.field.null:
        return Q(**{f"{lookup}__isnull": True})
    return Q(**{lookup: ""}) if path.field.empty_strings_allowed else Q(pk__in=())
