"""A session ends while somebody writes: nothing of what they typed is lost, and nobody else gets it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.browsing import PHONE, Visitor, launch
from tests.journeys.conftest import Enter
from tests.journeys.product import Product
from tests.journeys.steps import OWNER, PASSWORD, find, make_owner

Directory = dict[str, int]
Speaker = Callable[[str], Any]


def write_much(page: Page, name: str) -> None:
    """Fill in a form, its closed parts as well."""
    page.locator("[name=name]").fill(name)
    page.locator("summary", has=page.locator("svg")).last.click()
    page.locator("[name=note]").fill("Typed for an hour")


def end_session(visitor: Visitor) -> None:
    visitor.context.clear_cookies()
    visitor.expected = (*visitor.expected, "401")


def dialog_of(page: Page) -> Locator:
    return page.locator("dialog.again")


def enter_password(page: Page, password: str = PASSWORD) -> None:
    dialog_of(page).locator("[name=password]").fill(password)
    dialog_of(page).locator("[type=submit]").click()


@pytest.mark.parametrize("size", [(1360, 850), PHONE], ids=["desk", "phone"])
def test_who_was_signed_out_signs_in_over_the_form_and_it_is_saved(
    directory: Directory, as_owner: Enter, size: tuple[int, int]
) -> None:
    with as_owner(size=size) as visitor:
        page = visitor.page
        visitor.goto("/people/new/")
        write_much(page, f"Hourlong Ltd {size[0]}")
        end_session(visitor)
        page.locator("main").get_by_role("button", name="Save").click()
        dialog = page.get_by_role("dialog", name="You have been signed out")
        expect(dialog).to_contain_text("Nothing of what you typed is lost")
        expect(dialog.get_by_label("E-mail")).to_have_value(OWNER)
        expect(dialog.get_by_label("Password")).to_be_focused()
        visitor.accessible()
        visitor.fits()
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator(".rec h1")).to_have_text(f"Hourlong Ltd {size[0]}")
        expect(page.locator(".rec")).to_contain_text("Typed for an hour")


def test_a_wrong_password_is_said_in_the_dialog_and_not_now_leaves_the_form_as_it_is(
    directory: Directory, as_owner: Enter
) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.expected = ("422",)
        find(page, "Kitchen Studio 09")
        page.keyboard.press("e")
        page.locator("#panel summary", has_text="About").click()
        note = page.locator("#panel [name=note]")
        note.fill("Wants elm")
        end_session(visitor)
        page.locator("#panel").get_by_role("button", name="Save").click()
        enter_password(page, "not the password")
        expect(dialog_of(page).get_by_role("alert")).to_contain_text("not correct")
        visitor.accessible()
        dialog_of(page).get_by_role("button", name="Not now").click()
        expect(dialog_of(page)).to_have_count(0)
        expect(note).to_have_value("Wants elm")
        page.locator("#panel").get_by_role("button", name="Save").click()
        enter_password(page)
        expect(page.locator(".tl li").first).to_contain_text("Wants elm")


def test_after_too_many_wrong_passwords_the_dialog_says_to_wait(as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.expected = ("422", "429")
        visitor.goto("/people/new/")
        page.fill("[name=name]", "Locked Out Ltd")
        end_session(visitor)
        page.get_by_role("button", name="Save").click()
        dialog_of(page).locator("[name=login]").fill("forgetful@example.com")
        for attempt in range(5):
            with page.expect_response(lambda answer: "/login/again/" in answer.url):
                enter_password(page, f"guess number {attempt}")
            expect(dialog_of(page).locator(":disabled")).to_have_count(0)
        expect(dialog_of(page).get_by_role("heading", name="Too many attempts")).to_be_visible()
        visitor.accessible()
        dialog_of(page).get_by_role("button", name="Close").click()
        expect(page.locator("[name=name]")).to_have_value("Locked Out Ltd")


def test_when_another_person_signs_in_the_page_of_the_first_is_gone_and_nothing_of_it_is_saved(
    directory: Directory, as_owner: Enter, enter: Enter, speaker: Speaker
) -> None:
    speaker("fa")
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/people/new/")
        page.fill("[name=name]", "Not Yours Ltd")
        end_session(visitor)
        page.get_by_role("button", name="Save").click()
        dialog_of(page).locator("[name=login]").fill("fa@example.com")
        enter_password(page)
        expect(page.locator("html")).to_have_attribute("lang", "fa")
        expect(page.locator(".me")).to_contain_text("مینا راد")
        expect(page.locator("[name=name]")).to_have_value("")
        visitor.goto("/people/?q=Not Yours Ltd")
        expect(page.locator("tr[data-row]", has_text="Not Yours")).to_have_count(0)


def test_a_form_of_the_settings_waits_for_the_session_too(as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/settings/people/new/")
        page.fill("[name=name]", "Late Colleague")
        page.fill("[name=email]", "late@example.com")
        page.fill("[name=password]", PASSWORD)
        end_session(visitor)
        page.locator("main").get_by_role("button", name="Save").click()
        expect(dialog_of(page)).to_be_visible()
        visitor.accessible()
        enter_password(page)
        expect(page.get_by_role("row", name="Late Colleague")).to_be_visible()


def test_who_signed_in_again_in_another_tab_just_saves(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.expected = ("403",)
        visitor.goto("/people/new/")
        page.fill("[name=name]", "Two Tabs Ltd")
        visitor.context.clear_cookies()
        other = visitor.context.new_page()
        other.goto("/accounts/login/")
        other.fill("[name=login]", OWNER)
        other.fill("[name=password]", PASSWORD)
        other.click("main button[type=submit]")
        other.wait_for_url("**/people/")
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".rec h1")).to_have_text("Two Tabs Ltd")


def test_deleting_after_the_session_ended_asks_once_and_deletes(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/people/new/")
        page.fill("[name=name]", "Gone Anyway Ltd")
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".rec h1")).to_have_text("Gone Anyway Ltd")
        end_session(visitor)
        page.get_by_role("button", name="More").click()
        page.get_by_role("menuitem", name="Delete").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        enter_password(page)
        expect(page.get_by_text("Deleted.")).to_be_visible()


def test_a_picker_and_the_palette_ask_to_sign_in_and_the_form_stays(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        find(page, "Jonas Keller")
        page.get_by_role("button", name="Add", exact=True).click()
        page.get_by_role("menuitem", name="Ties", exact=True).click()
        page.locator("#panel [name=how_met]").fill("At the fair")
        end_session(visitor)
        page.locator("#panel").get_by_role("combobox", name="To").fill("Atlas")
        enter_password(page)
        page.get_by_role("option", name="Atlas Board Works").click()
        expect(page.locator("#panel [name=how_met]")).to_have_value("At the fair")
        end_session(visitor)
        page.keyboard.press("Control+k")
        enter_password(page)
        expect(page.locator("#palette-list [role=option]").first).to_be_visible()
        expect(page.locator("#panel [name=how_met]")).to_have_value("At the fair")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_in_persian_the_dialog_reads_from_right_to_left(
    directory: Directory, speaker: Speaker, enter: Enter, theme: str
) -> None:
    with enter(state=speaker("fa"), color_scheme=theme, size=PHONE if theme == "dark" else (1360, 850)) as visitor:
        page = visitor.page
        visitor.goto("/people/new/")
        page.fill("[name=name]", f"سنگ مهر {theme}")
        visitor.context.clear_cookies(name="sessionid")
        visitor.expected = ("401",)
        page.locator("main [type=submit]").click()
        expect(dialog_of(page).locator("[name=login]")).to_have_value("fa@example.com")
        assert dialog_of(page).evaluate("dialog => getComputedStyle(dialog).direction") == "rtl"
        expect(dialog_of(page).locator("[type=submit]")).to_have_text("ورود")  # of a page in Persian, whoever asks
        visitor.accessible()
        visitor.fits()
        visitor.picture(f"again-fa-{theme}")
        enter_password(page)
        expect(page.locator(".rec h1")).to_have_text(f"سنگ مهر {theme}")


def test_without_scripts_the_way_back_still_has_what_was_typed(
    product: Product, browser: Browser, first_run: tuple[list[str], Any]
) -> None:
    remembering = launch(browser.browser_type, ignore_default_args=["--disable-back-forward-cache"])
    with Visitor(remembering, product.address, "scriptless", state=first_run[1], java_script_enabled=False) as visitor:
        page = visitor.page
        visitor.goto("/people/new/")
        write_much(page, "Scriptless Ltd")
        visitor.context.clear_cookies(name="sessionid")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        assert "Go back in your browser first" in page.content()  # in a noscript, which this browser does not draw
        page.go_back(wait_until="commit")
        expect(page.locator("[name=name]")).to_have_value("Scriptless Ltd")
        expect(page.locator("[name=note]")).to_have_value("Typed for an hour")
    remembering.close()


def test_somebody_with_a_closed_account_does_not_come_in_by_the_dialog(as_owner: Enter) -> None:
    with as_owner() as owner:
        make_owner(owner.page, "Carl Closed", "carl@example.com")
        owner.page.get_by_role("link", name="Carl Closed").click()
        owner.page.locator("[name=is_active]").uncheck()
        owner.page.get_by_role("button", name="Save").click()
        expect(owner.page.get_by_role("row", name="Carl Closed")).to_contain_text("Closed")
        owner.expected = ("422",)
        owner.goto("/settings/roles/new/")
        owner.page.fill("[name=name]", "Never saved")
        end_session(owner)
        owner.page.get_by_role("button", name="Save").click()
        dialog_of(owner.page).locator("[name=login]").fill("carl@example.com")
        enter_password(owner.page)
        expect(dialog_of(owner.page).get_by_role("alert")).to_be_visible()
