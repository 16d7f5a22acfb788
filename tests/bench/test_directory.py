"""The benchmark's directory: always the same, as large as it says, and such as Peyvand itself would take in."""

from uuid import UUID

import pytest
from django.db.models import Model

from bench.directory import Directory, Part, is_organisation, key_of, organisation, organisations
from bench.words import CULTURES
from peyvand.contacts.models import Address, ContactPoint, Party, PartyRole, Position, Tie
from peyvand.contacts.normalise import national_phone, normalise_point
from peyvand.contacts.size_class import PRESETS
from peyvand.platform.accounts.models import User
from peyvand.platform.records.record import record_of
from peyvand.platform.records.search_index import document

OWNERS = [UUID(int=number) for number in range(1, 6)]
TOTAL = 1500
_UNKNOWN: dict[str, list[str]] = {"unknown_properties": []}  # COPY wants it as text
MODELS: dict[str, type[Model]] = {
    "parties": Party,
    "roles": PartyRole,
    "points": ContactPoint,
    "addresses": Address,
    "positions": Position,
    "ties": Tie,
}


@pytest.fixture(scope="module")
def part() -> Part:
    return Directory(TOTAL, OWNERS, PRESETS).part(0, TOTAL)


def test_the_same_number_is_always_the_same_party(part: Part) -> None:
    again = Directory(TOTAL, OWNERS, PRESETS)
    assert vars(again.part(700, 800)) == {
        table: [row for row in rows if 700 <= _number_of(row) < 800] for table, rows in vars(part).items()
    }


def test_it_has_as_many_parties_as_it_says(part: Part) -> None:
    assert len({row["id"] for row in part.parties}) == TOTAL
    assert sum(row["kind"] == "organisation" for row in part.parties) == organisations(TOTAL)
    assert all(is_organisation(organisation(place)) for place in range(100))


def test_its_keys_are_in_the_order_of_entry(part: Part) -> None:
    keys = [row["id"] for row in part.parties]
    assert keys == sorted(keys) == [key_of(number, TOTAL) for number in range(TOTAL)]
    assert all(key.version == 7 for key in keys)


def test_all_four_scripts_have_their_share(part: Part) -> None:
    for culture in CULTURES:
        share = sum(row["languages"][0] == culture.language for row in part.parties) * 100 / TOTAL
        assert abs(share - culture.share) < 3


def test_owners_are_unequal(part: Part) -> None:
    counts = [sum(row["owner_id"] == owner for row in part.parties) for owner in OWNERS]
    assert counts[0] > 3 * counts[-1] > 0


@pytest.mark.django_db
def test_every_row_passes_the_rules_of_the_product() -> None:
    owners = [User.objects.create_user(f"{number}@example.com").pk for number in range(3)]
    made = Directory(150, owners, PRESETS).part(0, 150)
    for table, model in MODELS.items():
        rows = [model(**{**row, **_UNKNOWN} if table == "parties" else row) for row in getattr(made, table)]
        for row in rows:
            row.full_clean()
        model._default_manager.bulk_create(rows)
        assert model._default_manager.count() == len(rows) > 0


def test_its_numbers_are_in_the_form_that_the_product_gives_them(part: Part) -> None:
    countries = {row["id"]: row["country"] for row in part.parties}
    for row in part.points[::5]:
        point = normalise_point(row["kind"], row["value"], country=countries[row["party_id"]])
        assert (point.display, point.key, point.valid) == (row["value"], row["key"], True)


def test_it_is_found_by_what_the_product_would_write(part: Part) -> None:
    for row in part.parties[::10]:
        party = Party(**{name: value for name, value in row.items() if name != "unknown_properties"})
        stored = {name: row[name] for name in ("sort_name", "search_name", "size_class")}
        _attach(party, part)
        assert set(document(record_of(Party), party).split()) == set(row["search_text"].split())
        assert (stored["sort_name"], stored["search_name"]) == (party.sort_name, party.search_name)


def test_numbers_can_be_found_as_they_are_dialled_at_home(part: Part) -> None:
    texts = {row["id"]: row["search_text"] for row in part.parties}
    for row in part.points[::11]:
        if row["kind"] in ("phone", "mobile"):
            digits = "".join(filter(str.isdigit, national_phone(row["value"])))
            assert digits in texts[row["party_id"]].split()


def _attach(party: Party, part: Part) -> None:
    """The parts of the party as if they had been read with it."""
    names = {row["id"]: row["name"] for row in part.parties}
    party.__dict__["loaded_contact_points"] = [
        ContactPoint(**row) for row in part.points if row["party_id"] == party.pk
    ]
    party.__dict__["loaded_addresses"] = [Address(**row) for row in part.addresses if row["party_id"] == party.pk]
    party.__dict__["loaded_positions"] = [
        Position(organisation=Party(pk=row["organisation_id"], name=names[row["organisation_id"]]))
        for row in part.positions
        if row["person_id"] == party.pk
    ]


def _number_of(row: dict[str, object]) -> int:
    owner = row.get("party_id") or row.get("person_id") or row.get("source_id") or row["id"]
    return NUMBERS[owner]  # type: ignore[index]


NUMBERS = {key_of(number, TOTAL): number for number in range(TOTAL)}
