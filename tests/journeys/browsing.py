"""A visitor in a real browser: sees what people see, and notes what must never happen on a page."""

import os
import shutil
from pathlib import Path
from types import TracebackType
from typing import Any

from playwright.sync_api import Browser, BrowserContext, BrowserType, ConsoleMessage, Page

ROOT = Path(__file__).resolve().parents[2]
FAILURES = Path(__file__).with_name("failures")
AXE = ROOT / "frontend/node_modules/axe-core/axe.min.js"
SWITCHES = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
DESK, TABLET, PHONE = (1360, 800), (820, 1180), (390, 844)
PATIENCE = 8000
"""Milliseconds after which what a page should show counts as missing."""
_CHECK = """axe.run({resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})
    .then(found => found.violations)"""


def launch(kind: BrowserType, **options: Any) -> Browser:
    """The browser that `bin/test` found, or the system's own."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("PEYVAND_BROWSER") or next(filter(None, map(shutil.which, names)), None)
    return kind.launch(executable_path=path, args=SWITCHES.split(), **options)


class Visitor:
    """One person with a browser of their own. Leaving fails on any error in the console that was not `expected`."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        name: str,
        *,
        size: tuple[int, int] = DESK,
        state: Any = None,
        **traits: Any,
    ) -> None:
        self.address = address
        self.name = name
        self.expected: tuple[str, ...] = ()
        self.problems: list[str] = []
        self.context: BrowserContext = browser.new_context(
            base_url=address,
            viewport={"width": size[0], "height": size[1]},
            is_mobile=size == PHONE,
            has_touch=size == PHONE,
            reduced_motion="reduce",
            storage_state=state,
            **traits,
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        wrong = [problem for problem in self.problems if not any(words in problem for words in self.expected)]
        if error is not None or wrong:
            FAILURES.mkdir(exist_ok=True)
            self.page.screenshot(path=FAILURES / f"{self.name}.png", full_page=True)
        self.context.close()
        if error is None:
            assert not wrong, "\n".join(wrong)

    def goto(self, path: str) -> None:
        self.page.goto(path)

    def accessible(self) -> None:
        """Fail when axe finds something serious on the page as it stands."""
        session = self.context.new_cdp_session(self.page)
        session.send(
            "Runtime.evaluate", {"expression": AXE.read_text()}
        )  # past the content policy, unlike a script tag
        asked = {"expression": _CHECK, "awaitPromise": True, "returnByValue": True}
        found = session.send("Runtime.evaluate", asked)["result"]["value"]
        session.detach()
        bad = [violation for violation in found if violation["impact"] in ("serious", "critical")]
        told = [f"{v['id']}: {node['html'][:200]} — {node['failureSummary']}" for v in bad for node in v["nodes"][:3]]
        assert not told, f"{self.page.url}\n" + "\n".join(told)

    def fits(self) -> None:
        """Fail when the page is wider than the window."""
        width, window = self.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert width <= window, f"{self.page.url} is {width} px wide in a window of {window} px"

    def picture(self, name: str) -> None:
        """Keep a picture for the documentation, where PEYVAND_PICTURES names a folder."""
        folder = os.environ.get("PEYVAND_PICTURES")
        if folder:
            self.page.mouse.move(0, 0)
            self.page.screenshot(path=Path(folder) / f"{name}.png")

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(f"{message.type} in the console of {self.page.url}: {message.text}")
