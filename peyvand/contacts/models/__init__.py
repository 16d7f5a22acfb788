"""The directory: parties, their roles, how to reach them, what ties them together."""

from peyvand.contacts.models.party import Party, PartyRole, Position
from peyvand.contacts.models.reach import Address, Consent, ContactPoint
from peyvand.contacts.models.threshold import SizeThreshold
from peyvand.contacts.models.tie import Tie

__all__ = ["Address", "Consent", "ContactPoint", "Party", "PartyRole", "Position", "SizeThreshold", "Tie"]
