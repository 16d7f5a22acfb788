"""Nothing that is written escapes history, and its page says who, through which door, from what to what."""

import re
from typing import Any

import pytest
from django.db import connection
from uuid_utils.compat import uuid7

from peyvand.contacts.models import Party, Tie
from peyvand.platform.accounts.models import SYSTEM
from peyvand.platform.audit.changing import change_set
from peyvand.platform.audit.models import Change, ChangeSet
from peyvand.platform.pages.history import LIMIT
from peyvand.platform.records.record import record_of
from tests.people import Cast, make_whole, said, sign_in


def changes_of(party: Party) -> list[tuple[str, object, object]]:
    rows = Change.objects.filter(record_id=party.pk).order_by("id")
    return [(change.operation, change.old, change.new) for change in rows]


@pytest.fixture
def party(cast: Cast) -> Party:
    """A party without parts."""
    made: Party = Party.objects.create(name="Plain", owner=cast.alice)
    Change.objects.filter(record_id=made.pk).delete()
    return made


def test_an_update_of_many_rows_is_seen(party: Party) -> None:
    Party.objects.filter(pk=party.pk).update(note="New")
    ((operation, old, new),) = changes_of(party)
    assert (operation, new) == ("U", {"note": "New"})
    assert isinstance(old, dict)
    assert set(old) == {"note"}


def test_rows_that_are_made_in_bulk_are_seen(cast: Cast) -> None:
    made = Party.objects.bulk_create([Party(name=f"Bulk {n}", sort_name=f"bulk {n}") for n in range(3)])
    assert [changes_of(party) for party in made] == [[("I", None, None)]] * 3


def test_sql_written_by_hand_is_seen(party: Party) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE contacts_party SET note = 'By hand' WHERE id = %s", [party.pk])
        cursor.execute("DELETE FROM contacts_party WHERE id = %s", [party.pk])
    (changed, deleted) = changes_of(party)
    assert (changed[0], changed[2]) == ("U", {"note": "By hand"})
    assert deleted[0] == "D"
    assert isinstance(deleted[1], dict)
    assert (deleted[1]["name"], deleted[1]["note"]) == (party.name, "By hand")


def test_rows_that_are_copied_in_are_seen(cast: Cast) -> None:
    key = uuid7()
    columns = (
        "id, created_at, updated_at, kind, name, given_name, family_name, other_names, reference, languages, industry,"
    )
    columns += " country, currency, size_class, tags, note, is_focal, unknown_properties, sort_name, search_name,"
    columns += " search_text"
    with connection.cursor() as cursor, cursor.copy(f"COPY contacts_party ({columns}) FROM STDIN") as copy:
        row: tuple[Any, ...] = (
            key,
            "2024-01-01",
            "2024-01-01",
            "person",
            "Copied",
            "",
            "",
            [],
            "",
            [],
            "",
            "",
            "",
            "",
            [],
            "",
            False,
        )
        copy.write_row((*row, "[]", "copied", "copied", ""))
    assert Change.objects.get(record_id=key).operation == "I"


def test_what_changes_nothing_leaves_no_line(party: Party) -> None:
    Party.objects.filter(pk=party.pk).update(note=party.note, search_text="other tokens")
    assert changes_of(party) == []


def test_a_deed_inside_a_deed_is_one(party: Party, cast: Cast) -> None:
    before = ChangeSet.objects.count()
    with change_set(by=cast.alice, verb="outer"), change_set(by=SYSTEM, verb="inner"):
        Party.objects.filter(pk=party.pk).update(note="One")
    assert ChangeSet.objects.count() == before + 1
    deed = Change.objects.get(record_id=party.pk).change_set
    assert deed is not None
    assert (deed.by, deed.verb) == (cast.alice, "outer")


def test_what_comes_after_a_deed_is_not_put_down_to_it(party: Party, cast: Cast) -> None:
    with change_set(by=cast.alice, verb="deed"):
        pass
    Party.objects.filter(pk=party.pk).update(note="After")
    assert Change.objects.get(record_id=party.pk).change_set is None


def test_what_fails_leaves_neither_row_nor_history(party: Party, cast: Cast) -> None:
    before = ChangeSet.objects.count()
    with pytest.raises(ZeroDivisionError), change_set(by=cast.alice, verb="deed"):
        Party.objects.filter(pk=party.pk).update(note="Half")
        raise ZeroDivisionError
    assert (ChangeSet.objects.count(), changes_of(party)) == (before, [])


def test_the_page_tells_who_did_what_through_which_door(cast: Cast, party: Party) -> None:
    alice, api = sign_in(cast.alice), sign_in(cast.bob)
    api.patch(f"/api/people/{party.pk}/", {"note": "Second word"}, content_type="application/json")
    alice.post("/people/do/add_tag/", {"id": str(party.pk), "tag": "important"})
    page = said(alice.get(f"/people/{party.pk}/history/"))
    for word in ("Bob", "API", "Second word", "Alice", "Add tag", "important"):
        assert word in page, word


def test_a_change_past_the_product_is_called_so(cast: Cast, party: Party) -> None:
    Party.objects.filter(pk=party.pk).update(note="Quietly")
    page = said(sign_in(cast.alice).get(f"/people/{party.pk}/history/"))
    assert "Quietly" in page
    assert "Directly in the database" in page


def test_history_names_nobody_whom_the_reader_may_not_see(cast: Cast) -> None:
    """A tie that went from Alice's party to Charlie's and back tells Charlie's name to those only who may see it."""
    tie = Tie.objects.get(pk=cast.rows["ties"].pk)
    hidden = make_whole(record_of(Tie), "target", owner=cast.charlie)
    Party.objects.filter(pk=hidden.pk).update(name="Secret Partner")
    former = tie.target_id
    Tie.objects.filter(pk=tie.pk).update(target=hidden)
    Tie.objects.filter(pk=tie.pk).update(target=former)
    page = f"/people/{tie.source_id}/history/"
    assert "Secret Partner" in said(sign_in(cast.olga).get(page))
    shown = said(sign_in(cast.alice).get(page))
    assert "Secret Partner" not in shown
    assert "another record" in shown


def test_export_is_written_down(cast: Cast) -> None:
    sign_in(cast.alice).get("/export/people.csv")
    deed = ChangeSet.objects.get(verb="export")
    assert (deed.by, deed.reason) == (cast.alice, "people")


def _told(page: str) -> set[str]:
    """The words that entries of the history end in."""
    return set(re.findall(r"<ins>[^\n]*?(Word \d{3})", page))


def test_a_long_history_goes_on_behind_a_link(cast: Cast, party: Party) -> None:
    words = [f"Word {number:03}" for number in range(LIMIT + 5)]
    for word in words:
        Party.objects.filter(pk=party.pk).update(note=word)
    client, page = sign_in(cast.alice), f"/people/{party.pk}/history/"
    first = said(client.get(page))
    assert _told(first) == set(words[5:])
    older = re.search(r'hx-get="([^"]+\?before=\d+)"', first)
    assert older
    second = said(client.get(older[1]))
    assert _told(second) == set(words[:5])
    assert "Older entries" not in second


def test_a_short_history_has_no_link_and_a_forged_mark_does_no_harm(cast: Cast, party: Party) -> None:
    client, page = sign_in(cast.alice), f"/people/{party.pk}/history/"
    assert "Older entries" not in said(client.get(page))
    Party.objects.filter(pk=party.pk).update(note="Word 001")
    for mark in ("nonsense", "-1", "9" * 40, "٣", "0", ""):
        assert _told(said(client.get(page, {"before": mark}))) == {"Word 001"}, mark
