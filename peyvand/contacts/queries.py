"""Adjectives of the directory."""

from typing import Any, Self

from django.apps import apps
from django.db.models import Prefetch, QuerySet

from peyvand.platform.records.models import RecordManager, RecordQuerySet
from peyvand.platform.records.showing import with_parts


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
