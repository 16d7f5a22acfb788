"""A job whose worker was killed is taken up again."""

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from peyvand.contacts.jobs import classify_sizes
from peyvand.contacts.models import SizeThreshold
from peyvand.platform.accounts.models import SYSTEM
from peyvand.platform.jobs.jobs import take_up, take_up_stalled
from peyvand.platform.records.events import saved

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def an_empty_queue() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def begin(job_id: int, heartbeat: str) -> None:
    """Let a worker with that last sign of life have begun the job."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval) RETURNING id", [heartbeat]
        )
        worker = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status='doing', worker_id=%s WHERE id=%s", [worker, job_id])


def test_the_job_of_a_silent_worker_goes_back_into_the_queue() -> None:
    job = classify_sizes.defer()
    begin(job, "5 minutes")
    async_to_sync(take_up_stalled.func)(timestamp=0)
    assert ProcrastinateJob.objects.get(pk=job).status == "todo"


def test_the_job_of_a_living_worker_is_left_alone() -> None:
    job = classify_sizes.defer()
    begin(job, "10 seconds")
    async_to_sync(take_up_stalled.func)(timestamp=0)
    assert ProcrastinateJob.objects.get(pk=job).status == "doing"


def test_who_begins_alone_takes_up_what_was_left_at_once() -> None:
    job = classify_sizes.defer()
    begin(job, "0 seconds")
    async_to_sync(take_up)(silent_seconds=0)
    assert ProcrastinateJob.objects.get(pk=job).status == "todo"


def test_a_stalled_job_whose_like_waits_already_does_not_hold_up_the_others() -> None:
    stalled = classify_sizes.defer()
    begin(stalled, "5 minutes")
    waiting = classify_sizes.defer()
    async_to_sync(take_up_stalled.func)(timestamp=0)
    assert ProcrastinateJob.objects.get(pk=stalled).status == "failed"
    assert ProcrastinateJob.objects.get(pk=waiting).status == "todo"


def test_thresholds_changed_twice_ask_for_one_job() -> None:
    row = SizeThreshold.objects.create(country="DE", rule="headcount", currency="EUR")
    for _time in range(2):
        saved.send(sender=SizeThreshold, ids=[row.pk], by=SYSTEM)
    assert ProcrastinateJob.objects.filter(status="todo").count() == 1


def test_every_job_of_the_house_is_known_to_the_worker() -> None:
    assert {"peyvand.contacts.jobs.classify_sizes", "peyvand.platform.import_export.jobs.take_in"} <= set(app.tasks)
