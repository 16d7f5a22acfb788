"""The page of a record tells of its parts in words: which came, which went, what changed in them, and never a code."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from peyvand.contacts.models import Address, Consent, ContactPoint, Party, PartyRole, Position, Tie
from peyvand.platform.accounts.models import User
from peyvand.platform.audit.changing import change_set
from peyvand.platform.pages import history, links
from peyvand.platform.records.record import record_of
from tests.people import FIRM, Cast, make_whole, said, sign_in


def story(response: Any) -> str:
    """The words of the history on a page."""
    page = said(response).partition('<ul class="tl">')[2].partition("</ul>\n")[0]
    text = " ".join(re.sub(r"<[^>]*>", " ", page).split())
    return text.replace("&#39;", "'").replace("&amp;", "&")


def told(user: User, party: Party) -> str:
    return story(sign_in(user).get(f"/people/{party.pk}/history/"))


@pytest.fixture
def party(cast: Cast) -> Party:
    """A party without parts."""
    made: Party = Party.objects.create(name="Plain", kind="person", owner=cast.alice)
    return made


def point(party: Party, **given: Any) -> ContactPoint:
    row: ContactPoint = ContactPoint.objects.create(
        **({"party": party, "kind": "email", "value": "ann@example.org", "label": "office"} | given)
    )
    return row


def test_a_part_that_came_is_told_with_what_it_says(cast: Cast, party: Party) -> None:
    with change_set(by=cast.alice, verb="change"):
        point(party)
        PartyRole.objects.create(party=party, role="customer", owner=cast.bob)
        Address.objects.create(party=party, street="1 High Street", locality="Leeds", country="GB")
        Consent.objects.create(party=party, purpose="marketing", channel="phone", given_on="2024-02-29")
    words = told(cast.alice, party)
    for sentence in (
        "Added: E-mail ann@example.org · office",
        "Added: role Customer · Active · Owner Bob",
        "Added: address 1 High Street",
        "Leeds",
        "United Kingdom",
        "Added: consent Marketing · Telephone · Given · On Feb 29, 2024",
    ):
        assert sentence in words, (sentence, words)


def test_a_part_that_changed_later_came_with_what_it_said_then(cast: Cast, party: Party) -> None:
    email = point(party)
    ContactPoint.objects.filter(pk=email.pk).update(value="new@example.org", label="desk")
    words = told(cast.alice, party)
    assert "Added: E-mail ann@example.org · office" in words
    assert "Changed: E-mail new@example.org Value ann@example.org new@example.org Label office desk" in words


def test_a_part_that_is_gone_is_told_with_what_it_said_and_no_column_of_the_database(cast: Cast, party: Party) -> None:
    email = point(party)
    ContactPoint.objects.filter(pk=email.pk).update(label="desk")
    email.delete()
    words = told(cast.alice, party)
    assert "Removed: E-mail ann@example.org · desk" in words
    assert "Added: E-mail ann@example.org · office" in words
    for column in ("key", "is_primary", "is_valid", "party_id", "party "):
        assert column not in words, column
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", words)


def test_what_only_the_machine_writes_is_no_news(cast: Cast, party: Party) -> None:
    email = point(party)
    before = told(cast.alice, party)
    ContactPoint.objects.filter(pk=email.pk).update(key="other")
    assert told(cast.alice, party) == before


def test_amounts_stand_in_their_currency_and_codes_by_their_words(cast: Cast, party: Party) -> None:
    Party.objects.filter(pk=party.pk).update(turnover="1200.50", currency="EUR", languages=["fa"], country="GB")
    words = told(cast.alice, party)
    for sentence in ("Annual turnover €1,200.50", "Languages Persian", "Country United Kingdom"):
        assert sentence in words, (sentence, words)


def test_it_is_told_in_the_language_of_the_reader(cast: Cast, party: Party) -> None:
    point(party, kind="phone", value="+44 20 7946 0111", label="")
    PartyRole.objects.create(party=party, role="customer")
    words = story(sign_in(cast.alice, language="fa").get(f"/people/{party.pk}/history/"))
    assert "مشتری" in words
    with translation.override("fa"):
        for label in (ContactPoint(kind="phone").get_kind_display(), str(PartyRole._meta.verbose_name)):
            assert label in words
    assert "customer" not in words


def test_a_file_is_told_by_its_name(cast: Cast, party: Party) -> None:
    client = sign_in(cast.alice)
    client.post(f"/people/{party.pk}/files/", {"file": SimpleUploadedFile("offer.txt", b"words")})
    assert "Added: file offer.txt" in told(cast.alice, party)


def test_many_parts_take_as_many_queries_as_one(cast: Cast, party: Party) -> None:
    client, taken = sign_in(cast.alice), []
    for numbers in (range(1), range(1, 30)):
        for number in numbers:
            point(party, value=f"a{number}@example.org")
            PartyRole.objects.get_or_create(party=party, role="customer", owner=cast.bob)
        client.get(f"/people/{party.pk}/history/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/people/{party.pk}/history/")
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_a_page_of_older_entries_knows_what_came_later(
    cast: Cast, party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    email = point(party)
    ContactPoint.objects.filter(pk=email.pk).update(value="new@example.org")
    monkeypatch.setattr(history, "LIMIT", 1)
    client, page = sign_in(cast.alice), f"/people/{party.pk}/history/"
    first = said(client.get(page))
    assert "Changed: E-mail" in first
    (older,) = re.findall(r'hx-get="([^"]+\?before=\d+)"', first)
    assert "Added: E-mail ann@example.org · office" in story(client.get(older))


@pytest.mark.parametrize("name", ["alice", "charlie"])
def test_a_part_s_own_page_tells_its_own_story(cast: Cast, party: Party, name: str) -> None:
    email = point(party)
    ContactPoint.objects.filter(pk=email.pk).update(value="new@example.org")
    answer = sign_in(getattr(cast, name)).get(f"/contact-points/{email.pk}/history/")
    if name == "charlie":
        assert answer.status_code == 404
    else:
        assert "changed this" in story(answer)
        assert "Value ann@example.org new@example.org" in story(answer)


# A tie is told on both its ends.


def other(cast: Cast, name: str, owner: User) -> Party:
    made: Party = make_whole(record_of(Tie), "target", owner=owner)
    Party.objects.filter(pk=made.pk).update(name=name)
    return made


def test_a_tie_is_told_to_the_other_party_too(cast: Cast, party: Party) -> None:
    ben = other(cast, "Ben", cast.alice)
    tie = Tie.objects.create(source=party, target=ben, content="banker", closeness=3)
    Tie.objects.filter(pk=tie.pk).update(closeness=4)
    Tie.objects.filter(pk=tie.pk).update(until="2024-02-29")
    words = told(cast.alice, ben)
    for sentence in (
        "Added: tie From Plain · Banker",
        "Closeness 3",
        "Changed: tie From Plain Closeness 3 4",
        "Changed: tie From Plain Until Feb 29, 2024",
    ):
        assert sentence in words, (sentence, words)
    assert "Added: tie To Ben · Banker" in told(cast.alice, party)
    tie.delete()
    words = told(cast.alice, ben)
    assert "Removed: tie From Plain · Banker" in words
    assert "Added: tie From Plain · Banker" in words


def test_a_tie_that_goes_to_another_is_told_to_both(cast: Cast, party: Party) -> None:
    ben, eve = other(cast, "Ben", cast.alice), other(cast, "Eve", cast.alice)
    tie = Tie.objects.create(source=party, target=ben, content="banker")
    Tie.objects.filter(pk=tie.pk).update(target=eve)
    Tie.objects.filter(pk=tie.pk).update(closeness=5)
    assert "Changed: tie From Plain To Ben Eve" in told(cast.alice, ben)
    assert "Closeness 5" not in told(cast.alice, ben).replace("Closeness — 5", "")
    assert "Changed: tie From Plain To Ben Eve" in told(cast.alice, eve)


def test_what_a_tie_did_elsewhere_later_does_not_hide_what_it_did_here(
    cast: Cast, party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "LIMIT", 3)
    ben, eve = other(cast, "Ben", cast.alice), other(cast, "Eve", cast.alice)
    tie = Tie.objects.create(source=party, target=ben, content="banker")
    for closeness in (1, 2):
        Tie.objects.filter(pk=tie.pk).update(closeness=closeness)
    Tie.objects.filter(pk=tie.pk).update(target=eve)
    client, page, taken = sign_in(cast.alice), f"/people/{ben.pk}/history/", []
    for numbers in (range(8), range(8, 40)):
        for number in numbers:
            Tie.objects.filter(pk=tie.pk).update(trust=number % 5 + 1)
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            first = client.get(page)
        taken.append(len(queries))
    words = story(first)
    assert "Changed: tie From Plain To Ben Eve" in words
    assert "Closeness 1 2" in words
    assert "Trust" not in words
    (older,) = re.findall(r'hx-get="([^"]+\?before=\d+)"', said(client.get(page)))
    assert "Added: tie From Plain · Banker" in story(client.get(older))
    assert taken[0] == taken[1]


def test_a_tie_of_somebody_whom_the_reader_does_not_see_is_not_told(cast: Cast, party: Party) -> None:
    secret = other(cast, "Secret Partner", cast.charlie)
    tie = Tie.objects.create(source=secret, target=party, content="lawyer", how_met="in secret")
    for _time in range(2):
        words = told(cast.alice, party)
        assert "Lawyer" not in words
        assert "Secret" not in words
        assert "Lawyer" in told(cast.olga, party)
        Tie.objects.filter(pk=tie.pk).delete()


def test_a_firm_s_history_tells_who_works_there(cast: Cast, party: Party) -> None:
    firm = Party.objects.get(name=FIRM)
    Position.objects.create(person=party, organisation=firm, title="Clerk")
    assert "Added: position Person Plain · Clerk" in told(cast.alice, firm)
    assert f"Added: position Organisation {FIRM} · Clerk" in told(cast.alice, party)


def test_what_a_part_said_in_another_s_hands_is_not_told(cast: Cast, party: Party) -> None:
    """A contact point that went to a stranger's party and was changed there: our page says what it said with us."""
    secret = other(cast, "Secret Partner", cast.charlie)
    email = point(party)
    ContactPoint.objects.filter(pk=email.pk).update(party=secret)
    ContactPoint.objects.filter(pk=email.pk).update(value="hidden@example.org")
    words = told(cast.alice, party)
    assert "Added: E-mail ann@example.org" in words
    assert "hidden@example.org" not in words
    assert "Secret" not in words


def test_links_that_are_gone_are_found_by_an_index(cast: Cast, party: Party) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        named = links._GONE.format(named="old @> %s::jsonb")
        cursor.execute("EXPLAIN " + named, [str(party.pk), ["contacts_tie"], f'{{"target_id": "{party.pk}"}}'])
        plan = " ".join(row[0] for row in cursor.fetchall())
    assert "change_gone" in plan
