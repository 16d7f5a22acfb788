"""Files for tests of imports: taken in as the page does it, from text, from bytes or from ../shared/data."""

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile

from peyvand.platform.accounts.models import User
from peyvand.platform.import_export.engine import run_import
from peyvand.platform.import_export.models import ImportRun
from peyvand.platform.import_export.runs import draft
from peyvand.platform.records.record import record_at

SHARED = Path(os.environ.get("PEYVAND_SHARED") or Path(__file__).resolve().parents[2] / "shared") / "data"
STAMPS = {"updated_at", "search_text", "search_tokens"}


def needs(folder: str) -> pytest.MarkDecorator:
    """Skip where the data of the workshop is absent."""
    return pytest.mark.skipif(not (SHARED / folder).exists(), reason=f"../shared/data/{folder} is absent")


def prepared(content: str | bytes | Path, *, by: User, name: str = "", record: str = "people") -> ImportRun:
    """A file that was uploaded, with its columns guessed."""
    if isinstance(content, Path):
        name, content = name or content.name, content.read_bytes()
    data = content.encode() if isinstance(content, str) else content
    return draft(record_at(record), ContentFile(data), name or "rows.csv", by=by)


def take_in(content: str | bytes | Path, *, by: User, name: str = "", record: str = "people") -> ImportRun:
    """A finished import. Every line is counted once, whatever becomes of it."""
    run = run_import(prepared(content, by=by, name=name, record=record))
    assert run.processed == run.created + run.updated + run.skipped + run.reported
    return run


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    """Created, updated, skipped, reported."""
    return run.created, run.updated, run.skipped, run.reported


def digest(app: str = "contacts") -> str:
    """One number for everything that the tables of an app hold, but for times of writing."""
    whole = hashlib.sha256()
    for model in apps.get_app_config(app).get_models():
        columns = [column.attname for column in model._meta.concrete_fields if column.attname not in STAMPS]
        rows: Any = model._default_manager.order_by("pk").values_list(*columns)
        for row in rows.iterator():
            whole.update(repr(row).encode())
    return whole.hexdigest()
