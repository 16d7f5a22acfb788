"""New parties are inserted together: with few questions to the database, and as if each line had come by itself."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peyvand.contacts import parts
from peyvand.contacts.models import Address, ContactPoint, Party, PartyRole, Position
from peyvand.platform.accounts.models import User
from peyvand.platform.audit.models import Change
from peyvand.platform.import_export.engine import run_import
from peyvand.platform.records import writing
from peyvand.platform.records.events import saved
from peyvand.platform.records.record import record_of
from peyvand.platform.search.matching import ranked
from tests.imports import counts, prepared, take_in

pytestmark = pytest.mark.django_db
HEAD = "kind,name,email,phone,country,city,organisation,position,roles,contact_person,reference\n"
LINES = (
    "person,Ann One,ann@mehr.example,030 901820,DE,Berlin,Mehr Stone,Buyer,customer,,\n"
    "person,Ben Two,ben@mehr.example,,,,Mehr Stone,Seller,,,\n"  # the employer came with the line above
    "organisation,Mehr Glass,info@glass.example,,,,,,supplier,Cem Three,\n"
    "organisation,Mehr Glass,info@glass.example,,,,,,,Dora Four,\n"  # the firm above, once more
    "person,Cem Three,cem@glass.example,,,,mehr glass,Owner,,,\n"  # the contact person above
    "organisation,Mehr Wood,,,,,,,,,7\n"
    "organisation,Mehr Wood and Sons,,,,,,,,,7\n"  # the same reference
    "person,Ann One,other@mehr.example,,,,Other Firm,,,,\n"  # another one of the same name
    "person,,nobody@mehr.example,,,,,,,,\n"
    "organisation,Mehr Iron,no address,,,,,,,,\n"
)


@pytest.fixture
def olga(db: None) -> User:
    return User.objects.create_user("olga@example.org", name="Olga", is_owner=True)


def directory() -> dict[str, Any]:
    """Everything that an import makes, by names."""
    told: dict[str, Any] = {}
    for number, party in enumerate(Party.objects.preloaded().order_by("name", "search_text")):
        told[f"{party.name} {number}"] = {
            "kind": party.kind, "roles": party.roles, "emails": party.emails, "phones": party.phones,
            "place": party.place, "reference": party.reference, "owner": str(party.owner), "sort": party.sort_name,
            "work": [(row.organisation.name, row.title) for row in party.positions.order_by("title", "pk")],
            "kept": party.unknown_properties, "search": party.search_text,
        }  # fmt: skip
    return told


def test_lines_that_are_inserted_together_make_what_each_would_make_by_itself(
    olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = take_in(HEAD + LINES, by=olga)
    made, said = directory(), list(together.problems.values_list("line", "text", "taken"))
    for model in (Position, Address, ContactPoint, PartyRole, Party):
        model.objects.all().delete()
    monkeypatch.setattr("peyvand.contacts.newcomers.Newcomers.expects", lambda *_line: False)
    alone = take_in(HEAD + LINES, by=olga)
    assert directory() == made
    assert counts(together) == counts(alone) == (6, 3, 0, 1)
    assert list(alone.problems.values_list("line", "text", "taken")) == said


def test_a_chunk_asks_the_database_as_often_for_many_lines_as_for_few(olga: User) -> None:
    def asked(lines: int) -> int:
        rows = "".join(f"person,P{lines} {n},p{lines}.{n}@mehr.example,,DE,Berlin,Firm,,,,\n" for n in range(lines))
        run = prepared(HEAD + rows, by=olga)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            run_import(run)
        assert counts(run) == (lines, 0, 0, 0)
        return len(captured)

    asked(5)  # the firm comes with the first file
    assert asked(150) <= asked(20) + 2


def test_what_the_database_refuses_in_company_costs_its_line_only(olga: User, monkeypatch: pytest.MonkeyPatch) -> None:
    made = parts._role
    monkeypatch.setattr(parts, "_role", lambda party, role: made(party, "x" * 99 if party.name == "Ben" else role))
    run = take_in("name,roles\nAnn,customer\nBen,customer\nCem,customer\n", by=olga)
    assert (run.status, counts(run)) == ("done", (2, 0, 0, 1))
    assert [(problem.line, problem.text) for problem in run.problems.all()] == [
        (3, "This line has a value that cannot be stored.")
    ]
    assert sorted(Party.objects.values_list("name", flat=True)) == ["Ann", "Cem"]


def test_an_employer_that_is_deleted_meanwhile_is_made_anew(olga: User, monkeypatch: pytest.MonkeyPatch) -> None:
    firm = Party.objects.create(name="Mehr Stone", owner=olga)
    insert = writing.insert

    def too_late(*arguments: Any, **options: Any) -> Any:
        Party.objects.filter(pk=firm.pk).delete()
        return insert(*arguments, **options)

    monkeypatch.setattr(writing, "insert", too_late)
    run = take_in(HEAD + "person,Ann One,,,,,Mehr Stone,Buyer,,,\n", by=olga)
    assert (run.status, counts(run)) == ("done", (1, 0, 0, 0))
    assert Position.objects.get().organisation.name == "Mehr Stone"


def test_each_has_one_insertion_in_the_history_is_found_and_is_announced(
    olga: User, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[Any] = []

    def listen(ids: list[Any], **_news: Any) -> None:
        heard.extend(ids)

    saved.connect(listen, sender=Party)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            take_in(HEAD + "person,Ann One,ann@mehr.example,,,,Mehr Stone,Buyer,,,\nperson,Ben Two,,,,,,,,,\n", by=olga)
    finally:
        saved.disconnect(listen, sender=Party)
    people = Party.objects.filter(kind="person")
    assert set(heard) == {party.pk for party in people}
    for party in Party.objects.all():
        assert Change.objects.filter(record_id=party.pk, operation="I").count() == 1
        assert party.pk in ranked(record_of(Party).visible(olga), party.name)
