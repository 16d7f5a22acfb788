"""The embedded PostgreSQL."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from peyvand.config.database import CannotRun
from peyvand.config.embedded import EmbeddedServer, end_leftover


@pytest.fixture
def data() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(dir=os.environ["PEYVAND_DATA"]))
    yield folder
    end_leftover(folder / "postgres")
    shutil.rmtree(folder)


def ask(server: EmbeddedServer, question: str) -> object:
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        cursor = connection.execute(question.encode())
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def leave_running(data: Path) -> int:
    """Start a server, write a row, and be killed: what a kill -9 of Peyvand leaves. Returns the server's number."""
    program = (
        "import os, pathlib, psycopg\n"
        "from peyvand.config.embedded import EmbeddedServer\n"
        f"server = EmbeddedServer(pathlib.Path({str(data)!r})).__enter__()\n"
        "with psycopg.connect(server.conninfo()) as connection:\n"
        "    connection.execute('CREATE TABLE kept AS SELECT 7 AS seven')\n"
        "print(server.process.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    return int(said.stdout)


def test_a_cluster_is_made_once_and_keeps_its_rows(data: Path) -> None:
    with EmbeddedServer(data, fast=True) as server:
        ask(server, "CREATE TABLE kept AS SELECT 7 AS seven")
    with EmbeddedServer(data, fast=True) as server:
        assert ask(server, "SELECT seven FROM kept") == 7


def test_text_sorts_and_folds_the_same_on_every_machine(data: Path) -> None:
    with EmbeddedServer(data, fast=True) as server:
        assert ask(server, "SELECT lower('ÄЖ')") == "äж"
        assert ask(server, "SHOW server_encoding") == "UTF8"


def test_only_its_own_user_may_enter_the_socket_folder(data: Path) -> None:
    with EmbeddedServer(data, fast=True) as server:
        assert server.sockets.stat().st_mode & 0o077 == 0
        assert ask(server, "SHOW listen_addresses") == ""
    assert not server.sockets.exists()


def test_a_socket_folder_of_somebody_else_is_refused(data: Path) -> None:
    server = EmbeddedServer(data, fast=True)
    server.sockets.mkdir(mode=0o700)
    server.sockets.chmod(0o777)
    try:
        with pytest.raises(CannotRun, match="belongs to somebody else"):
            server.launch()
    finally:
        server.sockets.rmdir()


def test_a_half_made_cluster_is_made_again(data: Path) -> None:
    half_made = data / "postgres.new-killed"
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("18\n")
    with EmbeddedServer(data, fast=True) as server:
        assert ask(server, "SELECT 1") == 1
    assert not half_made.exists()


def test_a_cluster_of_another_postgresql_is_named(data: Path) -> None:
    (data / "postgres").mkdir()
    (data / "postgres" / "PG_VERSION").write_text("14\n")
    with pytest.raises(CannotRun, match="made by PostgreSQL 14, and this Peyvand brings 18"):
        EmbeddedServer(data).launch()


def test_a_folder_that_is_no_cluster_is_never_overwritten(data: Path) -> None:
    (data / "postgres").mkdir()
    (data / "postgres" / "base").write_text("a restore that was interrupted")
    with pytest.raises(CannotRun, match="is not a database"):
        EmbeddedServer(data).launch()
    assert (data / "postgres" / "base").exists()


def test_a_server_left_behind_is_ended_and_its_rows_are_there(data: Path) -> None:
    left = leave_running(data)
    assert psutil.pid_exists(left)
    with EmbeddedServer(data) as server:
        assert ask(server, "SELECT seven FROM kept") == 7
        assert not psutil.pid_exists(left)


def test_a_killed_server_recovers_even_if_its_number_is_used_again(data: Path) -> None:
    left = psutil.Process(leave_running(data))
    family = [left, *left.children()]
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL)
    psutil.wait_procs(family, timeout=10)
    pid_file = data / "postgres" / "postmaster.pid"
    lines = pid_file.read_text().split("\n")
    other = subprocess.Popen(["sleep", "60"], cwd="/")
    try:
        pid_file.write_text("\n".join([str(other.pid), *lines[1:]]))
        with EmbeddedServer(data) as server:
            assert ask(server, "SELECT seven FROM kept") == 7
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_a_server_that_does_not_start_gives_its_reason(data: Path) -> None:
    with EmbeddedServer(data, fast=True):
        pass
    (data / "postgres" / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(CannotRun, match=r"does not start: .*postgresql\.conf"), EmbeddedServer(data, fast=True):
        pass
