"""A file becomes records: its columns are understood, its lines are counted, its mistakes are shown."""

import csv
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.conftest import DIRECTORY, Enter
from tests.journeys.steps import choose_file, counts, import_file

NORTHWIND = "shared/data/northwind/csv/customers.csv"
SAMPLE = Path(__file__).with_name("customers.csv")


def customers() -> Path:
    """Northwind's customers, where that data lies beside the code; else a few of the same shape."""
    return next((above / NORTHWIND for above in Path(__file__).parents if (above / NORTHWIND).exists()), SAMPLE)


def test_customers_are_imported_through_the_page_and_a_second_time_changes_nothing(as_owner: Enter) -> None:
    file = customers()
    with file.open(encoding="utf-8", newline="") as opened:
        lines = list(csv.DictReader(opened))
    with as_owner() as visitor:
        page = visitor.page
        visitor.goto("/imports/people/new/")
        visitor.accessible()
        page.set_input_files("[name=file]", file)
        expect(page.locator(".drop")).to_contain_text(file.name)
        choose_file(page, file)
        expect(page.get_by_label("company_name")).to_have_value("name")
        expect(page.get_by_label("contact_name")).to_have_value("contact_person")
        expect(page.get_by_label("Organisation", exact=True)).to_be_checked()
        expect(page.get_by_label("Customer", exact=True)).to_be_checked()
        visitor.accessible()
        page.click("main button[type=submit]")
        first = counts(page)
        visitor.accessible()
        assert first == {"processed": len(lines), "created": len(lines), "updated": 0, "skipped": 0, "reported": 0}
        again = import_file(page, file)
        page.get_by_role("link", name="Import another file").click()
        expect(page.locator(".runs li").first.locator("[data-count=skipped]")).to_have_text(str(len(lines)))
        visitor.accessible()
        assert again == {"processed": len(lines), "created": 0, "updated": 0, "skipped": len(lines), "reported": 0}
        visitor.goto(f"/people/?q={lines[0]['company_name']}")
        expect(page.locator("tbody tr").first).to_contain_text(lines[0]["company_name"])
        expect(page.locator("tbody tr").first.locator(".chip")).to_have_text("Customer")


def test_every_line_of_the_directory_was_taken(directory: dict[str, int]) -> None:
    lines = len(DIRECTORY.read_text(encoding="utf-8").splitlines()) - 1
    assert directory == {"processed": lines, "created": lines, "updated": 0, "skipped": 0, "reported": 0}


def test_a_line_that_cannot_be_taken_is_shown_with_its_problem(as_owner: Enter, tmp_path: Path) -> None:
    file = tmp_path / "mixed.csv"
    lines = ("name,kind,roles,email", "Good Line,organisation,customer,", ",organisation,customer,nameless@example.com")
    file.write_text("\n".join(lines), encoding="utf-8")
    with as_owner() as visitor:
        taken = import_file(visitor.page, file)
        assert (taken["processed"], taken["created"], taken["reported"]) == (2, 1, 1)
        expect(visitor.page.locator(".told summary")).to_contain_text("A name is needed.")
        expect(visitor.page.get_by_role("row", name="nameless@example.com")).to_be_visible()
        visitor.accessible()
        with visitor.page.expect_download() as download:
            visitor.page.get_by_role("link", name="These lines as a file").click()
        assert "nameless@example.com" in download.value.path().read_text(encoding="utf-8-sig")


def test_what_is_no_table_is_refused_with_a_sentence(as_owner: Enter, tmp_path: Path) -> None:
    rubbish = tmp_path / "rubbish.csv"
    rubbish.write_bytes(bytes(range(256)) * 20)
    with as_owner() as visitor:
        visitor.expected = ("422",)
        visitor.goto("/imports/people/new/")
        visitor.page.set_input_files("[name=file]", rubbish)
        visitor.page.click("main button[type=submit]")
        expect(visitor.page.get_by_role("alert")).to_have_text("The file is not text.")
        visitor.accessible()
