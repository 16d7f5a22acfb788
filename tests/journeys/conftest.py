"""One running product and one browser for all journeys; the people and the data that most of them need."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import DATA
from tests.journeys.browsing import Visitor, launch
from tests.journeys.product import Product
from tests.journeys.steps import OWNER, PASSWORD, import_file, make_owner, sign_in, state_of

Enter = Callable[..., Visitor]
COLUMNS = ("name", "kind", "roles", "email", "phone", "city", "country", "tags")
PEOPLE = (
    ("Mehr Stone & Quartz", "organisation", "supplier", "info@mehr.example.com", "+98 21 8890 1200", "تهران", "IR", "quartz"),
    ("Jonas Keller", "person", "customer", "jonas@keller.example.com", "+49 30 901820", "Berlin", "DE", ""),
    ("Верфь Дерево", "organisation", "competitor;partner", "office@derevo.example.com", "+7 812 555 01 01", "Санкт-Петербург", "RU", "wood"),
    ("李伟 Li Wei", "person", "dealer", "li.wei@harbour.example.com", "+86 21 5588 0101", "上海", "CN", "kitchens"),
    ("نیلوفر فراهانی", "person", "adviser", "niloufar@bank.example.com", "+98 912 345 6789", "اصفهان", "IR", "bank"),
    ("Atlas Board Works", "organisation", "supplier", "sales@atlas.example.com", "+44 20 7946 0958", "London", "GB", "boards;key"),
    ("شرکت بازرگانی آرمان تجارت", "organisation", "customer;prospect", "info@arman.example.com", "+98 21 4455 6677", "تهران", "IR", "key"),
    ("Анна Соколова", "person", "customer", "anna@sokolova.example.com", "+7 495 123 45 67", "Москва", "RU", ""),
    ("Harbour Quay Hotels", "organisation", "customer", "buying@harbourquay.example.com", "+31 20 555 0142", "Amsterdam", "NL", "hotels"),
    ("陈静", "person", "partner", "chen.jing@hotels.example.com", "+86 10 5555 0199", "北京", "CN", "hotels"),
    ("Lumen Trade Press", "organisation", "media", "desk@lumen.example.com", "+33 1 55 55 01 40", "Paris", "FR", ""),
)  # fmt: skip
STUDIOS = tuple(
    (f"Kitchen Studio {n:02}", "organisation", "customer", f"studio{n:02}@example.com", "", "Utrecht", "NL", "")
    for n in range(1, 51)
)
"""Enough for a second page of the list."""


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    running = Product(DATA / "journeys")
    yield running
    running.stop()
    assert not running.complaints(), running.complaints()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = launch(playwright)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def first_run(product: Product, browser: Browser) -> tuple[list[str], Any]:
    """The very first visit, which makes the owner: the titles of the pages seen, and the browser's state after it."""
    with Visitor(browser, product.address, "first-run") as visitor:
        page = visitor.page
        visitor.goto("/people/")
        seen = [page.locator("h1").inner_text()]
        visitor.accessible()
        page.fill("[name=firm]", "Northwind Traders")
        page.fill("[name=name]", "Sara Keller")
        page.fill("[name=email]", OWNER)
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url("**/people/")
        seen.append(page.locator("h1").inner_text())
        visitor.accessible()
        return seen, state_of(visitor)


@pytest.fixture(scope="session")
def directory(product: Product, browser: Browser, first_run: tuple[list[str], Any]) -> dict[str, int]:
    """A directory to work with, imported by the owner: the counts of that import."""
    file = DATA / "directory.csv"
    write_csv(file, [COLUMNS, *PEOPLE, *STUDIOS])
    with Visitor(browser, product.address, "directory", state=first_run[1]) as visitor:
        return import_file(visitor.page, file)


@pytest.fixture
def enter(product: Product, browser: Browser, request: pytest.FixtureRequest) -> Enter:
    """A stranger's browser."""

    def opened(**traits: Any) -> Visitor:
        return Visitor(browser, product.address, request.node.name, **traits)

    return opened


@pytest.fixture
def as_owner(enter: Enter, first_run: tuple[list[str], Any]) -> Enter:
    """The owner's browser, signed in."""
    return lambda **traits: enter(state=first_run[1], **traits)


@pytest.fixture(scope="session")
def speaker(product: Product, browser: Browser, first_run: tuple[list[str], Any]) -> Callable[[str], Any]:
    """A colleague whose pages are in a language: their browser's state, signed in."""
    known: dict[str, Any] = {}

    def signed_in(language: str) -> Any:
        if language not in known:
            email = f"{language}@example.com"
            with Visitor(browser, product.address, f"owner-invites-{language}", state=first_run[1]) as owner:
                make_owner(owner.page, f"Speaker of {language}", email)
            with Visitor(browser, product.address, f"speaker-{language}") as colleague:
                sign_in(colleague, email)
                colleague.goto("/settings/profile/")
                colleague.page.select_option("[name=language]", language)
                colleague.page.click("main button[type=submit]")
                colleague.page.wait_for_selector(f"html[lang={language}]")
                known[language] = state_of(colleague)
        return known[language]

    return signed_in


def write_csv(path: Path, rows: list[tuple[str, ...]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
