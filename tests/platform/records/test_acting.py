"""An action on picked records says on how many it was carried out, and is refused where there is none."""

import html
from typing import Any

from django.contrib.messages import get_messages

from peyvand.contacts.models import Party
from tests.people import Cast, said, sign_in


def test_an_action_without_records_is_refused(cast: Cast) -> None:
    olga = sign_in(cast.olga)
    for picked in ({}, {"id": "nonsense"}, {"id": str(cast.olga.pk)}):
        answer = olga.post("/people/do/add_tag/", {"tag": "word", **picked})
        assert answer.status_code == 422
        assert "Choose at least one record." in html.unescape(said(answer))


def test_records_that_are_not_seen_do_not_count_as_picked(cast: Cast) -> None:
    answer = sign_in(cast.charlie).post("/people/do/add_tag/", {"tag": "word", "id": str(cast.rows["people"].pk)})
    assert answer.status_code == 422


def test_an_action_says_on_how_many_records_it_was_carried_out(cast: Cast) -> None:
    picked = [str(pk) for pk in Party.objects.values_list("pk", flat=True)[:2]]
    answer: Any = sign_in(cast.olga).post("/people/do/add_tag/", {"tag": "word", "id": picked})
    assert answer.status_code == 302
    assert [str(each) for each in get_messages(answer.wsgi_request)] == ["Done: Add tag, 2 records."]
