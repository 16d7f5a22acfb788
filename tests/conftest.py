"""Every test works on a real PostgreSQL: a throw-away one of the wheel, or the one that PEYVAND_DATABASE_URL names."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import psutil
import pytest
from hypothesis import settings

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


# Before anything that is imported from here on reads the settings or needs a model.
DATA = _throw_away_folder()
os.environ |= {"PEYVAND_DATA": str(DATA), "DJANGO_SETTINGS_MODULE": "peyvand.config.settings"}
django.setup()
settings.register_profile("peyvand", deadline=None)  # a busy machine is slow now and then, and no worse for it
settings.load_profile("peyvand")


def pytest_unconfigure() -> None:
    """Leave nothing behind, whatever the tests did."""
    shutil.rmtree(DATA, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    """Start PostgreSQL when the first test asks for the database; stop it after the last."""
    if not is_embedded():
        yield
        return
    with EmbeddedServer(DATA, fast=True):
        yield


from tests.people import cast, workspace  # noqa: E402, F401 — fixtures; they need Django to be set up


def pytest_addoption(parser: pytest.Parser) -> None:
    """The one thing that a test writes into the project, when it is told to."""
    parser.addoption("--write-openapi", action="store_true", help="write docs/reference/openapi.json anew")
