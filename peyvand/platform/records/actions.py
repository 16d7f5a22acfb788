"""Verbs. One function per verb; page, bulk bar, API, import and job all call it."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, get_type_hints

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from peyvand.platform.accounts.models import Actor
from peyvand.platform.audit.changing import change_set
from peyvand.platform.records.events import acted
from peyvand.platform.records.jobs import reindex_readers
from peyvand.platform.records.record import Label, Record, record_of
from peyvand.platform.records.search_index import read_by_others, readers_of, reindex
from peyvand.platform.records.versions import hold


@dataclass(frozen=True)
class Verb:
    """What doors need to know of an action: its name, its label, and the parameters it asks for (name → type)."""

    name: str
    label: Label
    on: type[Model]
    parameters: dict[str, type]
    dangerous: bool


def action(
    *, on: type[Model], label: Label, dangerous: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function a verb: policy → transaction → run → history → event after commit.

    The function takes a queryset first, then keyword arguments; `by=` is the actor. Raises PermissionDenied when one of
    the rows may not be touched, Refused or ValidationError as the function says; then nothing is written.
    """

    def decorate(run: Callable[..., None]) -> Callable[..., None]:
        name = run.__name__

        @wraps(run)
        def verb(rows: QuerySet[Any], *, by: Actor, **arguments: Any) -> None:
            record = record_of(on)
            with change_set(by=by, verb=name):
                ids = _require(record, rows, by, name)
                before = read_by_others(on, ids)
                run(on._default_manager.filter(pk__in=ids), by=by, **arguments)
                reindex(record, ids)
                after = read_by_others(on, ids)
                reindex_readers(readers_of(on, [pk for pk in ids if before.get(pk) != after.get(pk)]))
                transaction.on_commit(lambda: acted.send(sender=on, verb=name, ids=ids, by=by))

        verb.verb = Verb(name, label, on, _parameters(run), dangerous)  # type: ignore[attr-defined]
        return verb

    return decorate


def verb_of(run: Callable[..., None]) -> Verb:
    """The description of an action."""
    verb: Verb = run.verb  # type: ignore[attr-defined]
    return verb


def is_action(run: object) -> bool:
    """Whether a function was made with @action."""
    return isinstance(getattr(run, "verb", None), Verb)


def _require(record: Record, rows: QuerySet[Any], by: Actor, verb: str) -> list[Any]:
    if not record.allows(by, verb):
        raise PermissionDenied(_("Your roles do not allow this."))
    objects = hold(record, rows)
    if not all(record.allows(by, verb, obj) for obj in objects):
        raise PermissionDenied(_("Your roles do not allow this for every record you chose."))
    return [obj.pk for obj in objects]


def _parameters(run: Callable[..., None]) -> dict[str, type]:
    hints = get_type_hints(run)
    names = [p.name for p in inspect.signature(run).parameters.values() if p.kind is p.KEYWORD_ONLY and p.name != "by"]
    return {name: hints[name] for name in names}
