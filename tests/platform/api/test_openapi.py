"""The API is what docs/reference/openapi.json says: a change of it is seen in the same commit.

After a change that is meant: `bin/test tests/platform/api/test_openapi.py --write-openapi`.
"""

import json
from pathlib import Path

import pytest

from peyvand.platform.api.views import make_api
from peyvand.platform.records.record import Record
from tests.people import RECORDS, verbs_of

SNAPSHOT = Path(__file__).resolve().parents[3] / "docs/reference/openapi.json"


@pytest.fixture(scope="module")
def schema() -> str:
    """The description of the API, as it is kept."""
    return json.dumps(make_api().get_openapi_schema(path_prefix="/api/"), indent=1, ensure_ascii=False) + "\n"


def test_the_api_is_the_one_that_is_documented(schema: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--write-openapi"):
        SNAPSHOT.write_text(schema, encoding="utf-8")
    assert SNAPSHOT.read_text(encoding="utf-8") == schema, "The API changed; see the head of this file."


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.url)
def test_every_record_has_its_endpoints(schema: str, record: Record) -> None:
    paths = json.loads(schema)["paths"]
    assert set(paths[f"/api/{record.url}/"]) == {"get", "post"}
    assert set(paths[f"/api/{record.url}/{{pk}}/"]) == {"get", "patch", "delete"}
    for verb in verbs_of(record)[6:]:
        assert set(paths[f"/api/{record.url}/{{pk}}/{verb}/"]) == {"post"}


def test_every_endpoint_names_its_refusals(schema: str) -> None:
    for path, methods in json.loads(schema)["paths"].items():
        for method, operation in methods.items():
            assert {"401", "403", "404", "422"} <= set(operation["responses"]), (method, path)


def test_what_proves_a_change_says_how_a_call_without_it_is_refused(schema: str) -> None:
    described = json.loads(schema)
    assert "403" in described["components"]["securitySchemes"]["Proof"]["description"]
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            assert method == "get" or all("Proof" in needed for needed in operation["security"]), (method, path)


def test_filters_say_what_they_take(schema: str) -> None:
    taken = {
        parameter["name"]: parameter["schema"]
        for parameter in json.loads(schema)["paths"]["/api/people/"]["get"]["parameters"]
    }
    assert taken["kind"]["items"]["enum"] == ["person", "organisation"] == taken["kind.not"]["items"]["enum"]
    assert "customer" in taken["held_roles__role"]["items"]["enum"]
    assert taken["country"]["items"] == {"type": "string"}, "a long list is not named"
    assert taken["country.empty"]["enum"] == ["1", "0"]
    assert taken["employees.gte"]["type"] == "integer"
    assert taken["turnover.lte"]["type"] == "number"
    assert taken["updated_at.gte"]["format"] == "date"
    assert {"const": "me"} in taken["owner"]["items"]["anyOf"]
