"""What every record must keep when it is written: the same values through every door, one deed in the history."""

import io
from collections.abc import Callable
from functools import partial
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
from peyvand.platform.records.forms import RecordForm, form_of
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


def entered(form: RecordForm) -> dict[str, Any]:
    """What a browser sends for a form that was drawn with these values."""
    drawn = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    return {name: value if isinstance(value, list) else str(value) for name, value in drawn.items()}


def new_form(cast: Cast, record: Record, number: int) -> dict[str, Any]:
    """What a browser sends to make an example."""
    return entered(form_of(record)(initial=example(record, number, owner=cast.alice), user=cast.olga))


@every_record
@pytest.mark.parametrize("language", ["en", "fa", "ru", "zh-hans"])
def test_a_form_sent_back_as_it_was_drawn_changes_nothing(cast: Cast, record: Record, language: str) -> None:
    row, olga = cast.row(record), cast.olga
    before, changes = values(record, row), Change.objects.count()
    with override(language):
        data = entered(form_of(record)(instance=cast.row(record), user=olga))
        form = writing.bind(record, data, by=olga, instance=row)
        assert form.is_valid(), form.errors
        assert form.changed_data == []
        assert writing.save(record, form, by=olga) is not None
    assert values(record, row) == before
    assert Change.objects.count() == changes


@every_record
def test_page_and_api_write_the_same_row(cast: Cast, record: Record) -> None:
    client, data = sign_in(cast.olga), example(record, 1, owner=cast.alice)
    by_api = client.post(f"/api/{record.url}/", data, **JSON)
    assert by_api.status_code == 201, by_api.content
    first = record.model._default_manager.get(pk=by_api.json()["id"])
    written = values(record, first)
    first.delete()
    page = client.post(record.address("new"), entered(form_of(record)(initial=data, user=cast.olga)))
    assert page.status_code == 302, page.content
    second = record.model._default_manager.latest("created_at")
    assert values(record, second) == written
    for name, value in data.items():
        if not isinstance(value, list):
            assert str(written[name].pk if hasattr(written[name], "pk") else written[name]) == str(value), name


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
def test_what_was_exported_and_deleted_comes_back_without_its_id(cast: Cast, record: Record, suffix: str) -> None:
    make(record, 1, owner=cast.alice, by=cast.olga)
    file, row = exported(cast, record, suffix), cast.row(record)
    before = values(record, row)
    known = set(record.model._default_manager.values_list("pk", flat=True))
    writing.delete(record, record.model._default_manager.filter(pk=row.pk), by=cast.olga)
    run = run_import(draft(record, file, f"{record.url}.{suffix}", by=cast.olga))
    assert (run.created, run.updated, run.reported) == (0, 0, 1)
    gone = whole(sign_in(cast.olga).get(f"/imports/{run.pk}/problems.csv"))
    mended = draft(record, ContentFile(gone), f"{record.url}.csv", by=cast.olga)
    mended.mapping = {column: target for column, target in mended.mapping.items() if target != "id"}
    mended.save()
    assert (run_import(mended).created, mended.reported) == (1, 0)
    back = record.model._default_manager.exclude(pk__in=known).get()
    assert values(record, back) == before


@every_record
@every_format
def test_an_export_holds_nothing_that_a_spreadsheet_runs(cast: Cast, record: Record, suffix: str) -> None:
    texts = [n for n in record.editable if resolve(record.model, n).kind in ("text", "long_text") and _free(record, n)]
    formula = "=1+1"
    row = make(record, 2, owner=cast.alice, by=cast.olga, **dict.fromkeys(texts, formula))
    before = values(record, row)
    file = exported(cast, record, suffix)
    if suffix == "csv":
        assert b'"=' not in file.read()
    else:
        import openpyxl

        cells = [cell for line in openpyxl.load_workbook(io.BytesIO(file.read())).active for cell in line]
        assert all(cell.data_type != "f" for cell in cells)
    file.seek(0)
    imported(cast, record, file, suffix)
    assert values(record, row) == before


def _free(record: Record, name: str) -> bool:
    """Whether a field takes any text: neither a code nor a name that leads to another row."""
    limit = form_of(record).base_fields[name]
    short = {"currency", "value", "organisation", "position", "region", "postal_code", "locality", "district", "label"}
    return getattr(limit, "max_length", 0) != 2 and name not in short


@every_record
@pytest.mark.parametrize("door", ["page", "api"])
def test_every_deed_is_one_line_of_history(cast: Cast, record: Record, door: str) -> None:
    olga, row = cast.olga, cast.row(record)
    for verb, act in (_by_page if door == "page" else _by_api)(cast, record, row).items():
        before = set(ChangeSet.objects.values_list("pk", flat=True))
        response = act()
        assert response.status_code in (200, 201, 204, 302), (verb, response.content)
        deeds = [(deed.verb, deed.by, deed.door) for deed in ChangeSet.objects.exclude(pk__in=before)]
        assert deeds == [(verb, olga, door)]
        assert Change.objects.filter(change_set__verb=verb, change_set__by=olga, change_set__door=door).exists(), verb


def _by_page(cast: Cast, record: Record, row: Any) -> dict[str, Callable[[], Any]]:
    client, new = sign_in(cast.olga), new_form(cast, record, 8)
    data = entered(form_of(record)(instance=row, user=cast.olga)) | _edit(record)
    deeds: dict[str, Callable[[], Any]] = {
        "add": lambda: client.post(record.address("new"), new),
        "change": lambda: client.post(record.address("edit", row.pk), data),
    }
    for run in record.actions:
        verb = verb_of(run)
        given = {name: argument(kind, cast.olga) for name, kind in verb.parameters.items()} | {"id": str(row.pk)}
        deeds[verb.name] = partial(client.post, record.address(verb.name), given)
    return deeds | {"delete": lambda: client.post(record.address("delete", row.pk))}


def _by_api(cast: Cast, record: Record, row: Any) -> dict[str, Callable[[], Any]]:
    client, new = sign_in(cast.olga), example(record, 8, owner=cast.olga)
    address = f"/api/{record.url}/{row.pk}/"
    deeds: dict[str, Callable[[], Any]] = {
        "add": lambda: client.post(f"/api/{record.url}/", new, **JSON),
        "change": lambda: client.patch(address, _edit(record), **JSON),
    }
    for run in record.actions:
        verb = verb_of(run)
        given = {name: argument(kind, cast.olga) for name, kind in verb.parameters.items()}
        deeds[verb.name] = partial(client.post, f"{address}{verb.name}/", given, **JSON)
    return deeds | {"delete": lambda: client.delete(address)}


def _edit(record: Record) -> dict[str, str]:
    """One field of a record with another text."""
    fields = form_of(record).base_fields
    texts = [name for name in record.editable if resolve(record.model, name).kind in ("text", "long_text")]
    return {
        next(name for name in texts if (getattr(fields[name], "max_length", None) or 99) > 20): "changed@example.org"
    }


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
    """A forged id is reported, and Alice's row stays as it is."""
    row = cast.row(record)
    file, before = exported(cast, record, "csv"), values(record, row)
    text = file.read().decode().replace("Person 000", "Taken over")
    run = draft(record, ContentFile(text.encode()), "rows.csv", by=cast.charlie)
    run_import(run)
    assert run.processed == run.created + run.updated + run.skipped + run.reported
    assert (run.created, run.updated) == (0, 0)
    assert values(record, row) == before
