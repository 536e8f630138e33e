"""Finds a Chromium for the browser tests, or fetches one: the system's, Playwright's, Debian's.

A missing browser is an error: a test that quietly did not run proves nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class NoBrowser(Exception):
    """No Chromium here, and none could be had."""


def chromium() -> str:
    """Return the path of a Chromium, fetching one if need be. Raise `NoBrowser`."""
    ways: tuple[Callable[[], str | None], ...] = (
        _systems,
        _playwrights,
        lambda: _fetched([sys.executable, "-m", "playwright", "install", "chromium"]),
        _debians,
    )
    for way in ways:
        found = way()
        if found:
            return found
    raise NoBrowser(
        "The browser tests need Chromium. Install it (on Debian: apt-get install chromium), "
        "or name one that is here: CHROMIUM=/path/to/chromium make test"
    )


def _systems() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named:
        return named if shutil.which(named) else None
    return next(filter(None, map(shutil.which, NAMES)), None)


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _fetched(*commands: list[str]) -> str | None:
    for command in commands:
        with suppress(OSError):
            subprocess.run(command, check=False, capture_output=True, timeout=600)
    return _playwrights() or _systems()


def _debians() -> str | None:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return None
    install = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium"]
    return _fetched(["apt-get", "update", "--quiet"], install)


def main() -> int:
    """Say where the browser is, or what to do to have one."""
    try:
        sys.stdout.write(f"Browser for the tests: {chromium()}\n")
    except NoBrowser as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
