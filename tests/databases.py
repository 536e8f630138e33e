"""On PostgreSQL only what can differ there is run again; the rest has passed on SQLite.

Left out are tests without a database, and those of pages: what a page shows follows from rows,
and the queries, locks and constraints behind these have tests of their own, which do run again.
"""

from __future__ import annotations

import os

import pytest

FIXTURES = {"db", "transactional_db", "django_db_setup"}
PAGES = tuple(
    f"tests/cms/{name}"
    for name in ("customers/desk/", "leaving/test_flow.py", "rules/test_dialog.py")
)


def leave_out_what_needs_no_database(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what cannot differ by database, where another than SQLite is asked for."""
    if not os.environ.get("TEST_DATABASE_URL"):
        return
    left_out = [item for item in items if not _may_differ(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if _may_differ(item)]


def _may_differ(item: pytest.Item) -> bool:
    return _needs_database(item) and not item.nodeid.startswith(PAGES)


def _needs_database(item: pytest.Item) -> bool:
    asked = FIXTURES.intersection(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None
