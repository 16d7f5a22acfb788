"""Who changed what, when, through which door and why. Database triggers write the rows, so nothing escapes them."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from peyvand.platform.accounts.models import SYSTEM, User

ACCESS_TABLES = (
    "accounts_user",
    "accounts_team",
    "accounts_team_members",
    "access_role",
    "access_role_members",
    "access_grant",
)
"""Where it stands who may come in and do what."""


GONE = models.Q(operation="D") | models.Q(operation="U", old__icontains='_id"')
"""Rows that were deleted, or turned from one record to another: whom they named before stands in `old` alone."""
WHOLE_GONE = models.Q(operation="D", subject_id=models.F("record_id"))
"""Records that were deleted, without their parts."""


class ChangeSet(models.Model):
    """One deed of one actor: an edit, an action, an import; everything it changed belongs to it."""

    class Door(models.TextChoices):
        PAGE = "page", _("Page")
        API = "api", _("API")
        IMPORT = "import", _("Import")
        COMMAND = "command", _("Command line")
        JOB = "job", _("Background job")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    door = models.CharField(max_length=8, choices=Door)
    verb = models.CharField(max_length=60)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["by", "-id"], name="changeset_by")]


class Change(models.Model):
    """What happened to one row. `old` and `new` hold the changed columns only; a deleted row is kept whole in `old`.

    Where `triggers.track` says so, a new row is kept whole as well.
    """

    class Operation(models.TextChoices):
        INSERT = "I", _("created")
        UPDATE = "U", _("changed")
        DELETE = "D", _("deleted")

    id = models.BigAutoField(primary_key=True)
    change_set = models.ForeignKey(ChangeSet, models.PROTECT, null=True, db_index=False, related_name="changes")
    table = models.CharField(max_length=63)
    record_id = models.UUIDField()
    subject_id = models.UUIDField(
        null=True
    )  # the record on whose page the change is shown: itself, or the whole it is part of
    operation = models.CharField(max_length=1, choices=Operation)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "-id"], name="change_subject"),
            models.Index(fields=["change_set"], name="change_set"),
            models.Index(fields=["-id"], condition=models.Q(table__in=ACCESS_TABLES), name="change_access"),
            models.Index(fields=["table", "-id"], condition=WHOLE_GONE, name="change_deleted"),
            GinIndex(fields=["old"], opclasses=["jsonb_path_ops"], condition=GONE, name="change_gone"),
        ]

    @property
    def who(self) -> str:
        """Whose deed it was, in words."""
        return str(self.change_set.by or SYSTEM) if self.change_set else gettext("Directly in the database")

    @property
    def door(self) -> str:
        """Through which door it came, in words; "" for a page, which goes without saying."""
        known = self.change_set
        return known.get_door_display() if known and known.door != ChangeSet.Door.PAGE else ""
