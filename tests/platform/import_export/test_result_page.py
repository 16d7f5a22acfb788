"""The pages of imports: short values, earlier imports with their numbers, and lines to mend as a file."""

import re
from pathlib import Path

import pytest

from peyvand.contacts.models import Party
from peyvand.platform.accounts.models import User
from peyvand.platform.import_export.cli import import_file
from peyvand.platform.import_export.models import ImportRun
from tests.imports import prepared, take_in
from tests.people import Cast, said, sign_in

pytestmark = pytest.mark.django_db
LONG = "x" * 5000
PHOTO = "PHOTO;ENCODING=b;TYPE=JPEG:" + "A" * 4000


@pytest.fixture
def olga(cast: Cast) -> User:
    return cast.olga


def page_of(run: ImportRun, user: User) -> str:
    return said(sign_in(user, language="en").get(f"/imports/{run.pk}/"))


def longest_word(page: str) -> int:
    shown = re.sub(r"<[^>]*>|<!--.*?-->", " ", re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", page))
    return max(map(len, shown.split()))


def test_long_values_do_not_flood_the_page_of_the_result(olga: User) -> None:
    run = take_in(f"name,employees,email\n{LONG},many,\nBen,1,{'y' * 400}\nCem,2,@{LONG}\n", by=olga)
    page = page_of(run, olga)
    assert "…" in page
    assert longest_word(page) < 120
    assert "is not an e-mail address." in page and "It was kept as a remark." in page


def test_the_command_line_cuts_them_too(olga: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(f"name,email\nBen,{'y' * 400}\n")
    import_file(file)
    told = capsys.readouterr().err
    assert "is not an e-mail address" in told and max(map(len, told.split())) < 120


def test_a_picture_that_a_card_brought_does_not_flood_the_record(olga: User) -> None:
    take_in(f"BEGIN:VCARD\nFN:Sara Karimi\n{PHOTO}\nEND:VCARD\n", by=olga, name="sara.vcf")
    party = Party.objects.get(name="Sara Karimi")
    assert party.unknown_properties == [PHOTO]
    for surface in ("", "panel/"):
        page = said(sign_in(olga, language="en").get(f"/people/{party.pk}/{surface}"))
        assert "PHOTO;ENCODING=b;TYPE=JPEG:AAA" in page
        assert longest_word(page) < 120


def test_a_long_web_address_stays_whole(olga: User) -> None:
    address = f"https://example.org/{'a' * 200}"
    party = Party.objects.create(name="Mehr Stone", owner=olga)
    run = take_in(f"id,name,websites\n{party.pk},Mehr Stone,{address}\n", by=olga)
    assert list(run.problems.values_list("text")) == []
    assert said(sign_in(olga).get(f"/people/{party.pk}/")).count(f"{address.removeprefix('https://')}</a>") == 2


def test_earlier_imports_are_listed_with_who_when_and_their_numbers(cast: Cast) -> None:
    run = take_in("name,employees\nAnn,1\nBen,2\nCem,many\n", by=cast.alice, name="fair.csv")
    for reader in (cast.alice, cast.olga):
        page = said(sign_in(reader, language="en").get("/imports/people/new/"))
        row = re.search(rf'(?s)<li data-run="{run.pk}".*?</li>', page)
        assert row is not None
        assert f'href="/imports/{run.pk}/"' in row[0] and "fair.csv" in row[0] and "Alice" in row[0]
        assert "<time" in row[0]
        assert dict(re.findall(r'data-count="(\w+)">([^<]*)<', row[0])) == {
            "created": "2", "updated": "0", "skipped": "0", "reported": "1"
        }  # fmt: skip
    assert "fair.csv" not in said(sign_in(cast.bob, language="en").get("/imports/people/new/"))


def test_who_has_imported_nothing_yet_is_told_what_will_stand_here(olga: User) -> None:
    assert "Nothing was imported yet." in said(sign_in(olga, language="en").get("/imports/people/new/"))


def test_an_import_that_was_prepared_can_be_gone_on_with(olga: User) -> None:
    run = prepared("name\nAnn\n", by=olga, name="later.csv")
    page = said(sign_in(olga, language="en").get("/imports/people/new/"))
    assert f'href="/imports/{run.pk}/"' in page and "Being prepared" in page


def test_lines_that_were_not_taken_come_back_whole_and_with_the_reason(olga: User) -> None:
    text = f"name,employees,note,email\nFine,3,,no address\n=evil(),many,{LONG},\nShort,many\n"
    run = take_in(text, by=olga)
    assert (run.created, run.reported) == (1, 2)
    table = said(sign_in(olga, language="en").get(f"/imports/{run.pk}/problems.csv"))
    header, evil, short = table.removeprefix("\ufeff").splitlines()
    assert header == '"name","employees","note","email","Problem"'
    assert evil.startswith(f'"\'=evil()","many","{LONG}","","') and "many" in evil
    assert short.startswith('"Short","many","","","')
    assert "Fine" not in table


def test_cards_that_were_not_taken_come_back_as_a_table(olga: User) -> None:
    cards = f"BEGIN:VCARD\nFN:Fine\nEND:VCARD\nBEGIN:VCARD\nFN:{'N' * 400}\nEMAIL:sara@mehr.example\nEND:VCARD\n"
    run = take_in(cards, by=olga, name="cards.vcf")
    assert (run.created, run.reported) == (1, 1)
    table = said(sign_in(olga).get(f"/imports/{run.pk}/problems.csv"))
    assert "N" * 400 in table and "sara@mehr.example" in table and "Fine" not in table


def test_a_mended_file_comes_in(olga: User) -> None:
    run = take_in("name,employees\nAnn,many\n", by=olga)
    table = said(sign_in(olga).get(f"/imports/{run.pk}/problems.csv")).replace('"many"', '"5"')
    assert take_in(table, by=olga).created == 1


def test_lines_not_taken_and_remarks_stand_apart(olga: User) -> None:
    run = take_in("name,employees,email\nAnn,many,\nBen,2,no address\n", by=olga)
    page = page_of(run, olga)
    missed, _, remarked = page.partition("Taken, with a remark")
    assert "many" in missed and "no address" not in missed.partition("Not taken")[2]
    assert "no address" in remarked


def test_of_very_many_lines_the_first_are_shown_and_the_rest_are_in_the_file(olga: User) -> None:
    run = take_in("name,employees\n" + "".join(f"Firm {n},many\n" for n in range(120)), by=olga)
    page = page_of(run, olga)
    assert page.count("<tr>") == 101
    assert "The first 100 of 120 are shown; the file has all." in page


def test_the_progress_knows_how_many_lines_there_are(olga: User) -> None:
    run = take_in("name\nAnn\nBen\n", by=olga)
    assert run.total == 2
    ImportRun.objects.filter(pk=run.pk).update(status="running", processed=1, created=1, total=4)
    page = page_of(run, olga)
    assert "1 of 4 lines" in page
    assert '<progress max="4" value="1"' in page
