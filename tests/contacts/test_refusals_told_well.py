"""A refusal says one thing, once, under the right name, and hands back nothing that could deceive."""

from typing import Any

import pytest
from django.test import Client

from peyvand.contacts.models import Party
from tests.contacts.conftest import JSON
from tests.people import said

TURNED = "\u202eevil\u2066"


@pytest.mark.parametrize("field", ["name", "given_name"])
def test_a_name_that_is_too_long_is_not_called_missing_as_well(olga: Client, field: str) -> None:
    answer = olga.post("/api/people/", {"kind": "person", field: "x" * 301}, content_type=JSON)
    limit = {"name": 300, "given_name": 150}[field]
    told = f"This text is too long: 301 characters of at most {limit}."
    assert (answer.status_code, answer.json()["errors"]) == (422, {field: [told]})


def test_a_name_that_is_missing_is_called_so(olga: Client) -> None:
    answer = olga.post("/api/people/", {"kind": "person", "name": "!?"}, content_type=JSON)
    assert answer.json()["errors"] == {"name": ["A name is needed."]}


def test_what_is_wrong_with_the_whole_is_the_detail_and_no_field(olga: Client) -> None:
    limits = {"country": "NP", "currency": "NPR", "rule": "all", "micro_employees": -1}
    body = olga.post("/api/size-thresholds/", limits, content_type=JSON).json()
    assert (body["status"], body["detail"]) == (422, "A limit cannot be negative.")
    assert "errors" not in body
    body = olga.post("/api/size-thresholds/", limits | {"currency": "x"}, content_type=JSON).json()
    assert "errors" in body and "__all__" not in str(body)


def test_the_schema_of_a_problem_names_it(olga: Client) -> None:
    problem = olga.get("/api/openapi.json").json()["components"]["schemas"]["Problem"]
    assert "detail" in problem["properties"] and "`detail`" in problem["description"]


@pytest.mark.parametrize(
    "entered",
    [
        {"name": f"{TURNED} Mehr", "emails": "nobody"},
        {"name": "Mehr", "emails": f"{TURNED}nobody"},
        {"name": "Mehr", "birthday": f"{TURNED}1403", "kind": "person"},
        {"name": "Mehr", "employees": f"{TURNED}7"},
        {"name": "Mehr", "turnover": f"{TURNED}7"},
        {"name": "Mehr", "country": TURNED},
        {"name": "Mehr", "note": f"{TURNED}\u202e" + "x" * 20_001},
    ],
)
def test_what_turns_the_line_round_is_not_handed_back(olga: Client, entered: dict[str, Any]) -> None:
    answer = olga.post("/people/new/", {"kind": "organisation"} | entered)
    assert answer.status_code == 422
    assert "evil" in said(answer) or "country" in entered
    assert not {"\u202e", "\u202d"} & set(said(answer))
    assert not Party.objects.filter(name__contains="Mehr").exists()
