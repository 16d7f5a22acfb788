"""The job worker: takes jobs from the database and runs them until told to stop."""

import asyncio
import os
from typing import cast

import django
from procrastinate import App

from peyvand.config.database import is_embedded


def main() -> None:
    """Run jobs. After SIGTERM no new one is begun, and those at work have five seconds to end."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peyvand.config.settings")
    django.setup()
    from procrastinate.contrib.django import app, django_connector

    connector = cast(django_connector.DjangoConnector, app.connector)
    with app.replace_connector(connector.get_worker_connector()) as working:
        asyncio.run(_work(working))


async def _work(app: App) -> None:
    from peyvand.platform.jobs.jobs import take_up

    async with app.open_async():
        if is_embedded():  # nobody else works on a database of ours: whatever is at work was left by who was killed
            await take_up(silent_seconds=0)
        await app.run_worker_async(concurrency=2, shutdown_graceful_timeout=5)


if __name__ == "__main__":
    main()
