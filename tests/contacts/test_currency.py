"""Figures of a firm are in a currency, and are held only against limits in the same one."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from peyvand.contacts import sizes
from peyvand.contacts.models import Party, SizeThreshold
from tests.imports import counts, take_in
from tests.people import Cast, said, sign_in

JSON: dict[str, Any] = {"content_type": "application/json"}
M = 1_000_000


def enter(cast: Cast, **sent: Any) -> Any:
    """A new firm, sent by Olga."""
    return sign_in(cast.olga).post("/api/people/", {"name": "Mehr Stone", **sent}, **JSON)


def entered(cast: Cast, **sent: Any) -> Any:
    answer = enter(cast, **sent)
    assert answer.status_code == 201, answer.content
    return Party.objects.get(name="Mehr Stone")


@pytest.fixture(autouse=True)
def nobody_has_limits_of_their_own(cast: Cast) -> None:
    """Without rows the preset of the European Union holds, in euros."""
    SizeThreshold.objects.all().delete()


@pytest.mark.parametrize(
    ("sent", "currency"),
    [
        ({"country": "IR", "turnover": "5"}, "IRR"),
        ({"country": "DE", "balance_total": "5"}, "EUR"),
        ({"country": "DE", "balance_total": "5", "currency": "chf"}, "CHF"),
        ({"country": "DE", "employees": 5}, ""),
    ],
)
def test_figures_are_in_the_currency_that_is_named_else_in_that_of_the_country(
    cast: Cast, sent: dict[str, Any], currency: str
) -> None:
    assert entered(cast, **sent).currency == currency


def test_a_firm_without_a_country_counts_in_the_currency_of_our_own(cast: Cast) -> None:
    Party.objects.create(name="Our own", country="RU", is_focal=True)
    assert entered(cast, turnover="5").currency == "RUB"


def test_money_without_any_currency_is_refused_in_plain_words(cast: Cast) -> None:
    answer = enter(cast, turnover="5")
    assert answer.status_code == 422
    assert "Say in which currency the figures are." in said(answer)
    with pytest.raises(IntegrityError, match="party_money_has_currency"), transaction.atomic():
        Party.objects.create(name="Mehr Stone", turnover=5)


@pytest.mark.parametrize("code", ["XYZ", "€", "EURO"])
def test_what_is_no_currency_is_told(cast: Cast, code: str) -> None:
    answer = enter(cast, turnover="5", currency=code)
    assert answer.status_code == 422
    assert "currency" in answer.json()["errors"]


@pytest.mark.parametrize(
    ("country", "currency", "employees", "turnover", "size"),
    [
        ("DE", "EUR", 9, 90 * M, "large"),
        ("DE", "USD", 9, 90 * M, "micro"),
        ("DE", "USD", None, 90 * M, ""),
        ("NP", "NPR", 60, 1, "medium"),
        ("NP", "NPR", None, 1, ""),
        ("NP", "EUR", None, 1, "micro"),
    ],
)
def test_money_in_another_currency_says_nothing_about_the_size(
    cast: Cast, country: str, currency: str, employees: int | None, turnover: int, size: str
) -> None:
    party = Party(name="A", country=country, currency=currency, employees=employees, turnover=turnover)
    party.derive_columns()
    assert party.size_class == size


def test_a_person_has_no_size(cast: Cast) -> None:
    party = entered(cast, kind="person", employees=5)
    assert party.size_class == ""
    SizeThreshold.objects.create(country="", currency="EUR", rule="headcount", micro_employees=9)
    assert sizes.classify_all() == 0


def test_new_limits_in_another_currency_take_the_class_away(cast: Cast) -> None:
    party = entered(cast, country="DE", turnover="5")
    assert party.size_class == "micro"
    SizeThreshold.objects.create(country="DE", currency="USD", rule="any", micro_turnover=9)
    assert sizes.classify_all() == 1
    party.refresh_from_db()
    assert party.size_class == ""


def test_money_is_shown_with_its_currency(cast: Cast) -> None:
    party = entered(cast, country="DE", turnover="1234567")
    assert "€1,234,567" in said(sign_in(cast.olga).get(f"/people/{party.pk}/"))
    assert "۱٬۲۳۴٬۵۶۷" in said(sign_in(cast.olga, language="fa").get(f"/people/{party.pk}/"))


def test_a_currency_comes_in_by_its_column_once(cast: Cast) -> None:
    text = "name,country,revenue,currency,reference\nMehr Stone,DE,5000,usd,1\n"
    assert counts(take_in(text, by=cast.olga)) == (1, 0, 0, 0)
    assert Party.objects.get(name="Mehr Stone").currency == "USD"
    assert counts(take_in(text, by=cast.olga)) == (0, 0, 1, 0)
    table = said(sign_in(cast.olga).get("/export/people.csv"))
    assert "currency" in table.splitlines()[0] and '"USD"' in table


def test_amounts_are_compared_as_written_and_can_be_narrowed_by_currency(cast: Cast) -> None:
    for name, currency, turnover in (("Ada", "EUR", 5), ("Bo", "IRR", 900), ("Cy", "EUR", 800)):
        Party.objects.create(name=name, country="DE", currency=currency, turnover=turnover)
    olga = sign_in(cast.olga)

    def found(**asked: str) -> list[str]:
        rows = olga.get("/api/people/", {"turnover.gte": "700", "sort": "name", **asked}).json()["results"]
        return [row["name"] for row in rows]

    assert found() == ["Bo", "Cy"]
    assert found(currency="EUR") == ["Cy"]
