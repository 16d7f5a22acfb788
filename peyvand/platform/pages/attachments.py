"""Files on the record page: who may see the record may fetch them, who may change it may add and remove them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from peyvand.platform.files.storing import SHOWN_INLINE, attach, attachments_of, detach
from peyvand.platform.records.record import Record
from peyvand.platform.records.writing import require


@require_POST
def add_file(request: HttpRequest, record: Record, pk: UUID) -> HttpResponse:
    """Attach what was uploaded."""
    user: Any = request.user
    obj = get_object_or_404(record.visible(user), pk=pk)
    require(record, user, "change", obj)
    files = request.FILES.getlist("file")
    if not files:
        messages.error(request, _("Choose a file."))
    for file in files:
        try:
            attach(obj, file, by=user)
        except ValidationError as error:
            messages.error(request, f"{file.name}: {' '.join(error.messages)}")
    return redirect(record.address("record", pk))


@require_GET
def get_file(request: HttpRequest, record: Record, pk: UUID, file: UUID) -> HttpResponseBase:
    """Hand a file out: pictures to be looked at, everything else to be saved; neither may do anything here."""
    obj = get_object_or_404(record.visible(request.user), pk=pk)  # type: ignore[arg-type]
    attachment = get_object_or_404(attachments_of(obj), pk=file)
    inline = attachment.media_type in SHOWN_INLINE
    response = FileResponse(attachment.file.open("rb"), as_attachment=not inline, filename=attachment.name)
    response["Content-Type"] = attachment.media_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_POST
def remove_file(request: HttpRequest, record: Record, pk: UUID, file: UUID) -> HttpResponse:
    """Take a file away."""
    user: Any = request.user
    obj = get_object_or_404(record.visible(user), pk=pk)
    require(record, user, "change", obj)
    detach(get_object_or_404(attachments_of(obj), pk=file), by=user)
    return redirect(record.address("record", pk))
