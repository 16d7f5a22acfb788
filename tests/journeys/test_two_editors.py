"""Two people edit the same record, each in a browser of their own."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import PHONE, Visitor
from tests.journeys.conftest import Enter
from tests.journeys.steps import find

Directory = dict[str, int]
Speaker = Callable[[str], Any]


def change(page: Page, address: str, note: str, locality: str) -> None:
    """Somebody else writes a note and another city meanwhile."""
    page.goto(f"{address}edit/")
    for section in page.locator("details.form-section:not([open]) > summary").all()[::-1]:
        section.click()
    page.fill("[name=note]", note)
    page.fill("[name=locality]", locality)
    page.locator("main button[type=submit]").last.click()
    expect(page.locator(".tl li").first).to_contain_text(note)


def write(page: Page, address: str, note: str) -> None:
    """Open the form beside the record and write a note, without saving yet."""
    page.goto(address)
    page.locator("[data-shortcut=e]").click()
    expect(page.locator("#panel [name=name]")).to_be_visible()
    if not page.locator("#panel [name=note]").is_visible():
        page.locator("#panel summary").last.click()
    page.locator("#panel [name=note]").fill(note)


def asked(page: Page, visitor: Visitor) -> Any:
    """Save, and come upon the question."""
    visitor.expected = ("409",)
    with page.expect_response(lambda answer: answer.status == 409):
        page.locator("#panel [data-form] button[type=submit]").last.click()
    expect(page.locator("#panel .htmx-request")).to_have_count(0)
    question = page.locator("#panel .conflict")
    expect(question.locator("[type=radio]:checked")).to_have_count(0)
    return question


@pytest.mark.parametrize("size", [(1360, 800), PHONE], ids=["desk", "phone"])
def test_who_saves_second_sees_both_values_and_chooses(
    directory: Directory, as_owner: Enter, speaker: Speaker, enter: Enter, size: tuple[int, int]
) -> None:
    with as_owner(size=size) as visitor, enter(state=speaker("fa")) as other:
        page = visitor.page
        find(page, "Kitchen Studio 04")
        address, word, own = page.url, f"Wants oak ({size[0]})", f"Wants walnut ({size[0]})"
        write(page, address, own)
        change(other.page, address, word, f"Leeds {size[0]}")
        question = asked(page, visitor)
        expect(page.get_by_role("alert")).to_contain_text("Nothing is saved yet")
        expect(question).to_contain_text("مینا راد changed this, just now.")
        expect(question.get_by_label("Theirs:")).to_have_accessible_name(f"Theirs: {word}")
        expect(question.get_by_label("Mine:")).to_have_accessible_name(f"Mine: {own}")
        expect(page.locator("#panel [name=locality]")).to_have_value(f"Leeds {size[0]}")
        visitor.accessible()
        visitor.fits()
        asked(page, visitor)
        question.get_by_label("Mine:").check()
        page.locator("#panel").get_by_role("button", name="Save").click()
        expect(page.locator(".rec")).to_contain_text(own)
        expect(page.locator(".tl li").first.locator("del")).to_have_text(word)


def test_in_persian_the_question_is_asked_from_right_to_left(
    directory: Directory, as_owner: Enter, speaker: Speaker, enter: Enter
) -> None:
    with enter(state=speaker("fa")) as visitor, as_owner() as other:
        page = visitor.page
        find(page, "Kitchen Studio 05")
        address = page.url
        write(page, address, "چوب گردو می‌خواهد")
        change(other.page, address, "Wants oak", "Hull")
        question = asked(page, visitor)
        expect(question).to_contain_text("Sara Keller")
        visitor.accessible()
        question.locator("[value=theirs]").check()
        page.locator("#panel [data-form] button[type=submit]").last.click()
        expect(page.locator(".rec")).to_contain_text("Wants oak")
        expect(page.locator(".tl li").first).to_contain_text("Sara Keller")


def test_without_scripts_the_same_question_is_asked(
    directory: Directory, as_owner: Enter, speaker: Speaker, enter: Enter
) -> None:
    with as_owner(java_script_enabled=False) as visitor, enter(state=speaker("fa")) as other:
        page = visitor.page
        visitor.expected = ("409",)
        other.goto("/people/?q=Kitchen Studio 06")
        address = visitor.address + str(other.page.locator("tbody [data-open]").first.get_attribute("href"))
        page.goto(f"{address}edit/")
        page.locator("summary", has_text="About").click()
        page.fill("[name=note]", "Wants walnut")
        change(other.page, address, "Wants oak", "York")
        page.get_by_role("button", name="Save").click()
        question = page.locator(".conflict")
        expect(question).to_contain_text("Wants oak")
        expect(page.locator("[name=locality]")).to_have_value("York")
        question.get_by_label("Theirs:").check()
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".rec")).to_contain_text("Wants oak")
        expect(page.locator(".rec")).not_to_contain_text("Wants walnut")


def test_what_was_typed_stays_when_somebody_deletes_the_record_meanwhile(
    directory: Directory, as_owner: Enter, speaker: Speaker, enter: Enter
) -> None:
    with as_owner() as visitor, enter(state=speaker("fa")) as other:
        page = visitor.page
        visitor.goto("/people/new/")
        page.fill("[name=name]", "Soon Gone Ltd")
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".rec h1")).to_have_text("Soon Gone Ltd")
        write(page, page.url, "A long note")
        other.goto(page.url)
        other.page.locator("[popovertarget=record-menu]").click()
        other.page.locator("#record-menu .danger").click()
        other.page.locator("dialog[open] .danger").click()
        other.page.wait_for_url("**/people/")
        visitor.expected = ("404",)
        page.locator("#panel").get_by_role("button", name="Save").click()
        expect(page.locator("#toasts")).to_contain_text("There is nothing here. It was removed")
        expect(page.locator("#panel [name=note]")).to_have_value("A long note")
