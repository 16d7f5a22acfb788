"""Imports: what was uploaded, how its columns are understood, how far it came, what was wrong with which line."""

from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from peyvand.platform.accounts.models import User


def private_storage() -> Storage:
    """Uploaded files lie in the data folder and are never served as they are."""
    return storages["default"]


class ImportRun(models.Model):
    """One file on its way into the records. Every line ends in exactly one of four counts."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    record = models.CharField(max_length=60)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    file = models.FileField(upload_to="imports", storage=private_storage)
    filename = models.CharField(max_length=255)
    mapping = models.JSONField(default=dict)  # column → field, or field:label for contact points
    constants = models.JSONField(default=dict)  # field → value of every line
    source = models.CharField(
        max_length=60, blank=True
    )  # stands before references, so that two files' numbers do not meet
    language = models.CharField(max_length=10, default="en")
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT)
    message = models.TextField(blank=True)
    total = models.PositiveIntegerField(null=True)  # lines of the file, once they were counted
    processed = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    reported = models.PositiveIntegerField(default=0)
    figures = models.JSONField(default=dict)  # what the importer counts beside the lines
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("Imports")
        indexes = [models.Index(fields=["by", "-id"], name="import_by")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    processed=models.F("created") + models.F("updated") + models.F("skipped") + models.F("reported")
                ),
                name="import_counts_every_line",
            )
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def is_under_way(self) -> bool:
        """Whether it waits or runs."""
        return self.status in (self.Status.WAITING, self.Status.RUNNING)


class ImportProblem(models.Model):
    """A line that could not be taken, with the reason and what it said; or one remark on a line that was taken."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="problems")
    line = models.PositiveIntegerField()
    text = models.TextField()
    kind = models.TextField()  # the text without the values in it: those of one kind are shown together
    cells = models.JSONField(default=list)
    taken = models.BooleanField(default=False)  # the line was taken all the same: a remark
    record_id = models.UUIDField(null=True)  # what the line became

    class Meta:
        ordering = ("line", "id")
