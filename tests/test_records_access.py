"""Who gets what of every record at every door: page, panel, form, API, bulk, export, search, palette, drop-down."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from peyvand.platform.accounts.middleware import OPEN
from peyvand.platform.records.actions import verb_of
from peyvand.platform.records.fields import resolve, resolve_path
from peyvand.platform.records.record import Record
from tests.people import EVERYBODY, RECORDS, Cast, argument, example, make, make_whole, said, sign_in

every_record = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.url)
REASON = "Your roles do not allow this"
JSON: Any = {"content_type": "application/json"}


def arguments(cast: Cast, run: Any) -> dict[str, Any]:
    """What an action asks for."""
    return {name: argument(kind, cast.alice) for name, kind in verb_of(run).parameters.items()}


@every_record
def test_the_database_and_the_policy_agree_on_who_sees_what(cast: Cast, record: Record) -> None:
    for number, name in enumerate(("bob", "charlie", "olga"), 1):
        make(record, number, owner=getattr(cast, name), by=cast.olga)
    for name in EVERYBODY:
        user = getattr(cast, name)
        seen = set(record.visible(user).values_list("pk", flat=True))
        allowed = {row.pk for row in record.model._default_manager.all() if record.allows(user, "view", row)}
        assert seen == allowed, name


@every_record
def test_the_cast_sees_what_its_roles_say(cast: Cast, record: Record) -> None:
    row = cast.row(record)
    seen = {name for name in EVERYBODY if record.visible(getattr(cast, name)).filter(pk=row.pk).exists()}
    has_owner = bool(record.belongs_to) or hasattr(row, "owner_id")
    assert seen == ({"alice", "bob", "rita", "olga"} if has_owner else {"rita", "olga"})


@every_record
def test_a_stranger_finds_nothing_at_the_addresses_of_a_record(cast: Cast, record: Record) -> None:
    charlie, row = sign_in(cast.charlie), cast.row(record)
    values = _sent(cast, record)
    for surface in ("record", "panel", "edit"):
        assert charlie.get(record.address(surface, row.pk)).status_code == 404, surface
    for surface in ("edit", "delete"):
        assert charlie.post(record.address(surface, row.pk), values).status_code == 404, surface
    assert charlie.get(f"/api/{record.url}/{row.pk}/").status_code == 404
    assert charlie.patch(f"/api/{record.url}/{row.pk}/", {}, **JSON).status_code == 404
    assert charlie.delete(f"/api/{record.url}/{row.pk}/").status_code == 404
    for run in record.actions:
        address = f"/api/{record.url}/{row.pk}/{verb_of(run).name}/"
        assert charlie.post(address, arguments(cast, run), **JSON).status_code == 404, address
    assert _state(record, row.pk) == _state(record, row.pk, row)


@every_record
def test_a_stranger_finds_nothing_in_lists_search_palette_drop_downs_and_exports(cast: Cast, record: Record) -> None:
    charlie, row = sign_in(cast.charlie), cast.row(record)
    name = str(row)[:20]
    found = (f"{record.address()}?q={name}", f"/api/{record.url}/?q={name}") if record.search else ()
    for address in (
        record.address(), f"/api/{record.url}/", *found, record.address("choices"),
        f"{record.address('choices')}?q={name}", f"/palette/?q={name}",
        f"/export/{record.url}.csv", *(f"{record.address()}?{path}" for path in _filters_by_link(record, row)),
        *(f"/api/{record.url}/?{path}" for path in _filters_by_link(record, row)),
    ):  # fmt: skip
        response = charlie.get(address)
        assert response.status_code in (200, 403), address
        assert str(row.pk) not in said(response), address
        assert "Person 000" not in said(response).replace(f"q={name}", "").replace(f'value="{name}"', ""), address


def _filters_by_link(record: Record, row: Any) -> Iterator[str]:
    """Addresses of lists kept to the records that Alice's row links to, whose names a chip must not give away."""
    for name in record.filters:
        if resolve_path(record.model, name).kind == "link":
            yield f"{name}={getattr(row, f'{name}_id')}"


@every_record
def test_a_list_counts_only_what_one_may_see(cast: Cast, record: Record) -> None:
    seen = {name: record.visible(getattr(cast, name)).count() for name in ("alice", "charlie", "rita", "olga")}
    for name, count in seen.items():
        answer = sign_in(getattr(cast, name)).get(record.address("count"))
        if record.allows(getattr(cast, name), "view"):
            assert (answer.status_code, said(answer)) == (200, str(count))
        else:
            assert answer.status_code == 403
    assert seen["olga"] > 0


def test_a_search_is_not_counted_as_if_nothing_was_searched_for(cast: Cast) -> None:
    assert sign_in(cast.olga).get("/people/count/?q=zzzz").status_code == 204


@every_record
def test_an_action_leads_back_to_pages_of_ours_only(cast: Cast, record: Record) -> None:
    for run in record.actions:
        address = record.address(verb_of(run).name)
        for back in ("javascript:alert(1)", "https://elsewhere.example/", "//elsewhere.example"):
            drawn = said(sign_in(cast.olga).post(address, {"back": back, "next": back}))
            assert f'href="{record.address()}"' in drawn
            assert f'href="{back}' not in drawn


@every_record
def test_a_stranger_s_bulk_action_touches_nothing(cast: Cast, record: Record) -> None:
    charlie, row = sign_in(cast.charlie), cast.row(record)
    before = _state(record, row.pk)
    for run in record.actions:
        address = record.address(verb_of(run).name)
        asked = charlie.get(address, {"id": str(row.pk)})
        assert str(row) not in said(asked)
        charlie.post(address, {"id": str(row.pk)} | arguments(cast, run))
        assert _state(record, row.pk) == before


@every_record
def test_a_stranger_cannot_link_to_what_is_not_seen(cast: Cast, record: Record) -> None:
    """Neither by a form filled in from the address, nor by sending an id to the form, the API or an action."""
    charlie = cast.charlie
    client = sign_in(charlie)
    for name in record.editable:
        if resolve(record.model, name).kind != "link":
            continue
        hidden = make_whole(record, name, owner=cast.alice)
        if record.allows(charlie, "add"):
            drawn = client.get(record.address("new"), {name: str(hidden.pk)})
            assert drawn.status_code == 200
            assert str(hidden) not in said(drawn)
        values = _sent(cast, record, owner=charlie) | {name: str(hidden.pk)}
        before = record.model._default_manager.count()
        assert client.post(record.address("new"), values).status_code in (403, 422)
        assert client.post(f"/api/{record.url}/", values, **JSON).status_code in (403, 422)
        assert record.model._default_manager.count() == before


@every_record
def test_a_link_to_what_is_not_seen_shows_no_name(cast: Cast, record: Record) -> None:
    for name in record.editable:
        if resolve(record.model, name).kind != "link" or name in (record.belongs_to, *record.named):
            continue
        hidden = make_whole(record, name, owner=cast.alice)
        hidden.name = "Hidden from Charlie"
        hidden.save()
        row = make(record, 1, owner=cast.charlie, by=cast.olga, **{name: hidden.pk})
        client = sign_in(cast.charlie)
        for address in (record.address(), record.address("record", row.pk), record.address("edit", row.pk)):
            page = said(client.get(address))
            assert str(row.pk) in page
            assert str(hidden) not in page, address


@every_record
def test_a_reader_is_told_why_not(cast: Cast, record: Record) -> None:
    rita, row, values = sign_in(cast.rita), cast.row(record), _sent(cast, record)
    before = _state(record, row.pk)
    answers = [
        rita.get(record.address("new")), rita.post(record.address("new"), values),
        rita.get(record.address("edit", row.pk)), rita.post(record.address("edit", row.pk), values),
        rita.post(record.address("delete", row.pk)), rita.get(f"/export/{record.url}.csv"),
        rita.get(f"/export/{record.url}.xlsx"), rita.get(f"/imports/{record.url}/new/"),
        rita.post(f"/imports/{record.url}/new/"), rita.post(f"/api/{record.url}/", values, **JSON),
        rita.patch(f"/api/{record.url}/{row.pk}/", {}, **JSON), rita.delete(f"/api/{record.url}/{row.pk}/"),
    ]  # fmt: skip
    for run in record.actions:
        name, given = verb_of(run).name, arguments(cast, run)
        answers += [
            rita.get(record.address(name), {"id": str(row.pk)}),
            rita.post(record.address(name), {"id": str(row.pk)} | given),
            rita.post(f"/api/{record.url}/{row.pk}/{name}/", given, **JSON),
        ]
    for answer in answers:
        assert answer.status_code == 403, answer.request["PATH_INFO"]
        assert REASON in said(answer), answer.request["PATH_INFO"]
    assert _state(record, row.pk) == before


@every_record
def test_a_reader_is_offered_nothing_that_is_refused(cast: Cast, record: Record) -> None:
    rita, row = sign_in(cast.rita), cast.row(record)
    pages = said(rita.get(record.address())) + said(rita.get(record.address("record", row.pk)))
    refused = [record.address("new"), record.address("edit", row.pk), record.address("delete", row.pk)]
    refused += [f"/export/{record.url}.csv", f"/imports/{record.url}/new/"]
    refused += [record.address(verb_of(run).name) for run in record.actions]
    assert [address for address in refused if address in pages] == []


@every_record
def test_the_team_may_change_but_only_the_owner_may_delete(cast: Cast, record: Record) -> None:
    row = cast.row(record)
    if not record.visible(cast.bob).filter(pk=row.pk).exists():
        return
    bob, alice = sign_in(cast.bob), sign_in(cast.alice)
    assert bob.patch(f"/api/{record.url}/{row.pk}/", {}, **JSON).status_code == 200
    if not record.belongs_to:
        answer = bob.delete(f"/api/{record.url}/{row.pk}/")
        assert answer.status_code == 403
        assert "not for this one" in answer.json()["title"]
    assert alice.delete(f"/api/{record.url}/{row.pk}/").status_code == 204


def _sent(cast: Cast, record: Record, owner: Any = None) -> dict[str, Any]:
    """A valid form as a browser or a program sends it."""
    values = example(record, 7, owner=owner or cast.alice)
    return {name: _plain(value) for name, value in values.items() if value is not None}


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | int | list) else str(value)


def _state(record: Record, pk: UUID, row: Any = None) -> dict[str, Any]:
    row = row or record.model._default_manager.get(pk=pk)
    return {column.attname: getattr(row, column.attname) for column in record.model._meta.concrete_fields}


# Everything that has an address, found by walking the resolver: a new page is tested by itself.


def _patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, route)
        else:
            yield route, pattern


ROUTES = sorted({route for route, _pattern in _patterns(get_resolver())})


def _address(cast: Cast, route: str) -> str:
    """An address that leads somewhere, with the ids of Alice's rows in it."""
    first = route.removeprefix("api/").partition("/")[0]
    row = next((cast.rows[record.url] for record in RECORDS if record.url == first), cast.users["alice"])
    for blank in ("<uuid:pk>", "<pk>"):
        route = route.replace(blank, str(row.pk))
    return "/" + route.replace("<slug:record>", "people").replace("^", "").replace("$", "").replace("\\", "")


@pytest.mark.parametrize("method", ["get", "post", "patch", "delete"])
@pytest.mark.parametrize("who", ["nobody", "dana"])
def test_everything_is_closed_to_guests_and_strangers(cast: Cast, method: str, who: str) -> None:
    client = Client() if who == "nobody" else sign_in(cast.dana)
    for address in [_address(cast, route) for route in ROUTES]:
        if address.startswith(OPEN) or (who == "dana" and address.startswith("/accounts/")):
            continue
        for headers in ({}, {"HX-Request": "true"}):
            response: Any = getattr(client, method)(address, headers=headers)
            expected = 403 if who == "dana" else 401 if headers or address.startswith("/api/") else 302
            assert response.status_code == expected, address
            assert expected != 302 or response.url.startswith(reverse("account_login")), address
            assert "Person 000" not in said(response), address


@pytest.mark.parametrize("method", ["get", "post", "patch", "delete"])
def test_no_door_shows_a_stranger_of_the_firm_what_is_alice_s(cast: Cast, method: str) -> None:
    client = sign_in(cast.charlie)
    for address in [_address(cast, route) for route in ROUTES if "logout" not in route]:
        response: Any = getattr(client, method)(address)
        assert response.status_code < 500, address
        assert "Person 000" not in said(response), address


def test_what_is_open_is_known() -> None:
    assert OPEN == (
        "/accounts/login/", "/accounts/password/reset/", "/setup/", "/language/", "/static/",
    )  # fmt: skip


def test_a_guest_of_the_portal_ends_at_a_page_that_says_so(cast: Cast) -> None:
    answer = sign_in(cast.dana).get("/", follow=True)
    assert answer.status_code == 403
    assert len(answer.redirect_chain) < 3
