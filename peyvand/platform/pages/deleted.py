"""Records that are gone: which, who deleted them and when, and the whole history of each.

A deleted row has no owner any more, so nobody's own and no team's: those may read of it who may see all of its kind.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from peyvand.platform.accounts.models import Actor
from peyvand.platform.audit.models import WHOLE_GONE, Change
from peyvand.platform.pages.history import history_of
from peyvand.platform.pages.telling import row_of
from peyvand.platform.records.record import Record, all_records
from peyvand.platform.ui.paging import before_in

LIMIT = 50


@dataclass(frozen=True)
class Deletion:
    """One record that is gone, under its last name."""

    record: Record
    id: UUID
    name: str
    kind: str
    who: str
    when: datetime
    door: str

    @property
    def address(self) -> str:
        """Where its whole history stands."""
        return self.record.address("history", self.id)


def kinds(user: Actor) -> list[Record]:
    """The kinds of records of whose deletion the user may read; a part is told of by what it belonged to."""
    return [record for record in all_records() if record.tells_deleted_to(user)]


def deletions(records: list[Record], before: int | None = None) -> tuple[list[Deletion], int | None]:
    """What was deleted, the latest first, and the `before` of the next page.

    One query finds the latest of every kind by its index, a second one reads those of the page.
    """
    of = {record.model._meta.db_table: record for record in records}
    gone = Change.objects.filter(WHOLE_GONE, **({"id__lt": before} if before else {})).order_by("-id")
    latest = [gone.filter(table=table).values_list("id", flat=True)[: LIMIT + 1] for table in of]
    ids = sorted(latest[0].union(*latest[1:], all=True), reverse=True) if latest else []
    rows = Change.objects.filter(id__in=ids[:LIMIT]).select_related("change_set__by").order_by("-id")
    return [_told(of[row.table], row) for row in rows], ids[LIMIT - 1] if len(ids) > LIMIT else None


def deletion_of(record: Record, pk: UUID, user: Actor) -> Change:
    """The deletion of a record. Raises Http404 where there was none, or the user may not read of it."""
    if not record.tells_deleted_to(user):
        raise Http404
    gone = Change.objects.filter(WHOLE_GONE, subject_id=pk, table=record.model._meta.db_table)
    change = gone.select_related("change_set__by").order_by("-id").first()
    if change is None:
        raise Http404
    return change


@require_safe
def deleted_page(request: HttpRequest) -> HttpResponse:
    """The list of what was deleted, of all kinds or of one."""
    known = kinds(request.user)  # type: ignore[arg-type]
    if not known:
        raise PermissionDenied(_("Deleted records are shown to those who may see all records of a kind."))
    wanted = request.GET.get("kind", "")
    chosen = [record for record in known if record.url == wanted]
    before = before_in(request)
    rows, rest = deletions(chosen or known, before)
    context: dict[str, Any] = {"rows": rows, "rest": rest, "is_later_page": bool(before), "kinds": known}
    context["kind"] = wanted if chosen else ""
    return render(request, "pages/deleted.html", context)


@require_safe
def history_page(request: HttpRequest, record: Record, pk: UUID) -> HttpResponse:
    """The whole history of a record, there or gone; for htmx without the page around it."""
    obj = record.visible(request.user).filter(pk=pk).first()  # type: ignore[arg-type]
    if obj is None:
        return gone_page(request, record, pk, status=200)
    return _story(request, record, obj, {"name": str(obj), "picture": obj.picture})


def gone_page(request: HttpRequest, record: Record, pk: UUID, *, status: int) -> HttpResponse:
    """What a record was, and all that happened to it. Raises Http404 for whoever may not know."""
    user: Any = request.user
    change = deletion_of(record, pk, user)
    row = row_of(record.model, change.old or {})
    gone = _told(record, change)
    response = _story(request, record, row, {"gone": gone, "name": gone.name, "picture": gone.kind}, status)
    response["Cache-Control"] = "no-store"  # browsers keep a 410, though language and rights may change
    return response


def _story(request: HttpRequest, record: Record, obj: Any, about: dict[str, Any], status: int = 200) -> HttpResponse:
    history, older = history_of(record, obj, request.user, before_in(request))  # type: ignore[arg-type]
    addresses = {"address": record.address("record", obj.pk), "history_url": record.address("history", obj.pk)}
    template = "pages/history.html" if request.headers.get("HX-Request") else "pages/story.html"
    context = {"record": record, "history": history, "older": older, **addresses, **about}
    return render(request, template, context, status=status)


def _told(record: Record, change: Change) -> Deletion:
    row: Any = row_of(record.model, change.old or {})
    return Deletion(record, change.record_id, str(row), row.picture, change.who, change.at, change.door)
