"""Thresholds that make no sense are refused, by the form and by the database."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from peyvand.contacts.models import SizeThreshold
from peyvand.platform.accounts.models import User
from peyvand.platform.records import writing
from peyvand.platform.records.record import record_of
from tests.people import Cast

FIGURES = ("employees", "turnover", "balance_total")
SIZES = ("micro", "small", "medium")
EMPTY: dict[str, Any] = {f"{size}_{figure}": None for size in SIZES for figure in FIGURES}


def _errors(by: User, **sent: Any) -> dict[str, list[str]]:
    """What the form says against thresholds of Nepal."""
    form = writing.bind(
        record_of(SizeThreshold), {"country": "NP", "currency": "NPR", "rule": "all"} | EMPTY | sent, by=by
    )
    writing.save(record_of(SizeThreshold), form, by=by)
    return {name: [str(error) for error in errors] for name, errors in form.errors.items()}


def test_limits_that_rise_or_are_not_there_are_taken(cast: Cast) -> None:
    assert _errors(cast.olga, micro_employees=0, small_employees=10, medium_employees=10) == {}
    SizeThreshold.objects.filter(country="NP").delete()
    assert _errors(cast.olga, micro_turnover=5) == {}


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("size", SIZES)
def test_a_negative_limit_is_refused(cast: Cast, size: str, figure: str) -> None:
    wrong = {f"{size}_{figure}": -1}
    assert _errors(cast.olga, **wrong) == {"__all__": ["A limit cannot be negative."]}
    with pytest.raises(IntegrityError, match="size_limits_not_negative"), transaction.atomic():
        SizeThreshold.objects.create(country="NP", currency="NPR", rule="all", **wrong)


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize(("less", "more"), [("micro", "small"), ("small", "medium"), ("micro", "medium")])
def test_a_class_cannot_reach_beyond_a_larger_one(cast: Cast, less: str, more: str, figure: str) -> None:
    wrong = {f"{less}_{figure}": 20, f"{more}_{figure}": 10}
    assert _errors(cast.olga, **wrong) == {"__all__": ["The limits must not fall from micro to small to medium."]}
    with pytest.raises(IntegrityError, match="size_limits_rising"), transaction.atomic():
        SizeThreshold.objects.create(country="NP", currency="NPR", rule="all", **wrong)


@pytest.mark.parametrize("code", ["XYZ", "eur", "E", "€"])
def test_a_currency_is_one_of_iso_4217(cast: Cast, code: str) -> None:
    assert _errors(cast.olga, currency=code) == {"currency": [f"“{code}” is not the code of a currency."]}


def test_a_second_row_for_a_country_is_refused_in_plain_words(cast: Cast) -> None:
    SizeThreshold.objects.create(country="NP", currency="NPR", rule="all")
    assert _errors(cast.olga) == {"country": ["There are thresholds for this country already."]}
