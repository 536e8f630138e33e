"""Says each fault once. A broken rule on a busy page would fill the log otherwise."""

from __future__ import annotations

import logging
from collections.abc import Hashable

logger = logging.getLogger("access_rules")
REMEMBERED = 4096

_told: set[Hashable] = set()


def log_once(
    key: Hashable, message: str, *args: object, error: BaseException | None = None
) -> None:
    """Log `message` at level ERROR, unless `key` was logged before in this process."""
    if key in _told:
        return
    if len(_told) >= REMEMBERED:
        _told.clear()
    _told.add(key)
    logger.error(message, *args, exc_info=error)


def forget() -> None:
    """Say everything anew."""
    _told.clear()
