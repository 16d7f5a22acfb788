"""The first visitor of a new product becomes its owner; nobody after them does."""

from typing import Any

from playwright.sync_api import expect

from tests.journeys.conftest import Enter


def test_the_first_visitor_is_asked_for_an_account_and_owns_the_product(
    first_run: tuple[list[str], Any], as_owner: Enter
) -> None:
    assert first_run[0] == ["Welcome to Peyvand", "People & organisations"]
    with as_owner() as visitor:
        visitor.goto("/")
        expect(visitor.page.locator(".me")).to_contain_text("Sara Keller")
        expect(visitor.page.get_by_role("link", name="Permissions")).to_be_visible()
        expect(visitor.page.locator("tbody")).to_contain_text("Northwind Traders")


def test_a_second_visitor_is_asked_to_sign_in(first_run: tuple[list[str], Any], enter: Enter) -> None:
    with enter() as visitor:
        visitor.goto("/people/")
        expect(visitor.page).to_have_url(f"{visitor.address}/accounts/login/?next=%2Fpeople%2F")
        visitor.accessible()
        visitor.goto("/setup/")
        expect(visitor.page).not_to_have_title("Welcome to Peyvand · Peyvand")
