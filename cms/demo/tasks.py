"""What the demo has the worker do."""

from __future__ import annotations

from celery import shared_task

from cms.demo import clock


@shared_task(name="cms.demo.tasks.move_clock")
def move_clock(days: int) -> None:
    """Move the demo's time ahead."""
    clock.move(days)
