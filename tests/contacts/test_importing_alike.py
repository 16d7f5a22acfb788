"""Who is only alike gets what was missing and loses nothing; who is known by an identifier is brought up to date."""

from pathlib import Path

import pytest

from peyvand.contacts.models import Party, Position
from peyvand.platform.accounts.models import User
from peyvand.platform.audit.models import Change
from peyvand.platform.import_export.cli import import_file
from peyvand.platform.import_export.models import ImportRun
from tests.imports import counts, digest, take_in
from tests.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga(db: None) -> User:
    return User.objects.create_user("olga@example.org", name="Olga", is_owner=True)


def card(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", "FN:Sara Karimi", *lines, "END:VCARD", ""])


HOME = card(
    "EMAIL:sara@mehr.example", "TEL:+49 30 901820", "NOTE:Met at the fair", "ORG:Mehr Stone", "TITLE:Buyer",
    "ADR:;;Gartenweg 1;Berlin;;10115;Germany", "X-COLOUR:red",
)  # fmt: skip
WORK = card(
    "EMAIL:sara@mehr.example", "EMAIL:karimi@glass.example", "NOTE:Call before noon", "ORG:Mehr Glass", "TITLE:Owner",
    "ADR:;;Hafenstrasse 2;Hamburg;Hamburg;20095;Germany", "BDAY:1990-05-01", "X-COLOUR:blue",
)  # fmt: skip


def sara() -> Party:
    found: Party = Party.objects.preloaded().get(name="Sara Karimi")
    return found


def remarks(run: ImportRun) -> str:
    return "\n".join(run.problems.values_list("text", flat=True))


def test_two_cards_of_one_name_can_come_in_by_turns_and_change_nothing_after_the_first_round(olga: User) -> None:
    first, second = take_in(HOME, by=olga, name="home.vcf"), take_in(WORK, by=olga, name="work.vcf")
    assert (counts(first), counts(second)) == ((1, 0, 0, 0), (0, 1, 0, 0))
    before, changes = digest(), Change.objects.count()
    for _round in range(2):
        assert counts(take_in(HOME, by=olga, name="home.vcf")) == (0, 0, 1, 0)
        assert counts(take_in(WORK, by=olga, name="work.vcf")) == (0, 0, 1, 0)
    assert (digest(), Change.objects.count()) == (before, changes)


def test_what_was_there_stays_what_was_missing_comes_and_the_difference_is_told(olga: User) -> None:
    take_in(HOME, by=olga, name="home.vcf")
    run = take_in(WORK, by=olga, name="work.vcf")
    party = sara()
    assert (party.note, party.organisation, party.position) == ("Met at the fair", "Mehr Stone", "Buyer")
    assert party.emails == ["sara@mehr.example", "karimi@glass.example"]
    assert str(party.birthday) == "1990-05-01"
    assert {"X-COLOUR:red", "X-COLOUR:blue"} <= set(party.unknown_properties)
    told = remarks(run)
    assert "Note kept: “Met at the fair”; the file says “Call before noon”." in told
    assert "Organisation kept: “Mehr Stone”; the file says “Mehr Glass”." in told
    assert not Party.objects.filter(name="Mehr Glass").exists()


def test_two_addresses_are_not_mixed_into_a_third(olga: User) -> None:
    take_in(HOME, by=olga, name="home.vcf")
    run = take_in(WORK, by=olga, name="work.vcf")
    party = sara()
    assert (party.street, party.postal_code, party.locality, party.region) == ("Gartenweg 1", "10115", "Berlin", "")
    assert "Region not taken, because what belongs to it differs; the file says “Hamburg”." in remarks(run)


def test_a_whole_address_comes_where_there_was_none(olga: User) -> None:
    take_in(card("EMAIL:sara@mehr.example"), by=olga, name="bare.vcf")
    run = take_in(HOME, by=olga, name="home.vcf")
    party = sara()
    assert (party.street, party.locality, party.country, party.position) == ("Gartenweg 1", "Berlin", "DE", "Buyer")
    assert remarks(run) == ""


def test_a_line_of_a_table_that_is_alike_changes_nothing_either(olga: User) -> None:
    take_in("name,email,employees,country\nMehr Stone,info@mehr.example,5,DE\n", by=olga)
    run = take_in("name,email,employees,country\nMehr Stone,info@mehr.example,6,IR\n", by=olga)
    assert counts(run) == (0, 0, 1, 0)
    assert list(run.problems.values_list("line", "text", "taken").order_by("text")) == [
        (2, "Country kept: “Germany”; the file says “Iran”.", True),
        (2, "Employees kept: “5”; the file says “6”.", True),
    ]


def test_an_identifier_still_brings_the_record_up_to_date(olga: User) -> None:
    take_in("reference,name,email,note\n7,Mehr Stone,info@mehr.example,old\n", by=olga, name="crm.csv")
    assert counts(
        take_in("reference,name,email,note\n7,Mehr Stone,info@mehr.example,new\n", by=olga, name="crm.csv")
    ) == (0, 1, 0, 0)
    party = Party.objects.get(name="Mehr Stone")
    assert party.note == "new"
    assert counts(take_in(f"id,name,note\n{party.pk},Mehr Stone,newest\n", by=olga)) == (0, 1, 0, 0)
    party.refresh_from_db()
    assert party.note == "newest"


def test_the_contact_person_of_a_firm_that_is_alike_keeps_the_title(olga: User) -> None:
    text = "name,email,contact_person,contact_title\nMehr Stone,info@mehr.example,Ben Two,{}\n"
    take_in(text.format("Buyer"), by=olga)
    run = take_in(text.format("Owner"), by=olga)
    assert counts(run) == (0, 0, 1, 0)
    assert Position.objects.get().title == "Buyer"
    assert "Contact person’s position kept: “Buyer”; the file says “Owner”." in remarks(run)


def test_the_day_on_which_a_position_began_is_kept_too(olga: User) -> None:
    text = "name,email,organisation,hire date\nBen Two,ben@mehr.example,Mehr Stone,{}\n"
    take_in(text.format("1992-05-01"), by=olga)
    run = take_in(text.format("1993-05-01"), by=olga)
    assert counts(run) == (0, 0, 1, 0)
    assert str(Position.objects.get().since) == "1992-05-01"
    assert "In the position since kept: “May 1, 1992”; the file says “May 1, 1993”." in remarks(run)


def test_of_two_of_one_name_the_one_who_shares_more_is_meant(olga: User) -> None:
    shared = "name,email,note\nBen,a@mehr.example;office@mehr.example,first\n"
    take_in(shared, by=olga)
    other = Party.objects.create(name="Ben", owner=olga)
    take_in(f"id,name,email\n{other.pk},Ben,b@mehr.example;office@mehr.example\n", by=olga)
    run = take_in("name,email,note\nBen,b@mehr.example;office@mehr.example,second\n", by=olga)
    assert counts(run) == (0, 1, 0, 0)
    other.refresh_from_db()
    assert other.note == "second"


@pytest.mark.parametrize("column", ["email", "phone", "organisation", "city"])
def test_of_seventy_of_one_name_each_is_found_again(olga: User, column: str) -> None:
    cells = {
        "email": "ali.{}@mehr.example",
        "phone": "+49 30 9018{}",
        "organisation": "Mehr Stone {}",
        "city": "Village {}",
    }
    lines = [f"Ali Ahmadi,{cells[column].format(number)}" for number in range(10, 80)]
    text = "\n".join([f"full name,{column}", *lines]) + "\n"
    assert counts(take_in(text, by=olga)) == (70, 0, 0, 0)
    assert counts(take_in(text, by=olga)) == (0, 0, 70, 0)


def test_long_values_are_cut_in_what_is_told(olga: User) -> None:
    take_in("name,email,note\nBen,ben@mehr.example,short\n", by=olga)
    run = take_in(f"name,email,note\nBen,ben@mehr.example,{'x' * 5000}\n", by=olga)
    assert len(remarks(run)) < 200
    assert "x…”" in remarks(run)


def test_the_page_and_the_command_line_tell_it(olga: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    take_in(HOME, by=olga, name="home.vcf")
    file = tmp_path / "work.vcf"
    file.write_text(WORK)
    run = import_file(file)[0]
    told = "Note kept: “Met at the fair”; the file says “Call before noon”."
    assert told in capsys.readouterr().err
    assert told in sign_in(olga, language="en").get(f"/imports/{run.pk}/").content.decode()
