"""Settings of PostgreSQL that hold for one query."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.db import connection, transaction


@contextmanager
def sent_with(**settings: object) -> Iterator[None]:
    """Queries made here are carried out under these settings, and nothing else is.

    Settings and query are sent as one message, so that they cost no journey to the database of their own.
    """
    begin = "".join(f"SET LOCAL {name} = {value}; " for name, value in settings.items())
    end = "".join(f"; SET LOCAL {name} TO DEFAULT" for name in settings)

    def send(execute: Any, sql: str, parameters: Any, many: bool, context: dict[str, Any]) -> Any:
        sent = execute(f"{begin}{sql}{end}", parameters, many, context)
        for _setting in settings:
            context["cursor"].nextset()
        return sent

    with transaction.atomic() if connection.in_atomic_block else nullcontext(), connection.execute_wrapper(send):
        yield
