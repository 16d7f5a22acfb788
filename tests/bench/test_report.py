"""What the benchmark writes down."""

import json
from pathlib import Path

import pytest

from bench import report
from bench.__main__ import _size

FACTS = {"cores": 2, "memory_gb": 8.0, "python": "3.11.7", "postgres": "18.4"}


def test_the_quietest_round_counts_and_is_compared_with_the_goal() -> None:
    figure = report.times("list", 1_000_000, [[0.5] * 20, [0.010] * 19 + [0.2]], {})
    assert (figure.p50, figure.unit, figure.goal) == (10.0, "ms", {"p50": 12, "p95": 40})
    assert figure.met is True
    assert figure.value == figure.p95


def test_a_missed_goal_is_said() -> None:
    assert report.times("search", 1_000_000, [[0.031] * 20], {}).met is False


def test_a_rate_without_a_goal_is_neither_met_nor_missed() -> None:
    assert report.rate("import_csv", 10_000, 123.4, {}).met is None


def test_the_file_is_a_list_with_the_facts_of_the_machine(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    report.write(
        file, [report.rate("export_csv", 10_000, 2000.0, {}), report.times("record", 10_000, [[0.01, 0.02]], {})], FACTS
    )
    written = json.loads(file.read_text())
    assert [entry["name"] for entry in written] == ["export_csv", "record"]
    for entry in written:
        assert {"name", "rows", "unit", "p50", "p95", "value", "goal", "met"} <= entry.keys()
        assert entry["machine"] == FACTS


@pytest.mark.parametrize(("text", "rows"), [("10k", 10_000), ("1M", 1_000_000), ("2500", 2500)])
def test_sizes_are_read_as_people_write_them(text: str, rows: int) -> None:
    assert _size(text) == rows
