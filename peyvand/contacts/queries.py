"""Adjectives of the directory."""

from typing import Self

from peyvand.platform.records.models import RecordManager, RecordQuerySet


class PartyQuerySet(RecordQuerySet):
    """Parties."""

    def preloaded(self) -> Self:
        """With owner, roles, contact points, addresses and positions: five queries more, however many parties."""
        return self.select_related("owner").prefetch_related(
            "held_roles", "contact_points", "addresses", "positions__organisation"
        )


class PartyManager(RecordManager.from_queryset(PartyQuerySet)):  # type: ignore[misc]
    """Parties."""
