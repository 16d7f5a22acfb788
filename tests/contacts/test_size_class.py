"""An enterprise is micro, small, medium or large by the rule of its country."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peyvand.contacts.size_class import (
    CN,
    EU,
    GB,
    IR,
    PRESETS,
    RU,
    US,
    Size,
    Thresholds,
    classify,
)

M = 1_000_000
ORDER = ["micro", "small", "medium", "large"]


@pytest.mark.parametrize(
    ("thresholds", "employees", "turnover", "balance_total", "size"),
    [
        (EU, 9, 2 * M, 90 * M, "micro"),
        (EU, 9, 3 * M, 3 * M, "small"),
        (EU, 10, M, M, "small"),
        (EU, 9, 90 * M, 2 * M, "micro"),
        (EU, 49, 10 * M, 11 * M, "small"),
        (EU, 50, 1, 1, "medium"),
        (EU, 249, 51 * M, 43 * M, "medium"),
        (EU, 249, 51 * M, 44 * M, "large"),
        (EU, 250, 1, 1, "large"),
        (EU, 9, None, None, "micro"),
        (EU, None, 3 * M, None, "small"),
        (EU, None, 90 * M, 2 * M, "micro"),
        (EU, 9, 90 * M, None, "large"),
        (EU, None, None, None, None),
        (EU, 0, 0, 0, "micro"),
        (GB, 11, M, M // 2, "micro"),
        (GB, 11, 2 * M, M // 2, "small"),
        (GB, 11, M, None, "small"),
        (GB, 250, 55 * M, 27 * M, "medium"),
        (GB, None, None, M // 2, "micro"),
        (RU, 15, 120 * M, None, "micro"),
        (RU, 15, 121 * M, None, "small"),
        (RU, 251, M, None, "large"),
        (CN, 19, 500 * M, None, "micro"),
        (CN, 20, 3 * M, None, "small"),
        (CN, 300, 20 * M, None, "medium"),
        (CN, 1000, 400 * M, None, "large"),
        (CN, 1000, 399 * M, None, "medium"),
        (IR, 9, None, None, "micro"),
        (IR, 10, None, None, "small"),
        (IR, 99, None, None, "medium"),
        (IR, 100, None, None, "large"),
        (IR, None, 5, 5, None),
        (US, 500, None, None, "small"),
        (US, 501, None, None, "large"),
    ],
)
def test_the_rule_of_the_country_decides(
    thresholds: Thresholds, employees: int | None, turnover: int | None, balance_total: int | None, size: Size | None
) -> None:
    assert classify(employees, turnover, balance_total, thresholds) == size


def test_negative_figures_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        classify(-1, None, None, EU)


figures = st.none() | st.integers(0, 10**10)


@given(figures, figures, figures, st.sampled_from(list(PRESETS.values())), st.integers(1, 10**9))
def test_growing_never_makes_an_enterprise_smaller(
    employees: int | None, turnover: int | None, balance_total: int | None, thresholds: Thresholds, growth: int
) -> None:
    size = classify(employees, turnover, balance_total, thresholds)
    grown = [None if figure is None else figure + growth for figure in (employees, turnover, balance_total)]
    after = classify(grown[0], grown[1], grown[2], thresholds)
    assert (size is None) == (after is None)
    if size and after:
        assert ORDER.index(after) >= ORDER.index(size)


def test_every_preset_says_where_its_numbers_come_from() -> None:
    for thresholds in PRESETS.values():
        assert thresholds.source and len(thresholds.currency) == 3
        staff = [limits.staff or 0 for limits in thresholds.classes]
        assert staff == sorted(staff) and all(
            isinstance(limits.turnover, Decimal | None) for limits in thresholds.classes
        )
