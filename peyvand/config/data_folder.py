"""The data folder and its lock: one Peyvand works there at a time."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from peyvand.config.database import CannotRun


class InUse(Exception):
    """Another Peyvand holds the data folder; `holder` is its command, `address` where it serves pages, if it does."""

    def __init__(self, holder: str, address: str) -> None:
        super().__init__(holder)
        self.holder = holder
        self.address = address


def make_folder(data: Path) -> None:
    """Make the data folder unless it is there. Raises CannotRun: it cannot be at this place."""
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotRun(
            f"The data folder {data} cannot be made ({error.strerror}): set PEYVAND_DATA to another folder."
        ) from None


@contextlib.contextmanager
def held(data: Path, command: str, address: str = "") -> Iterator[None]:
    """Hold the data folder for `command`, which may serve pages at `address`.

    The system lets go by itself when we are killed.

    Raises InUse when somebody else has it; CannotRun when there cannot be such a folder.
    """
    make_folder(data)
    handle = os.open(data / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder, _, there = os.pread(handle, 500, 0).decode(errors="replace").partition("\n")
            raise InUse(holder, there) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{command}\n{address}".encode(), 0)
        yield
    finally:
        os.close(handle)
