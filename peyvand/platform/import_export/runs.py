"""Preparing an import: the file is kept, looked into, and its columns are guessed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from peyvand.platform.accounts.models import User
from peyvand.platform.import_export.importers import importer_of
from peyvand.platform.import_export.mapping import guess
from peyvand.platform.import_export.models import ImportRun
from peyvand.platform.import_export.readers.table import NoLines, Unreadable
from peyvand.platform.import_export.sources import preview
from peyvand.platform.records.record import Record, record_at


def draft(
    record: Record,
    file: Any,
    filename: str,
    *,
    by: User,
    source: str | None = None,
    options: Mapping[str, str] | None = None,
) -> ImportRun:
    """Keep a file and guess what its columns mean; `options` are what the importer asks, else as it proposes.

    Raises Unreadable when we cannot read the file or it has no lines, ValidationError for an option; then nothing is
    kept.
    """
    chosen = read_options(record, options) if options else proposed_options(record)
    run = ImportRun(record=record.url, by=by, filename=Path(filename).name[:255], language=get_language() or "en")
    run.file.save(f"{run.pk}", File(file), save=False)
    try:
        seen = preview(run.file.path)
        if not seen.samples:
            raise NoLines(" ".join([*seen.notes, _("The file has a header, but no lines below it.")]))
    except Unreadable:
        run.file.delete(save=False)
        raise
    run.mapping = guess(record, seen.columns, seen.samples)
    fields = {target.split(":")[0] for target in run.mapping.values()}
    run.constants = {} if seen.is_vcard else importer_of(record).constants(Path(filename).stem, run.mapping)
    run.constants |= chosen
    run.source = source if source is not None else _source(filename, fields)
    run.save()
    return run


def proposed_options(record: Record) -> dict[str, Any]:
    """What the importer takes for granted about a file unless somebody says otherwise."""
    form = importer_of(record).options()
    proposed = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: value for name, value in proposed.items() if value}


def read_options(record: Record, sent: Mapping[str, str]) -> dict[str, Any]:
    """What was chosen about a file. Raises ValidationError."""
    form = importer_of(record).options(sent)
    if unknown := sent.keys() - form.fields.keys():
        names = {"record": record.label_plural, "name": ", ".join(sorted(unknown))}
        raise ValidationError(_("Imports of %(record)s know no %(name)s.") % names)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    return form.cleaned_data


def what_is_missing(run: ImportRun) -> str:
    """What a run needs before it is started; "" when it is ready. A card says itself what it means."""
    if preview(run.file.path, samples=0).is_vcard:
        return ""
    fields = {target.partition(":")[0] for target in run.mapping.values() if target}
    if not fields:
        return _("No column goes to a field: nothing would be taken.")
    return importer_of(record_at(run.record)).lacking(fields, run.constants)


def _source(filename: str, fields: set[str]) -> str:
    """Numbers of another system count within their file only, unless the file is our own export."""
    return Path(filename).stem.lower()[:60] if "reference" in fields and "id" not in fields else ""
