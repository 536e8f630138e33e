"""wagtail-personalisation as it really runs: one segment of five rules, and fifty; one visitor.

It runs in a process and a database of its own, as it would hang itself into every page of the
other figures: `python -m tests.bench.peers.personalisation ROUNDS` prints JSON. The rules are of
five kinds that it brings along, as it knows nothing of orders; all of them hold.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from functools import cache
from time import process_time
from typing import Any

NUMBERS = (1, 50)
urlpatterns: list[Any] = []
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
APPS = [
    *(f"django.contrib.{name}" for name in ("auth", "contenttypes", "sessions", "messages")),
    *("taggit", "modelcluster", "wagtail", "wagtail.admin", "wagtail.users", "wagtail.images"),
    *("wagtail.documents", "wagtailfontawesomesvg", "wagtail_modeladmin"),
    "wagtail_personalisation",
]

LABELS = [
    *("auth", "contenttypes", "sessions", "taggit", "wagtailcore", "wagtailadmin"),
    *("wagtailusers", "wagtailimages", "wagtaildocs", "wagtail_personalisation"),
]
"""Their tables are made as their models say: hundreds of migrations would take much longer."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What finding a visitor's segments takes: CPU seconds, queries."""

    seconds: float
    queries: int


@cache
def refreshed(*, rounds: int) -> Mapping[int, Refreshed]:
    """Measure it, for each number of segments."""
    command = [sys.executable, "-m", "tests.bench.peers.personalisation", str(rounds)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {int(key): Refreshed(*found) for key, found in json.loads(done.stdout).items()}


def main(rounds: int) -> None:
    """Measure in this process, and print."""
    _set_up()
    visitor = _visitor()
    sys.stdout.write(json.dumps({number: _measured(visitor, number, rounds) for number in NUMBERS}))


def _measured(visitor: Any, segments: int, rounds: int) -> tuple[float, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    _add_up_to(segments)
    with CaptureQueriesContext(connection) as queries:
        if len(_refresh(visitor)) != segments:
            raise RuntimeError("The visitor is not in every segment.")
    begun = process_time()
    for _ in range(rounds):
        _refresh(visitor)
    return (process_time() - begun) / rounds, len(queries)


def _set_up() -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.configure(
        SECRET_KEY="bench",
        INSTALLED_APPS=APPS,
        MIGRATION_MODULES=dict.fromkeys(LABELS),
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        USE_TZ=True,
        STATIC_URL="/static/",
        ROOT_URLCONF=__name__,
        WAGTAIL_SITE_NAME="bench",
        LOGGING_CONFIG=None,
    )
    django.setup()
    call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)


def _visitor() -> Any:
    from django.contrib.auth import get_user_model
    from django.contrib.sessions.backends.db import SessionStore
    from django.test import RequestFactory

    request: Any = RequestFactory().get("/?campaign=spring", headers={"user-agent": BROWSER})
    request.user = get_user_model().objects.create(username="visitor")
    request.session = SessionStore()
    request.session.create()
    return request


def _refresh(request: Any) -> list[Any]:
    """Do what its hook does before a page is served."""
    from wagtail_personalisation.adapters import (  # type: ignore[import-untyped]
        SessionSegmentsAdapter,
    )

    adapter = SessionSegmentsAdapter(request)
    adapter.set_segments([])
    adapter.refresh()
    return adapter.get_segments()


def _add_up_to(segments: int) -> None:
    from wagtail_personalisation import rules  # type: ignore[import-untyped]
    from wagtail_personalisation.models import Segment  # type: ignore[import-untyped]

    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), True)
    for number in range(Segment.objects.count(), segments):
        segment = Segment.objects.create(name=f"Segment {number}", status="enabled")
        rules.TimeRule.objects.create(segment=segment, start_time=time.min, end_time=time.max)
        rules.DayRule.objects.create(segment=segment, **week)
        rules.QueryRule.objects.create(segment=segment, parameter="campaign", value="spring")
        rules.UserIsLoggedInRule.objects.create(segment=segment, is_logged_in=True)
        rules.DeviceRule.objects.create(segment=segment, desktop=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
