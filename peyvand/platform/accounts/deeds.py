"""What is done about accounts and rights is a deed, kept by whoever keeps history: `audit`, on a floor above ours."""

from contextlib import AbstractContextManager
from typing import Protocol

from peyvand.platform.accounts.models import Actor


class Keeper(Protocol):
    """Opens a transaction whose changes are written down under one actor and verb."""

    def __call__(self, *, by: Actor, verb: str) -> AbstractContextManager[object]: ...


_keepers: list[Keeper] = []


def keep_deeds_with(keeper: Keeper) -> None:
    """Say, once at the start, who keeps them."""
    _keepers[:] = [keeper]


def deed(*, by: Actor, verb: str) -> AbstractContextManager[object]:
    """A transaction that is one deed of `by`, with all that it changes."""
    (keeper,) = _keepers
    return keeper(by=by, verb=verb)
