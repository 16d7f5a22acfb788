"""Takes in lines, each once: through the record's form, new ones inserted together, the others one by one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from peyvand.platform.access.errors import Refused
from peyvand.platform.audit.changing import change_set
from peyvand.platform.audit.models import Change, ChangeSet
from peyvand.platform.import_export.alike import spare
from peyvand.platform.import_export.importers import Figures, Values, find_present, importer_of
from peyvand.platform.import_export.mapping import LABELLED, targets
from peyvand.platform.import_export.models import ImportProblem, ImportRun
from peyvand.platform.import_export.sources import Line
from peyvand.platform.import_export.wording import kind_of, shortened
from peyvand.platform.records import writing
from peyvand.platform.records.forms import form_of
from peyvand.platform.records.record import Record
from peyvand.platform.records.search_index import reindex
from peyvand.platform.ui.form_fields import ListField

OUTCOMES = ("created", "updated", "skipped", "reported")
LONGEST_REMARK = 500
_WRONG = (Refused, PermissionDenied, ValidationError, DatabaseError)


@dataclass
class Read:
    """A line with what it says, as far as it got: an outcome, the record that it became, and what is to be told."""

    line: Line
    values: Values
    outcome: str = ""
    about: UUID | None = None
    told: list[str] = field(default_factory=list)

    def reported(self, text: str) -> None:
        """It cannot be taken."""
        self.outcome, self.told = "reported", [text]


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
        written: list[UUID] = []
        with change_set(by=run.by, verb="import", reason=run.filename) as deed:
            reads = [self._read(line) for line in chunk]
            self._take_in_turn(reads, written)
            for read in reads:
                counts[read.outcome] += 1
            reindex(self.record, written)
            ImportProblem.objects.bulk_create(problem for read in reads for problem in self._problems(read))
            for name, count in counts.items():
                setattr(run, name, getattr(run, name) + count)
            for name, count in self._figures(reads, deed).items():
                run.figures[name] = run.figures.get(name, 0) + count
            run.processed += len(chunk)
            run.save(update_fields=[*counts, "figures", "processed"])

    def _figures(self, reads: list[Read], deed: ChangeSet) -> Figures:
        model = self.record.model
        inserted = deed.changes.filter(table=model._meta.db_table, operation=Change.Operation.INSERT)
        arisen = model._default_manager.filter(pk__in=inserted.values("record_id"))
        return self.importer.figures([read.values for read in reads if read.outcome != "reported"], arisen)

    def _problems(self, read: Read) -> Iterator[ImportProblem]:
        """One for each remark, so that remarks of one kind can be shown together."""
        taken = read.outcome != "reported"
        cells = [cell[:LONGEST_REMARK] for cell in read.line.cells] if read.told else []
        for text in map(shortened, read.told):
            told: Any = {"text": text, "kind": kind_of(text), "cells": cells, "taken": taken, "record_id": read.about}
            yield ImportProblem(run=self.run, line=read.line.number, **told)

    def _read(self, line: Line) -> Read:
        fault = line.problem or self.faults.get(line.number, "")
        if fault:
            return Read(line, {}, "reported", told=[fault])
        values = values_of(self.run, self.record, line)
        read = Read(line, values, told=self.importer.tidy(values))
        if not any(value for name, value in values.items() if name not in self.run.constants):
            read.outcome, read.told = "skipped", []
            if any(line.cells):
                read.reported(_("Nothing in this line goes to a field."))
        return read

    def _take_in_turn(self, reads: list[Read], written: list[UUID]) -> None:
        """In the order of the file. What is new and stands for itself waits, until a line comes that may need it."""
        open_reads = [read for read in reads if not read.outcome]
        find = self.importer.newcomers
        newcomers = find([read.values for read in open_reads], self.run.by) if find else None
        waiting: list[tuple[Read, list[Model]]] = []
        for read in open_reads:
            if newcomers is None or not newcomers.expects(read.values):
                if newcomers is not None and newcomers.meets(read.values):
                    self._insert(waiting, written)
                self._take(read, written)
                if newcomers is not None:
                    newcomers.note(read.values)
                continue
            try:
                self._fill_in(read.values, None)
                if not self.form.is_valid():
                    raise ValidationError(self.form.errors.as_data())
                waiting.append((read, newcomers.rows(self.form, read.values)))
            except _WRONG as problem:
                read.reported(_reason(self.record, problem))
        self._insert(waiting, written)

    def _insert(self, waiting: list[tuple[Read, list[Model]]], written: list[UUID]) -> None:
        """Write what waits, all at once; where the database refuses that, one by one, so that it costs a line only."""
        if not waiting:
            return
        try:
            with transaction.atomic():
                writing.insert(self.record, [rows for _read, rows in waiting], by=self.run.by)
        except DatabaseError:
            for read, _rows in waiting:
                self._take(read, written)
        else:
            for read, rows in waiting:
                read.outcome, read.about = "created", rows[0].pk
        waiting.clear()

    def _take(self, read: Read, written: list[UUID]) -> None:
        """Take one line by itself."""
        try:
            with transaction.atomic():
                outcome, obj, told = self._write(read.values)
        except _WRONG as problem:
            read.reported(_reason(self.record, problem))
            return
        read.outcome, read.about = outcome, obj.pk
        if outcome == "skipped":  # what `tidy` says of it was said when it was stored
            read.told = told
        else:
            read.told += told
            written.append(obj.pk)

    def _write(self, values: Values) -> tuple[str, Model, list[str]]:
        by, record = self.run.by, self.record
        present, alike = find_present(record, values, by)
        remarks = spare(record, present, values, by) if present is not None and alike else []
        self._fill_in(values, present)
        obj = present
        changed = present is None or self.form.has_changed()
        if changed:
            obj = writing.save(record, self.form, by=by, index=False)
        if obj is None:
            raise ValidationError(self.form.errors.as_data())
        completed, told = self.importer.complete(obj, values, by, alike)
        outcome = "created" if present is None else "updated" if changed or completed else "skipped"
        return outcome, obj, remarks + told

    def _fill_in(self, values: Values, present: Model | None) -> None:
        """The form with what a line says, on top of what is there. Raises PermissionDenied."""
        by, record = self.run.by, self.record
        writing.require(record, by, "add" if present is None else "change", present)
        own = {name: value for name, value in values.items() if name in self.form.fields}
        self.form.rebind(writing.with_present(record, own, present, by=by, grow_lists=True), present)


def values_of(run: ImportRun, record: Record, line: Line) -> Values:
    """What a line says, by field. Cells without a field are left out, and so are empty ones."""
    importer = importer_of(record)
    if line.card is not None:
        return {**run.constants, **(importer.card(line.card) if importer.card else {})}
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
