from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.bench.measure import QUICK, Figure, Rounds, compare
from tests.bench.registry import FIGURES, LARGE, MILLION

KEYS = {"name", "value", "unit", "against", "ratio"}


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the benchmark as `make bench` does."""
    command = [sys.executable, "-m", "tests.bench", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.sqlite_only
def test_every_figure_runs_and_prints_one_json_line():
    asked = [name for name in FIGURES if name not in LARGE - MILLION]
    done = bench("--quick", *asked)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, [line["name"] for line in lines]) == (0, asked), done.stderr
    assert all(set(line) >= KEYS and line["value"] > 0 and line["ratio"] > 0 for line in lines)


@pytest.mark.sqlite_only
def test_an_unknown_name_is_refused_with_the_names_there_are():
    done = bench("page_queries", "page_speed")
    assert (done.returncode, done.stdout) == (2, "")
    assert "page_speed" in done.stderr
    assert all(name in done.stderr for name in FIGURES)


def test_figures_among_a_million_customers_are_not_mixed_with_others():
    done = bench("page_queries", "audience_1m_ms")
    assert (done.returncode, done.stdout) == (2, "")
    assert "audience_1m_ms" in done.stderr


def test_the_registry_is_alphabetical():
    assert list(FIGURES) == sorted(FIGURES)


def test_the_ratio_is_of_the_same_round():
    rounds = Rounds({"ours": [2.0, 20.0, 3.0], "peer": [1.0, 10.0, 1.0]})
    assert (rounds.ratio("ours", "peer"), rounds.median("ours")) == (2.0, 3.0)


def test_every_contestant_runs_in_every_round():
    ran = {"ours": 0, "peer": 0}

    def count(name: str) -> None:
        ran[name] += 1

    found = compare({"ours": lambda: count("ours"), "peer": lambda: count("peer")}, QUICK)
    assert ran["ours"] == ran["peer"] == 2
    assert [len(times) for times in found.seconds.values()] == [1, 1]


def test_a_line_says_what_can_be_known_and_no_more():
    figure = Figure("name", 12.3456, "ms CPU", "peer", 1234.5678, {"orders": 5000})
    line = figure.as_json()
    assert (line["value"], line["ratio"], line["orders"]) == (12.3, 1235, 5000)
