"""Preparing an import: the file is kept, looked into, and its columns are guessed."""

from pathlib import Path
from typing import Any

from django.core.files import File
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from peyvand.platform.accounts.models import User
from peyvand.platform.import_export.importers import importer_of
from peyvand.platform.import_export.mapping import guess
from peyvand.platform.import_export.models import ImportRun
from peyvand.platform.import_export.readers.table import Unreadable
from peyvand.platform.import_export.sources import preview
from peyvand.platform.records.record import Record


def draft(record: Record, file: Any, filename: str, *, by: User, source: str | None = None) -> ImportRun:
    """Keep a file and guess what its columns mean. Raises Unreadable, and keeps nothing, when we cannot read it."""
    run = ImportRun(record=record.url, by=by, filename=Path(filename).name[:255], language=get_language() or "en")
    run.file.save(f"{run.pk}", File(file), save=False)
    try:
        seen = preview(run.file.path)
    except Unreadable:
        run.file.delete(save=False)
        raise
    run.mapping = guess(record, seen.columns, seen.samples)
    fields = {target.split(":")[0] for target in run.mapping.values()}
    run.constants = {} if seen.is_vcard else importer_of(record).constants(Path(filename).stem, run.mapping)
    run.source = source if source is not None else _source(filename, fields)
    run.save()
    return run


def what_is_missing(run: ImportRun) -> str:
    """What a run needs before it is started; "" when it is ready. A card says itself what it means."""
    if run.mapping or preview(run.file.path).is_vcard:
        return ""
    return _("No column goes to a field: nothing would be taken.")


def _source(filename: str, fields: set[str]) -> str:
    """Numbers of another system count within their file only, unless the file is our own export."""
    return Path(filename).stem.lower()[:60] if "reference" in fields and "id" not in fields else ""
