"""A party gets another owner by one rule, through the action, the form and the API alike."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client

from peyvand.contacts.models import Party, PartyRole
from peyvand.platform.access.models import Grant
from peyvand.platform.accounts.models import User
from peyvand.platform.records import writing
from peyvand.platform.records.forms import form_of
from peyvand.platform.records.record import record_of
from tests.people import Cast, said, sign_in

Hand = Callable[[Client, Party, User], HttpResponse]


def _by_api(client: Client, party: Party, owner: User) -> Any:
    return client.patch(f"/api/people/{party.pk}/", {"owner": str(owner.pk)}, content_type="application/json")


def _by_form(client: Client, party: Party, owner: User) -> Any:
    form = form_of(record_of(Party))(instance=party, user=owner)
    drawn = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    return client.post(f"/people/{party.pk}/edit/", drawn | {"owner": str(owner.pk)})


def _by_action(client: Client, party: Party, owner: User) -> Any:
    return client.post("/people/do/assign/", {"id": str(party.pk), "owner": str(owner.pk)})


def _by_verb(client: Client, party: Party, owner: User) -> Any:
    return client.post(f"/api/people/{party.pk}/assign/", {"owner": str(owner.pk)}, content_type="application/json")


every_door = pytest.mark.parametrize("hand", [_by_api, _by_form, _by_action, _by_verb])


@pytest.fixture
def party(cast: Cast) -> Party:
    """Alice's."""
    found: Party = cast.row(record_of(Party))
    return found


@every_door
def test_roles_of_the_former_owner_go_along_and_those_of_others_stay(cast: Cast, party: Party, hand: Hand) -> None:
    first, second = PartyRole.objects.filter(party=party).order_by("pk")[:2]
    PartyRole.objects.filter(pk=second.pk).update(owner=cast.charlie)
    assert hand(sign_in(cast.olga), party, cast.bob).status_code in (200, 302)
    party.refresh_from_db()
    assert party.owner == cast.bob
    assert PartyRole.objects.get(pk=first.pk).owner == cast.bob
    assert PartyRole.objects.get(pk=second.pk).owner == cast.charlie


@every_door
def test_who_may_change_but_not_assign_cannot_give_a_party_away(cast: Cast, party: Party, hand: Hand) -> None:
    Grant.objects.filter(record_type="people", verb="assign").delete()
    assert hand(sign_in(cast.alice), party, cast.bob).status_code == 403
    party.refresh_from_db()
    assert party.owner == cast.alice


@every_door
def test_a_party_can_be_given_to_somebody_whose_records_the_giver_does_not_see(
    cast: Cast, party: Party, hand: Hand
) -> None:
    alice = sign_in(cast.alice)
    assert hand(alice, party, cast.charlie).status_code in (200, 302)
    party.refresh_from_db()
    assert party.owner == cast.charlie
    assert alice.get(f"/api/people/{party.pk}/").status_code == 404


def test_who_gave_a_party_away_by_api_is_told_how_they_left_it(cast: Cast, party: Party) -> None:
    answer = _by_verb(sign_in(cast.alice), party, cast.charlie)
    assert answer.json()["owner"] == str(cast.charlie.pk)
    assert answer["ETag"] == sign_in(cast.olga).get(f"/api/people/{party.pk}/")["ETag"]


def test_who_may_not_assign_may_still_change_the_rest(cast: Cast, party: Party) -> None:
    Grant.objects.filter(record_type="people", verb="assign").delete()
    sent = {"note": "Called today."}
    assert (
        sign_in(cast.alice).patch(f"/api/people/{party.pk}/", sent, content_type="application/json").status_code == 200
    )


def test_a_party_can_be_left_without_an_owner(cast: Cast, party: Party) -> None:
    sent = {"owner": None}
    assert (
        sign_in(cast.olga).patch(f"/api/people/{party.pk}/", sent, content_type="application/json").status_code == 200
    )
    assert not PartyRole.objects.filter(party=party).exclude(owner=None).exists()


def _drawn(page: str) -> str:
    """The owner's field, as the form draws it."""
    found = re.search(r'<select name="owner"[^>]*>', page)
    assert found
    return found[0]


def test_who_may_not_assign_sees_the_owner_and_cannot_choose_another(cast: Cast, party: Party) -> None:
    edit = f"/people/{party.pk}/edit/"
    assert "disabled" not in _drawn(said(sign_in(cast.alice).get(edit)))
    assert "disabled" not in _drawn(said(sign_in(cast.alice).get("/people/new/")))
    Grant.objects.filter(record_type="people", verb="assign").delete()
    client = sign_in(cast.alice)
    assert "disabled" in _drawn(said(client.get(edit)))
    form = form_of(record_of(Party))(instance=Party.objects.preloaded().get(pk=party.pk), user=cast.alice)
    drawn = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    del drawn["owner"]  # a browser does not send what is disabled
    assert client.post(edit, drawn | {"began": form.began, "note": "Called today."}).status_code == 302
    party.refresh_from_db()
    assert (party.owner, party.note) == (cast.alice, "Called today.")


def test_the_refusal_names_the_field(cast: Cast, party: Party) -> None:
    Grant.objects.filter(record_type="people", verb="assign").delete()
    for hand in (_by_api, _by_form):
        assert "Your roles do not allow this: Owner." in said(hand(sign_in(cast.alice), party, cast.bob))


def test_an_import_may_not_give_a_party_away_either(cast: Cast, party: Party) -> None:
    """Line by line it goes by the same form, which is bound anew for each."""
    Grant.objects.filter(record_type="people", verb="assign").delete()
    record, by = record_of(Party), cast.alice
    present = Party.objects.preloaded().get(pk=party.pk)
    form = form_of(record)(user=by)
    form.rebind(writing.with_present(record, {"owner": str(cast.bob.pk)}, present, by=by, grow_lists=True), present)
    with pytest.raises(PermissionDenied, match="Owner"):
        writing.save(record, form, by=by, index=False)
