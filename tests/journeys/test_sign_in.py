"""Coming in and going out."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Enter
from tests.journeys.steps import OWNER, PASSWORD, make_owner, sign_in

FirstRun = tuple[list[str], Any]


def test_a_person_signs_in_and_out_again(first_run: FirstRun, enter: Enter) -> None:
    with enter() as visitor:
        page = visitor.page
        sign_in(visitor, OWNER)
        expect(page.get_by_role("heading", name="People & organisations")).to_be_visible()
        visitor.goto("/people/?limit=8")
        page.click(".me")
        visitor.accessible()
        page.get_by_role("menuitem", name="Sign out").click()
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        visitor.goto("/people/")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "word"), [("en", "not correct"), ("fa", "درست"), ("ru", "пароль"), ("zh-hans", "密码")]
)
def test_a_wrong_password_is_said_in_the_visitors_language(
    first_run: FirstRun, enter: Enter, language: str, word: str
) -> None:
    with enter() as visitor:
        visitor.goto("/accounts/login/")
        visitor.page.locator(f"button[name=language][value={language}]").click()
        expect(visitor.page.locator("html")).to_have_attribute("lang", language)
        sign_in(visitor, f"{language}@nowhere.example.com", "not the password")
        expect(visitor.page.get_by_role("alert")).to_contain_text(word)
        visitor.accessible()


def test_five_wrong_passwords_close_the_door_for_a_while(first_run: FirstRun, enter: Enter) -> None:
    with enter() as visitor:
        visitor.expected = ("429", "403")
        for attempt in range(5):
            sign_in(visitor, "victim@example.com", f"guess number {attempt}")
        expect(visitor.page.get_by_role("heading", name="Too many attempts")).to_be_visible()
        visitor.accessible()


def test_who_forgot_the_password_asks_an_owner_for_a_link(as_owner: Enter, enter: Enter) -> None:
    with as_owner() as owner:
        page = owner.page
        make_owner(page, "Femke Forgetful", "femke@example.com")
        page.get_by_role("link", name="Femke Forgetful").click()
        page.get_by_role("button", name="Link to choose a password").click()
        link = page.get_by_label("Link", exact=True).input_value()
        owner.accessible()
    with enter() as visitor:
        page = visitor.page
        visitor.goto("/accounts/login/")
        page.get_by_role("link", name="Forgot your password?").click()
        expect(page.locator("main")).to_contain_text("This installation sends no mail. Ask an owner")
        visitor.accessible()
        visitor.goto(link)
        page.fill("[name=password1]", "a brand new sentence")
        page.fill("[name=password2]", "a brand new sentence")
        visitor.accessible()
        page.click("main button[type=submit]")
        sign_in(visitor, "femke@example.com", "a brand new sentence")
        expect(page.get_by_role("heading", name="People & organisations")).to_be_visible()


def test_what_was_asked_for_after_a_session_ended_comes_once_signed_in_again(
    directory: dict[str, int], as_owner: Enter
) -> None:
    with as_owner() as visitor:
        visitor.expected = ("401",)
        page = visitor.page
        visitor.goto("/people/?q=Mehr")
        visitor.context.clear_cookies()
        page.locator("tbody [data-open]").first.click()
        dialog = page.get_by_role("dialog", name="You have been signed out")
        dialog.get_by_label("Password").fill(PASSWORD)
        dialog.get_by_role("button", name="Sign in").click()
        expect(page.locator("#panel h1")).to_contain_text("Mehr")
        expect(page).to_have_url(f"{visitor.address}/people/?q=Mehr")
