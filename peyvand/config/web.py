"""The page server: granian.

The application is loaded before the workers fork, so that they start at once and share memory.
"""

import os
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels


def main(host: str, port: int, *, held_back: bool = False) -> None:
    """Serve pages until told to stop. When `held_back`, load everything and wait for a line on the standard input."""
    from peyvand.config import wsgi

    if held_back and not sys.stdin.readline():
        return  # the starter is gone
    cores = os.cpu_count() or 1
    Granian(
        f"{wsgi.__name__}:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=min(2, cores),
        blocking_threads=min(4, 2 * cores + 1),
        blocking_threads_idle_timeout=600,  # a thread keeps its database connection
        backpressure=256,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_level=LogLevels.error,
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), held_back="held-back" in sys.argv[3:])
