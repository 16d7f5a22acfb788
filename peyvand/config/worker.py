"""The job worker: takes jobs from the database and runs them until told to stop."""

import os
from typing import cast

import django


def main() -> None:
    """Run jobs. After SIGTERM no new one is begun, and those at work have five seconds to end."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peyvand.config.settings")
    django.setup()
    from procrastinate.contrib.django import app, django_connector

    connector = cast(django_connector.DjangoConnector, app.connector)
    with app.replace_connector(connector.get_worker_connector()) as working:
        working.run_worker(concurrency=2, shutdown_graceful_timeout=5)


if __name__ == "__main__":
    main()
