"""`peyvand serve` and its fellow commands, run for real as the processes that a person starts."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from peyvand.config.data_folder import held
from peyvand.config.database import CannotRun, connection_settings
from peyvand.config.embedded import EmbeddedServer, end_leftover
from peyvand.config.serve import serve
from tests.config.running import PATIENCE, Peyvand, free_port, until


@pytest.fixture(scope="module")
def prepared() -> Path:
    """A data folder whose database was made and brought up to date once, to be copied."""
    folder = Path(tempfile.mkdtemp(dir=os.environ["PEYVAND_DATA"]))
    done = Peyvand(folder).run("upgrade")
    assert (done.returncode, done.stdout) == (0, "Done.\n"), done.stderr
    return folder


@pytest.fixture
def peyvand(prepared: Path) -> Iterator[Peyvand]:
    product = Peyvand(Path(tempfile.mkdtemp(dir=os.environ["PEYVAND_DATA"])))
    subprocess.run(["cp", "-a", prepared / "postgres", product.data], check=True)
    yield product
    for started in product.running:
        started.terminate()
        try:
            started.wait(PATIENCE)
            assert started.returncode in (0, -signal.SIGKILL)
        finally:
            started.kill()
            if started.stdout:
                started.stdout.close()
    end_leftover(product.data / "postgres")
    shutil.rmtree(product.data)


def family(process: psutil.Process | subprocess.Popen[str]) -> list[psutil.Process]:
    leader = psutil.Process(process.pid)
    return [leader, *leader.children(recursive=True)]


def test_being_told_to_stop_ends_all_that_was_started_without_a_trace(peyvand: Peyvand) -> None:
    serving = peyvand.serve()
    until(lambda: len(peyvand.children()) == 2, "page server and worker run")
    everybody = family(serving)
    asked = time.monotonic()
    serving.send_signal(signal.SIGINT)
    assert serving.stdout
    assert "Traceback" not in serving.stdout.read()
    assert serving.wait(PATIENCE) == 0
    assert time.monotonic() - asked < 10
    assert psutil.wait_procs(everybody, timeout=2)[1] == []
    assert not (peyvand.data / "run.json").exists()


def test_being_told_to_stop_while_starting_leaves_nothing(peyvand: Peyvand) -> None:
    starting = subprocess.Popen([sys.executable, "-m", "peyvand", "serve"], env=peyvand.environment(), text=True)
    peyvand.running.append(starting)
    until((peyvand.data / "run.json").exists, "the start is under way")
    everybody = family(starting)
    starting.send_signal(signal.SIGINT)
    assert starting.wait(PATIENCE) == 0
    assert psutil.wait_procs(everybody, timeout=2)[1] == []


def test_whatever_is_killed_is_started_again(peyvand: Peyvand) -> None:
    peyvand.serve()
    until(lambda: len(peyvand.children()) == 2, "page server and worker run")
    before = peyvand.children()
    for number in before.values():
        os.kill(number, signal.SIGKILL)
    until(lambda: not set(before.values()) & set(peyvand.children().values()), "a new page server and worker")
    until(peyvand.answers, "pages")
    one_of_the_page_servers = psutil.Process(peyvand.children()["page server"]).children()[0]
    one_of_the_page_servers.kill()
    until(peyvand.answers, "pages")


def test_a_database_killed_or_cut_off_is_started_again_with_all_that_was_acknowledged(peyvand: Peyvand) -> None:
    peyvand.serve()
    peyvand.ask("CREATE TABLE kept AS SELECT 7 AS seven")
    killed = peyvand.postgres()
    killed.kill()
    until(lambda: not killed.is_running() and peyvand.database_works(), "a new database server")
    assert peyvand.ask("SELECT seven FROM kept") == 7
    shutil.rmtree(EmbeddedServer(peyvand.data).sockets)  # as what sweeps the temporary folder does
    until(peyvand.database_works, "a new socket")
    until(peyvand.answers, "pages")


def test_after_a_kill_the_next_start_ends_what_was_left_and_has_everything(peyvand: Peyvand) -> None:
    serving = peyvand.serve()
    peyvand.ask("CREATE TABLE kept AS SELECT 7 AS seven")
    left = family(serving)[1:]
    serving.kill()
    serving.wait()
    peyvand.serve()
    assert psutil.wait_procs(left, timeout=0)[1] == []
    assert peyvand.ask("SELECT seven FROM kept") == 7


def test_beside_a_running_serve_a_second_one_is_refused_and_commands_use_its_database(peyvand: Peyvand) -> None:
    peyvand.serve()
    before = peyvand.postgres()
    second = peyvand.run("serve", PEYVAND_PORT=str(free_port()))
    told = f"Peyvand already runs on this data folder ({peyvand.data}): open http://localhost:{peyvand.port}.\n"
    assert (second.returncode, second.stderr) == (1, told)
    assert peyvand.run("upgrade").stdout == "The database is up to date.\n"
    assert peyvand.postgres() == before
    assert peyvand.answers()


def test_a_start_while_another_command_works_names_it(peyvand: Peyvand) -> None:
    with held(peyvand.data, "import"), pytest.raises(CannotRun, match="`peyvand import` is at work"):
        serve(peyvand.data)


def test_a_taken_port_is_named_and_nothing_is_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("PEYVAND_PORT", str(port))
        with pytest.raises(CannotRun, match=f"Port {port} is taken by another program; set PEYVAND_PORT"):
            serve(tmp_path)
    assert not (tmp_path / "postgres").exists()


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "8000.5"])
def test_a_port_that_is_none_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PEYVAND_PORT", port)
    with pytest.raises(CannotRun, match=f"PEYVAND_PORT must be a number from 1 to 65535, not {port}"):
        serve(tmp_path)


def test_a_database_newer_than_the_code_is_refused(peyvand: Peyvand) -> None:
    with EmbeddedServer(peyvand.data):
        peyvand.ask(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('auth', '0999_later', now()) RETURNING 1"
        )
    start = peyvand.run("serve")
    assert start.returncode == 1
    assert "This database was made by a newer Peyvand" in start.stderr
    assert "auth.0999_later" in start.stderr


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("mysql://localhost/x", "PEYVAND_DATABASE_URL must start with postgres://, not mysql://"),
        ("postgres://somebody@localhost:many/x", "PEYVAND_DATABASE_URL must look like postgres://user:password@host"),
        (
            "postgres://somebody:se/cret@localhost/x",
            "PEYVAND_DATABASE_URL must look like postgres://user:password@host",
        ),
        ("postgres://somebody@[localhost/x", "PEYVAND_DATABASE_URL must look like postgres://user:password@host"),
    ],
)
def test_an_address_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, address: str, sentence: str) -> None:
    monkeypatch.setenv("PEYVAND_DATABASE_URL", address)
    with pytest.raises(CannotRun, match=sentence):
        connection_settings(Path())


def test_a_server_that_does_not_answer_is_one_sentence(peyvand: Peyvand) -> None:
    start = peyvand.run("serve", PEYVAND_DATABASE_URL="postgres://somebody:secret@127.0.0.1:1/x")
    assert start.returncode == 1
    assert start.stderr.startswith("The database server 127.0.0.1:1 cannot be reached")
    assert start.stderr.count("\n") == 1
    assert "secret" not in start.stderr


def test_a_given_server_is_used_instead_of_our_own(peyvand: Peyvand) -> None:
    (peyvand.data / "given").mkdir()
    shutil.move(peyvand.data / "postgres", peyvand.data / "given" / "postgres")
    with EmbeddedServer(peyvand.data / "given") as given:
        address = f"postgres://postgres@/peyvand?host={given.sockets}"
        assert peyvand.run("upgrade", PEYVAND_DATABASE_URL=address).stdout == "The database is up to date.\n"
        assert not (peyvand.data / "postgres").exists()
        refused = peyvand.run("upgrade", PEYVAND_DATABASE_URL=address.replace("/peyvand?", "/nothing?"))
    assert 'database "nothing" does not exist' in refused.stderr


def test_upgrade_prepares_the_database_once(peyvand: Peyvand) -> None:
    again = peyvand.run("upgrade")  # the first time was when the folder was prepared
    assert (again.returncode, again.stdout) == (0, "The database is up to date.\n")


COMMANDS = ("serve", "upgrade", "createowner", "import", "export", "check", "manage")


def test_help_names_the_commands(peyvand: Peyvand) -> None:
    helped = peyvand.run("--help").stdout
    for name in COMMANDS:
        assert name in helped


def test_without_a_command_it_says_which_there_are(peyvand: Peyvand) -> None:
    asked = peyvand.run()
    assert (asked.returncode, asked.stdout) == (2, "")
    assert asked.stderr.startswith("Say what to do: peyvand COMMAND, with one of these commands.\n")
    for name in COMMANDS:
        assert f"\n  {name} " in asked.stderr
    assert asked.stderr.count("\n") == len(COMMANDS) + 2
