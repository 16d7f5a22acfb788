"""Writing one by one, taking a file in, handing everything out. What was written is deleted again."""

import csv
import io
import json
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.client import Ask, Browser
from bench.directory import SEED, Directory
from peyvand.contacts.models import Party
from peyvand.platform.accounts.models import SYSTEM
from peyvand.platform.import_export.engine import run_import
from peyvand.platform.import_export.runs import draft
from peyvand.platform.records import writing
from peyvand.platform.records.record import record_of

IMPORTED = 2_000
"""Lines of the file that is imported."""
EXPORT_SECONDS = 60.0
"""After this time the export is broken off and the rate so far is taken."""
_MARK = "made by the benchmark"


def created(browser: Browser, count: int) -> list[float]:
    """Seconds of `count` API calls, each of which makes a person with roles, points, address and tags."""
    with _cleaned_up():
        return [browser.answer(Ask("manager", "/api/people/", body=body))[0] for body in _bodies(count)]


def imported(browser: Browser) -> float:
    """Lines per second of a CSV import that creates everything it reads."""
    with _cleaned_up():
        run = draft(record_of(Party), io.BytesIO(_file()), "benchmark.csv", by=browser.users["owner"])
        began = time.perf_counter()
        run = run_import(run)
        seconds = time.perf_counter() - began
        counts = {name: getattr(run, name) for name in ("created", "updated", "skipped", "reported")}
        run.file.delete(save=False)
        if run.created != IMPORTED:
            raise RuntimeError(f"The import made {counts} of {IMPORTED} lines: {run.message}")
        return IMPORTED / seconds


def exported(browser: Browser) -> tuple[float, int]:
    """Rows per second of the CSV export of everything, and how many rows were waited for."""
    began, lines = time.perf_counter(), -1  # the header
    for block in browser.stream(Ask("owner", "/export/people.csv")):
        lines += block.count(b"\r\n")
        if time.perf_counter() - began > EXPORT_SECONDS:
            break
    return lines / (time.perf_counter() - began), lines


def _bodies(count: int) -> Iterator[bytes]:
    for name in _names(count, "create_api"):
        number = random.Random(f"{SEED} {name}").randrange(10**7)
        body = {
            "kind": "person",
            "name": name,
            "roles": ["customer"],
            "tags": [_MARK],
            "country": "DE",
            "locality": "Berlin",
            "emails": [f"work: person.{number}@example.com"],
            "phones": [f"+49 1512 {number:07}"],
            "street": "Gartenweg 1",
        }
        yield json.dumps(body).encode()


def _file() -> bytes:
    table = io.StringIO()
    lines = csv.writer(table)
    lines.writerow(["kind", "name", "emails", "phones", "country", "locality", "street", "tags", "roles"])
    for number, name in enumerate(_names(IMPORTED, "import_csv")):
        points = [f"person.{number}@example.com", f"+49 1512 {number:07}"]
        lines.writerow(["person", name, *points, "DE", "Berlin", "Gartenweg 1", _MARK, "customer"])
    return table.getvalue().encode()


def _names(count: int, matter: str) -> Iterator[str]:
    start = random.Random(f"{SEED} {matter}").randrange(10**6)
    return Directory(0, [], {}).names(range(start, start + count))


@contextmanager
def _cleaned_up() -> Iterator[None]:
    try:
        yield
    finally:
        writing.delete(record_of(Party), Party.objects.filter(tags__contains=[_MARK]), by=SYSTEM)
