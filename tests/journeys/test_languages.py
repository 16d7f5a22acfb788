"""The same pages in every language, direction, theme and width."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import DESK, PHONE, TABLET
from tests.journeys.conftest import Enter
from tests.journeys.steps import find

Directory = dict[str, int]
Speaker = Callable[[str], Any]
PAGES = (
    "/people/?limit=8",
    "/people/new/",
    "/imports/people/new/",
    "/settings/people/",
    "/settings/roles/",
    "/settings/history/",
    "/deleted/",
    "/settings/permissions/",
    "/settings/profile/",
    "/size-thresholds/",
    "/consents/",
)


@pytest.mark.parametrize("size", [DESK, TABLET, PHONE], ids=["desk", "tablet", "phone"])
def test_every_page_is_accessible_in_persian_from_right_to_left(
    directory: Directory, speaker: Speaker, enter: Enter, size: tuple[int, int]
) -> None:
    with enter(state=speaker("fa"), size=size, color_scheme="dark" if size == PHONE else "light") as visitor:
        page = visitor.page
        for path in PAGES:
            visitor.goto(path)
            expect(page.locator("html")).to_have_attribute("dir", "rtl")
            visitor.fits()
            visitor.accessible()
        find(page, "Harbour Quay")
        visitor.fits()
        visitor.accessible()


def test_persian_pages_write_digits_and_days_as_persians_do(
    directory: Directory, speaker: Speaker, enter: Enter
) -> None:
    with enter(state=speaker("fa")) as visitor:
        page = visitor.page
        visitor.goto("/people/")
        expect(page.locator(".bar small")).to_have_text(re.compile("^[۰-۹٬]+"))
        find(page, "Mehr")
        expect(page.locator(".tl time").first).to_have_attribute("title", re.compile("۱[۴-۵][۰-۹][۰-۹]"))
        find(page, "آرمان")
        expect(page.locator(".col").nth(2)).to_contain_text("نیلوفر فراهانی")
        visitor.picture("record-fa")
        page.goto("/people/?updated_at.gte=2026-03-21")
        expect(page.locator(".f.on bdi")).to_have_text(re.compile("۱ فروردین ۱۴۰۵"))


@pytest.mark.parametrize("language", ["ru", "zh-hans"])
def test_russian_and_chinese_pages_work(directory: Directory, speaker: Speaker, enter: Enter, language: str) -> None:
    with enter(state=speaker(language)) as visitor:
        for path in ("/people/?limit=8", "/people/new/", "/settings/profile/"):
            visitor.goto(path)
            expect(visitor.page.locator("html")).to_have_attribute("lang", language)
            visitor.fits()
            visitor.accessible()


def test_on_a_phone_the_list_leads_to_the_record(directory: Directory, as_owner: Enter) -> None:
    with as_owner(size=PHONE) as visitor:
        page = visitor.page
        visitor.goto("/people/?q=Harbour Quay Hotels")
        visitor.fits()
        visitor.accessible()
        page.get_by_role("link", name="Harbour Quay Hotels").tap()
        expect(page.locator("#panel h1")).to_have_text("Harbour Quay Hotels")
        visitor.accessible()
        page.get_by_role("link", name="Open as a page").tap()
        expect(page.locator(".rec h1")).to_have_text("Harbour Quay Hotels")
        visitor.fits()
        visitor.accessible()
        page.locator(".phone-bar").get_by_role("button", name="More").tap()
        expect(page.locator("#side")).to_be_visible()
        visitor.accessible()


def test_on_a_phone_the_names_stay_while_the_columns_move(directory: Directory, as_owner: Enter) -> None:
    with as_owner(size=PHONE) as visitor:
        page = visitor.page
        visitor.goto("/people/?sort=-name")
        visitor.picture("list-phone")
        name = page.locator("tr[data-row] td").nth(1)
        page.locator(".table-wrap").evaluate("wrap => { wrap.scrollLeft = 400; }")
        place = name.bounding_box()
        assert place and place["x"] >= 0, "the name went out of sight with its column"


def test_the_theme_is_changed_at_once_and_remembered(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/people/?limit=8")
        light = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        page.click(".me")
        page.get_by_role("menuitemradio", name="Dark").click()
        page.reload()
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != light
        visitor.accessible()
        find(page, "Mehr")
        visitor.accessible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_component_is_accessible_in_both_themes(as_owner: Enter, theme: str) -> None:
    with as_owner(color_scheme=theme) as visitor:
        visitor.context.add_cookies([{"name": "theme", "value": theme, "url": visitor.address}])
        visitor.goto("/design/")
        expect(visitor.page.locator("html")).to_have_attribute("data-theme", theme)
        visitor.accessible()
