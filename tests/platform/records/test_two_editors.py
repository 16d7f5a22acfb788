"""Two people edit one record: each keeps what they changed, and where both changed the same they are asked."""

import html
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from peyvand.contacts.models import ContactPoint, Party, PartyRole
from peyvand.platform.audit.models import ChangeSet
from peyvand.platform.records.forms import form_of
from peyvand.platform.records.record import record_at, record_of
from tests.people import Cast, said, sign_in

PEOPLE = record_at("people")


@pytest.fixture
def party(cast: Cast) -> Party:
    """Alice's."""
    found: Party = cast.row(PEOPLE)
    return found


def opened(cast: Cast, party: Party) -> dict[str, Any]:
    """What the browser of somebody who opens the form now will send, if nothing is touched."""
    form = form_of(PEOPLE)(instance=Party.objects.preloaded().get(pk=party.pk), user=cast.olga)
    drawn = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    return drawn | {"began": form.began}


def send(user: Any, party: Party, drawn: dict[str, Any], **entered: Any) -> Any:
    return sign_in(user).post(f"/people/{party.pk}/edit/", drawn | entered)


def redrawn(page: str) -> dict[str, Any]:
    """What is hidden in the form that came back."""
    hidden = re.findall(r'<input type="hidden" name="(began|keep-\w+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in hidden}


def asked(page: str) -> list[str]:
    """The fields about which the page asks."""
    return [name.removeprefix("keep-") for name in redrawn(page) if name != "began"]


def test_each_keeps_what_only_they_changed(cast: Cast, party: Party) -> None:
    drawn = opened(cast, party)
    assert send(cast.alice, party, drawn, note="Alice was here").status_code == 302
    assert send(cast.bob, party, drawn, locality="Leeds", employees="7").status_code == 302
    party = Party.objects.get(pk=party.pk)
    assert (party.note, party.locality, party.employees) == ("Alice was here", "Leeds", 7)


def test_a_day_long_ago_is_not_taken_for_one_of_the_reader_s_calendar(cast: Cast, party: Party) -> None:
    alice = cast.alice
    alice.language = "fa"
    alice.save()
    Party.objects.filter(pk=party.pk).update(kind="person", birthday=date(1879, 3, 14))
    with translation.override("fa"):
        drawn = opened(cast, party)
    Party.objects.filter(pk=party.pk).update(birthday=date(1880, 3, 14))
    answer = send(alice, party, drawn, note="Alice was here")
    assert answer.status_code == 302, asked(said(answer))
    assert Party.objects.get(pk=party.pk).birthday == date(1880, 3, 14)


def test_the_second_is_told_who_changed_the_same_field_and_to_what(cast: Cast, party: Party) -> None:
    drawn = opened(cast, party)
    assert send(cast.alice, party, drawn, note="Alice’s word", locality="Hull").status_code == 302
    deeds = ChangeSet.objects.count()
    answer = send(cast.bob, party, drawn, note="Bob’s word", region="Yorkshire")
    page = said(answer)
    assert answer.status_code == 409
    assert "<bdi>Alice</bdi> changed this, just now." in page
    assert "Alice’s word" in page
    assert "Bob’s word" in page
    assert asked(page) == ["note"]
    assert 'value="Yorkshire"' in page, "what was typed elsewhere comes back"
    assert 'value="Hull"' in page, "what only Alice changed is there already"
    assert ChangeSet.objects.count() == deeds
    assert Party.objects.get(pk=party.pk).note == "Alice’s word"


@pytest.mark.parametrize(("keep", "kept"), [("mine", "Bob’s word"), ("theirs", "Alice’s word")])
def test_after_the_choice_everything_is_saved(cast: Cast, party: Party, keep: str, kept: str) -> None:
    drawn = opened(cast, party)
    send(cast.alice, party, drawn, note="Alice’s word")
    entered = {"note": "Bob’s word", "region": "Yorkshire"}
    again = redrawn(said(send(cast.bob, party, drawn, **entered)))
    assert send(cast.bob, party, drawn | entered, **again).status_code == 409, "without a choice it is asked once more"
    assert send(cast.bob, party, drawn | entered, **(again | {"keep-note": keep})).status_code == 302
    party = Party.objects.get(pk=party.pk)
    assert (party.note, party.region) == (kept, "Yorkshire")


def test_a_third_change_while_the_second_chooses_is_asked_about_too(cast: Cast, party: Party) -> None:
    drawn = opened(cast, party)
    send(cast.alice, party, drawn, note="Alice’s word")
    again = redrawn(said(send(cast.bob, party, drawn, note="Bob’s word")))
    send(cast.olga, party, opened(cast, party), note="Olga’s word")
    answer = send(cast.bob, party, drawn, note="Bob’s word", **(again | {"keep-note": "mine"}))
    assert answer.status_code == 409
    assert "<bdi>Olga</bdi> changed this" in said(answer)


def test_the_same_change_made_twice_is_no_conflict(cast: Cast, party: Party) -> None:
    drawn = opened(cast, party)
    for user in (cast.alice, cast.bob):
        assert send(user, party, drawn, note="The same", emails="same@example.org").status_code == 302


def test_parts_changed_by_somebody_else_count(cast: Cast, party: Party) -> None:
    """Contact points and roles are rows of their own, with pages of their own."""
    drawn = opened(cast, party)
    point = ContactPoint.objects.filter(party=party, kind="email").first()
    assert point is not None
    client: Client = sign_in(cast.alice)
    sent = {"value": "alice.changed@example.org"}
    assert client.patch(f"/api/contact-points/{point.pk}/", sent, content_type="application/json").status_code == 200
    assert send(cast.bob, party, drawn, note="Bob’s").status_code == 302
    assert ContactPoint.objects.filter(party=party, value="alice.changed@example.org").exists()
    answer = send(cast.bob, party, drawn, note="Bob’s", emails="bob@example.org")
    assert answer.status_code == 409
    assert "<bdi>Alice</bdi> changed this" in said(answer)
    assert "alice.changed@example.org" in said(answer)


def test_a_role_ended_by_an_action_does_not_come_back(cast: Cast, party: Party) -> None:
    drawn = opened(cast, party)
    role = PartyRole.objects.get(party=party, role="partner")
    end = f"/api/roles/{role.pk}/end_role/"
    assert sign_in(cast.alice).post(end, {"on": "2026-01-01"}, content_type="application/json").status_code == 200
    assert send(cast.bob, party, drawn, note="Bob’s").status_code == 302
    assert Party.objects.get(pk=party.pk).roles == ["customer"]


def test_values_come_in_the_words_of_the_reader(cast: Cast, party: Party) -> None:
    drawn = opened(cast, party)
    send(cast.alice, party, drawn, country="FR", owner=str(cast.bob.pk), turnover="1000")
    page = said(send(cast.olga, party, drawn, country="DE", owner=str(cast.charlie.pk), turnover="2000"))
    for words in ("France", "Germany", "<bdi>Bob</bdi>", "<bdi>Charlie</bdi>", "1,000", "2,000"):
        assert words in page, words
    assert asked(page) == ["owner", "country", "turnover"]


def test_what_cannot_be_read_is_said_beside_the_question(cast: Cast, party: Party) -> None:
    drawn = opened(cast, party)
    send(cast.alice, party, drawn, employees="12")
    answer = send(cast.bob, party, drawn, employees="a dozen")
    assert answer.status_code == 409
    assert "a dozen" in said(answer)
    assert "field-error" in said(answer)


@pytest.mark.parametrize("began", ["", "nonsense", "[1]", "7"])
def test_a_forged_beginning_is_refused(cast: Cast, party: Party, began: str) -> None:
    assert send(cast.alice, party, opened(cast, party), began=began).status_code == 400


def test_a_beginning_of_other_shapes_is_no_fault_of_ours(cast: Cast, party: Party) -> None:
    for value in ("7", "{}", "[[]]", "null", '"x"', "true"):
        began = f'{{"name": {value}, "turnover": {value}, "birthday": {value}, "owner": {value}, "roles": {value}}}'
        assert send(cast.alice, party, opened(cast, party), began=began).status_code in (302, 409), value


def test_a_record_of_any_kind_is_compared(cast: Cast) -> None:
    """A part has a form of the derived kind."""
    role = cast.rows["roles"]
    record = record_of(PartyRole)
    form = form_of(record)(instance=role, user=cast.olga)
    drawn = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    sent = drawn | {"began": form.began}
    assert sign_in(cast.alice).post(f"/roles/{role.pk}/edit/", sent | {"note": "one"}).status_code == 302
    answer = sign_in(cast.bob).post(f"/roles/{role.pk}/edit/", sent | {"note": "two"})
    assert answer.status_code == 409
    assert "<bdi>Alice</bdi> changed this" in said(answer)
