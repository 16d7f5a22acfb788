"""Two people, one record: nobody's change is lost without their being asked.

A form tells what it began from. Before it is written the row is locked and read again, and every field is compared
three ways: what it began from, what is stored now, and what was entered.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from peyvand.platform.audit.models import Change
from peyvand.platform.records.fields import resolve
from peyvand.platform.records.forms import RecordForm, as_json
from peyvand.platform.records.record import Record
from peyvand.platform.ui.form_fields import DateField

_SHOWN_AS_THEY_ARE = ("bool", "date", "decimal", "number", "long_text")


@dataclass(frozen=True)
class Conflict:
    """A field that somebody else changed as well: who, when, and both values with the kinds by which they are drawn."""

    who: str
    when: datetime | None
    theirs: tuple[Any, str]
    mine: tuple[Any, str]


def hold(record: Record, rows: QuerySet[Any], *, deleting: bool = False) -> list[Any]:
    """The rows as they are now, kept from everybody else until the transaction ends; `deleting`, from new links too.

    The records that they are parts of come first, all in the order of their ids: two never wait for each other.
    """
    if record.belongs_to:
        whole: Any = record.model._meta.get_field(record.belongs_to).related_model
        wholes = whole._default_manager.filter(pk__in=rows.order_by().values(f"{record.belongs_to}_id"))
        list(wholes.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    return list(rows.order_by("pk").select_for_update(of=("self",), no_key=not deleting))


def renew(record: Record, form: RecordForm, stored: Model) -> None:
    """Bind a form to its row as it is now.

    A field that was not touched takes what is stored. One that somebody else changed to another value goes to
    `form.conflicts` where a page can ask; at the other doors the value that was sent counts.
    """
    data, theirs = form.data, form.values_of(stored, form.user)
    began, now = _began(form), as_json(theirs)
    entered: dict[str, Any] = {}
    asked: dict[str, Any] = {}
    for name, field in form.fields.items():
        mine = field.widget.value_from_datadict(data, {}, name)
        choice = data.get(f"keep-{name}")  # mine, theirs, or none where the question was left open
        left_out = name in form.kept and field.widget.value_omitted_from_data(data, {}, name)
        if left_out or choice == "theirs" or not _touched(field, began.get(name, now[name]), mine):
            entered[name] = theirs[name]
            continue
        entered[name] = mine
        unsettled = name in began and began[name] != now[name]
        if form.asks and (unsettled or choice == "none") and _touched(field, now[name], mine):
            asked[name] = mine
    form.rebind(entered, stored)
    for name, mine in asked.items():
        who, when = _author(record, stored, name)
        form.conflicts[name] = Conflict(
            who, when, _told(record, form, name, theirs[name]), _told(record, form, name, mine)
        )


def _began(form: RecordForm) -> dict[str, Any]:
    """What the fields said when the form was drawn; at other doors, when the row was read."""
    if not form.asks:
        return as_json(form.stored)
    try:
        began = json.loads(form.data["began"])
    except ValueError:
        began = None
    if not isinstance(began, dict):
        raise BadRequest("The field “began” is not what the form had in it.")
    return began


def _touched(field: forms.Field, before: Any, mine: Any) -> bool:
    """Whether what was entered differs from a value that came as JSON."""
    try:
        return field.has_changed(_from_json(field, before), mine)
    except (ValidationError, ValueError, TypeError):  # what came is no value of this field
        return True


def _from_json(field: forms.Field, value: Any) -> Any:
    """A value as it was before it became JSON; a date of JSON is read by no calendar of the reader's."""
    if isinstance(field, forms.ModelChoiceField):
        return value
    return date.fromisoformat(value) if isinstance(field, DateField) and value else field.to_python(value)


def _author(record: Record, stored: Model, name: str) -> tuple[str, datetime | None]:
    """Who changed a field last; of one that is kept in parts, who changed parts last."""
    subject = getattr(stored, f"{record.belongs_to}_id") if record.belongs_to else stored.pk
    changes = Change.objects.filter(subject_id=subject).select_related("change_set__by").order_by("-id")
    column = resolve(record.model, name).source
    if column is None:
        changes = changes.exclude(table=record.model._meta.db_table)
    else:
        changes = changes.filter(record_id=stored.pk, new__has_key=column.column)
    last = changes.first()
    by = last.change_set.by if last and last.change_set else None
    return str(by or _("Somebody")), last.at if last else None


def _told(record: Record, form: RecordForm, name: str, value: Any) -> tuple[Any, str]:
    """A value in words, and the kind by which it is drawn."""
    field, declared = form.fields[name], resolve(record.model, name)
    try:
        value = field.to_python(value)
    except ValidationError:  # as it was typed; or a link to what this user may not see
        return (_("another record") if isinstance(field, forms.ModelChoiceField) else value), "text"
    labels = declared.labels()
    if isinstance(value, list):
        return [labels.get(one, one) for one in value], "list"
    if isinstance(value, Model):
        return str(value), "text"
    return labels.get(value, value), declared.kind if declared.kind in _SHOWN_AS_THEY_ARE else "text"
