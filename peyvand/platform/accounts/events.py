"""Facts that accounts announce."""

from django.dispatch import Signal

workspace_opened = Signal()
"""The first account was made: owner: User, firm: str, country: str (a code or ""). Sent inside its transaction."""
