"""Files attached to records of any kind."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from peyvand.platform.accounts.models import User


class Attachment(models.Model):
    """One file of one record. What it is called is only shown; on the disk it has a name of its own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.UUIDField()
    record = GenericForeignKey("content_type", "object_id")
    file = models.FileField(_("File"), upload_to="attachments/%Y/%m")
    name = models.CharField(_("Name"), max_length=255)
    size = models.PositiveBigIntegerField(_("Size"))
    media_type = models.CharField(max_length=100)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("Files")
        indexes = [models.Index(fields=["content_type", "object_id", "-id"], name="attachment_record")]

    def __str__(self) -> str:
        return self.name
