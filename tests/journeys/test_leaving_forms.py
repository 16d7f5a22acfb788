"""Whoever leaves a form goes back to where they came from, and is asked first when something is not saved."""

import re

from playwright.sync_api import Dialog, Locator, Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.steps import find

Directory = dict[str, int]
FILTERED = "/people/?held_roles__role=supplier&q=Mehr"


def question(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Leave without saving? What you typed is lost.")


def asked_by_the_browser(page: Page) -> list[str]:
    """The kinds of questions that the browser itself asks from now on; all are answered with yes."""
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", agree)
    return asked


def cancel(page: Page, part: str = "main") -> None:
    page.locator(part).locator(".form-end").get_by_text("Cancel", exact=True).click()


def test_cancel_leads_back_to_the_list_with_its_filter(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto(FILTERED)
        page.get_by_role("link", name="New").click()
        page.get_by_role("link", name="Open as a page").click()
        expect(page.locator("main [name=name]")).to_be_visible()
        cancel(page)
        expect(page).to_have_url(visitor.address + FILTERED)


def test_cancel_leads_back_to_the_record_even_after_a_mistake(directory: Directory, as_owner: Enter) -> None:
    with as_owner(java_script_enabled=False) as visitor:
        page = visitor.page
        visitor.expected = ("422",)
        visitor.goto(FILTERED)
        visitor.goto(str(page.locator("tbody [data-open]").first.get_attribute("href")))
        address = page.url
        page.get_by_role("link", name="Edit").click()
        page.fill("[name=emails]", "nonsense")
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".field.wrong [name=emails]")).to_be_visible()
        cancel(page)
        expect(page).to_have_url(address)


def test_in_the_panel_cancel_and_escape_lead_back_and_ask_only_when_something_was_typed(
    directory: Directory, as_owner: Enter
) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto(FILTERED)
        page.get_by_role("link", name="Mehr Stone & Quartz").click()
        page.locator("#panel").get_by_role("link", name="Edit").click()
        cancel(page, "#panel")
        expect(page.locator("#panel h1")).to_have_text("Mehr Stone & Quartz")
        page.locator("#panel").get_by_role("link", name="Edit").click()
        page.locator("#panel [name=name]").fill("Something else")
        page.keyboard.press("Escape")
        expect(question(page).get_by_role("button", name="Keep editing")).to_be_focused()
        visitor.accessible()
        page.keyboard.press("Escape")
        expect(page.locator("#panel [name=name]")).to_have_value("Something else")
        cancel(page, "#panel")
        question(page).get_by_role("button", name="Keep editing").click()
        expect(page.locator("#panel [name=name]")).to_have_value("Something else")
        page.keyboard.press("Escape")
        question(page).get_by_role("button", name="Leave").click()
        expect(page.locator("#panel-region")).to_be_hidden()
        expect(page).to_have_url(visitor.address + FILTERED)


def test_another_record_takes_the_place_of_a_form_only_when_told_to(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/people/?q=Kitchen Studio")
        page.keyboard.press("c")
        page.locator("#panel [name=name]").fill("Half a name")
        page.locator("tbody [data-open]").first.click()
        question(page).get_by_role("button", name="Keep editing").click()
        expect(page.locator("#panel [name=name]")).to_have_value("Half a name")
        name = page.locator("tbody [data-open] bdi").first.inner_text()
        page.locator("tbody [data-open]").first.click()
        question(page).get_by_role("button", name="Leave").click()
        expect(page.locator("#panel h1")).to_have_text(name)


def test_a_link_the_palette_and_the_browser_itself_ask_before_a_changed_form_is_left(
    directory: Directory, as_owner: Enter
) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/settings/profile/")
        page.fill("[name=name]", "Sara Other")
        page.locator(".side").get_by_role("link", name="People").click()
        question(page).get_by_role("button", name="Keep editing").click()
        expect(page.locator("[name=name]")).to_have_value("Sara Other")
        page.keyboard.press("Control+k")
        page.keyboard.type("permiss")
        expect(page.locator("#palette-list [aria-selected=true]")).to_contain_text("Permissions")
        page.keyboard.press("Enter")
        question(page).get_by_role("button", name="Keep editing").click()
        page.keyboard.press("Escape")
        asked = asked_by_the_browser(page)
        page.reload()
        assert asked == ["beforeunload"]
        expect(page.locator("[name=name]")).to_have_value("Sara Keller")
        page.fill("[name=name]", "Sara Other")
        page.fill("[name=name]", "Sara Keller")
        page.locator(".side").get_by_role("link", name="People").click()
        expect(page.get_by_role("heading", name="People & organisations")).to_be_visible()


def test_nobody_is_asked_after_saving(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        asked = asked_by_the_browser(page)
        find(page, "Kitchen Studio 12")
        page.keyboard.press("e")
        page.locator("#panel summary", has_text="About").click()
        page.locator("#panel [name=note]").fill("Wants ash")
        page.locator("#panel").get_by_role("button", name="Save").click()
        expect(page.locator(".tl li").first).to_contain_text("Wants ash")
        visitor.goto("/settings/roles/new/")
        page.fill("[name=name]", "Evening shift")
        page.get_by_role("button", name="Save").click()
        expect(page.locator("main")).to_contain_text("Evening shift")
        assert not asked


def test_what_came_back_with_a_mistake_counts_as_not_saved(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.expected = ("422",)
        visitor.goto("/people/")
        page.keyboard.press("c")
        page.locator("#panel [name=emails]").fill("nonsense")
        page.locator("#panel").get_by_role("button", name="Save").click()
        expect(page.locator("#panel .field.wrong [name=emails]")).to_be_visible()
        page.keyboard.press("Escape")
        question(page).get_by_role("button", name="Leave").click()
        expect(page.locator("#panel-region")).to_be_hidden()


def test_forms_of_the_settings_have_a_way_back(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        for form, back in (
            ("/settings/people/new/", "/settings/people/"),
            ("/settings/teams/new/", "/settings/people/"),
            ("/settings/roles/new/", "/settings/roles/"),
            ("/accounts/password/change/", "/settings/profile/"),
            ("/imports/people/new/", "/people/"),
            ("/settings/permissions/", "/settings/roles/"),
        ):
            visitor.goto(form)
            cancel(page)
            expect(page).to_have_url(re.compile(f"{back}$"))
