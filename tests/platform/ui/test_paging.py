"""An address says where a page goes on, or nothing that anybody could follow."""

import pytest
from django.test import RequestFactory

from peyvand.platform.ui.paging import before_in


@pytest.mark.parametrize(("before", "number"), [("7", 7), ("9" * 18, 10**18 - 1)])
def test_a_number_in_plain_digits_is_read(before: str, number: int) -> None:
    assert before_in(RequestFactory().get("/", {"before": before})) == number


@pytest.mark.parametrize("before", ["", "٣", "9" * 19, "9" * 40, "-1", "+1", "1 ", "1\n", "1_0", "²", "x"])
def test_anything_else_is_no_number(before: str) -> None:
    assert before_in(RequestFactory().get("/", {"before": before})) is None


def test_an_address_without_it_gives_none() -> None:
    assert before_in(RequestFactory().get("/")) is None
