"""The worker: one Celery app, its settings from Django's, and what runs by the clock."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

BEAT = {
    "settle-operations": {"task": "billing.tasks.settle_operations", "schedule": 30.0},
    "sweep-events": {"task": "billing.tasks.sweep_events", "schedule": 15.0},
}


def _settings() -> dict[str, Any]:
    from django.conf import settings

    # A beat's task that nobody took before the next one came is of no use.
    beat = {
        name: {**entry, "options": {"expires": entry["schedule"]}} for name, entry in BEAT.items()
    }
    return {**settings.CELERY, "beat_schedule": beat}


app = Celery("portico")
app.add_defaults(_settings)  # asked for when first needed, and not while the settings are read
app.autodiscover_tasks()
