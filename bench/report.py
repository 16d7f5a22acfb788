"""What a measurement says, on the screen and in a file."""

import json
import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psutil
from django.db import connection

GOALS: dict[str, dict[str, float]] = {
    "list": {"p50": 12, "p95": 40},
    "search": {"p95": 30},
    "record": {"p95": 40},
}
"""Milliseconds of server time at a million parties on two cores."""


@dataclass
class Figure:
    """One measured name. `value` is the p95 of a time and the rate of a throughput."""

    name: str
    rows: int
    unit: str
    value: float
    p50: float | None = None
    p95: float | None = None
    goal: dict[str, float] | None = None
    met: bool | None = None
    details: dict[str, Any] = field(default_factory=dict)


def times(name: str, rows: int, rounds: Sequence[Sequence[float]], details: dict[str, Any]) -> Figure:
    """The figure of response times (seconds, by round): of the quietest round, whose median is the smallest."""
    quiet = min(rounds, key=statistics.median)
    cuts = statistics.quantiles([second * 1000 for second in quiet], n=20, method="inclusive")
    p50, p95 = round(cuts[9], 1), round(cuts[18], 1)
    goal = GOALS.get(name)
    met = all({"p50": p50, "p95": p95}[key] <= most for key, most in goal.items()) if goal else None
    others = {
        "requests": sum(map(len, rounds)),
        "slowest": round(max(quiet) * 1000, 1),
        "p95 of every round": [
            round(statistics.quantiles(seconds, n=20, method="inclusive")[18] * 1000, 1) for seconds in rounds
        ],
    }
    return Figure(name, rows, "ms", p95, p50, p95, goal, met, {**others, **details})


def rate(name: str, rows: int, value: float, details: dict[str, Any]) -> Figure:
    """The figure of a throughput in rows per second."""
    return Figure(name, rows, "rows/s", round(value), details=details)


def machine() -> dict[str, Any]:
    """The facts without which figures say nothing; `load` is that of the last minute."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgres = cursor.fetchone()[0]
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1024**3, 1),
        "python": platform.python_version(),
        "postgres": postgres,
        "system": f"{platform.system()} {platform.machine()}",
        "load": round(os.getloadavg()[0], 1),
    }


def table(figures: Iterable[Figure]) -> str:
    """The figures to read."""
    lines = [f"{'':12}{'rows':>10}{'p50':>9}{'p95':>9}  {'value':<14}{'goal':<22}"]
    for figure in figures:
        p50, p95 = (f"{value:.1f}" if value is not None else "" for value in (figure.p50, figure.p95))
        goal = ", ".join(f"{key} ≤ {most:g} ms" for key, most in (figure.goal or {}).items())
        said = {True: "  met", False: "  MISSED", None: ""}[figure.met]
        lines.append(
            f"{figure.name:12}{figure.rows:>10}{p50:>9}{p95:>9}  {f'{figure.value:g} {figure.unit}':<14}{goal}{said}"
        )
        lines += [f"    {key}: {value}" for key, value in figure.details.items()]
    return "\n".join(lines)


def write(file: Path, figures: Iterable[Figure], facts: dict[str, Any]) -> None:
    """A JSON list, one object per figure, each with the facts of the machine."""
    file.write_text(json.dumps([asdict(figure) | {"machine": facts} for figure in figures], indent=1) + "\n")
