"""Where the database is: the embedded PostgreSQL of the data folder, or the server that PEYVAND_DATABASE_URL names."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

NAME = "peyvand"
PORT = 5432
"""Of the embedded server: a part of its socket's file name only, for it never listens on the network."""


class CannotRun(Exception):
    """What keeps Peyvand from running: one sentence for the person who started it."""


def socket_folder(data: Path) -> Path:
    """The folder of the embedded server's socket: short, since a socket's path may have about 100 characters only."""
    return Path(tempfile.gettempdir()) / f"peyvand-{hashlib.sha256(str(data).encode()).hexdigest()[:12]}"


def is_embedded() -> bool:
    """Whether Peyvand runs its own PostgreSQL."""
    return not os.environ.get("PEYVAND_DATABASE_URL")


def connection_settings(data: Path) -> dict[str, Any]:
    """Django's DATABASES entry. Connections are kept open; a dead one is noticed before it is used."""
    embedded = f"postgres://postgres@/{NAME}?host={socket_folder(data)}&port={PORT}"
    try:
        url = urlsplit(os.environ.get("PEYVAND_DATABASE_URL") or embedded)
        port = str(url.port or "")
    except ValueError:  # its words may hold a part of the password
        raise CannotRun(
            "PEYVAND_DATABASE_URL must look like postgres://user:password@host:5432/name; signs such as @ : / # in a "
            "password are written as %40 %3A %2F %23."
        ) from None
    if url.scheme not in ("postgres", "postgresql"):
        raise CannotRun(f"PEYVAND_DATABASE_URL must start with postgres://, not {url.scheme}://")
    query = dict(parse_qsl(url.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")) or NAME,
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": query.pop("host", url.hostname or ""),
        "PORT": query.pop("port", port),
        "OPTIONS": query,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
