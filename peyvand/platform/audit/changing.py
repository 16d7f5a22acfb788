"""Opening a change set: every write of the block is written down under one actor, door and verb."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

from peyvand.platform.accounts.models import Actor, User
from peyvand.platform.audit.models import ChangeSet

_door: ContextVar[ChangeSet.Door] = ContextVar("door", default=ChangeSet.Door.COMMAND)
_open: ContextVar[ChangeSet | None] = ContextVar("open_change_set", default=None)


@contextmanager
def through(door: ChangeSet.Door) -> Iterator[None]:
    """Say once, at the entry, through which door everything inside the block comes."""
    token = _door.set(door)
    try:
        yield
    finally:
        _door.reset(token)


@contextmanager
def change_set(*, by: Actor, verb: str, reason: str = "") -> Iterator[ChangeSet]:
    """A transaction whose changes belong together. Inside an open change set the outer one goes on: one deed."""
    outer = _open.get()
    if outer is not None:
        with transaction.atomic(savepoint=False):  # what goes wrong inside undoes the whole deed
            yield outer
        return
    with transaction.atomic():
        deed = ChangeSet.objects.create(
            by=by if isinstance(by, User) else None, door=_door.get(), verb=verb, reason=reason
        )
        _announce(str(deed.pk))
        token = _open.set(deed)
        try:
            yield deed
        finally:
            _open.reset(token)
        _announce("")


def _announce(change_set_id: str) -> None:
    """Tell the triggers; the setting is local to the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('peyvand.change_set', %s, true)", [change_set_id])
