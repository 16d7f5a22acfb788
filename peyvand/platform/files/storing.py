"""Taking files in and away. Nothing that was uploaded is ever run or shown as a page of ours."""

import re
from collections.abc import Iterable
from functools import partial
from pathlib import PurePath
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from peyvand.platform.accounts.models import Actor, User
from peyvand.platform.audit.changing import change_set
from peyvand.platform.files.models import Attachment

LARGEST = 50 * 1024 * 1024
SHOWN_INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
)
_INVISIBLE = re.compile("[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def attachments_of(obj: Model) -> QuerySet[Attachment]:
    """The files of a record, newest first."""
    kind = ContentType.objects.get_for_model(obj)
    return Attachment.objects.filter(content_type=kind, object_id=obj.pk).select_related("by").order_by("-id")


def attach(obj: Model, uploaded: "UploadedFile[bytes]", *, by: Actor) -> Attachment:
    """Keep a file with a record. Raises ValidationError when it is empty or too large."""
    if not uploaded.size:
        raise ValidationError(_("This file is empty."))
    if uploaded.size > LARGEST:
        raise ValidationError(_("A file may have 50 MB at most."))
    name = _INVISIBLE.sub("", PurePath(uploaded.name or "").name)[-255:] or _("file")
    attachment = Attachment(record=obj, name=name, size=uploaded.size, media_type=media_type(uploaded.read(16)))
    attachment.by = by if isinstance(by, User) else None
    uploaded.seek(0)
    with change_set(by=by, verb="attach"):
        attachment.file.save(str(uuid7()), uploaded, save=False)
        attachment.save()
    return attachment


def detach(attachment: Attachment, *, by: Actor) -> None:
    """Take a file away; it leaves the disk once the deed is certain."""
    with change_set(by=by, verb="detach"):
        Attachment.objects.filter(pk=attachment.pk).delete()
        transaction.on_commit(lambda: attachment.file.delete(save=False))


def detach_all(model: type[Model], ids: Iterable[UUID]) -> None:
    """Take away the files of records that are being deleted, as part of the deed that deletes them."""
    rows = Attachment.objects.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=list(ids))
    files = [attachment.file for attachment in rows]
    rows.delete()
    for file in files:
        transaction.on_commit(partial(file.delete, save=False))


def media_type(head: bytes) -> str:
    """What the first bytes say; the name of a file says nothing that could be trusted."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for signature, kind in _SIGNATURES if head.startswith(signature)), "application/octet-stream")
