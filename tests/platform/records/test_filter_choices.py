"""The filter menu offers what a field can hold, and nothing is chosen in it until the reader chooses."""

import re

import pytest

from tests.people import Cast, said, sign_in

LONG = ("country", "industry", "languages")


def _options(page: str, name: str) -> list[tuple[str, str]]:
    """Value and label of what the filter menu offers for a field."""
    drawn = re.search(rf'(?s)<select name="{name}" aria-label[^>]*>(.*?)</select>', page)
    assert drawn, name
    return re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)</option>', drawn[1])


def test_the_languages_of_a_party_are_offered_by_name(cast: Cast) -> None:
    assert ("fa", "Persian") in _options(said(sign_in(cast.olga).get("/people/filters/")), "languages")


def test_free_words_are_not_offered_as_choices(cast: Cast) -> None:
    assert '<select name="tags"' not in said(sign_in(cast.olga).get("/people/filters/"))


@pytest.mark.parametrize("name", LONG)
def test_a_long_list_of_choices_begins_with_none(cast: Cast, name: str) -> None:
    assert _options(said(sign_in(cast.olga).get("/people/filters/")), name)[0] == ("", "—")


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
