"""What every declared record must keep when it is written: the same values through every door, one deed in the history."""

import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.utils.translation import override

from peyvand.platform.audit.models import Change, ChangeSet
from peyvand.platform.import_export.engine import run_import
from peyvand.platform.import_export.models import ImportRun
from peyvand.platform.import_export.runs import draft
from peyvand.platform.records import writing
from peyvand.platform.records.actions import verb_of
from peyvand.platform.records.fields import resolve
from peyvand.platform.records.forms import form_of
from peyvand.platform.records.record import Record
from tests.people import RECORDS, Cast, argument, example, make, sign_in, whole

every_record = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.url)
every_format = pytest.mark.parametrize("suffix", ["csv", "xlsx"])
JSON: Any = {"content_type": "application/json"}


def values(record: Record, row: Any) -> dict[str, Any]:
    """What a row says, without its number and its times; lists in any order, as rows of parts have none."""
    row = record.model._default_manager.preloaded().get(pk=row.pk)  # type: ignore[attr-defined]
    found = {name: getattr(row, name) for name in record.fields}
    return {name: sorted(value) if isinstance(value, list) else value for name, value in found.items()}


def sent(cast: Cast, record: Record, number: int) -> dict[str, Any]:
    """A form as a browser sends it."""
    given = example(record, number, owner=cast.alice)
    return {name: value if isinstance(value, list) else str(value) for name, value in given.items() if value}


@every_record
@pytest.mark.parametrize("language", ["en", "fa", "ru", "zh-hans"])
def test_a_form_sent_back_as_it_was_drawn_changes_nothing(cast: Cast, record: Record, language: str) -> None:
    row, olga = cast.row(record), cast.olga
    before, changes = values(record, row), Change.objects.count()
    with override(language):
        drawn = form_of(record)(instance=cast.row(record), user=olga)
        data = {field.html_name: field.value() for field in drawn if field.value() not in (None, False)}
        form = writing.bind(record, {name: _typed(value) for name, value in data.items()}, by=olga, instance=row)
        assert form.is_valid(), form.errors
        assert form.changed_data == []
        assert writing.save(record, form, by=olga) is not None
    assert values(record, row) == before
    assert Change.objects.count() == changes


def _typed(value: Any) -> Any:
    return value if isinstance(value, list) else str(value)


@every_record
def test_page_and_api_write_the_same_row(cast: Cast, record: Record) -> None:
    client, data = sign_in(cast.olga), example(record, 1, owner=cast.alice)
    data = {name: str(value) if isinstance(value, Decimal) else value for name, value in data.items()}
    by_api = client.post(f"/api/{record.url}/", data, **JSON)
    assert by_api.status_code == 201, by_api.content
    first = record.model._default_manager.get(pk=by_api.json()["id"])
    written = values(record, first)
    first.delete()
    page = client.post(record.address("new"), {name: value for name, value in data.items() if value is not None})
    assert page.status_code == 302, page.content
    second = record.model._default_manager.latest("created_at")
    assert values(record, second) == written
    for name, value in by_api.json().items():
        if name in data and not isinstance(value, list) and resolve(record.model, name).kind != "decimal":
            assert str(value) == str(data[name]), name


def exported(cast: Cast, record: Record, suffix: str) -> ContentFile[bytes]:
    """The file that Olga gets when she exports a record."""
    response = sign_in(cast.olga).get(f"/export/{record.url}.{suffix}")
    assert response.status_code == 200
    return ContentFile(whole(response))


def imported(cast: Cast, record: Record, file: ContentFile[bytes], suffix: str) -> ImportRun:
    """The finished import of a file."""
    run = run_import(draft(record, file, f"{record.url}.{suffix}", by=cast.olga))
    problems = [(problem.line, problem.text) for problem in run.problems.all()]
    assert (run.status, run.message, problems) == ("done", "", [])
    return run


@every_record
@every_format
def test_an_export_taken_in_again_changes_nothing(cast: Cast, record: Record, suffix: str) -> None:
    file, changes = exported(cast, record, suffix), Change.objects.count()
    run = imported(cast, record, file, suffix)
    assert (run.created, run.updated, run.reported) == (0, 0, 0)
    assert run.skipped == run.processed == record.model._default_manager.count()
    assert Change.objects.count() == changes


@every_record
@every_format
def test_what_was_exported_and_deleted_comes_back_with_the_same_values(cast: Cast, record: Record, suffix: str) -> None:
    make(record, 1, owner=cast.alice, by=cast.olga)
    file, row = exported(cast, record, suffix), cast.row(record)
    before = values(record, row)
    known = set(record.model._default_manager.values_list("pk", flat=True))
    writing.delete(record, record.model._default_manager.filter(pk=row.pk), by=cast.olga)
    run = imported(cast, record, file, suffix)
    assert (run.created, run.updated) == (1, 0)
    back = record.model._default_manager.exclude(pk__in=known).get()
    assert values(record, back) == before


@every_record
@every_format
def test_an_export_holds_nothing_that_a_spreadsheet_runs(
    cast: Cast, record: Record, suffix: str, tmp_path: Path
) -> None:
    texts = [n for n in record.editable if resolve(record.model, n).kind in ("text", "long_text") and _free(record, n)]
    formula = "=1+1"
    row = make(record, 2, owner=cast.alice, by=cast.olga, **dict.fromkeys(texts, formula))
    before = values(record, row)
    file = exported(cast, record, suffix)
    if suffix == "csv":
        assert b'"=' not in file.read()
    else:
        import openpyxl

        cells = [cell for line in openpyxl.load_workbook(io.BytesIO(file.read())).active for cell in line]  # type: ignore[union-attr]
        assert all(cell.data_type != "f" for cell in cells)
    file.seek(0)
    imported(cast, record, file, suffix)
    assert values(record, row) == before


def _free(record: Record, name: str) -> bool:
    """Whether a field takes any text: neither a code nor a name that leads to another row."""
    limit = form_of(record).base_fields[name]
    short = {"currency", "value", "organisation", "position", "region", "postal_code", "locality", "district"}
    return getattr(limit, "max_length", 0) != 2 and name not in short


def _deeds(before: set[Any]) -> list[ChangeSet]:
    return list(ChangeSet.objects.exclude(pk__in=before).order_by("at"))


@every_record
@pytest.mark.parametrize("door", ["page", "api"])
def test_every_deed_is_one_line_of_history(cast: Cast, record: Record, door: str) -> None:
    olga = cast.olga
    client, row, data = sign_in(olga), cast.row(record), sent(cast, record, 8)
    api = f"/api/{record.url}/{row.pk}/"
    changed = values_to_send(cast, record, row)
    deeds: dict[str, Callable[[], Any]] = {
        "add": lambda: client.post(record.address("new"), data) if door == "page"
        else client.post(f"/api/{record.url}/", example(record, 8, owner=olga), **JSON),
        "change": lambda: client.post(record.address("edit", row.pk), changed) if door == "page"
        else client.patch(api, changed, **JSON),
    }  # fmt: skip
    for run in record.actions:
        given, name = {n: argument(kind, olga) for n, kind in verb_of(run).parameters.items()}, verb_of(run).name
        deeds[name] = lambda given=given, name=name: (  # type: ignore[misc]
            client.post(record.address(name), {"id": str(row.pk)} | given) if door == "page"
            else client.post(f"{api}{name}/", given, **JSON)
        )  # fmt: skip
    deeds["delete"] = lambda: client.post(record.address("delete", row.pk)) if door == "page" else client.delete(api)
    for verb, act in deeds.items():
        before = set(ChangeSet.objects.values_list("pk", flat=True))
        response = act()
        assert response.status_code in (200, 201, 204, 302), (verb, response.content)
        (deed,) = _deeds(before)
        assert (deed.verb, deed.by, deed.door) == (verb, olga, door)
        assert deed.changes.exists(), verb  # type: ignore[attr-defined]


def values_to_send(cast: Cast, record: Record, row: Any) -> dict[str, Any]:
    """The row's own values with one text changed."""
    form = form_of(record)(instance=row, user=cast.olga)
    data = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    name = next(n for n in record.editable if resolve(record.model, n).kind in ("text", "long_text", "date"))
    value = "2024-03-01" if resolve(record.model, name).kind == "date" else "changed@example.org"
    return {n: v if isinstance(v, list) else str(v) for n, v in data.items()} | {name: value}


@every_record
def test_a_form_that_is_refused_writes_nothing(cast: Cast, record: Record) -> None:
    client, count, deeds = sign_in(cast.olga), record.model._default_manager.count(), ChangeSet.objects.count()
    answer = client.post(record.address("new"), {})
    assert answer.status_code == 422
    assert b"field-error" in answer.content or b"error" in answer.content
    assert client.post(f"/api/{record.url}/", {"nonsense": 1}, **JSON).status_code == 422
    assert (record.model._default_manager.count(), ChangeSet.objects.count()) == (count, deeds)


@every_record
def test_nobody_imports_without_the_right(cast: Cast, record: Record) -> None:
    file = exported(cast, record, "csv")
    for name in ("rita", "dana"):
        before = record.model._default_manager.count()
        run = draft(record, file, "rows.csv", by=getattr(cast, name))
        run_import(run)
        assert (run.status, run.processed) == (ImportRun.Status.FAILED, 0)
        assert "do not allow" in run.message
        assert record.model._default_manager.count() == before
        with pytest.raises(PermissionDenied):
            writing.bind(record, example(record, 3, owner=cast.alice), by=getattr(cast, name))


@every_record
def test_an_import_does_not_reach_the_records_of_others_by_their_ids(cast: Cast, record: Record) -> None:
    """A forged id makes a new row of the importer's own, or is reported; Alice's row stays as it is."""
    row = cast.row(record)
    file, before = exported(cast, record, "csv"), values(record, row)
    text = file.read().decode().replace("Person 000", "Taken over")
    run = draft(record, ContentFile(text.encode()), "rows.csv", by=cast.charlie)
    run_import(run)
    assert run.processed == run.created + run.updated + run.skipped + run.reported
    assert run.updated == 0
    assert values(record, row) == before
