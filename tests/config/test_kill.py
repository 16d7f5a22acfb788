"""kill −9 of everything at any moment: what was acknowledged is there at the next start, and an import goes on."""

import contextlib
import json
import os
import random
import re
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from tests.config.running import PATIENCE, Peyvand, until

LINES = 1500
ROUNDS = int(os.environ.get("PEYVAND_KILL_ROUNDS", "2"))


@pytest.fixture
def peyvand() -> Iterator[Peyvand]:
    folder = Path(tempfile.mkdtemp(prefix="peyvand-kill-"))
    folder.chmod(0o711)
    running = Peyvand(folder, "peyvand.config.settings")
    yield running
    for started in running.running:
        kill_all(started.pid)
    shutil.rmtree(folder, ignore_errors=True)


def kill_all(pid: int) -> None:
    """End a supervisor and all below it, at once and without a word."""
    with contextlib.suppress(psutil.NoSuchProcess):
        supervisor = psutil.Process(pid)
        for process in [supervisor, *supervisor.children(recursive=True)]:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)


def token(page: httpx.Response) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert found, page.text[:500]
    return found[1]


class Browser(httpx.Client):
    """Somebody with cookies."""

    def send_form(self, path: str, fields: dict[str, str], **options: object) -> httpx.Response:
        body = {"csrfmiddlewaretoken": token(self.get(path)), **fields}
        return self.post(path, data=body, **options)  # type: ignore[arg-type]

    def create(self, name: str) -> str:
        """Create a party by the API. Returns its id once that is acknowledged."""
        headers = {"X-CSRFToken": self.cookies["csrftoken"]}
        answer = self.post("/api/people/", json={"name": name}, headers=headers)
        answer.raise_for_status()
        return str(answer.json()["id"])


def browser(peyvand: Peyvand) -> Browser:
    return Browser(base_url=f"http://localhost:{peyvand.port}", follow_redirects=True, timeout=PATIENCE)


def sign_up(client: Browser) -> None:
    olga = {"name": "Olga", "email": "olga@mehr.example", "password": "correct-horse-9"}
    fields = {"firm": "Mehr", "country": "IR", **olga}
    assert client.send_form("/setup/", fields).url.path == "/people/"


def write_until_killed(client: Browser, acknowledged: list[str]) -> None:
    with contextlib.suppress(httpx.HTTPError):
        while True:
            acknowledged.append(client.create(f"Party {len(acknowledged)}"))


def begin_import(client: Browser) -> str:
    lines = "".join(f"Firm {number},f{number}@firm.example\n" for number in range(LINES))
    page = client.get("/imports/people/new/")
    fields = {"csrfmiddlewaretoken": token(page)}
    prepared = client.post("/imports/people/new/", data=fields, files={"file": ("firms.csv", f"name,email\n{lines}")})
    run = prepared.url.path.split("/")[2]
    fields = {"csrfmiddlewaretoken": token(prepared), "column-0": "name", "column-1": "emails"}
    client.post(f"/imports/{run}/start/", data=fields)
    return run


def test_nothing_acknowledged_is_lost_and_an_import_goes_on(peyvand: Peyvand) -> None:
    server = peyvand.serve()
    client = browser(peyvand)
    sign_up(client)
    acknowledged: list[str] = []
    run = begin_import(client)
    for _round in range(ROUNDS):
        writer = threading.Thread(target=write_until_killed, args=(client, acknowledged))
        writer.start()
        time.sleep(random.uniform(0.5, 2.0))
        kill_all(server.pid)
        writer.join()
        server = peyvand.serve()
    assert acknowledged
    kept = peyvand.ask(f"SELECT count(*) FROM contacts_party WHERE id IN ({ids(acknowledged)})")
    assert kept == len(acknowledged)
    assert peyvand.ask("SELECT count(*) FROM contacts_party WHERE search_text = '' AND name LIKE 'Party %'") == 0, (
        "a party without its search text was half written"
    )
    finished = f"SELECT status FROM import_export_importrun WHERE id = '{run}'"
    until(lambda: peyvand.ask(finished) == "done", "the import goes on at once after the kill", patience=50.0)
    counts = json.loads(
        str(peyvand.ask(f"SELECT row_to_json(r)::text FROM import_export_importrun r WHERE id = '{run}'"))
    )
    assert counts["created"] + counts["skipped"] + counts["updated"] + counts["reported"] == LINES
    assert peyvand.ask("SELECT count(*) FROM contacts_party WHERE name LIKE 'Firm %'") == LINES


def ids(keys: list[str]) -> str:
    return ", ".join(f"'{key}'" for key in keys)
