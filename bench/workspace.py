"""The firm of the benchmark: its people, teams and rights, and the data folder that holds its directory."""

import contextlib
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
STAFF = 40
TEAMS = 8
_MADE_BY = (
    "bench/directory.py",
    "bench/words.py",
    "bench/loading.py",
    "bench/workspace.py",
    "peyvand/platform/search/normalise.py",
    "peyvand/contacts/size_class.py",
    "peyvand/platform/audit/triggers.py",
    "peyvand/*/migrations/0*.py",
    "peyvand/platform/*/migrations/0*.py",
)
"""Whatever changes here makes another directory, so an older data folder is not used again."""
EMAILS = {
    "owner": "owner@example.com",
    "manager": "staff1@example.com",
    "member": "staff2@example.com",
    "team": "staff3@example.com",
    "own": "staff4@example.com",
    "reader": "staff5@example.com",
}
"""Who asks: by what they may see (member and reader see all and change less; team and own see what is theirs)."""


def fingerprint() -> str:
    """Of everything that the stored directory depends on."""
    digest = hashlib.sha256()
    for pattern in _MADE_BY:
        for file in sorted(ROOT.glob(pattern)):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:10]


@contextmanager
def opened(rows: int, home: Path) -> Iterator[None]:
    """A running server with a directory of `rows` parties, made when it is not there yet; Django is set up on it."""
    data = home / f"{rows}-{fingerprint()}"
    os.environ |= {"PEYVAND_DATA": str(data), "DJANGO_SETTINGS_MODULE": "peyvand.config.settings"}
    from peyvand.config.cli import database

    whole = data / "whole"
    if not whole.exists():
        _clear(data)
    with database(data, "bench"):
        if not whole.exists():
            began = time.monotonic()
            _make(rows)
            whole.touch()
            _tell(f"Made {rows:,} parties in {time.monotonic() - began:.0f} s.")
        yield


def _clear(data: Path) -> None:
    """Remove what an interrupted making left. Raises InUse while another benchmark is making it."""
    from peyvand.config.data_folder import held
    from peyvand.config.embedded import end_leftover

    with held(data, "bench"):
        end_leftover(data / "postgres")
        shutil.rmtree(data / "postgres", ignore_errors=True)


def warm() -> None:
    """Read the whole database from the disk, so that a machine which forgets its files is not what is measured."""
    for file in (Path(os.environ["PEYVAND_DATA"]) / "postgres").glob("base/*/*"):
        with contextlib.suppress(FileNotFoundError), open(file, "rb") as handle:  # the server replaces some meanwhile
            while handle.read(8 * 1024 * 1024):
                pass


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _make(rows: int) -> None:
    from bench.loading import load

    _tell(f"Making a directory of {rows:,} parties …")
    load(rows, _hire())


def _hire() -> list[UUID]:
    """The staff; the ids are those of the owner and of everybody else, in order."""
    from peyvand.platform.access.models import Grant, Role, Scope
    from peyvand.platform.accounts.actions import create_owner
    from peyvand.platform.accounts.models import Team, User

    owner = create_owner(email=EMAILS["owner"], password="long enough words", name="Owner", firm="Our Firm")
    staff = (
        User.objects.create_user(f"staff{number}@example.com", name=f"Staff {number}") for number in range(1, STAFF)
    )
    people = [owner, *staff]
    for number in range(TEAMS):
        Team.objects.create(name=f"Team {number}").members.set(people[number::TEAMS])
    roles = {role.name: role for role in Role.objects.all()}
    for name, scope in (("Team only", Scope.TEAM), ("Own only", Scope.OWN)):
        roles[name] = Role.objects.create(name=name)
        Grant.objects.create(role=roles[name], record_type="people", verb="view", scope=scope)
        Grant.objects.create(role=roles[name], record_type="people", verb="change", scope=scope)
    for user, name in zip(people[1:6], ("Manager", "Member", "Team only", "Own only", "Reader"), strict=True):
        user.roles.add(roles[name])
    return [user.pk for user in people]
