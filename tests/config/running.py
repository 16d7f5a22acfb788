"""Peyvand as a person runs it: real processes on a folder and a port of their own."""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg

from peyvand.config.embedded import EmbeddedServer

PATIENCE = 30.0
"""Seconds after which what is waited for counts as not happening."""


def until(true: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, f"{what}: not within {patience} seconds"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Peyvand:
    """A Peyvand on a folder and a port of its own."""

    def __init__(self, data: Path, settings: str = "tests.config.small_settings") -> None:
        self.data = data
        self.settings = settings
        self.port = free_port()
        self.running: list[subprocess.Popen[str]] = []

    def environment(self, **changes: str) -> dict[str, str]:
        own = {"PEYVAND_DATA": str(self.data), "PEYVAND_PORT": str(self.port)}
        settings = {"DJANGO_SETTINGS_MODULE": self.settings}
        return {**os.environ, "PEYVAND_DATABASE_URL": "", **own, **settings, **changes}

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """A command, run to its end."""
        return subprocess.run(
            [sys.executable, "-m", "peyvand", *arguments],
            env=self.environment(**environment),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def serve(self) -> subprocess.Popen[str]:
        """`serve`, returned once it said where to go."""
        started = subprocess.Popen(
            [sys.executable, "-m", "peyvand", "serve"],
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.running.append(started)
        assert started.stdout
        said = []
        for line in started.stdout:
            said.append(line)
            if f"http://localhost:{self.port}" in line:
                return started
        raise AssertionError("".join(said))

    def answers(self) -> bool:
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        with contextlib.suppress(OSError, http.client.HTTPException):
            asking.request("GET", "/")
            return asking.getresponse().status == 404  # the small settings have no pages
        return False

    def ask(self, question: str) -> object:
        with psycopg.connect(EmbeddedServer(self.data).conninfo(), autocommit=True) as connection:
            cursor = connection.execute(question.encode())
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None

    def database_works(self) -> bool:
        with contextlib.suppress(psycopg.OperationalError):
            return self.ask("SELECT 1") == 1
        return False

    def children(self) -> dict[str, int]:
        """The noted processes: name → number."""
        file = self.data / "run.json"
        return {note["name"]: note["pid"] for note in json.loads(file.read_text())} if file.exists() else {}

    def postgres(self) -> psutil.Process:
        return psutil.Process(int((self.data / "postgres" / "postmaster.pid").read_text().split("\n")[0]))
