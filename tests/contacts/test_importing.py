"""Real files come in whole, once: Northwind, an address book of five hundred, the cards of ten products."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from peyvand.contacts.models import Address, ContactPoint, Party, PartyRole, Position, Tie
from peyvand.contacts.normalise import country_code
from peyvand.platform.access.models import Grant, Role
from peyvand.platform.accounts.actions import create_owner
from peyvand.platform.accounts.models import User
from peyvand.platform.import_export.cli import import_file
from peyvand.platform.import_export.readers.vcard import Card, read_cards
from peyvand.platform.records.record import record_of
from peyvand.platform.search.matching import ranked
from peyvand.platform.search.normalise import fold
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
    assert [run.problems.count() for run in again] == [0] * 4
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
    assert counts(first) == (500, 0, 0, 0)
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
    for card in cards:
        whole, kept = everything_about(card)
        lost = [text for text in texts_of(card) if squeezed(text) not in whole]
        assert (lost, [line for line in card.unknown if line not in kept]) == ([], [])
        assert all(count == 1 for count in Counter(kept).values())
    before = digest()
    second = take_in(path, by=olga)
    assert (second.created, second.updated, second.reported) == (0, 0, 0), [p.text for p in second.problems.all()]
    assert digest() == before


def texts_of(card: Card) -> Iterator[str]:
    """What a card says, field by field: no field may be added to cards without a thought to where it goes."""
    said = {field.name: getattr(card, field.name) for field in fields(card)}
    for name in ("line", "version", "problem", "unknown"):  # of the file; what is unknown is compared as it is
        del said[name]
    for name in ("emails", "phones", "urls", "messengers"):
        for kind, value in said.pop(name):
            yield from (word for word in kind.split(",") if "fax" not in word)
            yield re.sub("^(tel:|https?://)", "", value)
    for address in said.pop("addresses"):
        country = country_code(address.country) or address.country
        yield from (address.street, address.locality, address.region, address.postal_code, country, address.type)
    yield from said.pop("categories")
    yield from said.pop("languages")
    kind = said.pop("kind")
    yield {"org": "organisation", "individual": "person"}.get(kind, kind)
    yield from said.values()


def everything_about(card: Card) -> tuple[str, list[str]]:
    """All that stands in the record of a card and its parts, squeezed; and what was kept as it came."""
    name = fold(card.name or card.emails[0][1])
    rows: list[tuple[object, ...]] = []
    kept: list[str] = []
    for party in Party.objects.preloaded().filter(search_name=name[:200]):
        kept += party.unknown_properties
        rows += [tuple(getattr(party, field.attname) for field in Party._meta.concrete_fields), (party.organisation,)]
        rows += [(party.position,)]
        rows += ContactPoint.objects.filter(party=party).values_list("label", "value")
        rows += Address.objects.filter(party=party).values_list(
            "street", "locality", "region", "postal_code", "country"
        )
    return squeezed(" ".join(str(value) for row in rows for value in row)), kept


def squeezed(text: str) -> str:
    """Letters and digits only: numbers and addresses are written otherwise here than in the card."""
    return "".join(sign for sign in text.replace("\\n", "").lower() if sign.isalnum())


def test_what_has_no_field_is_kept_in_words_and_labels_stay(olga: User) -> None:
    lines = (
        "BEGIN:VCARD", "VERSION:3.0", "N:Karimi;Sara;Jane;Dr.;MBA", "FN:Sara Karimi", "TITLE:Buyer", "LANG:fa",
        "LANG:tlh", "X-COLOUR:red", "X-COLOUR:red",
        "ADR;TYPE=work:;;Hafenstrasse 2;Hamburg;;20095;Germany", "ADR;TYPE=home:;;Gartenweg 1;Berlin;;10115;Germany",
        "IMPP:xmpp:sara@jabber.example", "X-SKYPE:sara.k", "TEL;TYPE=pager:+49 30 901820",
        "TEL;TYPE=work:+49 30 901821", "TEL;TYPE=main:+49 30 901821", "TEL;TYPE=home,fax:+49 30 901822",
        "EMAIL;TYPE=other:sara@mehr.example", "item1.EMAIL:k@mehr.example", "item1.X-ABLABEL:☎ desk",
        "URL;TYPE=blog:https://sara.example", "END:VCARD",
    )  # fmt: skip
    text = "\r\n".join(lines)
    assert counts(take_in(text, by=olga, name="sara.vcf")) == (1, 0, 0, 0)
    party = Party.objects.preloaded().get(name="Sara Karimi")
    assert party.unknown_properties == [
        "X-COLOUR:red", "N (prefix): Dr.", "N (additional): Jane", "N (suffix): MBA", "TITLE: Buyer",
        "ADR (type): work", "ADR (home): Gartenweg 1, Berlin, 10115, Germany", "EMAIL (☎ desk): k@mehr.example",
        "IMPP (xmpp): xmpp:sara@jabber.example", "IMPP (skype): sara.k", "LANG: tlh",
    ]  # fmt: skip
    assert party.languages == ["fa"]
    assert party.emails == ["other: sara@mehr.example", "k@mehr.example"]
    assert party.phones == ["pager: +49 30 901820", "work main: +49 30 901821"]
    assert party.faxes == ["home: +49 30 901822"]
    assert party.websites == ["blog: sara.example"]
    before = digest()
    assert counts(take_in(text, by=olga, name="sara.vcf")) == (0, 0, 1, 0)
    assert digest() == before


def employees(*lines: str) -> str:
    return "\n".join(["employee_id,first_name,last_name,email,reports_to", *lines]) + "\n"


def test_a_circle_of_superiors_is_told_and_not_tied(olga: User) -> None:
    text = employees("1,Ann,One,,3", "2,Ben,Two,,1", "3,Cem,Three,,2", "4,Dora,Four,,4", "5,Eva,Five,,")
    run = take_in(text, by=olga, name="employees.csv")
    assert counts(run) == (1, 0, 0, 4)
    assert all("circle" in problem.text for problem in run.problems.all())
    assert not Tie.objects.exists()


def test_who_reports_to_somebody_in_a_circle_is_taken_all_the_same(olga: User) -> None:
    text = employees("1,Ann,One,,2", "2,Ben,Two,,1", "3,Cem,Three,,1", "4,Dora,Four,,3")
    run = take_in(text, by=olga, name="employees.csv")
    assert counts(run) == (2, 0, 0, 2)
    assert [(problem.line, problem.taken) for problem in run.problems.all()] == [(2, False), (3, False), (4, True)]
    assert "“1” was not taken" in run.problems.get(line=4).text
    assert Tie.objects.get().source.name == "Dora Four"


def test_a_circle_across_two_files_is_told_too(olga: User) -> None:
    take_in(employees("1,Ann,One,,", "2,Ben,Two,,1"), by=olga, name="employees.csv")
    run = take_in(employees("1,Ann,One,,2"), by=olga, name="employees.csv")
    assert [tie.source.name for tie in Tie.objects.select_related("source")] == ["Ben Two"]
    assert [problem.line for problem in run.problems.all()] == [2]


def test_an_unknown_superior_is_told(olga: User) -> None:
    run = take_in(employees("1,Ann,One,,99"), by=olga, name="employees.csv")
    assert counts(run) == (0, 0, 0, 1)
    assert run.problems.get().text == "Reports to “99”, who is not in the file."


def test_a_remark_on_a_line_does_not_cost_it_its_superior(olga: User) -> None:
    run = take_in(employees("1,Ann,One,,", "2,Ben,Two,no address at all,1"), by=olga, name="employees.csv")
    assert counts(run) == (2, 0, 0, 0)
    assert [problem.line for problem in run.problems.all()] == [3]
    assert Tie.objects.get().source.name == "Ben Two"


def test_whether_a_superior_is_there_is_told_only_to_those_who_see_them(olga: User) -> None:
    stranger = User.objects.create_user("charlie@example.org", name="Charlie")
    role = Role.objects.create(name="Own records")
    role.members.add(stranger)
    for verb in ("view", "add", "change", "import"):
        Grant.objects.create(role=role, record_type="people", verb=verb, scope="own")
    Party.objects.create(kind="person", name="Ann", reference="employees:1", owner=olga)
    run = take_in(employees("2,Ben,Two,,1"), by=stranger, name="employees.csv")
    assert counts(run) == (0, 0, 0, 1)
    assert run.problems.get().text == "Reports to “1”, who is not in the file."


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
