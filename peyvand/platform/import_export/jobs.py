"""Background work of imports."""

from procrastinate.contrib.django import app

from peyvand.platform.import_export.engine import run_import
from peyvand.platform.import_export.models import ImportRun


@app.task(queue="imports", retry=2)
def take_in(run_id: str) -> None:
    """Run an import, or go on with it."""
    run_import(ImportRun.objects.get(pk=run_id))
