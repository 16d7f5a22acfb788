"""The derived pages. Each fetches, acts, chooses the template and answers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from peyvand.platform.access.errors import Refused
from peyvand.platform.files.storing import attachments_of
from peyvand.platform.pages.contexts import (
    count_text,
    form_context,
    list_context,
    record_context,
    related_lists,
    rows_context,
)
from peyvand.platform.pages.deleted import gone_page
from peyvand.platform.pages.filters import filter_context
from peyvand.platform.pages.palette import palette_groups
from peyvand.platform.records import writing
from peyvand.platform.records.action_forms import arguments_form
from peyvand.platform.records.actions import Verb, verb_of
from peyvand.platform.records.forms import form_of
from peyvand.platform.records.listing import Page, Query, count_up_to, read_page
from peyvand.platform.records.record import Record
from peyvand.platform.search.matching import ranked
from peyvand.platform.ui.back import back_from
from peyvand.platform.ui.formats import format_number

CHOICES = 12


@require_safe
def list_page(request: HttpRequest, record: Record) -> HttpResponse:
    """The list; for htmx only what follows a search, or the rows that were asked for."""
    writing.require(record, request.user, "view")  # type: ignore[arg-type]
    problem, status = None, 200
    try:
        query = Query.read(record, request.user, request.GET)  # type: ignore[arg-type]
        page = read_page(query, record.columns)
    except ValidationError as error:
        problem, status = error, 422
        query, page = Query(record, request.user), Page([], "")  # type: ignore[arg-type]
    if query.after and request.headers.get("HX-Request"):
        response = render(request, "pages/rows.html", rows_context(request, record, page), status=status)
    else:
        context = list_context(request, record, query, page) | {"problem": problem.messages if problem else []}
        response = render(request, record.templates.get("list", "pages/list.html"), context, status=status)
    patch_vary_headers(response, ["HX-Request"])  # a part must not come back from the browser's store as the page
    return response


@require_safe
def row_count(request: HttpRequest, record: Record) -> HttpResponse:
    """How many records a list has, asked for once it stands; 204 leaves what it says until then."""
    writing.require(record, request.user, "view")  # type: ignore[arg-type]
    try:
        query = Query.read(record, request.user, request.GET)  # type: ignore[arg-type]
        counted = None if query.text else count_up_to(query)  # a search says itself how many it found
    except ValidationError:
        counted = None
    return HttpResponse(count_text(*counted)) if counted else HttpResponse(status=204)


@require_safe
def filter_menu(request: HttpRequest, record: Record) -> HttpResponse:
    """What the list can be filtered by."""
    writing.require(record, request.user, "view")  # type: ignore[arg-type]
    return render(request, "pages/filter_menu.html", filter_context(request, record))


@require_safe
def record_page(request: HttpRequest, record: Record, pk: UUID) -> HttpResponse:
    """One record with its parts; of one that is gone, its history to whoever may know of it."""
    obj = _shown(request, record, pk)
    if obj is None:
        return gone_page(request, record, pk, status=410)
    context = record_context(record, obj, request.user)  # type: ignore[arg-type]
    context["related"] = related_lists(record, obj, request.user)  # type: ignore[arg-type]
    context["files"] = attachments_of(obj)
    return render(request, record.templates.get("record", "pages/record.html"), context)


@require_safe
def panel(request: HttpRequest, record: Record, pk: UUID) -> HttpResponse:
    """The record beside its list."""
    obj = _shown(request, record, pk)
    if obj is None:
        raise Http404
    return render(request, "pages/panel.html", record_context(record, obj, request.user))  # type: ignore[arg-type]


def form_page(request: HttpRequest, record: Record, pk: UUID | None = None) -> HttpResponse:
    """Create or edit; a page of its own, or in the side panel."""
    obj = _fetch(request, record, pk) if pk else None
    user: Any = request.user
    writing.require(record, user, "change" if obj else "add", obj)
    if request.method == "POST":
        form = writing.bind(record, request.POST, by=user, instance=obj)
        saved = None
        try:
            saved = writing.save(record, form, by=user)
        except Refused as refusal:
            form.add_error(None, str(refusal.reason))  # and what was typed stays to be copied
        if saved is not None:
            messages.success(request, _("Saved."))
            return _go(request, _after(record, saved))
    else:
        initial = {name: value for name, value in request.GET.items() if name in record.editable}
        form = form_of(record)(instance=obj, initial=initial, user=user)
    template = "pages/form_panel.html" if request.headers.get("HX-Request") else "pages/form.html"
    context = form_context(request, record, obj, form)
    return render(request, template, context, status=409 if form.conflicts else 422 if form.is_bound else 200)


@require_POST
def delete(request: HttpRequest, record: Record, pk: UUID) -> HttpResponse:
    """Delete one record."""
    obj = _fetch(request, record, pk)
    target = _after(record, obj) if record.belongs_to else record.address()
    try:
        writing.delete(record, record.visible(request.user).filter(pk=pk), by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Deleted."))
    except Refused as refusal:
        messages.error(request, str(refusal.reason))
        target = record.address("record", pk)
    return _go(request, target)


def act(request: HttpRequest, record: Record, verb: str) -> HttpResponse:
    """Carry an action out on the records named by `id`; GET asks for what it needs first."""
    run = next((run for run in record.actions if verb_of(run).name == verb), None)
    user: Any = request.user
    if run is None or not record.allows(user, verb):
        raise PermissionDenied(_("Your roles do not allow this."))
    ids = _ids(request.POST.getlist("id") or request.GET.getlist("id"))
    rows = record.visible(user).filter(pk__in=ids)
    count = rows.count()
    form = arguments_form(run)(request.POST if request.method == "POST" else None)
    back = back_from(request, record.address())
    if request.method == "POST" and not count:
        form.add_error(None, _("Choose at least one record."))
    if request.method == "POST" and form.is_valid():
        try:
            run(rows, by=user, **form.cleaned_data)
            messages.success(request, _done(verb_of(run), count))
            return _go(request, back)
        except Refused as refusal:
            form.add_error(None, str(refusal.reason))
        except ValidationError as error:
            form.add_error(None, error)
    context = {"record": record, "verb": verb_of(run), "form": form, "ids": ids, "count": count}
    context |= {"back": back, "beside": bool(request.headers.get("HX-Request"))}
    return render(request, "pages/action.html", context, status=422 if form.is_bound else 200)


@require_GET
def choices(request: HttpRequest, record: Record) -> JsonResponse:
    """What a picker offers: visible records that match the text."""
    rows = record.visible(request.user)  # type: ignore[arg-type]
    text = request.GET.get("q", "")[:200] if record.search else ""
    ids = ranked(rows, text, CHOICES) if text else list(rows.order_by("-pk").values_list("pk", flat=True)[:CHOICES])
    found = {row.pk: row for row in rows.filter(pk__in=ids).hinted()}
    options = [
        {"id": str(pk), "label": str(found[pk]), "hint": str(getattr(found[pk], "hint", ""))}
        for pk in ids
        if pk in found
    ]
    return JsonResponse(options, safe=False)


@require_GET
def palette(request: HttpRequest) -> JsonResponse:
    """What the command palette offers for a text."""
    return JsonResponse({"groups": palette_groups(request.GET.get("q", "")[:200], request.user)})  # type: ignore[arg-type]


def _fetch(request: HttpRequest, record: Record, pk: UUID) -> Any:
    """The whole record, if the user may see it."""
    return get_object_or_404(record.visible(request.user).preloaded(), pk=pk)  # type: ignore[arg-type]


def _shown(request: HttpRequest, record: Record, pk: UUID) -> Any:
    """The record with what its page shows; None where the user may not see it, or it is gone."""
    found = record.visible(request.user).filter(pk=pk).showing(*record.fields)  # type: ignore[arg-type]
    return found[0] if found else None


def _after(record: Record, obj: Any) -> str:
    """Where to go after writing: to the record, or to the one that it is a part of."""
    if record.belongs_to:
        whole = getattr(obj, record.belongs_to)
        return whole.get_absolute_url() if hasattr(whole, "get_absolute_url") else record.address()
    return record.address("record", obj.pk)


def _go(request: HttpRequest, target: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)


def _done(verb: Verb, count: int) -> str:
    words = ngettext("Done: %(action)s, %(shown)s record.", "Done: %(action)s, %(shown)s records.", count)
    return words % {"action": verb.label, "shown": format_number(count)}


def _ids(values: list[str]) -> list[UUID]:
    found = []
    for value in values[:5000]:
        try:
            found.append(UUID(value))
        except ValueError:
            continue  # not an id: nothing it could name
    return found
