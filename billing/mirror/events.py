"""What happened at Stripe while nobody told us: its events, as far as Stripe keeps them.

However many events name an object, it is fetched once: what is fetched now knows of them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from billing.gateway.events import list_events
from billing.mirror.dispatch import HANDLERS, Handler
from billing.mirror.steps import Step, step

KEPT = timedelta(days=30)


def catch_up(*, since: datetime, now: datetime) -> Iterator[Step]:
    """Bring every object that an event since then names up to date, once, oldest first.

    `since` is within `KEPT`. Raise `GatewayError` where Stripe gives no answer.
    """
    seen: set[tuple[Handler, str]] = set()
    for event in list_events(since):
        handler = HANDLERS.get(event.type)
        if handler is None or (handler, event.object_id) in seen:
            continue
        seen.add((handler, event.object_id))
        refresh = partial(handler, event.object_id, now=now)
        yield step(event.object_kind, event.object_id, refresh)
