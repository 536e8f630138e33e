"""The worker: one Celery app, its settings from Django's, and what runs by the clock."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab

from cms import queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
queue.register()

# A beat's task that nobody took before the next one came is of no use.
BEAT = {
    "forget-copies": {
        "task": "cms.tasks.forget_copies",
        "schedule": 3_600.0,
        "options": {"expires": 3_600.0},
    },
    "forget-what-is-over": {
        "task": "accounts.tasks.forget_what_is_over",
        "schedule": 86_400.0,
        "options": {"expires": 86_400.0},
    },
    "mend-facts": {
        "task": "billing.tasks.mend_facts",
        "schedule": crontab(hour="4", minute="43"),
        "options": {"expires": 43_200.0},
    },
    "mend-library": {
        "task": "cms.tasks.mend_library",
        "schedule": crontab(hour="4", minute="11"),
        "options": {"expires": 43_200.0},
    },
    "note-what-is-ahead": {
        "task": "cms.tasks.note_what_is_ahead",
        "schedule": crontab(minute="41", hour="6-20/2"),
        "options": {"expires": 7_200.0},
    },
    "reconcile-with-stripe": {
        "task": "billing.tasks.reconcile",
        "schedule": crontab(hour="3", minute="17"),
        "options": {"expires": 43_200.0},
    },
    "return-subscriptions": {
        "task": "billing.tasks.return_subscriptions",
        "schedule": 300.0,
        "options": {"expires": 300.0},
    },
    "settle-operations": {
        "task": "billing.tasks.settle_operations",
        "schedule": 30.0,
        "options": {"expires": 30.0},
    },
    "sweep-events": {
        "task": "billing.tasks.sweep_events",
        "schedule": 15.0,
        "options": {"expires": 15.0},
    },
    "sweep-notices": {
        "task": "cms.tasks.sweep_notices",
        "schedule": 30.0,
        "options": {"expires": 30.0},
    },
}
# A page must not wait for a broker that is down: one attempt, of a second. The worker, which has
# time, tries again by settings of its own.
BROKER = {"max_retries": 0, "socket_connect_timeout": 1}


def _settings() -> dict[str, Any]:
    from django.conf import settings

    options = {**settings.CELERY.get("broker_transport_options", {}), **BROKER}
    own = {"broker_connection_timeout": 1, "broker_transport_options": options}
    return {**settings.CELERY, **own, "beat_schedule": BEAT}


app = Celery("portico", include=["cms.demo.tasks"])
app.add_defaults(_settings)  # asked for when first needed, and not while the settings are read
app.autodiscover_tasks()
