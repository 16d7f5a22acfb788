"""Runs an import: line by line through the record's form, in chunks that are written whole or not at all.

After a kill the run goes on where the last written chunk ended: counts and records are written in one transaction.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import cast
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Model
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from peyvand.platform.access.errors import Refused
from peyvand.platform.audit.changing import change_set, through
from peyvand.platform.audit.models import ChangeSet
from peyvand.platform.import_export.alike import spare
from peyvand.platform.import_export.importers import Values, find_present, importer_of
from peyvand.platform.import_export.mapping import LABELLED, targets
from peyvand.platform.import_export.models import ImportProblem, ImportRun
from peyvand.platform.import_export.readers.table import Unreadable
from peyvand.platform.import_export.sources import Line, open_lines
from peyvand.platform.import_export.wording import shortened
from peyvand.platform.records import writing
from peyvand.platform.records.forms import form_of
from peyvand.platform.records.record import Record, record_at
from peyvand.platform.records.search_index import reindex
from peyvand.platform.ui.form_fields import ListField
from peyvand.platform.ui.formats import format_list

CHUNK = 200
OUTCOMES = ("created", "updated", "skipped", "reported")
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
        left_out: dict[str, None] = {}
        lines = islice(_noting(open_lines(run.file.path), _not_missed(run, record), left_out), run.processed, None)
        intake = Intake(run, record, faults)
        for chunk in _chunks(lines):
            intake.write(chunk)
        _finish(run, record, left_out)
    except (Unreadable, PermissionDenied) as problem:
        _end(run, ImportRun.Status.FAILED, str(problem))
    except Exception:
        _end(run, ImportRun.Status.FAILED, _("Something broke on our side. What was taken so far is kept."))
        raise


def _end(run: ImportRun, status: ImportRun.Status, message: str = "") -> None:
    run.status, run.message, run.ended_at = status, message, timezone.now()
    run.save(update_fields=["status", "message", "ended_at"])


def _check(run: ImportRun, record: Record) -> dict[int, str]:
    """Look at all lines, and count them, before anything is written."""

    def values() -> Iterator[tuple[int, Values]]:
        for number, line in enumerate(open_lines(run.file.path), 1):
            run.total = number
            yield line.number, values_of(run, record, line)

    run.total, every = 0, values()
    faults = importer_of(record).check(every, run.by)
    deque(every, maxlen=0)  # a check need not read to the end
    run.save(update_fields=["total"])
    return faults


def _finish(run: ImportRun, record: Record, left_out: Iterable[str]) -> None:
    """What can be done only when every line is in, such as who reports to whom: written with the end, or not at all."""
    reported = set(run.problems.filter(taken=False).values_list("line", flat=True))
    taken = (
        (line.number, values_of(run, record, line)) for line in open_lines(run.file.path) if line.number not in reported
    )
    with change_set(by=run.by, verb="import", reason=run.filename):
        remarks = importer_of(record).finish(taken, run.by)
        ImportProblem.objects.bulk_create(
            ImportProblem(run=run, line=number, text=text, taken=True) for number, text in remarks.items()
        )
        columns = format_list(left_out)
        _end(run, ImportRun.Status.DONE, _("Left out: %(columns)s.") % {"columns": columns} if columns else "")


def _not_missed(run: ImportRun, record: Record) -> set[str]:
    """Columns that nobody misses: those that go to a field, and in our own export those that we work out ourselves."""
    ours = record.fields if "id" in run.mapping.values() else ()
    return {*ours, *(column for column, target in run.mapping.items() if target)}


def _noting(lines: Iterable[Line], not_missed: set[str], left_out: dict[str, None]) -> Iterator[Line]:
    """The lines; on the way, columns with content that are not among `not_missed` are put into `left_out`.

    It also sees the lines that were written before a kill, so that the result is about the whole file.
    """
    for line in lines:
        for column, cell in zip(line.columns, line.cells, strict=False):
            if column not in not_missed and column not in left_out and cell.strip():
                left_out[column] = None
        yield line


def _chunks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    iterator = iter(lines)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


class Intake:
    """Writes the lines of one run. One form serves them all, and search is brought up to date once per chunk."""

    def __init__(self, run: ImportRun, record: Record, faults: dict[int, str]) -> None:
        self.run, self.record, self.faults = run, record, faults
        self.importer = importer_of(record)
        self.form = form_of(record)(user=run.by)

    def write(self, chunk: list[Line]) -> None:
        """Write a chunk with its counts and problems, whole or not at all."""
        run = self.run
        counts = dict.fromkeys(OUTCOMES, 0)
        problems = []
        written: list[UUID] = []
        with change_set(by=run.by, verb="import", reason=run.filename):
            for line in chunk:
                outcome, text = self._take(line, written)
                counts[outcome] += 1
                if text:
                    cells = [cell[:LONGEST_REMARK] for cell in line.cells]
                    taken = outcome != "reported"
                    told = shortened(text)
                    problems.append(ImportProblem(run=run, line=line.number, text=told, cells=cells, taken=taken))
            reindex(self.record, written)
            ImportProblem.objects.bulk_create(problems)
            for name, count in counts.items():
                setattr(run, name, getattr(run, name) + count)
            run.processed += len(chunk)
            run.save(update_fields=[*counts, "processed"])

    def _take(self, line: Line, written: list[UUID]) -> tuple[str, str]:
        """One of the outcomes, with the text of what was wrong."""
        fault = line.problem or self.faults.get(line.number, "")
        if fault:
            return "reported", fault
        values = values_of(self.run, self.record, line)
        remarks = self.importer.tidy(values)
        if not any(value for name, value in values.items() if name not in self.run.constants):
            return ("reported", _("Nothing in this line goes to a field.")) if any(line.cells) else ("skipped", "")
        try:
            with transaction.atomic():
                outcome, obj = self._write(values, remarks)
        except (Refused, PermissionDenied, ValidationError, DatabaseError) as problem:
            return "reported", _reason(self.record, problem)
        if outcome != "skipped":
            written.append(obj.pk)
        return outcome, " ".join(remarks)

    def _write(self, values: Values, remarks: list[str]) -> tuple[str, Model]:
        by, record = self.run.by, self.record
        present, alike = find_present(record, values, by)
        writing.require(record, by, "add" if present is None else "change", present)
        if present is not None and alike:
            remarks += spare(record, present, values, by)
        own = {name: value for name, value in values.items() if name in self.form.fields}
        self.form.rebind(writing.with_present(record, own, present, by=by, grow_lists=True), present)
        obj = present
        changed = present is None or self.form.has_changed()
        if changed:
            obj = writing.save(record, self.form, by=by, index=False)
        if obj is None:
            raise ValidationError(self.form.errors.as_data())
        completed, told = self.importer.complete(obj, values, by, alike)
        remarks += told
        return ("created" if present is None else "updated" if changed or completed else "skipped"), obj


def values_of(run: ImportRun, record: Record, line: Line) -> Values:
    """What a line says, by field. Cells without a field are left out, and so are empty ones."""
    importer = importer_of(record)
    if line.card is not None:
        return importer.card(line.card) if importer.card else {}
    said: Values = {}
    for name, value in line.values(run.mapping):
        field, _colon, label = name.partition(":")
        several = form_of(record).base_fields.get(field)
        if field in LABELLED:
            parts = cast(ListField, several).to_python(value)
            said[field] = [*said.get(field, []), *(f"{label}: {part}" if label else part for part in parts)]
        elif isinstance(several, ListField):
            said[field] = several.to_python(value)
        elif field in ("reference", "reports_to") and run.source:
            said[field] = f"{run.source}:{value}"
        else:
            said[field] = value
    return importer.joined(run.constants, said)


def _reason(record: Record, problem: Exception) -> str:
    if isinstance(problem, ValidationError) and hasattr(problem, "error_dict"):
        labels = targets(record)
        parts = [
            f"{labels[name]}: {' '.join(texts)}" if name in labels else " ".join(texts)
            for name, texts in problem.message_dict.items()
        ]
        return " ".join(parts)
    if isinstance(problem, ValidationError):
        return " ".join(problem.messages)
    if isinstance(problem, IntegrityError):
        return writing.constraint_message(record.model, problem)
    if isinstance(problem, DatabaseError):
        return _("This line has a value that cannot be stored.")
    return str(problem) or _("Your roles do not allow this.")
