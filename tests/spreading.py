"""Spreads tests over the workers: a module is one piece, the browser's modules are one together.

What a module makes for its tests is then made once, and one demo and one Chromium serve the
browser. Long pieces are given out first: with one of them left to the end, a worker stands idle.
"""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

BROWSER = "tests/browser/"
LONG = (
    *("tests/bench/", "tests/contracts/", "tests/leaks/", "tests/themes/test_showroom.py"),
    *("tests/billing/test_import_orders.py", "tests/billing/mirror/test_order"),
)


class ByModule(LoadScopeScheduling):
    """Gives each worker a module at a time, and all of the browser's to one."""

    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Answer xdist's question how to spread tests, where it was asked to keep some together."""
    return ByModule(config, log) if config.getvalue("dist") == "loadscope" else None


def long_pieces_first(items: list[pytest.Item]) -> None:
    """Put what takes longest before the rest, which stays in the order that it has."""
    items.sort(
        key=lambda item: (not item.nodeid.startswith(BROWSER), not item.nodeid.startswith(LONG))
    )
