"""What is too much or too little is told once, in the words and the digits of the reader."""

import re
from typing import Any

import pytest
from django.utils.translation import override

from peyvand.contacts.models import Party
from peyvand.platform.records.forms import form_of
from peyvand.platform.records.record import record_of
from tests.people import Cast, sign_in

BEYOND: dict[str, tuple[Any, str]] = {
    "few": ({"employees": "-1"}, "Enter 0 or more."),
    "many": ({"employees": "99999999999"}, "Enter 2,147,483,647 or less."),
    "debt": ({"turnover": "-5"}, "Enter 0 or more."),
    "places": ({"turnover": "1.234"}, "Too many digits after the decimal sign; the limit is 2."),
    "digits": ({"turnover": "1" * 19}, "Too many digits; the limit is 18."),
    "whole": ({"turnover": "1" * 17}, "Too many digits before the decimal sign; the limit is 16."),
    "name": ({"name": "x" * 301}, "This text is too long: 301 characters of at most 300."),
}
beyond = pytest.mark.parametrize(("sent", "sentence"), BEYOND.values(), ids=BEYOND)


def _told(cast: Cast, sent: dict[str, str]) -> list[str]:
    """What a form says of the field."""
    return [str(text) for text in form_of(record_of(Party))(sent, user=cast.olga).errors[next(iter(sent))]]


@beyond
def test_a_form_names_the_limit(cast: Cast, sent: dict[str, str], sentence: str) -> None:
    assert sentence in _told(cast, sent)


@beyond
def test_persians_read_their_own_digits(cast: Cast, sent: dict[str, str], sentence: str) -> None:
    with override("fa"):
        told = " ".join(_told(cast, {name: text.replace(".", "٫") for name, text in sent.items()}))
    assert re.search("[۰-۹]", told)
    assert not re.search("[0-9]", told)


@beyond
def test_the_api_says_each_thing_once(cast: Cast, sent: dict[str, str], sentence: str) -> None:
    answer = sign_in(cast.olga).post("/api/people/", {"name": "Orchard", **sent}, content_type="application/json")
    told = answer.json()["errors"][next(iter(sent))]
    assert sentence in told
    assert len(told) == len(set(told))
