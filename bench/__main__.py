"""`bin/bench`: measures the product on a made-up directory."""

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.workspace import EMAILS, ROOT, opened, warm

if TYPE_CHECKING:
    from bench.client import Ask, Browser
    from bench.report import Figure

READING = ("list", "search", "record")
NAMES = (*READING, "create_api", "import_csv", "export_csv")
WARM_UP = 40
REQUESTS = 250
OBSERVED = 80


def main() -> int:
    """Measure what was asked for. Returns 1 when a goal is missed, else 0; goals are for a million parties."""
    asked = _parser().parse_args()
    if os.environ.get("PEYVAND_DATABASE_URL"):
        sys.exit("The benchmark fills a database of its own: unset PEYVAND_DATABASE_URL.")
    home = Path(os.environ.get("PEYVAND_DATA") or ROOT / "var").resolve() / "bench"
    with opened(asked.rows, home):
        from bench import report

        figures = list(_measured(asked.only or NAMES, asked.rows, asked.rounds))
        facts = report.machine()
        print(", ".join(f"{name} {value}" for name, value in facts.items()))
        print(report.table(figures))
        if asked.json:
            report.write(asked.json, figures, facts)
    return int(any(figure.met is False for figure in figures))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/bench", description="Measures Peyvand on a made-up directory.")
    parser.add_argument("--rows", type=_size, default=10_000, metavar="N", help="parties (10k, 100k, 1M)")
    parser.add_argument("--only", nargs="+", choices=NAMES, metavar="NAME", help=f"some of: {' '.join(NAMES)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument(
        "--rounds", type=int, default=3, metavar="N", help="times that reading is measured; the quietest counts"
    )
    return parser


def _size(text: str) -> int:
    """A number of rows; k and M stand for thousand and million."""
    factor = {"k": 1_000, "m": 1_000_000}.get(text[-1:].lower(), 1)
    size = int(text[:-1] if factor > 1 else text) * factor
    if size < 1_000:
        raise argparse.ArgumentTypeError("a directory has at least 1,000 parties")
    return size


def _measured(names: Iterable[str], rows: int, rounds: int) -> "Iterable[Figure]":
    from bench import report, writing
    from bench.client import Browser
    from bench.reading import Readers

    browser = Browser(EMAILS)
    readers = Readers(rows, browser)
    for name in names:
        print(f"Measuring {name} …", file=sys.stderr, flush=True)
        if name in READING:
            for ask in readers.asks(name, 0, WARM_UP):
                browser.answer(ask)
            turns = [readers.asks(name, turn, REQUESTS) for turn in range(1, rounds + 1)]
            seconds = [_round(browser, asks) for asks in turns]
            where = _where(browser, readers.asks(name, rounds + 1, OBSERVED))
            yield report.times(name, rows, seconds, where | {"slowest asked": _slowest(turns, seconds)})
        elif name == "create_api":
            yield report.times(name, rows, [writing.created(browser, 100)], {})
        elif name == "import_csv":
            yield report.rate(name, rows, writing.imported(browser), {"lines": writing.IMPORTED})
        else:
            value, lines = writing.exported(browser)
            yield report.rate(name, rows, value, {"rows waited for": lines})


def _round(browser: "Browser", asks: "list[Ask]") -> list[float]:
    """How long each of these requests takes, in seconds."""
    warm()
    return [browser.answer(ask)[0] for ask in asks]


def _where(browser: "Browser", asks: "list[Ask]") -> dict[str, Any]:
    """What the average request spends its time on, in milliseconds."""
    from bench.client import observed

    with observed() as spent:
        for ask in asks:
            browser.answer(ask)
    share = 1000 / len(asks)
    rest = spent.total - spent.database - spent.template
    return {
        "on average, ms": {
            "database": round(spent.database * share, 1),
            "templates": round(spent.template * share, 1),
            "other Python": round(rest * share, 1),
        },
        "queries": round(spent.queries / len(asks), 1),
    }


def _slowest(turns: "list[list[Ask]]", seconds: list[list[float]]) -> list[str]:
    pairs = [pair for times, asks in zip(seconds, turns, strict=True) for pair in zip(times, asks, strict=True)]
    slowest = sorted(pairs, key=lambda pair: -pair[0])[:5]
    return [f"{taken * 1000:.0f} ms {ask.user} {ask.path}" for taken, ask in slowest]


if __name__ == "__main__":
    sys.exit(main())
