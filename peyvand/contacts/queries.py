"""Adjectives of the directory."""

from typing import Any, Self

from django.apps import apps
from django.db.models import Prefetch, QuerySet

from peyvand.platform.records.models import RecordManager, RecordQuerySet, with_parts


class PartyQuerySet(RecordQuerySet):
    """Parties."""

    def preloaded(self) -> Self:
        """With owner, roles, contact points, addresses and positions: five queries more, however many parties."""
        parts = (with_parts(name) for name in ("held_roles", "contact_points", "addresses"))
        return self.select_related("owner").prefetch_related(*parts, _positions())

    def listed(self) -> Self:
        """With owner, roles, and of points and addresses what a row shows."""
        points = _rows("ContactPoint").filter(kind__in=("email", "phone", "mobile"))
        return self.select_related("owner").prefetch_related(
            with_parts("held_roles", _rows("PartyRole").only("party", "role", "status")),
            with_parts("contact_points", points.only("party", "kind", "value", "is_primary")),
            with_parts("addresses", _rows("Address").only("party", "locality", "country")),
        )

    def hinted(self) -> Self:
        """With position and place, which tell two of the same name apart."""
        addresses = _rows("Address").only("party", "locality", "country")
        return self.prefetch_related(_positions(), with_parts("addresses", addresses))


def _positions() -> Any:
    organisations = _rows("Party").only("name")
    return with_parts("positions", _rows("Position").prefetch_related(Prefetch("organisation", queryset=organisations)))


def _rows(model: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = apps.get_model("contacts", model)._default_manager.all()
    return rows


class PartyManager(RecordManager.from_queryset(PartyQuerySet)):  # type: ignore[misc]
    """Parties."""
