"""Whether the database fits this code: reachable, recent enough, not newer than we are, with every table in place."""

from collections.abc import Callable
from typing import Any

import psycopg
from django.core.checks import run_checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from peyvand.config.database import CannotRun

OLDEST = 15
"""The oldest PostgreSQL, by major version, that Peyvand works with."""
MIGRATING = 7_039_178_263
"""Number of the advisory lock that one process holds while it changes the tables."""


def check_declarations() -> None:
    """Refuse code whose declarations name what does not exist: better no page than a wrong one."""
    problems = run_checks(tags=["records"])
    if problems:
        raise CannotRun("\n".join(problem.msg for problem in problems))


def check_server(settings: dict[str, Any]) -> None:
    """Refuse a server that is silent, does not let us in, or is too old. `settings` is Django's DATABASES entry."""
    address = f"{settings['HOST'] or 'localhost'}:{settings['PORT'] or 5432}"
    try:
        with psycopg.connect(
            host=settings["HOST"] or None,
            port=settings["PORT"] or None,
            user=settings["USER"] or None,
            password=settings["PASSWORD"] or None,
            dbname=settings["NAME"],
            **{"connect_timeout": 5, **settings["OPTIONS"]},
        ) as probe:
            version = probe.info.server_version // 10000
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1].split("FATAL: ")[-1].strip()
        if "password" in reason or "FATAL" in str(error):
            raise CannotRun(f"The database server {address} refuses PEYVAND_DATABASE_URL: {reason}.") from None
        raise CannotRun(f"The database server {address} cannot be reached: {reason}.") from None
    except psycopg.ProgrammingError as error:
        raise CannotRun(f"PEYVAND_DATABASE_URL: {str(error).strip()}.") from None
    if version < OLDEST:
        raise CannotRun(f"The database server {address} is PostgreSQL {version}; Peyvand needs {OLDEST} or newer.")


def refuse_newer(loader: MigrationLoader) -> None:
    """Refuse a database that was changed by a Peyvand newer than this one."""
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    unknown = sorted(set(loader.applied_migrations) - set(loader.disk_migrations) - replaced)
    if unknown:
        raise CannotRun(
            "This database was made by a newer Peyvand; start that version, or restore a backup "
            f"(unknown here: {'.'.join(unknown[0])})."
        )


def migrate(say: Callable[[str], None]) -> bool:
    """Bring the tables up to this code, unless they are, and `say` so. Returns whether anything was done."""
    executor = MigrationExecutor(connection)
    refuse_newer(executor.loader)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    from django.core.management import call_command

    say("Preparing the database …")
    with connection.cursor() as cursor:  # another machine's Peyvand may be starting on the same server
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
    try:
        refuse_newer(MigrationLoader(connection))
        call_command("migrate", interactive=False, verbosity=0)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])
    return True
