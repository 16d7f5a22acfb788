"""How the API answers what it cannot do: in problem documents, in the reader's language."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from peyvand.contacts.models import Party
from peyvand.platform.api.views import make_api
from tests.people import Cast, said, sign_in

JSON: Any = {"content_type": "application/json"}


@pytest.fixture(scope="module")
def schemas() -> dict[str, Any]:
    """The types of the API by name."""
    return json.loads(json.dumps(make_api().get_openapi_schema()))["components"]["schemas"]  # type: ignore[no-any-return]


def _codes(schemas: dict[str, Any], type_: str, field: str) -> list[str] | None:
    """The values that a field is said to have."""
    described = schemas[type_]["properties"][field]["anyOf"][0]
    return described.get("items", described).get("enum")  # type: ignore[no-any-return]


def test_pages_answer_a_head_request(cast: Cast) -> None:
    olga, pk = sign_in(cast.olga), cast.rows["people"].pk
    for page in ("/people/", f"/people/{pk}/", f"/people/{pk}/panel/"):
        assert olga.head(page).status_code == 200, page


def test_a_method_that_an_address_does_not_know_is_a_problem_document(cast: Cast) -> None:
    answer = sign_in(cast.olga).put("/api/people/", {}, **JSON)
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert answer.json()["status"] == 405
    assert set(answer["Allow"].split(", ")) == {"GET", "POST"}


def test_a_page_says_that_it_does_not_know_a_method(cast: Cast) -> None:
    answer = sign_in(cast.olga).delete("/people/")
    assert answer.status_code == 405
    assert "This cannot be done at this address" in said(answer)


@pytest.mark.parametrize("mark", ["nonsense", "-1", "1e3", "١", "9999999", "WyJ4Il0"])
def test_a_page_mark_that_cannot_be_read_is_refused_in_a_search_too(cast: Cast, mark: str) -> None:
    for where in ("/people/", "/api/people/"):
        answer = sign_in(cast.olga).get(where, {"q": "person", "after": mark})
        assert answer.status_code == 422, where
        assert "page mark" in said(answer)


def _refused(client: Client, address: str, sent: Any) -> dict[str, list[str]]:
    answer = client.post(address, sent, **JSON)
    assert answer.status_code == 422
    return answer.json()["errors"]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("employees", "many", "Enter a whole number."),
        ("turnover", "much", "Enter a number."),
        ("birthday", "yesterday", "Enter a day of the Gregorian calendar, such as 2026-11-21."),
        ("owner", "me", "Enter a valid UUID."),
        ("tags", 7, "Enter a list of texts."),
        ("tags", [7], "Enter a text."),
        ("name", 7, "Enter a text."),
        ("nonsense", "x", "There is no such field."),
    ],
)
def test_what_cannot_be_read_is_explained_in_our_own_words(cast: Cast, field: str, value: Any, sentence: str) -> None:
    assert _refused(sign_in(cast.olga), "/api/people/", {field: value}) == {field: [sentence]}


def test_what_an_action_misses_is_named(cast: Cast) -> None:
    address = f"/api/people/{cast.rows['people'].pk}/add_tag/"
    assert _refused(sign_in(cast.olga), address, {}) == {"tag": ["This field is required."]}


def test_explanations_are_in_the_language_of_the_reader(cast: Cast) -> None:
    errors = _refused(sign_in(cast.olga, language="ru"), "/api/people/", {"employees": "many"})
    assert errors == {"employees": ["Введите целое число."]}


def test_short_lists_of_codes_are_named_and_long_ones_are_not(schemas: dict[str, Any]) -> None:
    for type_ in ("Party", "PartyIn"):
        assert set(_codes(schemas, type_, "kind") or ()) == {"person", "organisation"}
        assert "customer" in (_codes(schemas, type_, "roles") or ())
        for field in ("country", "industry", "languages"):
            assert _codes(schemas, type_, field) is None


def test_a_choice_that_may_stay_open_can_be_empty(schemas: dict[str, Any]) -> None:
    assert "" in (_codes(schemas, "Party", "size_class") or ())


@pytest.fixture
def address(cast: Cast) -> str:
    """Where Alice's party is."""
    return f"/api/people/{cast.rows['people'].pk}/"


def _version(client: Client, address: str) -> str:
    return client.get(address)["ETag"]


def test_a_record_has_the_same_version_until_it_is_changed(cast: Cast, address: str) -> None:
    client = sign_in(cast.olga)
    first = _version(client, address)
    assert _version(sign_in(cast.rita), address) == first == _version(sign_in(cast.olga, language="fa"), address)
    changed = client.patch(address, {"note": "New"}, **JSON, headers={"If-Match": first})
    assert changed.status_code == 200
    assert changed["ETag"] == _version(client, address) != first


def test_a_change_of_a_version_that_is_gone_is_refused_with_the_present_one(cast: Cast, address: str) -> None:
    client = sign_in(cast.olga)
    first = _version(client, address)
    assert client.patch(address, {"note": "New"}, **JSON).status_code == 200, "without If-Match it is written"
    tag = f"{address}add_tag/"
    answers: list[Any] = [
        client.patch(address, {"note": "Old"}, **JSON, headers={"If-Match": first}),
        client.post(tag, {"tag": "old"}, **JSON, headers={"If-Match": first}),
        client.delete(address, headers={"If-Match": first}),
        client.patch(address, {"note": "Old"}, **JSON, headers={"If-Match": "nonsense"}),
    ]
    for answer in answers:
        assert (answer.status_code, answer["Content-Type"]) == (412, "application/problem+json")
        assert answer.json()["version"] == _version(client, address)
    assert client.get(address).json()["note"] == "New"
    assert client.delete(address, headers={"If-Match": f'"other", {_version(client, address)}'}).status_code == 204


def test_a_change_of_a_part_makes_another_version_of_the_whole(cast: Cast, address: str) -> None:
    client = sign_in(cast.olga)
    first = _version(client, address)
    point = {"party": str(cast.rows["people"].pk), "kind": "email", "value": "new@example.org"}
    assert client.post("/api/contact-points/", point, **JSON).status_code == 201
    assert client.patch(address, {"note": "Old"}, **JSON, headers={"If-Match": first}).status_code == 412


def test_any_version_may_be_asked_for(cast: Cast, address: str) -> None:
    assert sign_in(cast.olga).patch(address, {"note": "Any"}, **JSON, headers={"If-Match": "*"}).status_code == 200


def test_what_is_not_seen_has_no_version(cast: Cast, address: str) -> None:
    sent = {"note": "Forged"}
    assert sign_in(cast.charlie).patch(address, sent, **JSON, headers={"If-Match": "*"}).status_code == 404


LANGUAGES = ("en", "fa", "ru", "zh-hans")
UNREADABLE, UNPROVEN = "The input cannot be read.", "The header X-CSRFToken is missing or no longer valid."


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_body_that_is_no_json_is_refused_in_the_language_of_the_reader(cast: Cast, language: str) -> None:
    answer = sign_in(cast.olga, language=language).post("/api/people/", "{", **JSON)
    with override(language):
        assert (answer.status_code, answer.json()["title"]) == (400, gettext(UNREADABLE))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_call_without_proof_of_where_it_comes_from_is_told_what_is_missing(cast: Cast, language: str) -> None:
    client = sign_in(cast.olga, language=language)
    client.handler.enforce_csrf_checks = True
    answer = client.post("/api/people/", {"name": "Orchard"}, **JSON)
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    with override(language):
        assert answer.json() == {"type": "about:blank", "title": gettext(UNPROVEN), "status": 403}
    assert not Party.objects.filter(name="Orchard").exists()
