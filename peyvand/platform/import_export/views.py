"""Import in three steps: choose a file, say what its columns mean, watch it run. Export in one."""

import io
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peyvand.platform.accounts.models import User
from peyvand.platform.import_export import exporting
from peyvand.platform.import_export.importers import importer_of
from peyvand.platform.import_export.jobs import take_in
from peyvand.platform.import_export.mapping import targets
from peyvand.platform.import_export.models import ImportRun
from peyvand.platform.import_export.readers.table import Unreadable
from peyvand.platform.import_export.results import groups_of, lines_to_mend, summary_of
from peyvand.platform.import_export.runs import draft, what_is_missing
from peyvand.platform.import_export.sources import preview
from peyvand.platform.import_export.writers import csv_rows, write_xlsx
from peyvand.platform.records import writing
from peyvand.platform.records.forms import form_of
from peyvand.platform.records.listing import Query
from peyvand.platform.records.record import Record, record_at
from peyvand.platform.ui.errors import no_file
from peyvand.platform.ui.form_fields import ListField

LARGEST_FILE = 2 * 1024**3
SHOWN_RUNS = 20


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, record: str) -> HttpResponse:
    """Choose a file."""
    declared = _record(record)
    writing.require(declared, request.user, "import")  # type: ignore[arg-type]
    problem = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        problem = _unfit(file)
        if file is not None and not problem:
            try:
                run = draft(declared, file, file.name or "", by=request.user)  # type: ignore[arg-type]
                return redirect("import_run", run.pk)
            except Unreadable as error:
                problem = str(error)
    runs = _own(request).filter(record=record).select_related("by").order_by("-id")[:SHOWN_RUNS]
    context = {"record": declared, "problem": problem, "runs": runs}
    return render(request, "import_export/new.html", context, status=422 if problem else 200)


@require_GET
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The import: its columns while it is prepared, its progress while it runs, its result."""
    run = get_object_or_404(_own(request), pk=pk)
    record = _record(run.record)
    if run.status == ImportRun.Status.DRAFT:
        return _mapping_page(request, run, what_is_missing(run))
    user: User = request.user  # type: ignore[assignment]
    told = {"missed": groups_of(run, user, taken=False), "remarked": groups_of(run, user, taken=True)}
    context = {"run": run, "record": record, "summary": summary_of(run), **told}
    template = "import_export/progress.html" if request.headers.get("HX-Request") else "import_export/run.html"
    return render(request, template, context)


@require_POST
def start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Run a prepared import in the background. Stays on the page of its columns while nothing would be taken."""
    with transaction.atomic():
        run = get_object_or_404(_own(request).select_for_update(), pk=pk)
        writing.require(_record(run.record), request.user, "import")  # type: ignore[arg-type]
        if run.status == ImportRun.Status.DRAFT:
            _read_mapping(request, run)
            problem = what_is_missing(run)
            options = importer_of(_record(run.record)).options(request.POST)
            if problem or not options.is_valid():
                return _mapping_page(request, run, problem, options)
            run.constants |= options.cleaned_data
            run.status = ImportRun.Status.WAITING
            run.save()
            take_in.defer(run_id=str(run.pk))
    return redirect("import_run", pk)


@require_GET
def problems(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The lines that were not taken, as a file to mend and import again."""
    run = get_object_or_404(_own(request), pk=pk)
    lines = lines_to_mend(run)
    response = StreamingHttpResponse(csv_rows(next(lines), lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="problems-{run.pk}.csv"'
    return response


@require_GET
def export(request: HttpRequest, record: str, format: str) -> HttpResponseBase:
    """The rows of the list, with its filters, as a file."""
    declared = _record(record)
    exporting.allow(declared, request.user)  # type: ignore[arg-type]
    try:
        query = Query.read(declared, request.user, request.GET)  # type: ignore[arg-type]
        rows = exporting.rows(query)
    except ValidationError as error:
        return no_file(request, " ".join(error.messages))
    header = exporting.header(declared)
    if format == "csv":
        response = StreamingHttpResponse(csv_rows(header, rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{record}.csv"'
        return response
    file = io.BytesIO()
    try:
        write_xlsx(file, header, rows)
    except ValueError as error:  # more than a sheet holds
        return no_file(request, str(error))
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{record}.xlsx")


def _mapping_page(
    request: HttpRequest, run: ImportRun, problem: str = "", options: forms.Form | None = None
) -> HttpResponse:
    record, seen = _record(run.record), preview(run.file.path)
    samples = [[row[i] if i < len(row) else "" for row in seen.samples] for i in range(len(seen.columns))]
    context = {
        "run": run,
        "record": record,
        "problem": problem,
        "preview": seen,
        "columns": list(zip(seen.columns, samples, [run.mapping.get(c, "") for c in seen.columns], strict=True)),
        "targets": targets(record),
        "constants": _constant_choices(record, run),
        "options": options or importer_of(record).options(initial=run.constants),
    }
    return render(request, "import_export/map.html", context, status=422 if options else 200)


def _record(url: str) -> Record:
    try:
        return record_at(url)
    except KeyError:
        raise Http404 from None


def _own(request: HttpRequest) -> Any:
    """One's own imports; the owner's eyes reach all."""
    runs = ImportRun.objects.all()
    return runs if request.user.is_owner else runs.filter(by=request.user)  # type: ignore[union-attr, misc]


def _unfit(file: "UploadedFile[bytes] | None") -> str:
    if file is None:
        return _("Choose a file.")
    if (file.size or 0) > LARGEST_FILE:
        return _("This file is larger than 2 GB.")
    return ""


def _read_mapping(request: HttpRequest, run: ImportRun) -> None:
    """Only fields that exist; what the page did not offer changes nothing."""
    record = _record(run.record)
    offered = targets(record)
    chosen = {}
    for number, column in enumerate(preview(run.file.path).columns):
        target = request.POST.get(f"column-{number}", "")
        if target.split(":")[0] in offered:
            chosen[column] = target
    run.mapping = chosen
    run.source = request.POST.get("source", "").strip()[:60]
    run.language = get_language() or "en"
    for name, choices in _constant_choices(record, run):
        values = [
            value
            for value in request.POST.getlist(f"constant-{name}")
            if value in {key for key, _label, _on in choices}
        ]
        run.constants = {key: value for key, value in run.constants.items() if key != name}
        if values:
            run.constants[name] = values if name == "roles" else values[0]


def _constant_choices(record: Record, run: ImportRun) -> list[tuple[str, list[tuple[str, Any, bool]]]]:
    """Fields with a fixed list that every line can get: kind and roles of parties."""
    offered = []
    for name in ("kind", "roles"):
        field = form_of(record).base_fields.get(name)
        if isinstance(field, forms.ChoiceField | ListField):
            chosen = run.constants.get(name, field.initial or [])
            offered.append(
                (name, [(key, label, key == chosen or key in chosen) for key, label in cast(Any, field.choices) if key])
            )
    return offered
