"""What happened: to a record that is there, and to one that was deleted."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import DESK, PHONE
from tests.journeys.conftest import Enter


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_record_s_parts_are_told_while_it_is_there_and_after(
    directory: dict[str, int], as_owner: Enter, speaker: Callable[[str], Any], enter: Enter, size: tuple[int, int]
) -> None:
    name = f"Passing Trade {size[0]}"
    with as_owner(size=size) as owner:
        page = owner.page
        owner.goto("/people/new/")
        page.fill("[name=name]", name)
        page.fill("[name=emails]", "work: first@passing.example")
        page.locator("main form button[type=submit]").click()
        story = page.locator(".tl")
        expect(story).to_contain_text("Added: E-mail first@passing.example · work")
        owner.goto(page.url + "edit/")
        page.fill("[name=emails]", "second@passing.example")
        page.locator("main form button[type=submit]").click()
        expect(story).to_contain_text("Removed: E-mail first@passing.example · work")
        owner.accessible()
        owner.fits()
        page.locator("#main").get_by_role("button", name="More").click()
        page.get_by_role("menuitem", name="Delete").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        expect(page.get_by_text("Deleted.")).to_be_visible()
        owner.goto("/deleted/")
        owner.accessible()
        owner.fits()
        page.get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", name=name)).to_be_visible()
        expect(story).to_contain_text("deleted this")
        expect(story).to_contain_text("Added: E-mail first@passing.example · work")
        owner.accessible()
        owner.fits()
        address = page.url
    with enter(state=speaker("fa"), size=size, color_scheme="dark") as reader:
        reader.goto(address)
        expect(reader.page.locator("h1")).to_have_text(name)
        expect(reader.page.locator(".tl")).to_contain_text("first@passing.example")
        reader.accessible()
        reader.fits()
        reader.goto("/settings/history/")
        reader.accessible()
        reader.fits()
