"""Who asks and what they may do is one question to the database, whatever the page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people import Cast, sign_in

OF_RIGHTS = ("access_grant", "accounts_session", "accounts_team")


@pytest.mark.parametrize("who", ["alice", "bob", "charlie"])
def test_rights_come_with_the_session(cast: Cast, who: str) -> None:
    client = sign_in(getattr(cast, who))
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/people/").status_code == 200
    assert len([query for query in asked if any(table in query["sql"] for table in OF_RIGHTS)]) == 1
