"""Runs an import: line by line through the record's form, in chunks that are written whole or not at all.

After a kill the run goes on where the last written chunk ended: counts and records are written in one transaction.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from peyvand.platform.access.errors import Refused
from peyvand.platform.audit.changing import change_set, through
from peyvand.platform.audit.models import ChangeSet
from peyvand.platform.import_export.importers import Values, find_present, importer_of
from peyvand.platform.import_export.mapping import LABELLED
from peyvand.platform.import_export.models import ImportProblem, ImportRun
from peyvand.platform.import_export.readers.table import Unreadable
from peyvand.platform.import_export.sources import Line, open_lines
from peyvand.platform.records import writing
from peyvand.platform.records.forms import form_of
from peyvand.platform.records.record import Record, record_at

CHUNK = 200
LONGEST_REMARK = 500


def run_import(run: ImportRun) -> ImportRun:
    """Take a file in. What is wrong with a line is written down at the line; what is wrong with the file, at it."""
    with connection.cursor() as cursor:  # one at a time per run, also when a stalled job was taken up twice
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [str(run.pk)])
        if not cursor.fetchone()[0]:
            return run
    try:
        with translation.override(run.language), through(ChangeSet.Door.IMPORT):
            _take_in(run)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [str(run.pk)])
    return run


def _take_in(run: ImportRun) -> None:
    run.refresh_from_db()
    if run.status == ImportRun.Status.DONE:
        return
    record = record_at(run.record)
    run.status = ImportRun.Status.RUNNING
    run.save(update_fields=["status"])
    try:
        writing.require(record, run.by, "import")
        faults = _check(run, record)
        lines = islice(open_lines(run.file.path), run.processed, None)
        for chunk in _chunks(lines):
            _write_chunk(run, record, chunk, faults)
        _finish(run, record)
    except (Unreadable, PermissionDenied) as problem:
        run.status, run.message = ImportRun.Status.FAILED, str(problem)
    else:
        run.status = ImportRun.Status.DONE
    run.ended_at = timezone.now()
    run.save(update_fields=["status", "message", "ended_at"])


def _check(run: ImportRun, record: Record) -> dict[int, str]:
    values = ((line.number, values_of(run, record, line)) for line in open_lines(run.file.path))
    return importer_of(record).check(values)


def _finish(run: ImportRun, record: Record) -> None:
    """What can be done only when every line is in, such as who reports to whom."""
    reported = set(run.problems.values_list("line", flat=True))
    taken = (
        (line.number, values_of(run, record, line)) for line in open_lines(run.file.path) if line.number not in reported
    )
    with change_set(by=run.by, verb="import", reason=run.filename):
        remarks = importer_of(record).finish(taken, run.by)
        ImportProblem.objects.bulk_create(
            ImportProblem(run=run, line=number, text=text) for number, text in remarks.items()
        )


def _chunks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    iterator = iter(lines)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def _write_chunk(run: ImportRun, record: Record, chunk: list[Line], faults: dict[int, str]) -> None:
    counts = {"created": run.created, "updated": run.updated, "skipped": run.skipped, "reported": run.reported}
    problems = []
    with change_set(by=run.by, verb="import", reason=run.filename):
        for line in chunk:
            outcome, text = _take_line(run, record, line, faults.get(line.number, ""))
            counts[outcome] += 1
            if text:
                problems.append(
                    ImportProblem(run=run, line=line.number, text=text, cells=[c[:LONGEST_REMARK] for c in line.cells])
                )
        ImportProblem.objects.bulk_create(problems)
        for name, count in counts.items():
            setattr(run, name, count)
        run.processed += len(chunk)
        run.save(update_fields=[*counts, "processed"])


def _take_line(run: ImportRun, record: Record, line: Line, fault: str) -> tuple[str, str]:
    """One of created, updated, skipped, reported; with the text of what was wrong."""
    if line.problem or fault:
        return "reported", line.problem or fault
    values = values_of(run, record, line)
    remarks = importer_of(record).tidy(values)
    if not any(value for name, value in values.items() if name not in run.constants):
        return "skipped", ""
    try:
        with transaction.atomic():
            return _write_line(run, record, values), " ".join(remarks)
    except (Refused, PermissionDenied, ValidationError, IntegrityError) as problem:
        return "reported", _reason(record, problem)


def _write_line(run: ImportRun, record: Record, values: Values) -> str:
    present = find_present(record, values, run.by)
    own = {name: value for name, value in values.items() if name in form_of(record).base_fields}
    form = writing.bind(
        record, writing.with_present(record, own, present, grow_lists=True), by=run.by, instance=present
    )
    obj: Model | None = present
    changed = present is None or form.has_changed()
    if changed:
        obj = writing.save(record, form, by=run.by)
        if obj is None:
            raise ValidationError(form.errors.as_data())
    changed = importer_of(record).complete(obj, values, run.by) or changed
    return "created" if present is None else "updated" if changed else "skipped"


def values_of(run: ImportRun, record: Record, line: Line) -> Values:
    """What a line says, by field. Cells without a field are left out, and so are empty ones."""
    card = importer_of(record).card
    if line.card is not None:
        return card(line.card) if card else {}
    values: Values = dict(run.constants)
    for name, value in line.values(run.mapping):
        field, _colon, label = name.partition(":")
        if field in LABELLED:
            values[field] = [*values.get(field, []), f"{label}: {value}" if label else value]
        elif field in ("reference", "reports_to") and run.source:
            values[field] = f"{run.source}:{value}"
        else:
            values[field] = value
    return values


def _reason(record: Record, problem: Exception) -> str:
    if isinstance(problem, ValidationError) and hasattr(problem, "error_dict"):
        fields = form_of(record).base_fields
        parts = [
            f"{fields[name].label}: {' '.join(texts)}" if name in fields else " ".join(texts)
            for name, texts in problem.message_dict.items()
        ]
        return " ".join(parts)
    if isinstance(problem, ValidationError):
        return " ".join(problem.messages)
    if isinstance(problem, IntegrityError):
        return writing.constraint_message(record.model, problem)
    return str(problem) or _("Your roles do not allow this.")
