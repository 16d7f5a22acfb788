"""Creating, editing and deleting: the same functions behind every door; imports insert new records together."""

import re
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Model, ProtectedError, QuerySet
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peyvand.platform.access.errors import Refused
from peyvand.platform.accounts.models import Actor
from peyvand.platform.audit.changing import change_set
from peyvand.platform.files.storing import detach_all
from peyvand.platform.records.events import saved
from peyvand.platform.records.forms import RecordForm, form_of
from peyvand.platform.records.jobs import reindex_readers
from peyvand.platform.records.models import RecordModel, Searchable
from peyvand.platform.records.record import Record, find_record, record_of
from peyvand.platform.records.search_index import describe, readers_of, reindex
from peyvand.platform.records.versions import hold, renew
from peyvand.platform.ui.formats import format_number


def bind(record: Record, data: Any, *, by: Actor, instance: Model | None = None) -> RecordForm:
    """The record's form with what was entered. Raises PermissionDenied when `by` may not write."""
    require(record, by, "change" if instance is not None else "add", instance)
    return form_of(record)(data, instance=instance, user=by)


def with_present(
    record: Record, sent: dict[str, Any], instance: Model | None, *, by: Actor, grow_lists: bool = False
) -> dict[str, Any]:
    """What was sent on top of what is there: a form sees the whole record; a new one begins with its defaults.

    `grow_lists` adds to lists instead of replacing them, as an import does.
    """
    data = form_of(record).values_of(instance, by)
    for name, value in sent.items():
        grows = grow_lists and isinstance(value, list) and isinstance(data.get(name), list)
        data[name] = [*data[name], *value] if grows else value
    return data


def save(record: Record, form: RecordForm, *, by: Actor, index: bool = True) -> Model | None:
    """Write a bound form as one deed: row, parts, history, search. Returns None when it is not valid or in conflict.

    What only the database can know (a value taken meanwhile) becomes an error of the form as well. With `index=False`
    the caller brings the search columns up to date, for many rows at once. Raises Refused when the row is gone.
    """
    form.is_new = form.instance._state.adding
    if form.is_new:
        return _write(record, form, by=by, index=index) if form.is_valid() else None
    with transaction.atomic():
        rows = record.model._default_manager.filter(pk=form.instance.pk)
        stored = next(iter(hold(record, rows.preloaded())), None)  # type: ignore[attr-defined]
        if stored is None:
            raise Refused(_("Somebody has deleted this record."))
        require(record, by, "change", stored)
        renew(record, form, stored)
        return _write(record, form, by=by, index=index) if not form.conflicts and form.is_valid() else None


def _write(record: Record, form: RecordForm, *, by: Actor, index: bool) -> Model | None:
    try:
        with change_set(by=by, verb="add" if form.is_new else "change"):
            _require_whole(record, form, by)
            pk, changed = form.instance.pk, set(form.changed_data)
            former = [] if form.is_new else readers_of(record.model, [pk], changed)
            obj: Model = form.save()
            form.save_parts()
            if index:
                reindex(record, [pk])
            reindex_readers(former)
            transaction.on_commit(lambda: saved.send(sender=record.model, ids=[obj.pk], by=by))
    except ValidationError as error:
        form.add_error(None, error)
        return None
    except IntegrityError as error:
        form.add_error(_at_fault(form, error), constraint_message(record.model, error))
        return None
    return obj


def insert(record: Record, news: Sequence[Sequence[Model]], *, by: Actor) -> None:
    """Write many new records at once, each the first of its rows and with a valid form; `by` was asked for the right.

    Search finds them. Raises DatabaseError, and writes nothing, when one of the rows cannot be stored.
    """
    by_model: dict[type[Model], list[Model]] = {record.model: []}
    for rows in news:
        for row in rows:
            by_model.setdefault(type(row), []).append(row)
            if isinstance(row, Searchable):
                describe(record_of(type(row)), row, rows)
    made = [rows[0].pk for rows in news]
    with change_set(by=by, verb="add"):
        for model, rows in by_model.items():
            model._default_manager.bulk_create(rows)
        connection.check_constraints()  # a row that is gone meanwhile shows now, not when all is committed
        transaction.on_commit(lambda: saved.send(sender=record.model, ids=made, by=by))


def delete(record: Record, rows: QuerySet[Any], *, by: Actor) -> int:
    """Delete rows, what belongs to them, and the links that others have to them.

    Raises PermissionDenied; Refused when a row is still needed, or a link belongs to a record `by` may not change.
    """
    with change_set(by=by, verb="delete"):
        objects = hold(record, rows, deleting=True)
        for obj in objects:
            require(record, by, "delete", obj)
            if obj.why_kept():
                raise Refused(obj.why_kept())
        wholes = [getattr(obj, record.belongs_to) for obj in objects] if record.belongs_to else []
        readers = readers_of(record.model, [obj.pk for obj in objects])
        try:
            _delete_whole(rows.model._default_manager.filter(pk__in=[obj.pk for obj in objects]), by)
        except ProtectedError as error:
            raise Refused(_("Other records still refer to this one.")) from error
        reindex_readers(readers)
        if wholes:
            reindex(record_of(type(wholes[0])), {whole.pk for whole in wholes})
    return len(objects)


def _delete_whole(rows: QuerySet[Any], by: Actor) -> None:
    """Delete rows with their parts, and the files of all of them."""
    collector = Collector(using=rows.db, origin=rows)
    collector.collect(rows)
    gone = [(model, [row.pk for row in instances]) for model, instances in collector.data.items()]
    gone += [(parts.model, list(parts.values_list("pk", flat=True))) for parts in collector.fast_deletes]
    _require_others(gone, by)
    for model, ids in gone:
        if issubclass(model, RecordModel):
            detach_all(model, ids)
    collector.delete()


def _require_others(gone: list[tuple[type[Model], list[Any]]], by: Actor) -> None:
    """A link that belongs to a record which stays may go only where `by` may change that record."""
    going = {pk for _model, ids in gone for pk in ids}
    shown, hidden = 0, False
    for model, ids in gone:
        part = find_record(model)
        if part is None or not part.belongs_to:
            continue
        links = part.model._default_manager.filter(pk__in=ids).linked(part.belongs_to)  # type: ignore[attr-defined]
        others = [link for link in links if getattr(link, f"{part.belongs_to}_id") not in going]
        kept = [link.pk for link in others if not part.allows(by, "delete", link)]
        seen = part.visible(by).filter(pk__in=kept).count() if kept else 0
        shown, hidden = shown + seen, hidden or seen < len(kept)
    if hidden:  # that there are some must be said, how many need not
        raise Refused(_("Records that you do not see are linked to this one. Ask somebody who may change them."))
    if shown:
        words = ngettext(
            "%(count)s link of a record that you may not change would be lost.",
            "%(count)s links of records that you may not change would be lost.",
            shown,
        )
        raise Refused(words % {"count": format_number(shown)})


def require(record: Record, by: Actor, verb: str, obj: Model | None = None) -> None:
    """Raise PermissionDenied, with the reason, unless `by` may do this."""
    if record.allows(by, verb, obj):
        return
    if obj is not None and record.allows(by, verb):
        raise PermissionDenied(_("Your roles allow this for other records only, not for this one."))
    raise PermissionDenied(_("Your roles do not allow this."))


def constraint_message(model: type[Model], error: DatabaseError) -> str:
    """What a violated constraint means, in the words that the constraint itself brings."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    for constraint in model._meta.constraints:
        if constraint.name == name and constraint.violation_error_message:
            return str(constraint.violation_error_message)
    return _("This contradicts a record that is already there.")


def _at_fault(form: RecordForm, error: DatabaseError) -> str | None:
    """The field of a value that is taken already, where it is a single one."""
    detail = getattr(getattr(error.__cause__, "diag", None), "message_detail", "") or ""
    taken = re.match(r"Key \((\w+)\)=", detail)
    return taken[1] if taken and taken[1] in form.fields else None


def _require_whole(record: Record, form: RecordForm, by: Actor) -> None:
    """A part may be added only to a record that the user may change; nobody else writes that one meanwhile."""
    if record.belongs_to:
        require(record, by, "change", form.instance)
        whole = record_of(type(getattr(form.instance, record.belongs_to)))
        hold(whole, whole.model._default_manager.filter(pk=getattr(form.instance, f"{record.belongs_to}_id")))
