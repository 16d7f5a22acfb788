"""Facts that accounts announce."""

from django.dispatch import Signal

workspace_opened = Signal()  # owner: User — the first account was made; sent inside its transaction
