"""Facts that access listens to."""

from typing import Any

from django.dispatch import receiver

from peyvand.platform.access.matrix import make_first_roles
from peyvand.platform.accounts.events import workspace_opened


@receiver(workspace_opened)
def begin_with_roles(**_kwargs: Any) -> None:
    """A new workspace has roles to give."""
    make_first_roles()
