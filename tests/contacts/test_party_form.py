"""What can be entered about a party, and what becomes of it on the page."""

import pytest
from django.test import Client

from peyvand.contacts.models import Party
from peyvand.platform.accounts.models import User
from peyvand.platform.audit.changing import change_set
from tests.people import Cast, sign_in

pytestmark = pytest.mark.django_db


def page(client: Client, party: Party) -> str:
    answer = client.get(f"/people/{party.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_position_needs_an_organisation_and_the_form_says_so(olga: Client) -> None:
    answer = olga.post("/people/new/", {"kind": "person", "name": "Sara", "position": "Boss"})
    assert answer.status_code == 422
    assert "A position needs an organisation." in answer.content.decode()
    assert not Party.objects.filter(name="Sara").exists()


def test_what_an_import_did_not_understand_is_shown_and_its_change_stands_in_the_history(
    olga: Client, cast: Cast
) -> None:
    party: Party = Party.objects.create(name="Mehr Stone", owner=cast.olga)
    with change_set(by=cast.olga, verb="import"):
        Party.objects.filter(pk=party.pk).update(unknown_properties=["websites: #CAJUN.HTM#"])
    assert page(olga, party).count("#CAJUN.HTM#") == 1
    assert "#CAJUN.HTM#" in olga.get(f"/people/{party.pk}/history/").content.decode()


def test_many_long_tags_fit(olga: Client) -> None:
    tags = [f"{number:02} {'x' * 55}" for number in range(60)]
    answer = olga.post("/api/people/", {"name": "Tagged", "tags": tags}, content_type="application/json")
    assert answer.status_code == 201, answer.content
    assert answer.json()["tags"] == tags


def test_half_a_character_is_left_out(olga: Client) -> None:
    answer = olga.post("/api/people/", '{"name": "\\ud800 Mehr"}', content_type="application/json")
    assert answer.status_code == 201, answer.content
    assert answer.json()["name"] == "Mehr"


def test_a_record_whose_owner_has_left_can_still_be_edited(olga: Client, cast: Cast) -> None:
    party: Party = Party.objects.create(name="Mehr Stone", owner=cast.alice)
    User.objects.filter(pk=cast.alice.pk).update(is_active=False)
    answer = olga.patch(f"/api/people/{party.pk}/", {"note": "new"}, content_type="application/json")
    assert answer.status_code == 200, answer.content
    assert answer.json()["owner"] == str(cast.alice.pk)


def test_an_organisation_is_made_along_the_way_only_by_those_who_may_make_one(cast: Cast) -> None:
    party: Party = Party.objects.create(kind="person", name="Sara", owner=cast.alice)
    cast.alice.roles.get().grants.filter(record_type="people", verb="add").delete()
    answer = sign_in(cast.alice).patch(
        f"/api/people/{party.pk}/", {"organisation": "Smuggled Ltd"}, content_type="application/json"
    )
    assert answer.status_code == 403
    assert not Party.objects.filter(name="Smuggled Ltd").exists()


def test_a_workbook_cannot_hold_a_giant_cell_and_says_so(olga: Client) -> None:
    names = [f"{number} {'n' * 190}" for number in range(190)]
    olga.post("/api/people/", {"name": "Named", "other_names": names}, content_type="application/json")
    answer = olga.get("/export/people.xlsx")
    assert answer.status_code == 422 and "CSV" in answer.content.decode()
