"""What was deleted stands on a page of its own, with all that happened to it, for those who see all of its kind."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peyvand.contacts.models import ContactPoint, Party, Tie
from peyvand.platform.access.models import Grant
from peyvand.platform.audit.changing import change_set
from peyvand.platform.audit.models import Change
from peyvand.platform.pages import deleted
from peyvand.platform.records import writing
from peyvand.platform.records.record import record_of
from tests.people import Cast, said, sign_in

PAGE = "/deleted/"


def words(response: Any) -> str:
    page = said(response).partition("<main")[2].partition("</main")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def delete(*parties: Party, cast: Cast) -> None:
    rows = Party.objects.filter(pk__in=[party.pk for party in parties])
    writing.delete(record_of(Party), rows, by=cast.alice)


@pytest.fixture
def gone(cast: Cast) -> Party:
    """Alice's party, deleted by her with an e-mail address, a tag that came late and a tie to her."""
    Change.objects.filter(operation="D").delete()
    party: Party = Party.objects.create(name="Lost Ltd", owner=cast.alice)
    ContactPoint.objects.create(party=party, kind="email", value="info@lost.example")
    with change_set(by=cast.bob, verb="change"):
        Party.objects.filter(pk=party.pk).update(tags=["gold"])
    delete(party, cast=cast)
    return party


def test_the_list_says_what_was_deleted_by_whom_and_under_which_name(cast: Cast, gone: Party) -> None:
    client = sign_in(cast.olga)
    listed = words(client.get(PAGE))
    for word in ("Deleted records", "Lost Ltd", "Alice", "just now"):
        assert word in listed, word
    assert "info@lost.example" not in listed
    assert f"/people/{gone.pk}/history/" in said(client.get(PAGE))
    assert PAGE in said(client.get("/people/"))


def test_its_history_is_told_whole(cast: Cast, gone: Party) -> None:
    answer = sign_in(cast.olga).get(f"/people/{gone.pk}/history/")
    assert answer.status_code == 200
    story = words(answer)
    for sentence in (
        "Lost Ltd",
        "Alice deleted this",
        "Removed: E-mail info@lost.example",
        "Bob changed this",
        "Tags gold",
        "Added: E-mail info@lost.example",
        "created this",
    ):
        assert sentence in story, (sentence, story)


def test_its_own_address_says_that_it_is_gone_and_tells_the_same(cast: Cast, gone: Party) -> None:
    client = sign_in(cast.olga)
    answer = client.get(f"/people/{gone.pk}/")
    assert answer.status_code == 410
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Alice deleted this" in words(answer)
    assert client.get(f"/api/people/{gone.pk}/").status_code == 404


STATUS = {"olga": 200, "rita": 200, "alice": 404, "bob": 404, "charlie": 404}


@pytest.mark.parametrize(("name", "status"), STATUS.items())
def test_only_who_sees_all_of_its_kind_reads_it(cast: Cast, gone: Party, name: str, status: int) -> None:
    """Not even whoever deleted it: what is gone has no owner, and a right for one's own rows does not reach it."""
    client = sign_in(getattr(cast, name))
    assert client.get(f"/people/{gone.pk}/history/").status_code == status
    assert client.get(f"/people/{gone.pk}/").status_code == (410 if status == 200 else 404)
    assert client.get(PAGE).status_code == (200 if status == 200 else 403)
    assert (PAGE in said(client.get("/people/"))) == (status == 200)


def test_a_guest_of_the_portal_and_a_stranger_learn_nothing(cast: Cast, gone: Party) -> None:
    for page in (PAGE, f"/people/{gone.pk}/history/"):
        assert "Lost Ltd" not in said(sign_in(cast.dana).get(page))
        assert sign_in(cast.dana).get(page).status_code in (403, 404)


def test_who_sees_all_of_one_kind_reads_of_no_other(cast: Cast, gone: Party) -> None:
    Grant.objects.filter(role__name="Test reader", record_type="people").update(scope="own")
    client = sign_in(cast.rita)
    assert "Lost Ltd" not in words(client.get(PAGE))
    assert "Lost Ltd" not in words(client.get(PAGE, {"kind": "people"}))
    assert client.get(f"/people/{gone.pk}/history/").status_code == 404


def test_what_never_was_and_what_is_another_kind_is_not_there(cast: Cast, gone: Party) -> None:
    client = sign_in(cast.olga)
    for address in (f"/people/{uuid4()}/history/", f"/size-thresholds/{gone.pk}/history/", f"/ties/{gone.pk}/history/"):
        assert client.get(address).status_code == 404, address


def test_what_is_there_tells_its_history_on_a_page_and_beside_the_record(cast: Cast) -> None:
    row, alice = cast.rows["people"], sign_in(cast.alice)
    assert f'hx-get="/people/{row.pk}/history/"' in said(alice.get(f"/people/{row.pk}/"))
    page, part = (
        said(alice.get(f"/people/{row.pk}/history/", headers=asked)) for asked in ({}, {"HX-Request": "true"})
    )
    assert "created this" in page and "<html" in page
    assert "created this" in part and "<html" not in part
    assert sign_in(cast.charlie).get(f"/people/{row.pk}/history/").status_code == 404


def test_a_name_that_is_gone_is_told_to_those_who_may_know_it(cast: Cast) -> None:
    ann, ben = (Party.objects.create(name=name, owner=cast.alice) for name in ("Ann", "Ben"))
    Tie.objects.create(source=ann, target=ben, content="banker")
    delete(ben, cast=cast)
    page = f"/people/{ann.pk}/history/"
    assert "Removed: tie To Ben" in words(sign_in(cast.olga).get(page))
    told = words(sign_in(cast.alice).get(page))
    assert "Removed: tie To another record" in told
    assert "Ben" not in told


def test_one_kind_can_be_asked_for(cast: Cast, gone: Party) -> None:
    client = sign_in(cast.olga)
    assert "Lost Ltd" in words(client.get(PAGE, {"kind": "people"}))
    assert "Lost Ltd" not in words(client.get(PAGE, {"kind": "size-thresholds"}))
    assert "Lost Ltd" in words(client.get(PAGE, {"kind": "nonsense"}))


def test_a_long_list_goes_on_on_the_next_page(cast: Cast, gone: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deleted, "LIMIT", 2)
    for number in range(3):
        delete(Party.objects.create(name=f"Firm {number}", owner=cast.alice), cast=cast)
    client = sign_in(cast.olga)
    first = client.get(PAGE)
    assert re.findall(r"Firm \d|Lost Ltd", words(first)) == ["Firm 2", "Firm 1"]
    (further,) = re.findall(r'href="(\?before=\d+)"', said(first))
    second = client.get(PAGE + further)
    assert re.findall(r"Firm \d|Lost Ltd", words(second)) == ["Firm 0", "Lost Ltd"]
    assert "Earlier" not in words(second)


def test_older_entries_of_what_is_gone_come_from_an_address_that_answers(
    cast: Cast, gone: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("peyvand.platform.pages.history.LIMIT", 1)
    client = sign_in(cast.olga)
    (older,) = re.findall(r'hx-get="([^"]*before=\d+)"', said(client.get(f"/people/{gone.pk}/")))
    assert client.get(older).status_code == 200


def test_many_deletions_take_as_many_queries_as_one_and_an_index(cast: Cast, gone: Party) -> None:
    client, taken = sign_in(cast.olga), []
    for numbers in (range(1), range(1, 20)):
        delete(*(Party.objects.create(name=f"Firm {number}", owner=cast.alice) for number in numbers), cast=cast)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        taken.append(len(queries))
    assert taken[0] == taken[1]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        found = next(query["sql"] for query in queries.captured_queries if "UNION ALL" in query["sql"])
        cursor.execute(f"EXPLAIN {found}")
        assert "change_deleted" in " ".join(row[0] for row in cursor.fetchall())


def test_a_part_of_a_page_stays_one_when_the_record_went_meanwhile(cast: Cast) -> None:
    gone = Party.objects.create(name="Gone", kind="organisation", owner=cast.alice, employees=0)
    delete(gone, cast=cast)
    part = said(sign_in(cast.olga).get(f"/people/{gone.pk}/history/", headers={"HX-Request": "true"}))
    assert "deleted this" in part and "<html" not in part
    assert re.search(r"<dt>Employees</dt><dd><span[^>]*>0<", part), "a zero says something"
