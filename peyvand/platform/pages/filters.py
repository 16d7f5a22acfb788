"""Filters above a list: those in force, and what the menu offers."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext, ngettext

from peyvand.platform.accounts.models import User
from peyvand.platform.records.fields import Path, resolve_path
from peyvand.platform.records.filters import OPERATORS, Filter, choices_of
from peyvand.platform.records.record import Label, Record, find_record
from peyvand.platform.ui.formats import format_date, format_list, format_number, parse_date

NAMED_VALUES = 3
"""How many values of a filter its chip names; of more it says how many they are."""


@dataclass(frozen=True)
class ActiveFilter:
    """A chip above the list."""

    label: Label
    operator: str
    text: str
    remove_url: str


@dataclass(frozen=True)
class OfferedFilter:
    """An entry of the filter menu."""

    name: str
    label: Label
    kind: str
    operators: tuple[str, ...]
    choices: tuple[tuple[str, Label], ...]
    picker: str
    in_force: bool


def address_of(request: HttpRequest, **changes: Any) -> str:
    """This address with some parameters changed; None takes one out. Paging starts anew."""
    parameters = request.GET.copy()
    parameters.pop("after", None)
    for key, value in changes.items():
        parameters.pop(key, None)
        if value is not None:
            parameters[key] = value
    return f"?{parameters.urlencode()}" if parameters else request.path


def filter_context(request: HttpRequest, record: Record) -> dict[str, Any]:
    """Everything the menu of filters needs."""
    in_force = {key.partition(".")[0] for key in request.GET}
    user: User = request.user  # type: ignore[assignment]
    offered = [_offered(record, name, name in in_force, request.GET, user) for name in record.filters]
    return {"offered": offered, "kept": kept(request, "after")}


def kept(request: HttpRequest, *dropped: str) -> list[tuple[str, str]]:
    """What of this address a form hands on."""
    return [(key, value) for key, values in request.GET.lists() for value in values if key not in dropped]


def active_filter(request: HttpRequest, filter_: Filter, user: User) -> ActiveFilter:
    """The chip of a filter in force."""
    said = [_value_text(filter_, value, user) for value in filter_.values]
    few = said if len(said) <= NAMED_VALUES + 1 else said[:NAMED_VALUES]
    text = format_list(few)
    if len(few) < len(said):
        more = len(said) - len(few)
        text = ngettext("%(named)s and %(shown)s more", "%(named)s and %(shown)s more", more) % {
            "named": text,
            "shown": format_number(more),
        }
    return ActiveFilter(filter_.path.label, filter_.operator, text, address_of(request, **{filter_.key: None}))


def _value_text(filter_: Filter, value: str, user: User) -> str:
    path = filter_.path
    if filter_.operator == "empty":
        return ""
    if path.kind in ("choice", "list", "bool"):
        return choices_of(path).get(value, value)
    if path.kind == "user":
        return str(user if value == "me" else User.objects.filter(pk=value).first() or value)
    if path.kind == "link":
        return _name_of(path, value, user) or value
    return format_date(parse_date(value)) if path.kind in ("date", "datetime") else value


def _name_of(path: Path, value: str, user: User) -> str:
    """What a record is called that a filter names; "" for one that the user does not see, or none."""
    record = find_record(path.field.related_model)  # type: ignore[arg-type]
    try:
        key = UUID(value)
    except ValueError:
        return ""
    found = record.visible(user).filter(pk=key).first() if record else None
    return str(found or "")


def _offered(record: Record, name: str, in_force: bool, parameters: QueryDict, user: User) -> OfferedFilter:
    path = resolve_path(record.model, name)
    chosen = parameters.getlist(name) + parameters.getlist(f"{name}.not")
    choices: tuple[tuple[str, Label], ...] = ()
    picker = ""
    if path.kind in ("choice", "list", "bool"):
        choices = tuple(choices_of(path).items())
    elif path.kind == "user":
        staff = User.objects.filter(is_active=True, door="staff").values_list("pk", "name")[:200]
        choices = (("me", gettext("Me")), *((str(pk), name) for pk, name in staff))
    elif path.kind == "link":
        target = find_record(path.field.related_model)  # type: ignore[arg-type]
        picker = target.address("choices") if target else ""
        choices = tuple((value, text) for value in chosen if (text := _name_of(path, value, user)))
    first = sorted(choices, key=lambda choice: choice[0] not in chosen) if chosen else choices
    return OfferedFilter(name, path.label, path.kind, OPERATORS[path.kind], tuple(first), picker, in_force)
