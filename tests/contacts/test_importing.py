"""Real files come in whole, once: Northwind, an address book of five hundred, the cards of ten products."""

from pathlib import Path

import pytest

from peyvand.contacts.models import Address, ContactPoint, Party, PartyRole, Position, Tie
from peyvand.platform.access.models import Grant, Role
from peyvand.platform.accounts.actions import create_owner
from peyvand.platform.accounts.models import User
from peyvand.platform.import_export.cli import import_file
from peyvand.platform.import_export.readers.vcard import read_cards
from peyvand.platform.records.record import record_of
from peyvand.platform.search.matching import ranked
from tests.imports import SHARED, counts, digest, needs, take_in
from tests.people import PASSWORD, Cast

pytestmark = pytest.mark.django_db
NORTHWIND = SHARED / "northwind/csv"
BOOK = SHARED / "formats/atomic_crm/test-data/contacts.csv"
CARDS = sorted((SHARED / "formats/ezvcard").rglob("*.vcf"))


@pytest.fixture
def olga(db: None) -> User:
    """The owner of a workspace that was opened just now: the firm stands in its own directory."""
    return create_owner(email="olga@example.org", password=PASSWORD, name="Olga", firm="Northwind Traders", first=True)


def holders(role: str) -> int:
    return int(PartyRole.objects.filter(role=role).count())


@needs("northwind")
def test_a_trading_firm_comes_in_with_everybody_who_belongs_to_it(olga: User) -> None:
    runs = {run.filename: run for run in import_file(NORTHWIND)}
    assert set(runs) == {"customers.csv", "suppliers.csv", "employees.csv", "shippers.csv"}
    lines = {name.removesuffix(".csv"): run.processed for name, run in runs.items()}
    assert lines == {"customers": 91, "suppliers": 29, "employees": 9, "shippers": 6}
    assert all(run.created == run.processed and run.reported == 0 for run in runs.values())
    assert (holders("customer"), holders("supplier"), holders("employee")) == (91, 29 + 6, 9)
    assert Party.objects.filter(kind="organisation").count() == 1 + 91 + 29 + 6
    assert Party.objects.filter(kind="person").count() == 91 + 29 + 9
    assert Position.objects.count() == 91 + 29 + 9
    assert Address.objects.count() == 91 + 29 + 9
    assert Tie.objects.filter(content="reports_to").count() == 8
    maria = Position.objects.select_related("organisation").get(person__name="Maria Anders")
    assert (maria.organisation.name, maria.title) == ("Alfreds Futterkiste", "Sales Representative")
    assert (maria.organisation.country, maria.organisation.reference) == ("DE", "customers:ALFKI")
    nancy = Position.objects.select_related("organisation").get(person__name="Nancy Davolio")
    assert (nancy.organisation.is_focal, nancy.title, str(nancy.since)) == (True, "Sales Representative", "1992-05-01")
    assert Tie.objects.get(source__name="Nancy Davolio", content="reports_to").target.name == "Andrew Fuller"


@needs("northwind")
def test_the_same_files_once_more_change_nothing(olga: User) -> None:
    import_file(NORTHWIND)
    before = digest()
    again = import_file(NORTHWIND)
    assert [(run.created, run.updated, run.reported) for run in again] == [(0, 0, 0)] * 4
    assert [run.skipped for run in again] == [run.processed for run in again]
    assert digest() == before


@needs("northwind")
def test_whom_the_file_brought_search_finds(olga: User) -> None:
    import_file(NORTHWIND)
    everybody = record_of(Party).visible(olga)
    for text, name in {
        "alfreds": "Alfreds Futterkiste", "maria and": "Maria Anders", "0621 08460": "Blauer See Delikatessen",
        "antonio mor": "Antonio Moreno", "ALFKI": "Alfreds Futterkiste", "luleå": "Berglunds snabbköp",
        "lulea": "Berglunds snabbköp",
    }.items():  # fmt: skip
        found = Party.objects.in_bulk(ranked(everybody, text))
        assert name in {str(party) for party in found.values()} | {
            position.organisation.name
            for position in Position.objects.filter(person__in=found).select_related("organisation")
        }, text


@needs("formats")
def test_an_address_book_of_five_hundred_comes_in_once(olga: User) -> None:
    first = take_in(BOOK, by=olga)
    assert (first.processed, first.status) == (500, "done")
    assert first.created + first.updated == 500 - first.skipped - first.reported
    assert first.reported == 0
    before = digest()
    second = take_in(BOOK, by=olga)
    assert counts(second) == (0, 0, 500, 0)
    assert digest() == before


@needs("formats")
@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_a_card_comes_in_once_with_everything_on_it(olga: User, path: Path) -> None:
    cards = list(read_cards(path))
    first = take_in(path, by=olga)
    problems = [(problem.line, problem.text) for problem in first.problems.all()]
    assert (first.processed, first.reported) == (len(cards), 0), problems
    known = {fold_key(point) for point in ContactPoint.objects.filter(kind="email").values_list("value", flat=True)}
    kept = " ".join(line for party in Party.objects.all() for line in party.unknown_properties).lower()
    for card in cards:
        for _label, address in card.emails:
            assert fold_key(address) in known or address.lower() in kept
    before = digest()
    second = take_in(path, by=olga)
    assert (second.created, second.updated, second.reported) == (0, 0, 0), [p.text for p in second.problems.all()]
    assert digest() == before


def fold_key(address: str) -> str:
    return address.strip().lower()


def employees(*lines: str) -> str:
    return "\n".join(["employee_id,first_name,last_name,email,reports_to", *lines]) + "\n"


def test_a_circle_of_superiors_is_told_and_not_tied(olga: User) -> None:
    text = employees("1,Ann,One,,3", "2,Ben,Two,,1", "3,Cem,Three,,2", "4,Dora,Four,,4", "5,Eva,Five,,")
    run = take_in(text, by=olga, name="employees.csv")
    assert counts(run) == (1, 0, 0, 4)
    assert all("circle" in problem.text for problem in run.problems.all())
    assert not Tie.objects.exists()


def test_a_circle_across_two_files_is_told_too(olga: User) -> None:
    take_in(employees("1,Ann,One,,", "2,Ben,Two,,1"), by=olga, name="employees.csv")
    run = take_in(employees("1,Ann,One,,2"), by=olga, name="employees.csv")
    assert [tie.source.name for tie in Tie.objects.select_related("source")] == ["Ben Two"]
    assert [problem.line for problem in run.problems.all()] == [2]


def test_an_unknown_superior_is_told(olga: User) -> None:
    run = take_in(employees("1,Ann,One,,99"), by=olga, name="employees.csv")
    assert counts(run) == (0, 0, 0, 1)
    assert "99" in run.problems.get().text


def test_a_remark_on_a_line_does_not_cost_it_its_superior(olga: User) -> None:
    run = take_in(employees("1,Ann,One,,", "2,Ben,Two,no address at all,1"), by=olga, name="employees.csv")
    assert counts(run) == (2, 0, 0, 0)
    assert [problem.line for problem in run.problems.all()] == [3]
    assert Tie.objects.get().source.name == "Ben Two"


def test_ids_of_another_system_do_not_make_everybody_anew(olga: User) -> None:
    text = (
        "id,name,email\n"
        "0190a6a0-0000-7000-8000-000000000001,Mehr Stone,info@mehr.example\n"
        "0190a6a0-0000-7000-8000-000000000002,Mehr Glass,hello@glass.example\n"
    )
    assert counts(take_in(text, by=olga)) == (2, 0, 0, 0)
    assert counts(take_in(text, by=olga)) == (0, 0, 2, 0)


def test_an_id_of_our_own_still_finds_its_record(olga: User) -> None:
    party = Party.objects.create(name="Mehr Stone", owner=olga)
    assert counts(take_in(f"id,name\n{party.pk},Mehr Glass\n", by=olga)) == (0, 1, 0, 0)
    party.refresh_from_db()
    assert party.name == "Mehr Glass"


def test_whether_a_superior_is_there_is_told_only_to_those_who_see_them(olga: User) -> None:
    stranger = User.objects.create_user("charlie@example.org", name="Charlie")
    role = Role.objects.create(name="Own records")
    role.members.add(stranger)
    for verb in ("view", "add", "change", "import"):
        Grant.objects.create(role=role, record_type="people", verb=verb, scope="own")
    Party.objects.create(kind="person", name="Ann", reference="employees:1", owner=olga)
    run = take_in(employees("2,Ben,Two,,1"), by=stranger, name="employees.csv")
    assert counts(run) == (0, 0, 0, 1)
    assert "employees:1" in run.problems.get().text


# The contact person beside a firm.


def firm_with(person_of: User, firm_of: User) -> Position:
    """Sara Karimi, who buys for Mehr Stone."""
    firm = Party.objects.create(name="Mehr Stone", reference="rows:mehr", owner=firm_of)
    person = Party.objects.create(kind="person", name="Sara Karimi", owner=person_of)
    made: Position = Position.objects.create(person=person, organisation=firm, title="Buyer")
    return made


def contact(name: str, title: str) -> str:
    return f"reference,name,contact_person,contact_title\nmehr,Mehr Stone,{name},{title}\n"


def test_a_contact_person_who_may_be_changed_gets_the_new_title(cast: Cast) -> None:
    held = firm_with(cast.bob, cast.alice)
    assert counts(take_in(contact("Sara Karimi", "Owner"), by=cast.alice)) == (0, 1, 0, 0)
    held.refresh_from_db()
    assert (held.title, Position.objects.filter(organisation=held.organisation).count()) == ("Owner", 1)


def test_a_contact_person_who_may_only_be_seen_keeps_the_title(cast: Cast) -> None:
    held = firm_with(cast.charlie, cast.alice)
    Grant.objects.filter(record_type="people", verb="view").update(scope="all")
    run = take_in(contact("Sara Karimi", "Owner"), by=cast.alice)
    assert counts(run) == (0, 0, 0, 1)
    assert run.problems.get().text == "You may not change the position of “Sara Karimi”."
    held.refresh_from_db()
    assert held.title == "Buyer"
    assert counts(take_in(contact("Sara Karimi", "Buyer"), by=cast.alice)) == (0, 0, 1, 0)


def test_a_contact_person_who_cannot_be_seen_is_left_alone(cast: Cast) -> None:
    held = firm_with(cast.charlie, cast.alice)
    for outcome in ((0, 1, 0, 0), (0, 0, 1, 0)):  # one of Alice’s own is made, once
        assert counts(take_in(contact("Sara Karimi", "Owner"), by=cast.alice)) == outcome
    held.refresh_from_db()
    assert held.title == "Buyer"
    made = Position.objects.exclude(pk=held.pk).select_related("person").get(organisation=held.organisation)
    assert (made.person.owner, made.title) == (cast.alice, "Owner")


@pytest.mark.parametrize(
    ("name", "title", "told"),
    [
        ("x" * 301, "", "Contact person: This text is too long: 301 characters of at most 300."),
        ("Sara", "x" * 201, "Contact person’s position: This text is too long: 201 characters of at most 200."),
        ("!?", "", "Contact person: A name is needed."),
    ],
)
def test_what_cannot_be_a_contact_person_is_told(cast: Cast, name: str, title: str, told: str) -> None:
    run = take_in(contact(name, title), by=cast.alice)
    assert counts(run) == (0, 0, 0, 1)
    assert run.problems.get().text == told
    assert not Party.objects.filter(name="Mehr Stone").exists()


def test_the_name_of_a_contact_person_cannot_turn_the_page(cast: Cast) -> None:
    take_in(contact("\u202eSara", "\u2066Boss"), by=cast.alice)
    assert Position.objects.get(organisation__name="Mehr Stone").person.name == "Sara"
    assert Position.objects.get(organisation__name="Mehr Stone").title == "Boss"
