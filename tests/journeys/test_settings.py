"""The owner's pages: who is in, and what they may do."""

from playwright.sync_api import expect

from tests.journeys.conftest import Enter
from tests.journeys.steps import PASSWORD, sign_in


def test_a_role_is_made_and_its_members_may_do_what_it_allows_and_no_more(as_owner: Enter, enter: Enter) -> None:
    with as_owner() as owner:
        page = owner.page
        owner.goto("/settings/people/new/")
        owner.accessible()
        page.fill("[name=name]", "Reza Reader")
        page.fill("[name=email]", "reza@example.com")
        page.fill("[name=password]", PASSWORD)
        page.get_by_role("checkbox", name="Member", exact=True).uncheck()
        page.click("main button[type=submit]")
        expect(page.get_by_role("row", name="Reza Reader")).to_be_visible()
        owner.accessible()
        owner.goto("/settings/roles/new/")
        page.fill("[name=name]", "Night shift")
        page.get_by_label("Reza Reader").check()
        owner.accessible()
        page.click("main button[type=submit]")
        expect(page.locator("main")).to_contain_text("Night shift")
        owner.goto("/settings/permissions/")
        owner.accessible()
        see = page.get_by_role("row", name="See").first
        column = page.locator("thead th").all_inner_texts().index("Night shift")
        see.locator("td, th").nth(column).locator("select").select_option("all")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Saved.")).to_be_visible()
        expect(see.locator("td, th").nth(column).locator("select")).to_have_value("all")
        owner.goto("/settings/history/")
        for told in ("Account made: Reza Reader", "Reza Reader got the role Night shift", "Permissions of Night shift"):
            expect(page.locator("main")).to_contain_text(told)
        owner.accessible()
        owner.fits()
        owner.picture("access-history")
    with enter() as reader:
        page = reader.page
        sign_in(reader, "reza@example.com")
        expect(page.get_by_role("heading", name="People & organisations")).to_be_visible()
        expect(page.locator("main").get_by_role("link", name="New")).to_be_hidden()
        reader.expected = ("403",)
        reader.goto("/people/new/")
        expect(page.get_by_text("Your roles do not allow this.")).to_be_visible()
        reader.accessible()
        reader.goto("/settings/permissions/")
        expect(page.get_by_role("heading", name="Permissions")).to_be_hidden()


def test_the_profile_is_accessible_and_keeps_what_was_chosen(as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/settings/profile/")
        visitor.accessible()
        page.get_by_role("combobox", name="Time zone").click()
        page.get_by_role("combobox", name="Time zone").fill("Teh")
        page.get_by_role("option", name="Asia/Tehran").click()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Saved.")).to_be_visible()
        visitor.goto("/settings/profile/")
        expect(page.get_by_role("combobox", name="Time zone")).to_have_value("Asia/Tehran")
