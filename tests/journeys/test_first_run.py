"""The first visitor of a new product becomes its owner; nobody after them does."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import DATA
from tests.journeys.browsing import DESK, PHONE, Visitor
from tests.journeys.conftest import Enter
from tests.journeys.product import Product
from tests.journeys.steps import PASSWORD


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


@pytest.fixture
def new_product() -> Iterator[Product]:
    """A product that nobody has visited yet."""
    running = Product(DATA / "first-run-in-persian")
    yield running
    running.stop()
    assert not running.complaints(), running.complaints()


def test_the_first_visitor_reads_persian(new_product: Product, browser: Browser) -> None:
    with Visitor(browser, new_product.address, "first-run-fa", size=PHONE, locale="fa-IR") as visitor:
        visitor.expected = ("422",)
        page = visitor.page
        visitor.goto("/")
        expect(page).to_have_url(f"{new_product.address}/setup/")
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        expect(page.locator("h1")).to_have_text("به پیوند خوش آمدید")
        visitor.fits()
        visitor.accessible()
        page.fill("[name=name]", "مینا راد")
        page.fill("[name=password]", "1234")
        page.click("main button[type=submit]")
        expect(page.locator("[aria-invalid=true]")).to_have_count(4)  # firm, country, e-mail, and the password too
        expect(page.locator("[name=name]")).to_have_value("مینا راد")
        visitor.accessible()
        page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        page.fill("[name=firm]", "بازرگانی مهر")
        page.select_option("[name=country]", "IR")
        page.fill("[name=email]", "mina@example.com")
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url("**/people/")
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        expect(page.locator("tbody")).to_contain_text("بازرگانی مهر")
        expect(page.locator(".me")).to_contain_text("مینا راد")
        visitor.accessible()
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        visitor.fits()
        page.locator(".empty").get_by_role("link").first.click()
        expect(page).to_have_url(f"{new_product.address}/imports/people/new/")
