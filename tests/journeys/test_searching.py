"""The search of a list answers as one types: the latest text counts, and nothing is asked amid a composition."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Request, Route, expect

from tests.journeys.browsing import PHONE
from tests.journeys.conftest import Enter

Directory = dict[str, int]
FIELD = "form[role=search] [name=q]"


def _asked(page: Page) -> list[str]:
    """What is asked of the list from here on, as it happens."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if re.search(r"/people/(\?|$)", request.url):
            asked.append(request.url)

    page.on("request", note)
    return asked


def test_a_list_follows_what_is_typed_and_keeps_the_caret(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/people/?sort=-updated_at&kind=organisation")
        asked, depth = _asked(page), page.evaluate("history.length")
        page.keyboard.press("/")
        page.keyboard.type("harbour", delay=15)
        expect(page.locator("tbody tr")).to_have_count(1)
        expect(page.locator("tbody")).to_contain_text("Harbour Quay Hotels")
        assert len(asked) == 1, asked
        expect(page).to_have_url(f"{visitor.address}/people/?sort=-updated_at&kind=organisation&q=harbour")
        assert page.evaluate("history.length") == depth
        expect(page.locator(FIELD)).to_be_focused()
        for _letter in range(3):
            page.keyboard.press("ArrowLeft")
        page.keyboard.press("Backspace")
        page.keyboard.type("b")
        page.wait_for_timeout(400)
        assert page.locator(FIELD).evaluate("field => [field.value, field.selectionStart]") == ["harbour", 4]
        expect(page.locator(".bar small")).to_have_text("1")
        expect(page.locator("#list-found")).to_have_text("People & organisations: 1")
        for part in ("a[href*='export']", ".f.on", "#filter-menu"):
            told = page.locator(part).first.evaluate("part => part.href || part.getAttribute('hx-get')")
            assert "q=harbour" in told, part
        visitor.accessible()
        page.locator(FIELD).fill("")
        expect(page).to_have_url(f"{visitor.address}/people/?sort=-updated_at&kind=organisation")
        expect(page.locator("tbody tr[data-row]")).not_to_have_count(1)
        page.locator(FIELD).fill("nobody is called so")
        expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()


def test_the_latest_text_counts_also_where_an_earlier_answer_is_late(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        visitor.expected = ("htmx:sendAbort", "htmx:afterRequest")  # so htmx tells that it lets the earlier one go
        page, held = visitor.page, list[Route]()
        visitor.goto("/people/")
        page.route(re.compile(r"q=kit$"), lambda route: held.append(route))
        page.locator(FIELD).press_sequentially("kit")
        page.wait_for_timeout(300)
        assert len(held) == 1
        page.locator(FIELD).fill("harbour")
        expect(page.locator("tbody tr").first).to_contain_text("Harbour Quay Hotels")
        held[0].continue_()
        page.wait_for_timeout(400)
        expect(page.locator("tbody tr").first).to_contain_text("Harbour Quay Hotels")
        expect(page).to_have_url(re.compile("q=harbour$"))


def test_nothing_is_asked_amid_a_composition(directory: Directory, speaker: Callable[[str], Any], enter: Enter) -> None:
    with enter(state=speaker("zh-hans"), size=PHONE) as visitor:
        page = visitor.page
        visitor.goto("/people/")
        page.locator(FIELD).focus()
        asked, keys = _asked(page), visitor.context.new_cdp_session(page)
        for text in ("ch", "chen", "陈"):
            keys.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
            page.wait_for_timeout(300)
        assert asked == []
        keys.send("Input.insertText", {"text": "陈"})
        expect(page.locator("tbody tr[data-row]")).to_have_count(1)
        assert len(asked) == 1
        visitor.fits()


def test_who_comes_back_to_a_search_sees_the_whole_page(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/people/")
        page.locator(FIELD).press_sequentially("harbour")
        expect(page.locator("tbody tr").first).to_contain_text("Harbour Quay Hotels")
        visitor.goto("/settings/profile/")
        page.go_back()
        expect(page.locator(FIELD)).to_have_value("harbour")
        expect(page.locator(".side")).to_be_visible()
        expect(page.locator("tbody tr").first).to_contain_text("Harbour Quay Hotels")
