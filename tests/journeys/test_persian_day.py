"""A day of work in Persian, from signing in to the palette."""

import csv
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.browsing import Visitor
from tests.journeys.conftest import Enter
from tests.journeys.steps import choose_file, counts, make_owner, sign_in

OURS = Path(__file__).parent
NORTHWIND = Path(os.environ.get("PEYVAND_SHARED") or OURS.parents[2] / "shared") / "data/northwind/csv"


def _rows(name: str) -> tuple[Path, list[dict[str, str]]]:
    """A file of Northwind, else one of ours with the same headings; and its lines."""
    file = NORTHWIND / name if (NORTHWIND / name).exists() else OURS / name
    with file.open(encoding="utf-8", newline="") as opened:
        return file, list(csv.DictReader(opened))


def test_a_day_in_persian(speaker: Callable[[str], Any], enter: Enter) -> None:
    speaker("fa")
    with enter(locale="fa-IR") as visitor:
        page = visitor.page
        visitor.goto("/accounts/login/")
        _seen(visitor)
        sign_in(visitor, "fa@example.com")
        expect(page.locator(".me")).to_contain_text("مینا راد")
        make_owner(page, "کاوه نوری", "kaveh@example.com")
        _seen(visitor)
        for name in ("customers.csv", "employees.csv"):
            _import(visitor, name)
        _search_open_and_edit(visitor, _rows("customers.csv")[1][1]["company_name"])
        _open_by_palette(visitor, _rows("employees.csv")[1][0])


def _seen(visitor: Visitor) -> None:
    """The page is Persian, from right to left, and accessible."""
    expect(visitor.page.locator("html[lang=fa][dir=rtl]")).to_be_attached()
    visitor.accessible()


def _import(visitor: Visitor, name: str) -> None:
    file, lines = _rows(name)
    choose_file(visitor.page, file)
    _seen(visitor)
    visitor.page.click("main button[type=submit]")
    told = counts(visitor.page)
    _seen(visitor)
    assert told["processed"] == len(lines), told
    assert told["reported"] == 0, told
    expect(visitor.page.locator("[data-count=processed]").first).to_have_text(re.compile("^[۰-۹٬]+$"))


def _search_open_and_edit(visitor: Visitor, firm: str) -> None:
    page: Page = visitor.page
    visitor.goto("/people/")
    page.keyboard.press("/")
    page.keyboard.type(firm)
    page.keyboard.press("Enter")
    found = page.locator("tbody tr").first.locator("[data-open]")
    expect(found).to_contain_text(firm)
    _seen(visitor)
    visitor.goto(str(found.get_attribute("href")))
    expect(page.locator(".rec h1")).to_have_text(firm)
    _seen(visitor)
    visitor.goto(f"{page.url}edit/")
    expect(page.locator("[name=country] option[value=DE]")).to_have_text("آلمان")
    page.fill("[name=note]", "یادداشتی به فارسی")
    _seen(visitor)
    page.get_by_role("button", name="ذخیره").first.click()
    expect(page.locator(".rec")).to_contain_text("یادداشتی به فارسی")


def _open_by_palette(visitor: Visitor, employee: dict[str, str]) -> None:
    page = visitor.page
    name = f"{employee['first_name']} {employee['last_name']}"
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-input")).to_be_focused()
    page.keyboard.type(name)
    expect(page.locator("#palette-list [aria-selected=true]")).to_contain_text(name)
    _seen(visitor)
    page.keyboard.press("Enter")
    expect(page.locator(".rec h1")).to_have_text(name)
    _seen(visitor)
