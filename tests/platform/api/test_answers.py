"""How the API answers what it cannot do: in problem documents, in the reader's language."""

import json
from typing import Any

import pytest
from django.test import Client

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
        ("birthday", "yesterday", "Enter a valid date."),
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
