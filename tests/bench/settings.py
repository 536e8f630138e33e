"""Settings of the benchmark: the tests' own, with the peers beside.

On a SQLite file of its own, or on the PostgreSQL that `BENCH_DATABASE_URL` names.
"""

import os
from pathlib import Path

os.environ.pop("TEST_DATABASE_URL", None)
if url := os.environ.get("BENCH_DATABASE_URL"):
    os.environ["TEST_DATABASE_URL"] = url

from tests.settings import *  # noqa: F403


class NoMigrations(dict[str, None]):
    """Tables as the models say: hundreds of migrations would take longer than all figures."""

    def __contains__(self, _app: object) -> bool:
        return True

    def __getitem__(self, _app: str) -> None:
        return None


INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench.peers"]  # noqa: F405
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], Path(__file__).parent / "templates"]  # noqa: F405
MIGRATION_MODULES = NoMigrations()
