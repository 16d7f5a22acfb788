"""`peyvand serve`: the database, the page server and the job worker, started in order, watched, stopped in order."""

import contextlib
import errno
import http.client
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from peyvand.config.children import Child, end_noted, write_down
from peyvand.config.data_folder import InUse, held
from peyvand.config.database import CannotRun, connection_settings, is_embedded
from peyvand.config.embedded import EmbeddedServer

FIRST_ANSWER_SECONDS = 60.0
STOP_SECONDS = 8.0


class StopSignals:
    """Ctrl+C, SIGTERM and SIGHUP: an exception while Peyvand starts, then a flag that the watch looks at."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.starting = True

    def __enter__(self) -> "StopSignals":
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        self._before = {number: signal.signal(number, self._note) for number in numbers}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _note(self, number: int, frame: FrameType | None) -> None:
        first = not self.asked.is_set()
        self.asked.set()
        if self.starting and first:
            raise KeyboardInterrupt


def serve(data: Path) -> int:
    """Run Peyvand on this data folder until told to stop. Returns the exit code; raises CannotRun."""
    host, port = _listening_address()
    with StopSignals() as signals, _folder(data, _address(host, port)):
        say("Peyvand is starting …")
        end_noted(data / "run.json")
        _refuse_taken_port(host, port)
        server = EmbeddedServer(data) if is_embedded() else None
        children = _children(host, port)
        try:
            _start(data, server, children, signals)
            signals.starting = False
            _watch(data, server, children, signals.asked)
        except KeyboardInterrupt:
            pass  # asked to stop while starting: stopping is what follows
        finally:
            signals.starting = False
            _stop(data, server, children)
    return 0


def _start(data: Path, server: EmbeddedServer | None, children: list[Child], signals: StopSignals) -> None:
    web, worker = children
    web.start()  # it loads its code while the database is made ready
    write_down(data / "run.json", children)
    if server:
        server.launch()
    import django  # takes a while, in which the database comes up

    django.setup()
    from peyvand.config.readiness import check_declarations, check_server, migrate

    check_declarations()

    if server:
        server.wait()
    else:
        check_server(connection_settings(data))
    migrate(say)
    greeting = _greeting()
    web.release()
    _await_first_answer(web)
    say(greeting)
    worker.start()
    write_down(data / "run.json", children)


def _watch(data: Path, server: EmbeddedServer | None, children: list[Child], asked: threading.Event) -> None:
    """Start again what dies, until asked to stop."""
    while not asked.wait(0.2):
        if server and not server.is_reachable():
            say("PostgreSQL has died or lost its socket and is started again.")
            server.stop()
            server.launch()
            server.wait(asked.is_set)
            children[1].end(STOP_SECONDS)  # it listened to the server that died
        for child in children:
            if child.revive():
                say(f"The {child.name} has died and is started again.")
                write_down(data / "run.json", children)


def _stop(data: Path, server: EmbeddedServer | None, children: list[Child]) -> None:
    for child in children:
        child.ask_to_end()
    for child in children:
        child.end(STOP_SECONDS)
    if server:
        server.stop()
    (data / "run.json").unlink(missing_ok=True)


@contextlib.contextmanager
def _folder(data: Path, address: str) -> Iterator[None]:
    try:
        with held(data, "serve", address):
            yield
    except InUse as use:
        if use.holder == "serve":
            raise CannotRun(f"Peyvand already runs on this data folder ({data}): open {use.address}.") from None
        raise CannotRun(f"`peyvand {use.holder}` is at work on {data}; start again when it is done.") from None


def _listening_address() -> tuple[str, int]:
    host, port = os.environ.get("PEYVAND_HOST") or "127.0.0.1", os.environ.get("PEYVAND_PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise CannotRun(f"PEYVAND_PORT must be a number from 1 to 65535, not {port}.")
    return host, int(port)


def _refuse_taken_port(host: str, port: int) -> None:
    """Refuse an address that cannot be listened on, before anything is started."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        raise CannotRun(f"PEYVAND_HOST={host} is no address of this machine.") from None
    except OSError as error:
        reasons = {
            errno.EADDRINUSE: f"Port {port} is taken by another program; set PEYVAND_PORT to a free one.",
            errno.EACCES: f"This user may not open port {port}; set PEYVAND_PORT to one above 1023.",
        }
        raise CannotRun(reasons.get(error.errno or 0, f"PEYVAND_HOST={host} is no address of this machine.")) from None


def _await_first_answer(web: Child) -> None:
    """Ask for the first page until it answers, whatever it says."""
    host, port = _listening_address()
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    until = time.monotonic() + FIRST_ANSWER_SECONDS
    while web.is_running() and time.monotonic() < until:
        asking = http.client.HTTPConnection(host, port, timeout=FIRST_ANSWER_SECONDS)
        try:
            asking.request("GET", "/", headers={"Host": f"localhost:{port}"})
            asking.getresponse().read()
            return
        except (OSError, http.client.HTTPException):
            time.sleep(0.02)
        finally:
            asking.close()
    raise CannotRun("The page server does not start; its last words are above.")


def _greeting() -> str:
    """Where to go in the browser: to sign in, or to create the first account."""
    from django.contrib.auth import get_user_model
    from django.db import connections

    address = _address(*_listening_address())
    somebody = get_user_model()._default_manager.exists()
    connections.close_all()  # nothing more is asked from here
    return f"Sign in at {address}" if somebody else f"Open {address} and create the owner's account."


def _address(host: str, port: int) -> str:
    """What to type into the browser to reach a server that listens there."""
    origin = os.environ.get("PEYVAND_ORIGINS", "").split(",")[0]
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::", "::1") else host
    return origin or f"http://{shown}:{port}"


def _children(host: str, port: int) -> list[Child]:
    """The page server and the job worker; with PEYVAND_DEBUG=1 they start again whenever the code changes."""
    web, worker = f"peyvand.config.web {host} {port}", "peyvand.config.worker"
    if os.environ.get("PEYVAND_DEBUG") != "1":
        return [
            Child("page server", [sys.executable, "-m", *web.split(), "held-back"], held_back=True),
            Child("job worker", [sys.executable, "-m", worker]),
        ]
    code = str(Path(__file__).resolve().parent.parent)
    watching = [sys.executable, "-m", "watchfiles", "--filter", "python", "--target-type", "command"]
    return [
        Child("page server", [*watching, f"{sys.executable} -m {web}", code]),
        Child("job worker", [*watching, f"{sys.executable} -m {worker}", code]),
    ]


def say(sentence: str) -> None:
    """Tell the person at the terminal."""
    print(sentence, flush=True)
