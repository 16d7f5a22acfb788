"""Narrow windows: what a phone and a tablet show of wide pages, and what must not cover what."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import DESK, PHONE, TABLET
from tests.journeys.conftest import Enter

Directory = dict[str, int]


def test_a_phone_says_what_the_numbers_of_a_card_are(directory: Directory, as_owner: Enter) -> None:
    with as_owner(size=PHONE) as visitor:
        visitor.goto("/size-thresholds/")
        numbers = visitor.page.get_by_role("row", name="Iran").locator("td.r")
        expect(numbers).to_have_count(3)
        told = [cell.evaluate("cell => getComputedStyle(cell, '::before').content") for cell in numbers.all()]
        for words, size, cell in zip(told, ("Micro", "Small", "Medium"), numbers.all(), strict=True):
            assert f"{size}: employees" in words
            expect(cell).to_be_visible()
        visitor.fits()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_tablet_keeps_the_name_in_sight_of_what_scrolls_beside_it(
    directory: Directory, first_run: tuple[list[str], Any], speaker: Callable[[str], Any], enter: Enter, language: str
) -> None:
    with enter(state=speaker("fa") if language == "fa" else first_run[1], size=TABLET) as visitor:
        visitor.goto("/people/?limit=20")
        visitor.fits()
        page = visitor.page
        before = page.locator("tbody [data-open]").first.bounding_box()
        page.locator("tbody tr").first.locator("td").last.scroll_into_view_if_needed()
        assert page.locator(".table-wrap").evaluate("wrap => Math.abs(wrap.scrollLeft)") > 0
        after = page.locator("tbody [data-open]").first.bounding_box()
        assert before and after and abs(before["x"] - after["x"]) < 20
        visitor.accessible()


@pytest.mark.parametrize("size", [DESK, TABLET], ids=["desk", "tablet"])
def test_a_toast_leaves_the_menu_of_the_person_free(
    directory: Directory, as_owner: Enter, size: tuple[int, int]
) -> None:
    with as_owner(size=size) as visitor:
        page = visitor.page
        visitor.goto("/settings/profile/")
        page.click("main button[type=submit]")
        expect(page.locator(".toast")).to_be_visible()
        page.locator(".me").click(timeout=2000)  # fails where something lies over it
        expect(page.locator("#me-menu")).to_be_visible()


def test_a_page_has_one_picture_wherever_a_way_leads_to_it(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        visitor.goto("/settings/people/")
        drawn = [
            link.locator("svg").inner_html() for link in visitor.page.get_by_role("link", name="Permissions").all()
        ]
        assert len(drawn) == 2 and len(set(drawn)) == 1
