"""Gives all browser tests to one worker, so that one demo and one Chromium serve them all.

The mark `xdist_group` would say the same, but is without effect from pytest 9.2 on, as long as
pytest-xdist (3.8) writes to a private name that is gone.
"""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadGroupScheduling  # type: ignore[import-untyped]

FOLDER = "tests/browser/"


class OneWorkerForTheBrowser(LoadGroupScheduling):
    """Spreads tests one by one, but those of the browser as one piece."""

    def _split_scope(self, nodeid: str) -> str:
        return FOLDER if nodeid.startswith(FOLDER) else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Answer xdist's question how to spread tests, where it was asked to spread groups."""
    grouped = config.getvalue("dist") == "loadgroup"
    return OneWorkerForTheBrowser(config, log) if grouped else None
