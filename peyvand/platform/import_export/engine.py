"""Runs an import: every line through the record's form, in chunks that are written whole or not at all.

After a kill the run goes on where the last written chunk ended: counts and records are written in one transaction.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from peyvand.platform.audit.changing import change_set, through
from peyvand.platform.audit.models import ChangeSet
from peyvand.platform.import_export.importers import Values, importer_of
from peyvand.platform.import_export.intake import Intake, values_of
from peyvand.platform.import_export.models import ImportProblem, ImportRun
from peyvand.platform.import_export.readers.table import Unreadable
from peyvand.platform.import_export.sources import Line, open_lines
from peyvand.platform.import_export.wording import kind_of, shortened
from peyvand.platform.records import writing
from peyvand.platform.records.record import Record, record_at
from peyvand.platform.ui.formats import format_list

CHUNK = 200


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
    faults = importer_of(record).check(every, run.by, run.source)
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
        told = importer_of(record).finish(taken, run.by, run.source)
        remarks = ((line, shortened(text), about) for line, text, about in told)
        ImportProblem.objects.bulk_create(
            ImportProblem(run=run, line=line, text=text, kind=kind_of(text), taken=True, record_id=about)
            for line, text, about in remarks
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
