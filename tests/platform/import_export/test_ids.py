"""A line with an id is about the record of that id or about none: a forged or unknown one makes no new record."""

from pathlib import Path

import pytest

from peyvand.contacts.models import Party, PartyRole
from peyvand.platform.import_export.cli import import_file
from peyvand.platform.import_export.engine import run_import
from peyvand.platform.import_export.models import ImportRun
from tests.imports import counts, prepared, take_in
from tests.people import Cast, said, sign_in

NOWHERE = "0190a6a0-0000-7000-8000-000000000001"
TOLD = (
    "No record with this ID is here, or you may not see it. To add such lines as new records, leave the ID out: "
    "choose “Leave out” for its column, or take the column out of the file."
)


def told(run: ImportRun) -> list[tuple[int, str, bool]]:
    return list(run.problems.values_list("line", "text", "taken"))


def test_an_id_of_ours_finds_its_record(cast: Cast) -> None:
    party = Party.objects.create(name="Mehr Stone", owner=cast.olga)
    assert counts(take_in(f"id,name\n{party.pk},Mehr Glass\n", by=cast.olga)) == (0, 1, 0, 0)
    party.refresh_from_db()
    assert party.name == "Mehr Glass"


def test_a_stranger_learns_nothing_of_a_record_by_its_id_and_changes_nothing(cast: Cast) -> None:
    victim = cast.rows["people"]
    before, parties = Party.objects.values().get(pk=victim.pk), Party.objects.count()
    run = take_in(f"id,name\n{victim.pk},Mine now\n{NOWHERE},Mine too\n", by=cast.charlie)
    assert counts(run) == (0, 0, 0, 2)
    assert told(run) == [(2, TOLD, False), (3, TOLD, False)]
    assert (Party.objects.values().get(pk=victim.pk), Party.objects.count()) == (before, parties)


def test_the_owner_is_told_the_same_of_an_id_that_is_nowhere_or_none_at_all(cast: Cast) -> None:
    party = Party.objects.create(name="Mehr Stone", owner=cast.olga)
    lines = [f"{party.pk},Mehr Stone", f"{NOWHERE},Mehr Glass", f"{NOWHERE},Mehr Wood", "12,Mehr Iron", ",Mehr Tin"]
    run = take_in("\n".join(["id,name", *lines]) + "\n", by=cast.olga)
    assert counts(run) == (1, 0, 1, 3)
    assert told(run) == [(line, TOLD, False) for line in (3, 4, 5)]
    assert not Party.objects.filter(name__in=("Mehr Glass", "Mehr Wood", "Mehr Iron")).exists()


def test_a_part_of_an_unknown_id_is_not_made_either(cast: Cast) -> None:
    party, before = Party.objects.create(name="Mehr Stone", owner=cast.olga), PartyRole.objects.count()
    run = take_in(f"id,party,role\n{NOWHERE},{party.pk},supplier\n", by=cast.olga, record="roles")
    assert (told(run), PartyRole.objects.count()) == ([(2, TOLD, False)], before)


def test_the_page_tells_it_and_without_the_column_the_lines_are_new(cast: Cast) -> None:
    charlie, text = sign_in(cast.charlie), f"id,name\n{cast.rows['people'].pk},Mehr Glass\n{NOWHERE},Mehr Wood\n"
    run = take_in(text, by=cast.charlie)
    assert TOLD in said(charlie.get(f"/imports/{run.pk}/"))
    anew = prepared(text, by=cast.charlie)
    sent = {"column-0": "", "column-1": "name", "constant-kind": "organisation"}
    assert charlie.post(f"/imports/{anew.pk}/start/", sent).status_code == 302
    assert counts(run_import(anew)) == (2, 0, 0, 0)


def test_the_command_tells_it_too(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(f"id,name\n{cast.rows['people'].pk},Mine now\n")
    for somebody, counted in (("charlie", (0, 0, 0, 1)), ("olga", (0, 1, 0, 0))):
        assert counts(import_file(file, by=f"{somebody}@example.org")[0]) == counted
        assert (f"2: {TOLD}" in capsys.readouterr().err) == (somebody == "charlie")
