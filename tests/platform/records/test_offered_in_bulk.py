"""The bar of actions offers nothing that is refused for all that was chosen."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from peyvand.contacts.models import Party
from peyvand.platform.access.models import Grant, Role, Scope
from tests.people import Cast, said, sign_in

RIGHTS = {"view": Scope.ALL, "add_tag": Scope.OWN}


@pytest.fixture
def rita(cast: Cast) -> Client:
    """She reads all, tags her own, and assigns nothing."""
    Grant.objects.filter(role__name="Test reader", record_type="people").delete()
    role = Role.objects.get(name="Test reader")
    Grant.objects.bulk_create(Grant(role=role, record_type="people", verb=v, scope=s) for v, s in RIGHTS.items())
    return sign_in(cast.rita)


def refusals(page: str) -> dict[str, str]:
    """By the ids of the rows, what they refuse."""
    return {
        pk: said_ or ""
        for said_, pk in re.findall(r'data-select (?:data-refuses="(.*?)" )?name="id" value="(.*?)"', page)
    }


def test_rows_tell_what_would_be_refused_for_them(cast: Cast, rita: Client) -> None:
    own = Party.objects.create(name="Rita's own", owner=cast.rita)
    page = said(rita.get("/people/"))
    told = refusals(page)
    assert told[str(own.pk)] == ""
    assert told[str(cast.rows["people"].pk)] == "add_tag"
    assert 'data-verb="add_tag"' in page and 'data-verb="assign"' not in page


def test_whoever_may_do_it_to_all_is_told_of_no_refusal(cast: Cast) -> None:
    assert set(refusals(said(sign_in(cast.olga).get("/people/"))).values()) == {""}


def test_it_takes_no_more_questions_for_more_rows(cast: Cast, rita: Client) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as queries:
            rita.get("/people/?limit=100")
        return len(queries)

    questions()
    few = questions()
    Party.objects.bulk_create(Party(name=f"Firm {number}", owner=cast.alice) for number in range(40))
    assert questions() <= few
