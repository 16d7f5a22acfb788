"""Two who save at the same instant, each on a connection of their own: one of them is asked, and nothing is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connections
from django.http import QueryDict

from peyvand.contacts.models import ContactPoint, Party
from peyvand.platform.access.errors import Refused
from peyvand.platform.accounts.models import User
from peyvand.platform.records import writing
from peyvand.platform.records.forms import form_of
from peyvand.platform.records.record import record_of
from tests.people import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
TURNS = 3
"""Chance has a hand in who comes first: each is tried several times."""


@pytest.fixture
def two() -> list[User]:
    """Two owners of the workspace."""
    return [
        User.objects.create(email=f"{name.lower()}@example.org", name=name, is_owner=True, language="en", password="!")
        for name in ("Alice", "Bob")
    ]


@pytest.fixture
def party(two: list[User]) -> Party:
    made: Party = Party.objects.create(name="Contested", owner=two[0])
    ContactPoint.objects.create(party=made, kind="email", value="first@example.org")
    return made


def opened(party: Party, user: User) -> dict[str, Any]:
    """What a form that is opened now sends, if nothing is touched."""
    form = form_of(record_of(Party))(instance=Party.objects.preloaded().get(pk=party.pk), user=user)
    drawn = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    return drawn | {"began": form.began}


def at_once(*deeds: Callable[[], Any]) -> list[int]:
    """The statuses of the answers to deeds that were begun in the same moment."""
    gate = Barrier(len(deeds))

    def do(deed: Callable[[], Any]) -> int:
        gate.wait()
        try:
            return int(deed().status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def saving(user: User, party: Party, drawn: dict[str, Any], **entered: str) -> Callable[[], Any]:
    """To save the form with what was entered."""
    return partial(sign_in(user).post, f"/people/{party.pk}/edit/", drawn | entered)


def calling(user: User, address: str, sent: dict[str, Any], **headers: str) -> Callable[[], Any]:
    """To change a record by the API."""
    return partial(sign_in(user).patch, address, sent, content_type="application/json", headers=headers)


@pytest.mark.parametrize("field", ["note", "emails"])
@pytest.mark.parametrize("turn", range(TURNS))
def test_of_two_forms_one_wins_and_the_other_is_asked(two: list[User], party: Party, field: str, turn: int) -> None:
    drawn = opened(party, two[0])
    values = [f"{user.name.lower()}@example.org" for user in two]
    pairs = zip(two, values, strict=True)
    statuses = at_once(*(saving(user, party, drawn, **{field: value}) for user, value in pairs))
    assert sorted(statuses) == [302, 409]
    stored = getattr(Party.objects.preloaded().get(pk=party.pk), field)
    assert stored in (values[statuses.index(302)], [values[statuses.index(302)]])


@pytest.mark.parametrize("turn", range(TURNS))
def test_different_fields_of_two_forms_are_both_kept(two: list[User], party: Party, turn: int) -> None:
    drawn = opened(party, two[0])
    first = saving(two[0], party, drawn, note="Alice’s")
    assert at_once(first, saving(two[1], party, drawn, locality="Hull")) == [302, 302]
    stored = Party.objects.preloaded().get(pk=party.pk)
    assert (stored.note, stored.locality) == ("Alice’s", "Hull")


@pytest.mark.parametrize("turn", range(TURNS))
def test_of_two_calls_with_the_same_version_one_is_refused(two: list[User], party: Party, turn: int) -> None:
    address = f"/api/people/{party.pk}/"
    version = {"If-Match": sign_in(two[0]).get(address)["ETag"]}
    assert sorted(at_once(*(calling(user, address, {"note": user.name}, **version) for user in two))) == [200, 412]


@pytest.mark.parametrize("turn", range(TURNS))
def test_calls_that_name_no_version_overwrite_only_what_they_send(two: list[User], party: Party, turn: int) -> None:
    address = f"/api/people/{party.pk}/"
    changes: list[dict[str, Any]] = [{"note": "Alice’s"}, {"tags": ["bob"]}]
    pairs = zip(two, changes, strict=True)
    assert at_once(*(calling(user, address, change) for user, change in pairs)) == [200, 200]
    stored = Party.objects.get(pk=party.pk)
    assert (stored.note, stored.tags) == ("Alice’s", ["bob"])


@pytest.mark.parametrize("turn", range(TURNS))
def test_a_part_and_its_whole_do_not_wait_for_each_other(two: list[User], party: Party, turn: int) -> None:
    """The page of a contact point and the page of its party take their locks in one order."""
    address = f"/api/contact-points/{ContactPoint.objects.get(party=party).pk}/"
    whole = saving(two[1], party, opened(party, two[0]), note="Bob’s", phones="+44 20 7946 0000")
    assert at_once(calling(two[0], address, {"label": "work"}), whole) == [200, 302]


def test_who_edits_what_was_deleted_at_that_moment_is_told(two: list[User], party: Party) -> None:
    record = record_of(Party)
    drawn = QueryDict(urlencode(opened(party, two[0]) | {"note": "too late"}, doseq=True))
    form = writing.bind(record, drawn, by=two[0], instance=party)
    Party.objects.filter(pk=party.pk).delete()
    with pytest.raises(Refused, match="Somebody has deleted this record"):
        writing.save(record, form, by=two[0])
