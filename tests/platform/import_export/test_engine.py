"""An import takes every line once, says what it did with it, writes nothing twice and goes on after a kill."""

import io
import re
import zipfile
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

from peyvand.contacts.models import ContactPoint, Party, PartyRole
from peyvand.platform.audit.models import Change, ChangeSet
from peyvand.platform.import_export import engine
from peyvand.platform.import_export.engine import run_import
from peyvand.platform.import_export.intake import Intake
from peyvand.platform.import_export.models import ImportRun
from peyvand.platform.import_export.readers.table import Unreadable
from tests.imports import counts, prepared, take_in
from tests.people import Cast, said, sign_in

RTL = "\u202e"


def names(number: int) -> str:
    return "name,email\n" + "".join(f"Firm {n},firm{n}@example.org\n" for n in range(number))


class Killed(BaseException):
    """What a kill looks like from inside: nothing catches it."""


def killed_at(chunk: int) -> Callable[[Any, Any, Any], Any]:
    """Taking chunks of lines that stops when all of one of them is written, but not committed."""
    take, taken = Intake._take_in_turn, count(1)

    def take_and_die(intake: Any, reads: Any, written: Any) -> Any:
        take(intake, reads, written)
        if next(taken) == chunk:
            raise Killed

    return take_and_die


def test_a_killed_import_goes_on_where_it_was(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "CHUNK", 20)
    run, before = prepared(names(50), by=cast.olga), Party.objects.count()
    with monkeypatch.context() as patched:
        patched.setattr(Intake, "_take_in_turn", killed_at(2))
        with pytest.raises(Killed):
            run_import(run)
    run.refresh_from_db()
    assert (run.status, run.processed, run.created) == ("running", 20, 20)
    assert Party.objects.count() == before + 20
    run_import(run)
    assert (run.status, counts(run)) == ("done", (50, 0, 0, 0))
    assert Party.objects.count() == before + 50


def test_an_import_killed_at_its_very_end_tells_nothing_twice(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "reference,given_name,birthday,reports_to\n1,Ann,,2\n2,Ben,never,\n"
    run = prepared(text, by=cast.olga, name="employees.csv")

    def die(*_arguments: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(engine, "_end", die)
        with pytest.raises(Killed):
            run_import(run)
    run_import(run)
    told = list(run.problems.values_list("line", "taken"))
    assert (run.status, told) == ("done", [(2, True), (3, False)])


def test_a_finished_import_is_not_run_again(cast: Cast) -> None:
    run = take_in(names(3), by=cast.olga)
    changes = Change.objects.count()
    run_import(run)
    assert counts(run) == (3, 0, 0, 0)
    assert Change.objects.count() == changes


def test_an_import_stands_in_the_history_under_its_file(cast: Cast) -> None:
    take_in(names(3), by=cast.alice, name="fair.csv")
    made = Change.objects.get(record_id=Party.objects.get(name="Firm 1").pk, operation="I")
    deed = ChangeSet.objects.get(changes=made, verb="import", reason="fair.csv")
    assert (deed.by, deed.door) == (cast.alice, "import")


def test_what_comes_in_belongs_to_who_brought_it(cast: Cast) -> None:
    take_in(names(2), by=cast.alice)
    assert {party.owner for party in Party.objects.filter(name__startswith="Firm ")} == {cast.alice}


def test_every_line_is_counted_once_whatever_it_is(cast: Cast) -> None:
    text = (
        "name,email,employees\nGood,good@example.org,5\n,,\nBad,no address,7\nWorse,worse@example.org,many\n"
        "Short,s@example.org\nLong,l@example.org,1,2,3\nGood,good@example.org,5\nGood,good@example.org,6\n"
    )
    run = take_in(text, by=cast.olga)
    assert run.processed == 8
    assert counts(run) == (3, 0, 3, 2)
    said_of = {problem.line: problem.text for problem in run.problems.all()}
    assert set(said_of) == {4, 5, 7, 9}
    assert "no address" in said_of[4]
    assert "many" in said_of[5] or "number" in said_of[5].lower()
    assert said_of[7] == "2 cells more than the header."


def test_empty_cells_that_a_spreadsheet_dropped_or_added_at_the_end_cost_no_line(cast: Cast) -> None:
    text = "name,email,note\nAnn\nBen,ben@example.org\nCem,cem@example.org,Known,, ,\nDora,,,,surplus\n"
    run = take_in(text, by=cast.olga)
    assert counts(run) == (3, 0, 0, 1)
    assert [(problem.line, problem.text) for problem in run.problems.all()] == [(5, "2 cells more than the header.")]
    assert Party.objects.get(name="Ben").emails == ["ben@example.org"]
    assert Party.objects.get(name="Cem").note == "Known"


def test_a_second_import_of_the_same_lines_changes_nothing(cast: Cast) -> None:
    take_in(names(20), by=cast.olga)
    changes = Change.objects.count()
    assert counts(take_in(names(20), by=cast.olga)) == (0, 0, 20, 0)
    assert Change.objects.count() == changes


# What nobody should send, and somebody does.


def bomb() -> bytes:
    """A workbook that would unpack to 300 MB of spaces."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (300 * 1024**2))
    return file.getvalue()


BAD_FILES = {
    "rubbish.csv": bytes(range(256)) * 40, "nothing.csv": b"", "bomb.xlsx": bomb(),
    "broken.xlsx": b"PK\x03\x04" + b"x" * 99,
    "picture.csv": b"\x89PNG\r\n\x1a\n" + bytes(200), "zeros.csv": bytes(5000),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_is_none_is_refused_in_one_sentence(cast: Cast, name: str) -> None:
    olga, runs, parties = sign_in(cast.olga), ImportRun.objects.count(), Party.objects.count()
    answer = olga.post("/imports/people/new/", {"file": SimpleUploadedFile(name, BAD_FILES[name])})
    assert answer.status_code == 422
    assert "Traceback" not in said(answer)
    with pytest.raises(Unreadable) as refusal:
        prepared(BAD_FILES[name], by=cast.olga, name=name)
    assert str(refusal.value).replace("’", "&#39;")[:20] in said(answer).replace("’", "&#39;")
    assert (ImportRun.objects.count(), Party.objects.count()) == (runs, parties)


def test_no_file_at_all_is_asked_for(cast: Cast) -> None:
    answer = sign_in(cast.olga).post("/imports/people/new/", {})
    assert answer.status_code == 422
    assert "Choose a file" in said(answer)


def test_scripts_and_formulas_in_names_harm_neither_page_nor_spreadsheet(cast: Cast) -> None:
    script, formula = "<script>alert(1)</script>", "=HYPERLINK(1)"
    take_in(f'name,note\n"{script}",a\n"{formula}",@SUM(1)\n', by=cast.olga)
    olga = sign_in(cast.olga)
    party = Party.objects.get(name=script)
    for address in ("/people/", f"/people/{party.pk}/", f"/people/{party.pk}/edit/", f"/people/{party.pk}/panel/"):
        page = said(olga.get(address))
        assert script not in page
        assert "&lt;script&gt;" in page
    assert Party.objects.filter(name=formula).exists()
    table = said(olga.get("/export/people.csv"))
    assert f'"\'{formula}"' in table
    assert '"\'@SUM(1)"' in table


def test_a_name_cannot_turn_the_direction_of_the_page(cast: Cast) -> None:
    take_in(f"name\n{RTL}gpj.exe\nplain\u2066 name\n", by=cast.olga)
    assert Party.objects.filter(name="gpj.exe").exists()
    assert not Party.objects.filter(name__contains=RTL).exists()
    assert not Party.objects.filter(name__contains="\u2066").exists()


def test_columns_of_the_same_name_are_kept_apart_and_told(cast: Cast) -> None:
    olga = sign_in(cast.olga)
    file = SimpleUploadedFile("twice.csv", b"name,name,note,note\nOne,Two,a,b\n")
    page = said(olga.post("/imports/people/new/", {"file": file}, follow=True))
    assert "name (2)" in page
    assert "more than once" in page
    run = take_in(b"name,name,email,email\nOne,Two,a@example.org,b@example.org\n", by=cast.olga)
    assert counts(run) == (1, 0, 0, 0)
    assert Party.objects.get(name="One").emails == ["a@example.org", "b@example.org"]


def test_a_cell_of_ten_thousand_characters_is_told_or_kept_whole(cast: Cast) -> None:
    long = "x" * 10_000
    run = take_in(f"name,note,email\nKept,{long},\n{long},,\nTold,,{long}@example.org\n", by=cast.olga)
    assert run.processed == 3
    assert Party.objects.get(name="Kept").note == long
    assert run.reported + run.created == 3
    assert run.problems.count() == 2
    assert all(len(cell) <= 500 for problem in run.problems.all() for cell in problem.cells)


@pytest.mark.parametrize("day", ["1403/12/31", "1403/13/01", "1403-07-31", "31/02/2020", "۱۴۰۳/۰۰/۱۰", "yesterday"])
def test_a_day_that_no_calendar_has_is_told_in_the_reader_s_language(cast: Cast, day: str) -> None:
    with override("fa"):
        run = prepared(f"name,birthday,kind\nSara,{day},person\n", by=cast.olga)
    run_import(run)
    assert counts(run) == (0, 0, 0, 1)
    assert re.search("[آ-ی]", run.problems.get().text) and "Birthday" not in run.problems.get().text


def test_a_persian_day_is_read_in_its_calendar(cast: Cast) -> None:
    with override("fa"):
        run = prepared("name,birthday,kind\nSara,۱۴۰۳/۱۲/۳۰,person\n", by=cast.olga)
    assert counts(run_import(run)) == (1, 0, 0, 0)
    assert str(Party.objects.get(name="Sara").birthday) == "2025-03-20"


def test_a_part_cannot_be_hung_on_somebody_else_s_record(cast: Cast) -> None:
    victim, before = cast.rows["people"], PartyRole.objects.count()
    run = take_in(f"party,role\n{victim.pk},supplier\n", by=cast.charlie, record="roles")
    assert counts(run) == (0, 0, 0, 1)
    assert PartyRole.objects.count() == before


def test_a_workbook_with_formulas_and_dates_is_read_by_its_values(cast: Cast) -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    lines: list[list[Any]] = [["name", "employees", "note"], ["Sheet firm", 12, "=1+1"]]
    for row, cells in enumerate(lines):
        for column, cell in enumerate(cells):
            sheet.write_formula(row, column, cell, None, 2) if cell == "=1+1" else sheet.write(row, column, cell)
    book.close()
    assert counts(take_in(file.getvalue(), by=cast.olga, name="rows.xlsx")) == (1, 0, 0, 0)
    party = Party.objects.get(name="Sheet firm")
    assert (party.employees, party.note) == (12, "2")


# The pages of an import.


def test_a_file_goes_from_the_page_to_the_directory(cast: Cast) -> None:
    alice = sign_in(cast.alice)
    file = SimpleUploadedFile("fair.csv", b"company,e-mail work\nFair firm,fair@example.org\n")
    page = alice.post("/imports/people/new/", {"file": file}, follow=True)
    run = ImportRun.objects.get(filename="fair.csv")
    assert page.redirect_chain[-1][0] == f"/imports/{run.pk}/"
    assert "Fair firm" in said(page)
    started = alice.post(
        f"/imports/{run.pk}/start/", {"column-0": "name", "column-1": "emails:work", "constant-kind": "organisation"}
    )
    assert started.status_code == 302
    run_import(run)
    assert counts(run) == (1, 0, 0, 0)
    assert ContactPoint.objects.get(value="fair@example.org").label == "work"
    assert "1" in said(alice.get(f"/imports/{run.pk}/"))


def test_an_import_is_seen_by_who_made_it_and_by_the_owner(cast: Cast) -> None:
    run = take_in("name,email\nA,no address\n", by=cast.alice)
    for name, expected in {"alice": 200, "olga": 200, "bob": 404, "charlie": 404, "rita": 404}.items():
        client = sign_in(getattr(cast, name))
        for address in (f"/imports/{run.pk}/", f"/imports/{run.pk}/problems.csv"):
            assert client.get(address).status_code == expected, (name, address)
        assert client.post(f"/imports/{run.pk}/start/").status_code == (302 if expected == 200 else expected), name


def test_lines_that_were_not_taken_come_back_as_a_file(cast: Cast) -> None:
    run = take_in("name,employees\nFine,3\n=evil(),many\n", by=cast.alice)
    table = said(sign_in(cast.alice).get(f"/imports/{run.pk}/problems.csv"))
    assert '"\'=evil()","many"' in table
    assert "Fine" not in table


@pytest.mark.parametrize("address", ["/imports/people/new/", "/people/new/"])
def test_an_expired_session_leads_to_the_door_and_writes_nothing(cast: Cast, address: str) -> None:
    before = Party.objects.count()
    gone = Client()
    plain = gone.post(address, {"name": "Lost?"})
    assert (plain.status_code, plain.headers["Location"]) == (
        302,
        f"/accounts/login/?next={address.replace('/', '%2F')}",
    )
    fragment = gone.post(address, {"name": "Lost?"}, headers={"HX-Request": "true", "HX-Current-URL": "/people/?q=x"})
    assert fragment.status_code == 401
    assert fragment.headers["HX-Redirect"] == "/accounts/login/?next=%2Fpeople%2F%3Fq%3Dx"
    program = gone.post("/api/people/", {"name": "Lost?"}, content_type="application/json")
    assert (program.status_code, program.headers["Content-Type"]) == (401, "application/problem+json")
    assert Party.objects.count() == before
