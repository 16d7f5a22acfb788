"""Whatever is sent to the API, it answers as it is documented, and never with a fault of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from peyvand.platform.api.views import make_api
from tests.people import Cast, sign_in

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
schema = schemathesis.openapi.from_dict(dict(make_api().get_openapi_schema(path_prefix="/api/")))
schema.app = get_wsgi_application()
OPERATIONS = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]


@pytest.fixture
def signed_in(cast: Cast) -> dict[str, Any]:
    """What the owner's browser sends along: the session, and the proof that the request comes from our own page."""
    browser = sign_in(cast.olga)
    browser.get("/people/")
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    return {"cookies": cookies, "headers": {"X-CSRFToken": cookies["csrftoken"]}}


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_the_api_answers_as_documented(
    operation: Any, mode: GenerationMode, cast: Cast, signed_in: dict[str, Any]
) -> None:
    """What it is asked is right in one mode, and wrong in some way in the other."""
    rows = {f"/api/{url}/{{pk}}/": str(row.pk) for url, row in cast.rows.items()}
    known = next((pk for path, pk in rows.items() if operation.path.startswith(path)), "")

    @settings(
        max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode), real=st.booleans())
    def send(case: Any, real: bool) -> None:
        if real and known:
            case.path_parameters["pk"] = known
        _call(case, signed_in)

    send()


def _call(case: Any, signed_in: dict[str, Any]) -> None:
    """Send it, look at the answer, and take back what it wrote."""
    with connection_kept_open(), transaction.atomic():
        response = case.call(**signed_in)
        transaction.set_rollback(True)
    case.validate_response(response, checks=CHECKS)


@contextmanager
def connection_kept_open() -> Iterator[None]:
    """The end of a request would close the connection in which the test's transaction is open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
