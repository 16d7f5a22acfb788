"""The processes that `peyvand serve` looks after: started, started again when they die, ended with all they started."""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

LONGEST_PAUSE = 10.0
"""Seconds at most between two attempts to start a process that keeps dying."""


class Child:
    """One process, leader of a session of its own, so that its whole family can be ended.

    A `held_back` one loads its code and then waits for a line on its standard input: see `release`.
    """

    def __init__(self, name: str, command: Sequence[str], *, held_back: bool = False) -> None:
        self.name = name
        self.command = command
        self.held_back = held_back
        self.process: subprocess.Popen[bytes] | None = None
        self._pause = 0.0
        self._again_at = 0.0
        self._started = 0.0

    def start(self) -> None:
        """Start the process; Ctrl+C in the terminal does not reach it."""
        self._started = time.monotonic()
        stdin = subprocess.PIPE if self.held_back else subprocess.DEVNULL
        self.process = subprocess.Popen(self.command, stdin=stdin, start_new_session=True)

    def release(self) -> None:
        """Let a process that is held back begin its work."""
        if self.process is not None and self.process.stdin is not None:
            with contextlib.suppress(BrokenPipeError), self.process.stdin as line:
                line.write(b"\n")

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def revive(self) -> bool:
        """Start the process again if it has died, later if it dies often. Returns whether it did so now."""
        if self.is_running():
            return False
        now = time.monotonic()
        if self.process is not None:
            self._end_family(self.process.pid)
            self.process = None
            self._pause = min(self._pause * 2 or 0.5, LONGEST_PAUSE) if now - self._started < 30 else 0.0
            self._again_at = now + self._pause
        if now < self._again_at:
            return False
        self.start()
        self.release()
        return True

    def ask_to_end(self) -> None:
        """Ask politely, without waiting."""
        if self.process is not None and self.is_running():
            self.process.terminate()

    def end(self, seconds: float) -> None:
        """End the process and its family: politely, after `seconds` by force."""
        self.ask_to_end()
        if self.process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
            self._end_family(self.process.pid)
            self.process.wait()
            self.process = None

    @staticmethod
    def _end_family(leader: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGKILL)


def write_down(file: Path, children: Sequence[Child]) -> None:
    """Note the running processes, for the next start to end if we are killed before we can."""
    notes = []
    for child in children:
        with contextlib.suppress(psutil.NoSuchProcess):
            if child.process is not None:
                created = psutil.Process(child.process.pid).create_time()
                notes.append({"name": child.name, "pid": child.process.pid, "created": created})
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(notes))
    fresh.replace(file)


def end_noted(file: Path) -> None:
    """End the processes, and their families, that a killed `peyvand serve` left behind."""
    if not file.exists():
        return
    left: list[psutil.Process] = []
    for note in json.loads(file.read_text()):
        left += _family(note["pid"], note["created"])
    for process in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    for process in psutil.wait_procs(left, timeout=3)[1]:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(left, timeout=3)
    file.unlink()


def _family(leader: int, created: float) -> list[psutil.Process]:
    """The processes of the session that `leader`, born at `created`, led; none if its number is another's now."""
    with contextlib.suppress(psutil.NoSuchProcess):
        if abs(psutil.Process(leader).create_time() - created) > 0.1:
            return []
    family = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if os.getsid(process.pid) == leader and process.create_time() >= created - 0.1:
                family.append(process)
    return family
