"""Adjectives of the directory, and which roles and positions are held today.

A role is held to the end of its last day unless it is said to have ended. A position has nothing but its days: it is
over on the day it ends, so that one that was ended a moment ago is not shown, and one that ends on the day it begins
never was. Either counts from when it is entered, also before its first day.
"""

from typing import Any, Self

from django.apps import apps
from django.db.models import Prefetch, Q, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils.timezone import localdate

from peyvand.contacts.codes import RoleStatus
from peyvand.platform.records.models import RecordManager, RecordQuerySet
from peyvand.platform.records.showing import with_parts


def is_held_role(row: Any) -> bool:
    """Whether a role is held today; of a list, its days come as text."""
    return row.status != RoleStatus.ENDED and (row.until is None or str(row.until) >= localdate().isoformat())


def is_held_position(row: Any) -> bool:
    """Whether a position is held today; of a list, its days come as text."""
    if row.until is None:
        return True
    return str(row.until) > max(localdate().isoformat(), str(row.since or ""))


def held_positions() -> Q:
    """The same, of rows of the database."""
    return Q(until=None) | Q(until__gt=last_day())


def last_day() -> Greatest:
    """The last day of what is ended today: never one before it began."""
    return Greatest("since", Value(localdate()))


class PartyQuerySet(RecordQuerySet):
    """Parties."""

    def preloaded(self) -> Self:
        """With owner, roles, contact points, addresses and positions: five queries more, however many parties."""
        parts = [
            with_parts(name, _rows(model))
            for name, model in (
                ("held_roles", "PartyRole"),
                ("contact_points", "ContactPoint"),
                ("addresses", "Address"),
            )
        ]
        return self.select_related("owner").prefetch_related(*parts, _positions())


def _positions() -> Any:
    organisations = _rows("Party").only("name")
    return with_parts("positions", _rows("Position").prefetch_related(Prefetch("organisation", queryset=organisations)))


def _rows(model: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = apps.get_model("contacts", model)._default_manager.all()
    return rows


class PartyManager(RecordManager.from_queryset(PartyQuerySet)):  # type: ignore[misc]
    """Parties."""
