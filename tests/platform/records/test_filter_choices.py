"""The filter menu offers what a field can hold, and nothing is chosen in it until the reader chooses."""

import re

import pytest

from tests.people import Cast, said, sign_in

LONG = ("country", "industry", "languages")


def _offered(page: str, name: str) -> list[tuple[str, str, str]]:
    """Value, tick and label of what the filter menu offers for a field."""
    box = rf'<input type="checkbox" name="{name}" value="([^"]*)"( checked)?><span dir="auto">([^<]*)</span>'
    found = re.findall(box, page)
    assert found, name
    return found


def test_the_languages_of_a_party_are_offered_by_name(cast: Cast) -> None:
    assert ("fa", "", "Persian") in _offered(said(sign_in(cast.olga).get("/people/filters/")), "languages")


def test_free_words_are_not_offered_as_choices(cast: Cast) -> None:
    assert '<input type="checkbox" name="tags" ' not in said(sign_in(cast.olga).get("/people/filters/"))


@pytest.mark.parametrize("name", LONG)
def test_nothing_of_a_long_list_is_ticked_until_it_is_in_force_and_then_it_comes_first(cast: Cast, name: str) -> None:
    olga = sign_in(cast.olga)
    offered = _offered(said(olga.get("/people/filters/")), name)
    assert {ticked for _value, ticked, _label in offered} == {""}
    (value, _ticked, label) = offered[-1]
    assert _offered(said(olga.get("/people/filters/", {name: value})), name)[0] == (value, " checked", label)


@pytest.mark.parametrize("name", LONG)
def test_an_empty_choice_filters_nothing(cast: Cast, name: str) -> None:
    answer = sign_in(cast.olga).get("/api/people/", {name: "", f"{name}.empty": "0"})
    assert answer.status_code == 200
    assert all(row[name] for row in answer.json()["results"])
    assert answer.json()["results"]


def test_a_language_that_is_none_is_refused(cast: Cast) -> None:
    for where in ("/people/", "/api/people/"):
        answer = sign_in(cast.olga).get(where, {"languages": "nonsense"})
        assert answer.status_code == 422
        assert "not one of the choices" in said(answer)


def test_the_language_in_force_is_shown_by_name(cast: Cast) -> None:
    page = said(sign_in(cast.olga).get("/people/", {"languages": "fa"}))
    assert re.search(r'<a class="f on".*?<bdi>Persian</bdi>', page)


def test_what_is_not_so_is_offered_and_stays_chosen(cast: Cast) -> None:
    olga = sign_in(cast.olga)
    offered = said(olga.get("/people/filters/"))
    assert offered.count('data-negates="') == offered.count('<option value=".not">is not</option>') > 5
    assert 'data-negates="employees"' not in offered
    assert "Person 000" not in said(olga.get("/people/", {"kind.not": "person"}))
    page = said(olga.get("/people/filters/", {"kind.not": "person"}))
    assert re.search(r'<input type="checkbox" name="kind.not" value="person" checked>', page)
    assert re.search(r'data-negates="kind".*?<option value=".not" selected>', page)
