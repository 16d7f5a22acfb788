"""A consent that was given says when."""

from typing import Any

import pytest
from django.test import Client

from tests.people import Cast, sign_in


def _send(client: Client, cast: Cast, **sent: Any) -> Any:
    consent = cast.rows["consents"]
    return client.patch(f"/api/consents/{consent.pk}/", {"withdrawn_on": None} | sent, content_type="application/json")


def test_a_consent_that_was_given_needs_a_day(cast: Cast) -> None:
    answer = _send(sign_in(cast.olga), cast, status="given", given_on=None)
    assert answer.status_code == 422
    assert answer.json()["errors"] == {"given_on": ["Say when the consent was given."]}


@pytest.mark.parametrize(
    "sent", [{"status": "given", "given_on": "2026-01-02"}, {"status": "refused", "given_on": None}]
)
def test_one_with_a_day_or_one_that_was_refused_is_taken(cast: Cast, sent: dict[str, Any]) -> None:
    assert _send(sign_in(cast.olga), cast, **sent).status_code == 200
