"""Tells at the end of a run how much was crawled for leaks, by all workers together."""

from __future__ import annotations

from typing import Any


def tell_leaks(terminalreporter: Any) -> None:
    """Write "leaks: 6,412 surfaces, 11 crawls, 0 leaks", if anything was crawled."""
    stats = terminalreporter.stats
    reports = [one for outcome in ("passed", "failed") for one in stats.get(outcome, [])]
    crawls = [
        value
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, value in getattr(report, "user_properties", ())
        if name == "leaks"
    ]
    if not crawls:
        return
    surfaces, leaks = (sum(numbers) for numbers in zip(*crawls, strict=True))
    told = f"leaks: {surfaces:,} surfaces, {len(crawls)} crawls, {leaks:,} leaks"
    terminalreporter.line(told, red=bool(leaks))
