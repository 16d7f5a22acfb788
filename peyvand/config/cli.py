"""The command `peyvand`."""

import argparse
import contextlib
import getpass
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from peyvand.config.data_folder import InUse, held
from peyvand.config.database import CannotRun, connection_settings, is_embedded
from peyvand.config.embedded import EmbeddedServer

REACHED_WITHIN = 60.0
"""Seconds in which the database of a `serve` that is starting must come up."""

Command = Callable[[argparse.Namespace, Path], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code: 0 done, 1 not possible (said why), 2 not understood, 130 interrupted."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peyvand.config.settings")
    asked = _parser().parse_args(arguments)
    if asked.command is None:
        _tell(_commands_told(asked.meanings))
        return 2
    command: Command = asked.command
    try:
        from peyvand.config.settings import DATA

        return command(asked, DATA)
    except CannotRun as error:
        print(error, file=sys.stderr)
        return 1
    except PermissionError as error:
        print(f"{error.filename} belongs to another user of this machine.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="peyvand",
        description="Relationship management for small and medium enterprises.",
        epilog="Settings are environment variables: PEYVAND_DATA (the data folder), PEYVAND_HOST, PEYVAND_PORT, "
        "PEYVAND_DATABASE_URL and others.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    parser.set_defaults(command=None, meanings={})

    def add(name: str, command: Command, meaning: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=meaning, description=meaning)
        added.set_defaults(command=command)
        parser.get_default("meanings")[name] = meaning
        return added

    add("serve", _serve, "Serve pages and run jobs until Ctrl+C.")
    add("upgrade", _upgrade, "Bring the database up to this version; `serve` does so by itself.")
    owner = add("createowner", _create_owner, "Create an owner's account, who may do everything.")
    owner.add_argument("--email", required=True)
    owner.add_argument("--name", default="", help="the name to show")
    owner.add_argument("--password", help="asked for when left out")
    owner.add_argument("--firm", default="", help="with the first account: the firm's name, else “My company”")
    owner.add_argument("--country", default="", help="with the first account: the firm's country, such as DE")
    imports = add("import", _import, "Take the records of a CSV, XLSX or vCard file into the database.")
    imports.epilog = "Exit code: 0 taken, 1 not: the file cannot be read, or every line of it was reported."
    imports.add_argument("path", type=Path, help="a file, or a folder of files")
    imports.add_argument("--record", help="the kind of record; people when left out")
    imports.add_argument("--source", help="the name of where the data comes from; the file's name when left out")
    imports.add_argument(
        "--country", help="whose telephone numbers those without a country are, such as DE; the firm's when left out"
    )
    imports.add_argument("--by", metavar="EMAIL", help="who imports; the owner when left out")
    exports = add("export", _export, "Write the records of one kind into a CSV or XLSX file.")
    exports.add_argument("record", help="the kind of record, such as people")
    exports.add_argument("path", type=Path, help="the file to write; its ending chooses the format")
    add("check", _check, "Check that the parts of the program fit together; needs no database.")
    manage = add("manage", _manage, "Run one of Django's management commands on the database.")
    manage.add_argument("rest", nargs=argparse.REMAINDER, metavar="…", help="the command and its options")
    return parser


def _commands_told(meanings: dict[str, str]) -> str:
    """What to say to whoever names no command."""
    lines = [f"  {name:<13}{meaning}" for name, meaning in meanings.items()]
    first, last = "Say what to do: peyvand COMMAND, with one of these commands.", "`peyvand COMMAND --help` tells more."
    return "\n".join([first, *lines, last])


@contextlib.contextmanager
def database(data: Path, command: str, *, migrated: bool = True) -> Iterator[None]:
    """A database to work with, Django set up on it: that of a running `serve`, else one started for the duration.

    With `migrated` the tables are brought up to this code first.
    """
    import django

    with contextlib.ExitStack() as stack:
        if is_embedded():
            _reach_embedded(data, command, stack)
        django.setup()
        from peyvand.config import readiness

        if not is_embedded():
            readiness.check_server(connection_settings(data))
        if migrated:
            readiness.migrate(_tell)
        yield
        from django.db import connections

        connections.close_all()


def _reach_embedded(data: Path, command: str, stack: contextlib.ExitStack) -> None:
    """Take the folder and start its server; or find the one that a `serve` runs. Waits for other commands to end."""
    import psycopg

    server = EmbeddedServer(data)
    told, began = False, time.monotonic()
    while True:
        try:
            stack.enter_context(held(data, command))
            stack.enter_context(server)
            return
        except InUse as use:
            if use.holder == "serve":
                with contextlib.suppress(psycopg.OperationalError), psycopg.connect(server.conninfo()):
                    return
                if time.monotonic() - began > REACHED_WITHIN:
                    raise CannotRun(
                        f"Peyvand serves {data}, but its database is not at {server.sockets}: "
                        "run this command with the same TMPDIR as `peyvand serve`."
                    ) from None
            elif not told:
                told = True
                _tell(f"Waiting for `peyvand {use.holder}`, which is at work on {data} …")
            time.sleep(0.1)


def _serve(asked: argparse.Namespace, data: Path) -> int:
    from peyvand.config.serve import serve

    return serve(data)


def _upgrade(asked: argparse.Namespace, data: Path) -> int:
    with database(data, "upgrade", migrated=False):
        from peyvand.config.readiness import migrate

        print("Done." if migrate(_tell) else "The database is up to date.")
    return 0


def _create_owner(asked: argparse.Namespace, data: Path) -> int:
    password = asked.password or _ask_password()
    with database(data, "createowner"):
        from django.core.exceptions import ValidationError

        from peyvand.platform.accounts.actions import create_owner

        try:
            create_owner(
                email=asked.email, password=password, name=asked.name, firm=asked.firm, country=asked.country.upper()
            )
        except ValidationError as error:
            raise CannotRun(" ".join(error.messages)) from None
    print(f"{asked.email} may sign in now.")
    return 0


def _ask_password() -> str:
    try:
        return getpass.getpass("Password: ")
    except EOFError:
        _tell("")  # ends the line of the question
        raise CannotRun("There is no terminal to ask for the password: give it with --password.") from None


def _import(asked: argparse.Namespace, data: Path) -> int:
    if not asked.path.exists():
        raise CannotRun(f"There is no file {asked.path}.")
    with database(data, "import"):
        from peyvand.platform.import_export.cli import CannotImport, import_file, took_something

        try:
            options = {"default_country": asked.country} if asked.country else None
            runs = import_file(asked.path, record=asked.record, source=asked.source, by=asked.by, options=options)
        except CannotImport as error:
            raise CannotRun(str(error)) from None
        return 0 if took_something(runs) else 1


def _export(asked: argparse.Namespace, data: Path) -> int:
    with database(data, "export"):
        from peyvand.platform.import_export.cli import CannotImport, export_file

        try:
            export_file(asked.record, asked.path)
        except CannotImport as error:
            raise CannotRun(str(error)) from None
        except OSError as error:
            raise CannotRun(f"{asked.path} cannot be written: {error.strerror}.") from None
    return 0


def _check(asked: argparse.Namespace, data: Path) -> int:
    import django
    from django.core.checks import run_checks
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    django.setup()
    if wrong := run_checks(tags=["records"]):  # first: addresses are made of declarations, and break with them
        raise CannotRun("\n".join(map(str, wrong)))
    try:
        call_command("check", fail_level="WARNING")
    except SystemCheckError as error:
        raise CannotRun(str(error)) from None
    return 0


def _manage(asked: argparse.Namespace, data: Path) -> int:
    from django.core.management import ManagementUtility

    with database(data, "manage", migrated=False):
        ManagementUtility(["peyvand manage", *asked.rest]).execute()
    return 0


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
