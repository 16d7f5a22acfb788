"""Everything that people do all day goes without a mouse."""

from playwright.sync_api import expect

from tests.journeys.conftest import Enter

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
