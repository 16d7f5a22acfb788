"""History says of what a worker did that a background job did it, not somebody at the command line."""

from typing import cast

import pytest
from django.db import connection
from procrastinate.contrib.django import app, django_connector

from peyvand.contacts.jobs import classify_sizes
from peyvand.contacts.models import Party
from peyvand.platform.accounts.models import User
from peyvand.platform.audit.models import ChangeSet
from peyvand.platform.import_export.jobs import take_in
from tests.imports import prepared

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def an_empty_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """And worker threads that give their connection back, so that the database of the tests can go."""
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def _work() -> None:
    """Let a worker run what waits."""
    connector = cast(django_connector.DjangoConnector, app.connector)
    with app.replace_connector(connector.get_worker_connector()) as working:
        working.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)


def _doors(verb: str) -> set[str]:
    return set(ChangeSet.objects.filter(verb=verb).values_list("door", flat=True))


def test_what_a_job_does_came_through_the_door_of_jobs() -> None:
    firm = Party.objects.create(kind="organisation", name="Mehr Stone", sort_name="mehr stone", employees=3)
    classify_sizes.defer()
    _work()
    firm.refresh_from_db()
    assert firm.size_class
    assert _doors("classify") == {"job"}


def test_what_is_done_at_the_terminal_still_came_from_the_command_line() -> None:
    classify_sizes.func()
    assert _doors("classify") == {"command"}


def test_an_import_in_the_background_stays_an_import() -> None:
    olga = User.objects.create(email="olga@example.org", name="Olga", is_owner=True, password="!")
    run = prepared("name\nMehr Stone\n", by=olga)
    take_in.defer(run_id=str(run.pk))
    _work()
    assert Party.objects.filter(name="Mehr Stone").exists()
    assert _doors("import") == {"import"}
