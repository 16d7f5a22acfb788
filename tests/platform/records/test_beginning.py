"""Who begins is told how the directory fills: by a file, or by hand; who may not is not."""

import pytest

from peyvand.contacts.models import Party
from peyvand.platform.access.models import Grant, Role, Scope
from tests.people import Cast, said, sign_in

WAYS = ('href="/imports/people/new/"', 'href="/people/new/"')
INVITES = "Bring what you have"


def invitation(page: str) -> str:
    """What stands where the directory will grow; "" where nothing does."""
    return page.partition('<div class="empty">')[2].partition("</main>")[0]


@pytest.fixture
def only_the_firm(cast: Cast) -> Party:
    """The firm's own record, and nothing else."""
    Party.objects.all().delete()
    made: Party = Party.objects.create(name="Orchard", is_focal=True, owner=cast.olga)
    return made


def test_beside_the_firm_itself_a_file_is_offered(cast: Cast, only_the_firm: Party) -> None:
    page = said(sign_in(cast.olga).get("/people/"))
    assert "Orchard" in page and INVITES in invitation(page)
    assert all(way in invitation(page) for way in WAYS)


def test_whoever_sees_nothing_yet_is_offered_a_file_if_they_may_import(cast: Cast, only_the_firm: Party) -> None:
    page = invitation(said(sign_in(cast.charlie).get("/people/")))
    assert "Nothing here yet" in page and all(way in page for way in WAYS)


def test_whoever_may_not_import_is_not_told_to(cast: Cast, only_the_firm: Party) -> None:
    assert invitation(said(sign_in(cast.rita).get("/people/"))) == ""
    role = Role.objects.get(name="Test reader")
    Grant.objects.create(role=role, record_type="people", verb="add", scope=Scope.ALL)
    assert "/imports/" not in said(sign_in(cast.rita).get("/people/"))


@pytest.mark.parametrize("address", ["/people/?q=orchard", "/people/?kind=organisation"])
def test_one_row_of_a_search_or_a_filter_is_no_beginning(cast: Cast, only_the_firm: Party, address: str) -> None:
    page = said(sign_in(cast.olga).get(address))
    assert "Orchard" in page and INVITES not in page


def test_where_somebody_stands_already_nothing_is_in_the_way(cast: Cast, only_the_firm: Party) -> None:
    Party.objects.create(name="Mehr", owner=cast.olga)
    assert invitation(said(sign_in(cast.olga).get("/people/"))) == ""
