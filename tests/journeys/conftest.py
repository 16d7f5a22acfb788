"""One running product and one browser for all journeys; the people and the data that most of them need."""

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
SPEAKERS = {"fa": "مینا راد", "ru": "Ирина Волкова", "zh-hans": "王芳"}
DIRECTORY = Path(__file__).with_name("directory.csv")
"""Names in four scripts, and enough of them for a second page of the list."""


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    running = Product(DATA / "journeys")
    yield running
    running.stop()
    assert not running.complaints(), running.complaints()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = launch(playwright.chromium)
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
        page.select_option("[name=country]", "US")
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
    with Visitor(browser, product.address, "directory", state=first_run[1]) as visitor:
        return import_file(visitor.page, DIRECTORY)


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
                make_owner(owner.page, SPEAKERS[language], email)
            with Visitor(browser, product.address, f"speaker-{language}") as colleague:
                sign_in(colleague, email)
                colleague.goto("/settings/profile/")
                colleague.page.select_option("select[name=language]", language)
                colleague.page.click("main button[type=submit]")
                colleague.page.wait_for_selector(f"html[lang={language}]")
                known[language] = state_of(colleague)
        return known[language]

    return signed_in
