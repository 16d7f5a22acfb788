"""The product as a person starts it: `peyvand serve` on a folder and a port of its own."""

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

STOP_SECONDS = 20


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Product:
    """A running Peyvand; `address` is where it answers."""

    def __init__(self, data: Path) -> None:
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self.said: list[str] = []
        own = {"PEYVAND_DATA": str(data), "PEYVAND_PORT": str(self.port), "PEYVAND_DATABASE_URL": ""}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "peyvand", "serve"],
            env={**os.environ, **own},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line)
            if self.address in line:
                break
        else:
            raise AssertionError("Peyvand did not start:\n" + "".join(self.said))
        threading.Thread(target=self._listen, args=(self.process.stdout,), daemon=True).start()

    def _listen(self, output: IO[str]) -> None:
        self.said.extend(output)

    def complaints(self) -> str:
        """What it said, if that tells of an error of ours."""
        said = "".join(self.said)
        return said if " ERROR " in said else ""

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(STOP_SECONDS)
