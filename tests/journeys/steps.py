"""What people do again and again."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.browsing import Visitor

PASSWORD = "correct horse battery"
OWNER = "sara@example.com"


def sign_in(visitor: Visitor, email: str, password: str = PASSWORD) -> None:
    page = visitor.page
    visitor.goto("/accounts/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    page.click("main button[type=submit]")


def choose_file(page: Page, path: Path) -> None:
    """Take a file to the page that asks what its columns mean."""
    page.goto("/imports/people/new/")
    page.set_input_files("[name=file]", path)
    page.click("main button[type=submit]")
    page.wait_for_selector("form[action$='/start/']")


def import_file(page: Page, path: Path) -> dict[str, int]:
    """Import a file with what the page proposes. Returns the counts that the page shows at the end."""
    choose_file(page, path)
    page.click("main button[type=submit]")
    return counts(page)


def counts(page: Page) -> dict[str, int]:
    """The counts of an import, once it is done."""
    expect(page.locator("#progress .chip.good")).to_be_visible(timeout=30_000)
    shown = {figure.get_attribute("data-count"): figure.inner_text() for figure in page.locator("[data-count]").all()}
    return {name: int(text.replace(",", "")) for name, text in shown.items() if name and text}


def find(page: Page, text: str) -> None:
    """Search the directory for a party and go to its page."""
    page.goto(f"/people/?q={text}")
    page.goto(str(page.locator("tbody [data-open]").first.get_attribute("href")))


def make_owner(page: Page, name: str, email: str) -> None:
    """Give a colleague an account that may do everything."""
    page.goto("/settings/people/new/")
    page.fill("[name=name]", name)
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.check("[name=is_owner]")
    page.click("main button[type=submit]")
    expect(page.get_by_role("link", name=name)).to_be_visible()


def state_of(visitor: Visitor) -> Any:
    """What the browser keeps of being signed in."""
    return visitor.context.storage_state()
