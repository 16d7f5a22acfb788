"""The owner makes accounts; an address is one account, however it is written."""

from peyvand.platform.accounts.models import User
from tests.people import PASSWORD, Cast, said, sign_in

NEW = "/settings/people/new/"


def test_an_address_in_capitals_is_kept_in_small_letters(cast: Cast) -> None:
    sent = {"name": "Erin", "email": "Erin@Example.ORG", "password": PASSWORD, "is_active": "on"}
    assert sign_in(cast.olga).post(NEW, sent).status_code == 302
    assert User.objects.get(name="Erin").email == "erin@example.org"


def test_an_address_in_capitals_that_somebody_has_is_refused_at_its_field(cast: Cast) -> None:
    sent = {"name": "Other Alice", "email": "ALICE@example.org", "password": PASSWORD, "is_active": "on"}
    answer = sign_in(cast.olga).post(NEW, sent)
    assert answer.status_code == 422
    assert "already exists" in said(answer)
