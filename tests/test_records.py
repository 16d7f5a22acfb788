"""What every declared record must do, for whoever reads it: be drawn, sorted, filtered, searched, in few queries."""

import contextlib
import dataclasses
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from peyvand.contacts.models import Party, Tie
from peyvand.platform.accounts.models import User
from peyvand.platform.records.checks import check_record, check_records
from peyvand.platform.records.fields import Path, resolve, resolve_path
from peyvand.platform.records.filters import OPERATORS
from peyvand.platform.records.forms import form_of
from peyvand.platform.records.models import Searchable
from peyvand.platform.records.record import Record, Related, record_of, register
from peyvand.platform.records.showing import needs_of
from tests.people import FIRM, RECORDS, STAFF, Cast, make, make_many, make_whole, said, sign_in, whole

pytestmark = pytest.mark.usefixtures("cast", "several")
every_record = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.url)
LANGUAGES = {"en": "ltr", "fa": "rtl", "ru": "ltr", "zh-hans": "ltr"}


@pytest.fixture(scope="module")
def several(workspace: Cast, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, list[Any]]]:
    """Of every record four rows more: two of Alice's (one says as little as it may), Charlie's, and Olga's."""
    with django_db_blocker.unblock():
        olga, rows = workspace.olga, {}
        for record in RECORDS:
            owners = [workspace.alice, workspace.charlie, olga]
            made = [make(record, number, owner=owner, by=olga) for number, owner in enumerate(owners, 1)]
            rows[record.url] = [*made, make(record, 4, owner=workspace.alice, by=olga, **_sparing(record))]
        yield rows


def _sparing(record: Record) -> dict[str, Any]:
    """Nothing in the fields that may be empty; what tells the example from others stays."""
    fields = form_of(record).base_fields
    kept = {record.belongs_to, "owner", "name", "value", "target", "organisation", "given_on", "proof"}
    return {name: "" for name, field in fields.items() if not field.required and name not in kept} | {"position": ""}


@every_record
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_drawn_in_every_language(cast: Cast, record: Record, language: str) -> None:
    olga, pk = sign_in(cast.olga, language=language), cast.rows[record.url].pk
    for surface, arguments in (("list", ()), ("new", ()), ("record", (pk,)), ("edit", (pk,))):
        response = olga.get(record.address(surface, *arguments))
        assert response.status_code == 200, surface
        assert re.search(rf'<html[^>]*lang="{language}"[^>]*dir="{LANGUAGES[language]}"', response.content.decode())
    panel = olga.get(record.address("panel", pk), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in panel
    assert f'href="{record.address("record", pk)}"' in panel


@every_record
def test_who_may_see_a_record_sees_its_pages(cast: Cast, record: Record) -> None:
    row = cast.row(record)
    for name in STAFF:
        user = getattr(cast, name)
        if record.allows(user, "view", row):
            client = sign_in(user)
            for surface in ("record", "panel"):
                assert client.get(record.address(surface, row.pk)).status_code == 200, (name, surface)
            assert str(row.pk) in client.get(record.address(), {"limit": "100"}).content.decode(), name


@every_record
def test_every_sort_puts_the_rows_in_order_and_pages_through_all_of_them(cast: Cast, record: Record) -> None:
    olga = sign_in(cast.olga)
    everything = set(record.model._default_manager.values_list("pk", flat=True))
    for name, stored in record.sorts.items():
        for sort in (name, f"-{name}"):
            assert olga.get(record.address(), {"sort": sort}).status_code == 200
            found = list(_all_pages(olga, record, sort))
            assert len(found) == len(everything)
            assert set(found) == everything
            rows = record.model._default_manager.in_bulk(found)
            keys = [(getattr(rows[pk], stored.lstrip("-")), pk) for pk in found]
            assert keys == sorted(keys, reverse=stored.startswith("-") != sort.startswith("-")), sort


@every_record
def test_every_filter_keeps_the_rows_that_it_says(cast: Cast, record: Record) -> None:
    olga = sign_in(cast.olga)
    rows = list(record.model._default_manager.all())
    example_row = cast.row(record)
    for name in record.filters:
        path = resolve_path(record.model, name)
        for operator in OPERATORS[path.kind]:
            for value in _asked(path, operator, example_row):
                key = name if operator == "is" else f"{name}.{operator}"
                expected = {str(row.pk) for row in rows if _passes(path, operator, value, row)}
                answer = olga.get(f"/api/{record.url}/", {key: _written(value), "limit": "500"})
                assert answer.status_code == 200, (key, value, answer.content)
                assert {row["id"] for row in answer.json()["results"]} == expected, (key, value)
                page = olga.get(record.address(), {key: _written(value), "limit": "500"})
                assert page.status_code == 200
                assert {pk for pk in expected if pk in page.content.decode()} == expected, (key, value)


def _asked(path: Path, operator: str, row: Model) -> list[Any]:
    """Values to filter by: what the example has, and for “empty” both answers."""
    if operator == "empty":
        return ["1", "0"]
    values = [value for value in _values(path, row) if value not in (None, "", [])]
    return [value[0] if isinstance(value, list) else value for value in values[:1]]


def _values(path: Path, row: Any) -> list[Any]:
    """What a row has at the end of a path: one value, or those of its related rows."""
    found = [row] if path.many is None else list(path.many.model._default_manager.filter(**{path.many.name: row.pk}))
    for step in (path.name if path.many is None else path.rest).split("__")[:-1]:
        found = [getattr(each, step) for each in found]
    return [getattr(each, path.field.attname) for each in found]


def _passes(path: Path, operator: str, value: Any, row: Model) -> bool:
    """What the filter means, said in Python."""
    present = _values(path, row)
    if operator == "empty":
        empty = all(each in (None, "", []) for each in present) if path.many is None else not present
        return empty is (value == "1")
    if operator == "not":
        return not _passes(path, "is", value, row)
    compare: dict[str, Callable[[Any], bool]] = {
        "is": lambda each: value in each if isinstance(each, list) else each == value,
        "contains": lambda each: str(value).casefold() in each.casefold(),
        "gte": lambda each: each is not None and _day(each) >= _day(value),
        "lte": lambda each: each is not None and _day(each) <= _day(value),
    }
    return any(compare[operator](each) for each in present)


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def _written(value: Any) -> str:
    """A value as it stands in an address."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return _day(value).isoformat() if isinstance(value, date) else str(value)


@every_record
@pytest.mark.parametrize(
    "address",
    [
        "nonsense=1",
        "sort=nonsense",
        "limit=0",
        "limit=9999999",
        "limit=x",
        "after=%00",
        "after=bm9uc2Vuc2U",
        "q=%00",
        "q=word&sort=nonsense",
    ],
)
def test_an_address_without_meaning_is_answered_and_not_obeyed(cast: Cast, record: Record, address: str) -> None:
    olga = sign_in(cast.olga)
    expected = 200 if address == "q=%00" and record.search else 422
    for where in (record.address(), f"/api/{record.url}/"):
        assert olga.get(f"{where}?{address}").status_code == expected, where


@every_record
def test_every_filter_refuses_what_it_cannot_read(cast: Cast, record: Record) -> None:
    olga = sign_in(cast.olga)
    for name in record.filters:
        kind = resolve_path(record.model, name).kind
        if kind in ("user", "link", "choice", "date", "number", "decimal"):
            for where in (record.address(), f"/api/{record.url}/"):
                assert olga.get(where, {name: "no such \x00 value"}).status_code == 422, (where, name)


@every_record
def test_the_number_of_queries_does_not_grow_with_the_rows(cast: Cast, record: Record) -> None:
    row = cast.row(record)
    clients = {name: sign_in(getattr(cast, name)) for name in ("olga", "alice", "bob", "rita")}
    lists = [f"{record.address()}?limit=100", f"/api/{record.url}/?limit=100"]
    addresses = [*lists, f"/export/{record.url}.csv", f"/export/{record.url}.xlsx"]
    if issubclass(record.model, Searchable):
        addresses += [
            f"{record.address()}?limit=100&q=person",
            "/palette/?q=person",
            f"{record.address('choices')}?q=person",
        ]
    rows = record.model._default_manager.exclude(pk=row.pk)
    other = rows.get(name=FIRM) if record.model is Party else rows.order_by("-pk")[0]
    rows.exclude(pk=other.pk).delete()
    few = {who: {address: _queries(client, address) for address in addresses} for who, client in clients.items()}
    make_many(record, range(10, 58), cast=cast)
    assert record.model._default_manager.count() >= 50
    many = {who: {address: _queries(client, address) for address in addresses} for who, client in clients.items()}
    grown = [(who, address) for who in clients for address in addresses if many[who][address] > few[who][address]]
    assert grown == []


def _all_pages(client: Client, record: Record, sort: str) -> Iterator[UUID]:
    """The ids of a list, from page to page."""
    after = ""
    while True:
        asked = {"sort": sort, "limit": "2", "after": after}
        page = client.get(f"/api/{record.url}/", asked).json()
        yield from (UUID(row["id"]) for row in page["results"])
        after = page["next"]
        if not after:
            return


def _queries(client: Client, address: str) -> int:
    whole(client.get(address))  # what is read once and kept is read now
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
        whole(response)
    assert response.status_code in (200, 403), address  # not all may see or take away everything
    return len(captured)


@every_record
def test_the_number_of_queries_of_a_page_does_not_grow_with_its_parts(cast: Cast, record: Record) -> None:
    client, row = sign_in(cast.olga), cast.row(record)
    address = record.address("record", row.pk)
    for related in record.related:
        _add_parts(cast, related, row, range(20, 22))
    few = _queries(client, address)
    for related in record.related:
        _add_parts(cast, related, row, range(22, 30))
    assert _queries(client, address) == few


def _add_parts(cast: Cast, related: Related, whole: Any, numbers: range) -> None:
    """Rows that refer to a record; where links must lead to different records, to different ones."""
    child = record_of(related.model)
    links = [name for name in child.editable if resolve(child.model, name).kind == "link" and name != related.path]
    for number in numbers:
        others = {name: make_whole(child, name, owner=cast.alice).pk for name in links}
        with contextlib.suppress(ValidationError):  # a person has no staff
            make(child, number, owner=cast.alice, by=cast.olga, **{related.path: whole.pk}, **others)


@every_record
def test_search_finds_a_record_by_every_text_that_it_names(cast: Cast, record: Record) -> None:
    if not record.search:
        return
    olga, row = sign_in(cast.olga), cast.row(record)
    for path in record.search:
        for text in _texts(row, path.split("__")):
            found = olga.get(f"/api/{record.url}/", {"q": text, "limit": "500"}).json()["results"]
            assert str(row.pk) in {each["id"] for each in found}, (path, text)


def _texts(value: Any, steps: list[str]) -> list[str]:
    if hasattr(value, "all"):
        return [text for row in value.all() for text in _texts(row, steps)]
    if steps:
        return _texts(getattr(value, steps[0]), steps[1:]) if value is not None else []
    return [str(part) for part in value if part] if isinstance(value, list) else [str(value)] if value else []


def test_the_declarations_name_nothing_that_is_not_there() -> None:
    assert check_records() == []


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("records.E001", {"columns": ("nonsense",)}),
    ("records.E001", {"filters": ("nonsense",)}),
    ("records.E001", {"filters": ("nonsense__deeper",)}),
    ("records.E001", {"sections": {"Section": ("nonsense",)}, "read_only": (), "import_key": ""}),
    ("records.E012", {"search": ("nonsense",)}),
    ("records.E003", {"read_only": ("nonsense",)}),
    ("records.E004", {"actions": (len,)}),
    ("records.E005", {"related": (Related(model=Tie, path="note", columns=("note",)),)}),
    ("records.E006", {"belongs_to": "nonsense"}),
    ("records.E007", {"import_key": "nonsense"}),
    ("records.E008", {"sorts": {"nonsense": "id"}}),
    ("records.E013", {"named": ("nonsense",)}),
    ("records.E009", {"sorts": {"created_at": "nonsense"}}),
]


@every_record
@pytest.mark.parametrize(("number", "change"), WRONG, ids=lambda value: "" if isinstance(value, dict) else value)
def test_a_wrong_name_in_a_declaration_stops_the_start(record: Record, number: str, change: dict[str, Any]) -> None:
    found = [error.id for error in check_record(dataclasses.replace(record, **change))]
    assert number in found


def test_a_derived_value_that_reads_what_is_not_there_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    for reads in (("nonsense",), ("addresses__nonsense",), ()):
        monkeypatch.setattr(vars(Party)["place"], "reads", reads)
        _forget_names()
        assert "records.E014" in [error.id for error in check_record(record_of(Party))], reads
    monkeypatch.undo()
    _forget_names()


def _forget_names() -> None:
    resolve.cache_clear()
    needs_of.cache_clear()


def test_a_sort_by_a_column_that_may_be_empty_stops_the_start() -> None:
    wrong = dataclasses.replace(record_of(Party), columns=("birthday",), sorts={"birthday": "birthday"})
    assert "records.E010" in [error.id for error in check_record(wrong)]


def test_a_sort_by_a_column_without_an_index_stops_the_start() -> None:
    wrong = dataclasses.replace(record_of(Party), columns=("note",), sorts={"note": "note"})
    assert [error.id for error in check_record(wrong)] == ["records.E011"]


def test_a_record_or_an_address_is_declared_once_only() -> None:
    for record in RECORDS:
        with pytest.raises(ValueError, match="declared twice"):
            register(record)
        with pytest.raises(ValueError, match="declared twice"):
            register(dataclasses.replace(record, model=User))


@pytest.mark.parametrize("sort", ["", "-name", "updated_at"])
def test_pages_of_several_values_follow_each_other(cast: Cast, sort: str) -> None:
    for number, country in enumerate(("GB", "DE", "FR", "DE", "GB", "DE"), 51):
        party = make(record_of(Party), number, owner=cast.alice, by=cast.olga)
        Party.objects.filter(pk=party.pk).update(country=country, sort_name=f"{number % 3}")
    client, address, found = sign_in(cast.olga), f"/api/people/?country=DE&country=FR&sort={sort}&limit=2", []
    while address:
        answer = client.get(address).json()
        found += [row["id"] for row in answer["results"]]
        address = answer["next"] and f"/api/people/?country=DE&country=FR&sort={sort}&limit=2&after={answer['next']}"
    column = {"": "sort_name", "-name": "-sort_name", "updated_at": "-updated_at"}[sort]
    order = (column, "-pk" if column.startswith("-") else "pk")
    wanted = Party.objects.filter(country__in=("DE", "FR")).order_by(*order).values_list("pk", flat=True)
    assert found == [str(pk) for pk in wanted]
    assert len(found) == 4


def test_lists_and_pages_call_colleagues_by_their_names(cast: Cast) -> None:
    User.objects.filter(pk=cast.alice.pk).update(name="Alice Liddell")
    client, row = sign_in(cast.alice), cast.rows["people"]
    for address in ("/people/", f"/people/{row.pk}/", f"/people/{row.pk}/panel/", "/roles/"):
        page = said(client.get(address))
        assert "<bdi>Alice Liddell</bdi></span>" in page, address
        assert "<bdi>alice@example.org</bdi>" not in page, address
