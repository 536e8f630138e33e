"""Things at Stripe and in the mirror that many tests begin with, made once for a while.

What is asked of a local Stripe and what comes of it here is the same each time: a later test finds
both as they were. Not for long, for the local Stripe's clock goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

from django.db import connection
from django.utils import timezone

from local_stripe.testing import RunningStripe
from portals.models import Shop
from tests.rows_again import counts_of, written_again

FRESH = 60.0  # seconds
_kept: dict[Any, tuple[bytes, Any]] = {}


def made_once(server: RunningStripe, name: str, make: Callable[[], Any]) -> Any:
    """Return the row that `make` returns, with all that it does at Stripe and here.

    It has to do the same wherever the same things were done at Stripe before it.
    """
    state = server.stripe.state
    counts = counts_of(connection.introspection.django_table_names())
    shops = tuple(Shop.objects.values_list("pk", flat=True))
    with state.lock:
        before = hash(state.db.serialize())
    key = (name, before, tuple(counts.values()), shops, monotonic() // FRESH)
    made: list[Any] = []
    again = written_again(key, lambda: made.append(make()), now=timezone.now(), moves=False)
    with state.lock:
        if not again:
            _kept[key] = state.db.serialize(), made[0]
            return made[0]
        at_stripe, row = _kept[key]
        state.db.deserialize(at_stripe)
    return type(row)._default_manager.get(pk=row.pk)
