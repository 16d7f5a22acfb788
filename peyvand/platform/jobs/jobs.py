"""Background work of the job room itself."""

from procrastinate.contrib.django import app

SILENT_SECONDS = 60.0


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="take_up_stalled", pass_context=False)
async def take_up_stalled(timestamp: int) -> None:
    """Put jobs back into the queue whose worker was killed: it has given no sign of life for a minute."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        await app.job_manager.retry_job(job)
