"""Narrow windows: what a phone and a tablet show of wide pages, and what must not cover what."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.browsing import DESK, PHONE, TABLET
from tests.journeys.conftest import Enter
from tests.journeys.steps import find

Directory = dict[str, int]
NARROW = (400, 844)
"""A window of a desk made as narrow as a phone: no finger touches it."""


def cut(shown: Locator) -> bool:
    """Whether words reach beyond the box that shows them."""
    return bool(shown.evaluate("box => box.scrollWidth > box.clientWidth"))


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


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_tablet_has_a_rail_of_pictures_that_tell_their_names(
    directory: Directory, first_run: tuple[list[str], Any], speaker: Callable[[str], Any], enter: Enter, language: str
) -> None:
    with enter(state=speaker("fa") if language == "fa" else first_run[1], size=TABLET) as visitor:
        page = visitor.page
        visitor.goto("/people/")
        rail = page.locator("#side").bounding_box()
        assert rail and rail["width"] < 60
        assert not cut(page.locator(".bar h1")) and not cut(page.locator(".bar small"))
        link = page.locator(".side a[href='/settings/permissions/']")
        words = link.locator("span").inner_text()
        expect(page.get_by_role("link", name=words, exact=True)).to_have_count(1)
        link.hover()
        told = link.locator("span").bounding_box()
        assert told and told["width"] > 40
        assert told["x"] + told["width"] <= rail["x"] if language == "fa" else told["x"] >= rail["width"]
        page.locator(".me").click()
        expect(page.locator("#me-menu")).to_contain_text("中文")
        visitor.accessible()


def test_a_card_of_the_phone_wraps_what_it_says_and_keeps_one_baseline(directory: Directory, as_owner: Enter) -> None:
    with as_owner(size=PHONE) as visitor:
        visitor.goto("/people/?q=Harbour Quay")
        card = visitor.page.locator("tbody tr", has_text="Harbour Quay Hotels").first
        for cell in card.locator("td:visible").all():
            assert not cut(cell) and not any(cut(inner) for inner in cell.locator("bdi, .chip").all())
        bottoms = [card.locator(part).first.evaluate(_BASELINE) for part in (".chip", "[href^='tel:']")]
        assert abs(bottoms[0] - bottoms[1]) < 1.5, bottoms
        visitor.fits()


_BASELINE = """shown => {
    const mark = document.createElement('i');
    mark.style.cssText = 'display:inline-block;width:0;height:0';
    shown.prepend(mark);
    const bottom = mark.getBoundingClientRect().bottom;
    mark.remove();
    return bottom;
}"""
"""What stands on the line of words without a height of its own tells where that line is."""


def test_a_narrow_window_names_no_keys(directory: Directory, as_owner: Enter) -> None:
    with as_owner(size=NARROW) as visitor:
        page = visitor.page
        visitor.goto("/people/")
        page.locator("[data-select]").first.check()
        expect(page.locator("#bulk")).to_be_visible()
        expect(page.locator("#bulk kbd")).to_be_hidden()
        page.locator(".phone-bar [data-palette-open]").click()
        expect(page.locator("#palette-input")).to_be_focused()
        expect(page.locator(".palette kbd")).to_be_hidden()


def test_permissions_scroll_beside_their_names_on_a_phone(as_owner: Enter) -> None:
    with as_owner(size=PHONE) as visitor:
        page = visitor.page
        visitor.goto("/settings/permissions/")
        visitor.fits()
        box, name = page.locator(".matrix"), page.locator(".matrix tbody th[scope=row]").first
        role, before, edge = (
            page.locator(".matrix thead th").nth(2).bounding_box(),
            name.bounding_box(),
            box.bounding_box(),
        )
        assert role and before and edge and role["x"] + role["width"] <= edge["x"] + edge["width"]
        page.locator(".matrix thead th").last.scroll_into_view_if_needed()
        assert box.evaluate("box => box.scrollLeft") > 0
        assert name.bounding_box() == before
        visitor.accessible()


def test_russian_words_fit_the_columns_of_list_and_record(
    directory: Directory, speaker: Callable[[str], Any], enter: Enter
) -> None:
    with enter(state=speaker("ru")) as visitor:
        visitor.goto("/people/")
        assert not cut(visitor.page.locator(".table-wrap"))
        find(visitor.page, "Jonas Keller")
        label = visitor.page.get_by_role("term").filter(has_text="Ответственный")
        assert (
            label.evaluate(
                "label => { const words = document.createRange(); words.selectNodeContents(label);"
                " return words.getClientRects().length; }"
            )
            == 1
        )
