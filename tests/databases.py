"""On PostgreSQL only what touches the database is run again; the rest has passed on SQLite."""

from __future__ import annotations

import os

import pytest

FIXTURES = {"db", "transactional_db", "django_db_setup"}


def leave_out_what_needs_no_database(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect tests without a database, where another than SQLite is asked for."""
    if not os.environ.get("TEST_DATABASE_URL"):
        return
    left_out = [item for item in items if not _needs_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if _needs_database(item)]


def _needs_database(item: pytest.Item) -> bool:
    asked = FIXTURES.intersection(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None
