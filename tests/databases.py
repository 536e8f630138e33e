"""On PostgreSQL only what can differ there is run again; the rest has passed on SQLite.

Left out are tests without a database, and those of pages: what a page shows follows from rows,
and the queries, locks and constraints behind these have tests of their own, which do run again.
Where the cases of a test differ by what Stripe answers, the statements are the same in each: one
case is run, another one each time.
"""

from __future__ import annotations

import os

import pytest

FIXTURES = {"db", "transactional_db", "django_db_setup"}
PAGES = tuple(
    f"tests/cms/{name}"
    for name in ("customers/desk/", "leaving/test_flow.py", "rules/test_dialog.py")
)
ONE_CASE = tuple(
    f"tests/billing/{name}/" for name in ("actions", "connecting", "mirror", "notices")
)


def leave_out_what_needs_no_database(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what cannot differ by database, where another than SQLite is asked for."""
    if not os.environ.get("TEST_DATABASE_URL"):
        return
    kept = [item for item in items if _needs_database(item) and not item.nodeid.startswith(PAGES)]
    first = {_shared(item): item for item in reversed(kept)}
    kept = [item for item in kept if first[_shared(item)] is item]
    config.hook.pytest_deselected(items=[*set(items).difference(kept)])
    items[:] = kept


def _shared(item: pytest.Item) -> str:
    """What a test has in common with those of which one is enough."""
    return item.nodeid.partition("[")[0] if item.nodeid.startswith(ONE_CASE) else item.nodeid


def _needs_database(item: pytest.Item) -> bool:
    asked = FIXTURES.intersection(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None
