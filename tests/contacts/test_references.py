"""A reference is taken once: that it is taken must be told, by what must not."""

from typing import Any

import pytest

from peyvand.contacts.models import Party
from tests.imports import counts, take_in
from tests.people import Cast, said, sign_in

SENTENCE = "There is already a record with this reference, perhaps one that you do not see."


@pytest.fixture
def secret(cast: Cast) -> Party:
    """A party of Charlie's that Alice does not see."""
    made: Party = Party.objects.create(name="Secret Ltd", reference="rows:7", owner=cast.charlie)
    return made


def _is_kept_secret(answer: str, secret: Party) -> bool:
    return not any(word in answer for word in (secret.name, str(secret.pk)))


def test_a_reference_of_an_invisible_record_is_taken_and_no_more_is_told(cast: Cast, secret: Party) -> None:
    alice: Any = sign_in(cast.alice)
    sent = {"kind": "organisation", "name": "Mine", "reference": "rows:7"}
    for answer in (alice.post("/people/new/", sent), alice.post("/api/people/", sent, content_type="application/json")):
        assert answer.status_code == 422
        assert SENTENCE in said(answer)
        assert _is_kept_secret(said(answer), secret)
    assert not Party.objects.filter(name="Mine").exists()


def test_an_import_says_the_same_at_the_line(cast: Cast, secret: Party) -> None:
    run = take_in("reference,name\n7,Mine\n8,Other\n", by=cast.alice)
    assert counts(run) == (1, 0, 0, 1)
    assert run.problems.get().text == f"Reference: {SENTENCE}"
    secret.refresh_from_db()
    assert (secret.name, secret.owner) == ("Secret Ltd", cast.charlie)
