"""How work is handed to the worker."""

from __future__ import annotations

import logging

from celery import current_app
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def ask_worker(task: str, *arguments: str, seconds: int = 0) -> None:
    """Have the worker run `task`, in so many seconds.

    Never fails and never waits: with the broker down the work is left to the sweep that finds it
    in the database.
    """
    try:
        current_app.send_task(task, arguments, countdown=seconds or None, retry=False)
    except (OperationalError, OSError):
        logger.warning("The broker is down; %s is left to the next sweep.", task)
