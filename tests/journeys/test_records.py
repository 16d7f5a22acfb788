"""Working with the directory: find, look, change, act, delete."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.steps import find

Directory = dict[str, int]


def make_party(page: Page, name: str) -> None:
    """Create an organisation on its own page; ends there."""
    page.goto("/people/new/")
    page.fill("[name=name]", name)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".rec h1")).to_have_text(name)


def test_searching_finds_names_in_every_script(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/people/")
        for text, name in (
            ("mehr quartz", "Mehr Stone & Quartz"),
            ("فراهانی", "نیلوفر فراهانی"),
            ("дерево", "Верфь Дерево"),
        ):
            page.keyboard.press("/")
            page.keyboard.press("Control+a")
            page.keyboard.type(text)
            page.keyboard.press("Enter")
            expect(page.locator("tbody tr").first.locator("[data-open]")).to_contain_text(name)
        visitor.goto("/people/?q=zzzzqqqq")
        expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
        visitor.accessible()


def test_the_list_shows_roles_as_chips_and_brings_more_rows_when_they_are_reached(
    directory: Directory, as_owner: Enter
) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/people/?tags=key&tags=hotels&tags=quartz&tags=wood&tags=kitchens&tags=bank")
        supplier = page.get_by_role("row", name="Mehr Stone & Quartz")
        expect(supplier.locator(".chip.info")).to_have_text("Supplier")
        expect(supplier.locator(".av:not(.p)")).to_be_visible()
        expect(page.get_by_role("row", name="李伟").locator(".av.p").first).to_be_visible()
        visitor.accessible()
        visitor.goto("/people/")
        expect(page.locator("tr[data-row]")).to_have_count(30)
        page.locator("tr.more").scroll_into_view_if_needed()
        expect(page.locator("tr[data-row]").nth(40)).to_be_attached()
        visitor.goto("/people/?sort=-name")
        page.get_by_role("row", name="李伟").first.locator("[data-select]").check()
        page.get_by_role("row", name="Верфь").first.locator("[data-select]").check()
        visitor.picture("list")


def test_filters_narrow_the_list_and_are_taken_off_again(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/people/?limit=50")
        page.get_by_role("button", name="Filter").click()
        page.locator("#filter-menu summary", has_text="Role").click()
        visitor.accessible()
        page.locator("#filter-menu").get_by_label("Adviser").check()
        page.locator("#filter-menu details[open]").get_by_role("button", name="Apply").click()
        expect(page.locator("tr[data-row]")).to_have_count(1)
        expect(page.locator("tr[data-row]")).to_contain_text("نیلوفر فراهانی")
        page.get_by_role("link", name=re.compile("Role is Adviser")).click()
        expect(page.locator("tr[data-row]")).to_have_count(50)


def test_several_countries_are_found_ticked_and_taken_together(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/people/")
        page.get_by_role("button", name="Filter").click()
        page.locator("#filter-menu summary", has_text="Country").focus()
        page.keyboard.press("Enter")
        search = page.get_by_role("searchbox", name="Search in Country")
        expect(search).to_be_focused()
        visitor.accessible()
        page.keyboard.type("SWED")
        boxes = page.locator("#filter-menu details[open] .ticks")
        expect(boxes.get_by_role("checkbox")).to_have_count(1)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
        search.fill("united kingdom")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
        search.fill("zzz")
        expect(boxes).to_contain_text("Nothing found")
        page.keyboard.press("Escape")
        expect(search).to_have_value("")
        page.keyboard.press("Enter")
        chip = page.get_by_role("link", name=re.compile("Country is Sweden, United Kingdom"))
        expect(chip).to_be_visible()
        expect(page).to_have_url(re.compile("country=SE&country=GB"))
        page.get_by_role("button", name="Filter").click()
        page.locator("#filter-menu summary", has_text="Country").click()
        expect(boxes.get_by_role("checkbox").nth(0)).to_be_checked()
        expect(boxes.get_by_role("checkbox").nth(1)).to_be_checked()
        visitor.goto("/people/?country=NL&country=GB&country=FR&country=DE&country=CN&country=IR")
        expect(page.locator(".f.on")).to_contain_text("and 3 more")


def test_the_list_of_boxes_is_one_step_of_the_tab_key(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/people/")
        page.get_by_role("button", name="Filter").click()
        page.locator("#filter-menu summary", has_text="Industry").click()
        expect(page.get_by_role("searchbox", name="Search in Industry")).to_be_focused()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.type") == "checkbox"
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement === document.querySelectorAll('details[open] .ticks input')[2]")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") == "industry.empty"


def test_several_parties_are_chosen_for_a_filter(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/positions/")
        page.get_by_role("button", name="Filter").click()
        page.locator("#filter-menu summary", has_text="Organisation").click()
        menu = page.locator("#filter-menu details[open]")
        for text, name in (("Harbour", "Harbour Quay Hotels"), ("Mehr", "Mehr Stone & Quartz")):
            menu.get_by_role("combobox", name="Organisation").fill(text)
            menu.get_by_role("option", name=name).first.click()
        menu.get_by_role("button", name="Apply").click()
        expect(page.locator(".f.on")).to_contain_text("Harbour Quay Hotels, Mehr Stone & Quartz")
        page.get_by_role("button", name="Filter").click()
        page.locator("#filter-menu summary", has_text="Organisation").click()
        expect(menu.locator(".token")).to_have_count(2)


def test_a_filter_is_turned_round(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/people/")
        page.get_by_role("button", name="Filter").click()
        page.locator("#filter-menu summary", has_text="Kind").click()
        menu = page.locator("#filter-menu details[open]")
        menu.get_by_label("Organisation").check()
        menu.get_by_label("How to compare").select_option(label="is not")
        visitor.accessible()
        menu.get_by_role("button", name="Apply").click()
        expect(page.get_by_role("link", name=re.compile("Kind is not Organisation"))).to_be_visible()
        expect(page.locator("tr[data-row] .av:not(.p):not(.s)")).to_have_count(0)
        page.get_by_role("button", name="Filter").click()
        page.locator("#filter-menu summary", has_text="Kind").click()
        expect(menu.get_by_label("Organisation")).to_be_checked()
        menu.get_by_label("How to compare").select_option(label="is")
        menu.get_by_role("button", name="Apply").click()
        expect(page.get_by_role("link", name=re.compile("Kind is Organisation"))).to_be_visible()


def test_a_record_opens_beside_the_list_and_then_as_a_page(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/people/?q=Atlas")
        page.get_by_role("link", name="Atlas Board Works").click()
        expect(page.locator("#panel h1")).to_have_text("Atlas Board Works")
        visitor.accessible()
        page.keyboard.press("Escape")
        expect(page.locator("#panel-region")).to_be_hidden()
        page.get_by_role("link", name="Atlas Board Works").click()
        page.get_by_role("link", name="Open as a page").click()
        expect(page.locator(".rec h1")).to_have_text("Atlas Board Works")
        expect(page.locator(".col").nth(0)).to_contain_text("sales@atlas.example.com")
        expect(page.locator(".col").nth(1)).to_contain_text("Sara Keller created this")
        expect(page.locator(".col").nth(2)).to_contain_text("London")
        visitor.accessible()


def test_a_record_tells_who_works_there_and_what_happened(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        find(page, "Harbour Quay")
        address = page.url
        page.goto(f"{address}edit/")
        page.fill("[name=street]", "12 Keizersgracht")  # open, since the country is known
        page.locator("summary", has_text="About").click()
        page.fill("[name=employees]", "180")
        page.fill(
            "[name=note]", "Three hotels on the quay; the fourth opens in spring. Wants stone and boards from one hand."
        )
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".tl li").first).to_contain_text("180")
        people = page.locator(".col").nth(2).locator("section", has_text="People")
        expect(people).to_contain_text("陈静")
        expect(people).to_contain_text("Head of works")
        page.reload()
        visitor.picture("record")


def test_an_edit_is_saved_and_told_in_the_history(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        find(page, "Lumen")
        page.keyboard.press("e")
        page.locator("#panel [name=name]").fill("Lumen Trade Journal")
        page.locator("#panel").get_by_role("button", name="Save").click()
        expect(page.locator(".rec h1")).to_have_text("Lumen Trade Journal")
        latest = page.locator(".tl li").first
        expect(latest).to_contain_text("Sara Keller changed this")
        expect(latest.locator("del")).to_have_text("Lumen Trade Press")
        expect(latest.locator("ins")).to_have_text("Lumen Trade Journal")
        expect(page.get_by_text("Saved.")).to_be_visible()


def test_a_long_history_is_read_to_its_end(as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        make_party(page, "Much Edited Ltd")
        page.evaluate(
            """async () => {
                const token = document.querySelector("meta[name=csrf-token]").content;
                const headers = {"X-CSRFToken": token, "Content-Type": "application/json"};
                for (let n = 0; n < 120; n++)
                    await fetch("/api" + location.pathname, {method: "PATCH", headers, body: `{"note": "Word ${n}"}`});
            }"""
        )
        page.reload()
        expect(page.locator(".tl")).not_to_contain_text("created this")
        entries = page.locator(".tl > li")
        expect(entries).to_have_count(101)  # with the link
        page.get_by_role("link", name="Older entries").click()
        expect(entries).to_have_count(121)
        expect(entries.last).to_contain_text("created this")
        expect(page.get_by_role("link", name="Older entries")).to_have_count(0)


def test_a_mistake_in_a_form_is_marked_and_nothing_is_lost(as_owner: Enter) -> None:
    with as_owner() as visitor:
        visitor.expected = ("422",)
        page = visitor.page
        visitor.goto("/people/new/")
        visitor.accessible()
        expect(page.get_by_label("Street and number")).to_be_hidden()
        page.fill("[name=emails]", "nonsense")
        page.locator("summary", has_text="Address").click()
        page.fill("[name=street]", "12 Harbour Road")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.locator(".field.wrong [name=name]")).to_be_visible()
        expect(page.locator(".field.wrong [name=emails]")).to_have_value("nonsense")
        expect(page.get_by_label("Street and number")).to_have_value("12 Harbour Road")
        visitor.accessible()


def test_only_persons_are_asked_for_what_only_persons_have(as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/people/new/")
        expect(page.get_by_label("Family name")).to_be_hidden()
        page.select_option("[name=kind]", "person")
        expect(page.get_by_label("Family name")).to_be_visible()


def test_rows_picked_in_the_list_are_assigned_together(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/people/?q=Kitchen Studio 1")
        for row in page.locator("tr[data-row]").all()[:2]:
            row.locator("[data-select]").check()
        expect(page.locator("#bulk")).to_contain_text("2 selected")
        page.locator("#bulk").get_by_role("button", name="Assign").click()
        expect(page.locator("#panel")).to_contain_text("2 records")
        visitor.accessible()
        page.locator("#panel [name=owner]").select_option(label="Sara Keller")
        page.locator("#panel").get_by_role("button", name="Assign").click()
        expect(page.get_by_text("Done: Assign, 2 records.")).to_be_visible()
        expect(page).to_have_url(re.compile("q=Kitchen"))
        assert page.locator("tr[data-row]", has_text="Sara Keller").count() >= 2


def test_deleting_asks_first_and_then_deletes(as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        make_party(page, "Short Lived Ltd")
        address = page.url
        page.get_by_role("button", name="More").click()
        page.get_by_role("menuitem", name="Delete").click()
        question = page.get_by_role("dialog", name="Delete Short Lived Ltd?")
        expect(question.get_by_role("button", name="Cancel")).to_be_focused()
        visitor.accessible()
        page.keyboard.press("Escape")
        page.goto(address)
        expect(page.locator(".rec h1")).to_have_text("Short Lived Ltd")
        page.get_by_role("button", name="More").click()
        page.get_by_role("menuitem", name="Delete").click()
        question.get_by_role("button", name="Delete").click()
        expect(page.get_by_text("Deleted.")).to_be_visible()
        visitor.expected = ("410",)
        page.goto(address)
        expect(page.get_by_text("This record was deleted.")).to_be_visible()
        visitor.accessible()


def test_a_part_is_added_beside_the_record_and_shown_there(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        find(page, "Jonas Keller")
        page.get_by_role("link", name="Add: address").click()
        page.locator("#panel [name=locality]").fill("Potsdam")
        visitor.accessible()
        page.locator("#panel").get_by_role("button", name="Save").click()
        expect(page.locator(".col").nth(2)).to_contain_text("Potsdam")
        expect(page.locator(".tl li").first).to_contain_text("Added: address")


def test_numbers_call_addresses_write_and_names_lead_to_the_other_party(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        make_party(page, "Dialled Ltd")
        page.goto(f"{page.url}edit/")
        page.fill("[name=phones]", "reception: +44 20 7946 0958")
        page.fill("[name=emails]", "desk@dialled.example.com; work: sales@dialled.example.com")
        page.get_by_role("button", name="Save").click()
        facts, beside = page.locator(".col").nth(0), page.locator(".col").nth(2)
        for column in (facts, beside):
            expect(column.locator("a[href^='tel:+44']").first).to_contain_text("20 7946 0958")
            expect(column.get_by_role("link", name="sales@dialled.example.com", exact=True)).to_have_attribute(
                "href", "mailto:sales@dialled.example.com"
            )
        expect(facts).to_contain_text("reception: +44")
        visitor.accessible()
        page.get_by_role("link", name="Details: desk@dialled.example.com").click()
        expect(page.locator("#panel a[href='mailto:desk@dialled.example.com']").first).to_be_visible()
        visitor.accessible()
        find(page, "Harbour Quay")
        people = page.locator(".col").nth(2).locator("section", has_text="People")
        people.get_by_role("link", name="陈静", exact=True).click()
        expect(page.locator(".rec h1")).to_have_text("陈静")
        expect(page.locator(".col").nth(2).get_by_role("link", name="Harbour Quay Hotels", exact=True)).to_be_visible()
        page.locator(".col").nth(0).get_by_role("link", name="Harbour Quay Hotels").click()
        expect(page.locator(".rec h1")).to_have_text("Harbour Quay Hotels")


def test_a_page_that_is_not_there_leads_back_and_searches(directory: Directory, as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        visitor.expected = ("404",)
        visitor.goto("/people/00000000-0000-7000-8000-000000000000/")
        expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()
        visitor.accessible()
        page.get_by_role("searchbox").fill("Mehr")
        page.keyboard.press("Enter")
        expect(page.locator("tbody tr").first).to_contain_text("Mehr Stone & Quartz")
        expect(page).to_have_url(re.compile(r"/people/\?q=Mehr"))


def test_a_second_click_on_save_makes_no_second_record(as_owner: Enter) -> None:
    with as_owner() as visitor:
        page = visitor.page
        page.goto(f"{visitor.address}/people/new/")
        page.get_by_label("Name", exact=True).fill("Clicked Twice Ltd")
        page.get_by_role("button", name="Save").dblclick()
        expect(page.locator(".rec h1")).to_have_text("Clicked Twice Ltd")
        page.goto(f"{visitor.address}/people/?q=Clicked+Twice")
        expect(page.locator("tr[data-row]")).to_have_count(1)
