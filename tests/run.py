"""Runs the whole suite: on SQLite, and beside it what touches the database on a real PostgreSQL.

`make test` calls this; arguments go on to pytest. The part on PostgreSQL gives way to the other: it
uses what a suite with a browser leaves idle, and is told of when it is through.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any, TextIO

from tests.chromium import NoBrowser, chromium
from tests.pgserver import address_of, server_at

BASE_DIR = Path(__file__).resolve().parent.parent
WITH_A_DATABASE = [
    f"tests/{package}"
    for package in (
        *("access_rules", "accounts", "billing", "portals"),
        # Of the site what reads and writes by itself; its pages show what these find.
        *(f"cms/{part}" for part in ("customers", "leaving", "media", "privacy", "rules")),
    )
]
NOTHING_TO_LOSE = "".join(
    f"ALTER SYSTEM SET {name} = off;"
    for name in ("fsync", "full_page_writes", "synchronous_commit", "jit")
)
NO_TESTS = 5  # pytest's exit code when an expression selects nothing


@dataclass(frozen=True, slots=True)
class Beside:
    """Tests that run beside others, and the file that they write to."""

    process: subprocess.Popen[bytes]
    said: TextIO


def main(arguments: list[str]) -> int:
    """Run both; return pytest's worst exit code. Whoever ends us ends both."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        os.environ["CHROMIUM"] = chromium()
    except NoBrowser as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    with TemporaryDirectory() as folder:
        os.environ["PORTICO_CONTRACT_REPORT"] = folder  # each local Stripe adds what it has seen
        with _on_postgresql(arguments) as beside:
            codes = [_pytest("SQLite", arguments), _told(beside)]
        codes.append(_contract(folder))
    return max((code for code in codes if code != NO_TESTS), default=NO_TESTS)


def _contract(folder: str) -> int:
    """Tell what was asked of the local Stripes, and whether every answer was as Stripe's."""
    sys.stdout.write("\n=== Requests and answers against the stripe package's contract ===\n")
    sys.stdout.flush()
    command = [sys.executable, "-m", "local_stripe.report", folder]
    return subprocess.run(command, cwd=BASE_DIR, check=False).returncode


@contextmanager
def _on_postgresql(arguments: list[str]) -> Iterator[Beside]:
    server = server_at(BASE_DIR / "var" / "tests-postgresql")
    try:
        server.psql(f"{NOTHING_TO_LOSE} SELECT pg_reload_conf();")
        marked = ["-m", "not browser and not sqlite_only"]
        command = _command([*arguments, *marked, *WITH_A_DATABASE])
        where = {**os.environ, "TEST_DATABASE_URL": address_of(server)}
        with TemporaryFile("w+") as said:  # a pipe would be full long before anybody reads it
            into: dict[str, Any] = {"stdout": said, "stderr": subprocess.STDOUT}
            beside = subprocess.Popen(["nice", *command], cwd=BASE_DIR, env=where, **into)
            try:
                yield Beside(beside, said)
            finally:
                beside.terminate()  # nothing, where it is through
    finally:
        server.cleanup()


def _told(beside: Beside) -> int:
    """Wait for the tests on PostgreSQL, and show what they said."""
    sys.stdout.write("\n=== Tests on PostgreSQL, run beside these ===\n")
    sys.stdout.flush()
    code = beside.process.wait()
    beside.said.seek(0)
    sys.stdout.write(beside.said.read())
    sys.stdout.flush()
    return code


def _pytest(database: str, arguments: list[str]) -> int:
    sys.stdout.write(f"\n=== Tests on {database} ===\n")
    sys.stdout.flush()
    return subprocess.run(_command(arguments), cwd=BASE_DIR, check=False).returncode


def _command(arguments: list[str]) -> list[str]:
    spread = ["-n", "2", "--dist", "loadscope", "--no-loadscope-reorder"]  # see `spreading`
    return [sys.executable, "-m", "pytest", *spread, *arguments]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
