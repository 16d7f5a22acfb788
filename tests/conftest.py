"""Every test works on a real PostgreSQL: a throw-away one of the wheel, or the one that PEYVAND_DATABASE_URL names."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from peyvand.config.database import is_embedded
from peyvand.config.embedded import EmbeddedServer, end_leftover

MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3
"""Bytes that must be free in memory for the throw-away database to live there."""


def _throw_away_folder() -> Path:
    """A new data folder, in memory where there is room; what killed test runs left is cleared away."""
    home = MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else Path(tempfile.gettempdir())
    for left in home.glob("peyvand-tests-*-*"):
        if not psutil.pid_exists(int(left.name.split("-")[2])):
            with contextlib.suppress(OSError):
                end_leftover(left / "postgres")
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"peyvand-tests-{os.getpid()}-", dir=home))


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Point the settings at the throw-away folder before pytest-django loads them."""
    data = _throw_away_folder()
    config.add_cleanup(lambda: shutil.rmtree(data, ignore_errors=True))
    os.environ["PEYVAND_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peyvand.config.settings")


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    """Start PostgreSQL when the first test asks for the database; stop it after the last."""
    if not is_embedded():
        yield
        return
    with EmbeddedServer(Path(os.environ["PEYVAND_DATA"]), fast=True):
        yield
