"""Background work of the job room itself."""

from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

SILENT_SECONDS = 30.0


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="take_up_stalled", pass_context=False)
async def take_up_stalled(timestamp: int) -> None:
    """Put jobs back into the queue whose worker was killed: it has given no sign of life for half a minute."""
    await take_up(SILENT_SECONDS)


async def take_up(silent_seconds: float) -> None:
    """Put jobs back into the queue whose worker has been silent for so long."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent_seconds):
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:  # its like waits already and will do its work
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
