"""Everything that people do all day goes without a mouse."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.journeys.conftest import Enter
from tests.journeys.steps import sign_in

Directory = dict[str, int]


def test_the_palette_finds_and_opens_a_record(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/settings/profile/")
        page.keyboard.press("Control+k")
        expect(page.locator("#palette-input")).to_be_focused()
        page.keyboard.type("harbour")
        found = page.locator("#palette-list [role=option]")
        expect(found.first).to_contain_text("Harbour Quay Hotels")
        visitor.accessible()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowUp")
        expect(found.first).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Enter")
        expect(page.locator(".rec h1")).to_have_text("Harbour Quay Hotels")


def test_the_palette_goes_to_places_and_closes_with_escape(as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/people/")
        page.keyboard.press("Control+k")
        page.keyboard.type("permiss")
        expect(page.locator("#palette-list [aria-selected=true]")).to_contain_text("Permissions")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Permissions")).to_be_visible()
        page.keyboard.press("Control+k")
        page.keyboard.press("Escape")
        expect(page.locator("#palette")).to_be_hidden()


def test_the_palette_does_what_the_page_can_do(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page, chosen = visitor.page, visitor.page.locator("#palette-list [aria-selected=true]")

        def find(text: str, told: str) -> None:
            page.keyboard.press("Control+k")
            page.keyboard.type(text)
            expect(chosen).to_contain_text(told)

        visitor.goto("/people/?q=Kitchen")
        find("export this list: csv", "Export this list: CSV")
        visitor.accessible()
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        assert "Kitchen Studio" in Path(download.value.path()).read_text(encoding="utf-8-sig")
        find("theme: dark", "Theme: Dark")
        page.keyboard.press("Enter")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        find("keyboard sh", "Keyboard shortcuts")
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
        page.keyboard.press("Escape")
        find("your prof", "Your profile")
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{visitor.address}/settings/profile/")
        find("import: people", "Import: People & organisations")
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{visitor.address}/imports/people/new/")
        page.keyboard.press("Control+k")
        page.keyboard.type("export this list")
        expect(page.locator(".palette-none")).to_be_visible()


def test_the_palette_changes_the_language_and_back(as_owner: Enter) -> None:
    with as_owner() as visitor:
        page, chosen = visitor.page, visitor.page.locator("#palette-list [aria-selected=true]")
        visitor.goto("/size-thresholds/")
        for words, language in (("فارسی", "fa"), ("english", "en")):
            page.keyboard.press("Control+k")
            page.keyboard.type(words)
            expect(chosen).to_contain_text(words, ignore_case=True)
            page.keyboard.press("Enter")
            expect(page.locator("html")).to_have_attribute("lang", language)
            expect(page).to_have_url(f"{visitor.address}/size-thresholds/")
            expect(page.locator("main h1")).to_be_visible()


def test_somebody_signs_out_by_the_palette_in_persian(speaker: Callable[[str], Any], enter: Enter) -> None:
    speaker("fa")
    with enter(locale="fa-IR") as visitor:  # a session of its own, which ends here
        sign_in(visitor, "fa@example.com")
        page = visitor.page
        expect(page.locator(".me")).to_be_visible()
        page.keyboard.press("Control+k")
        page.keyboard.type("خروج")
        expect(page.locator("#palette-list [aria-selected=true]")).to_contain_text("خروج")
        page.keyboard.press("Enter")
        expect(page.locator("[name=login]")).to_be_visible()


def test_a_party_is_made_by_keys_alone(as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/people/")
        page.keyboard.press("c")
        expect(page.locator("#panel form")).to_be_visible()
        page.locator("#panel [name=kind]").focus()
        page.keyboard.press("Tab")
        page.keyboard.type("Keyboard & Daughters")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".rec h1")).to_have_text("Keyboard & Daughters")


def test_rows_are_walked_picked_and_opened_by_keys(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/people/?q=Kitchen Studio")
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("x")
        expect(page.locator("#bulk")).to_contain_text("1 selected")
        page.keyboard.press("Escape")
        expect(page.locator("#bulk")).to_be_hidden()
        name = page.locator("tr[data-row]").nth(1).locator("[data-open] bdi").inner_text()
        page.keyboard.press("Enter")
        expect(page.locator("#panel h1")).to_have_text(name)


def test_the_sheet_of_shortcuts_names_them(as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/people/?limit=8")
        page.keyboard.press("?")
        sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
        expect(sheet).to_contain_text("Search or do anything")
        expect(sheet).to_contain_text("New")
        visitor.accessible()
