"""Changes of a subscription that the mirror found at Stripe, put into the customer's story.

What one of our operations asked for is told by that operation; only what nobody here asked for,
such as a failed renewal or a change in Stripe's dashboard, is recorded as Stripe's.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from billing.audit import record_change
from billing.models import Operation, Subscription
from billing.queries import UNSETTLED

ACTION = "subscription_changed"


def record_seen(before: Subscription | None, after: Subscription, *, now: datetime) -> None:
    """Record what differs, in the caller's transaction. First sight of a subscription is none."""
    if before is None:
        return
    then, since = _shown(before), _shown(after)
    if then == since or _is_ours(after):
        return
    changed = {name for name in since if since[name] != then[name]}
    record_change(
        after.customer_id,
        ACTION,
        after.external_id,
        before={name: then[name] for name in sorted(changed)},
        after={name: since[name] for name in sorted(changed)},
        now=now,
    )


def _shown(row: Subscription) -> dict[str, Any]:
    return {
        "state": str(row.state),
        "pause_kind": row.pause_kind,
        "cancel_at": row.cancel_at.isoformat() if row.cancel_at else None,
        "resumes_at": row.resumes_at.isoformat() if row.resumes_at else None,
        "amount": {"minor": row.amount, "currency": row.currency},
        "items": [f"{item['quantity']} × {item['name']}" for item in row.items],  # noqa: RUF001
    }


def _is_ours(row: Subscription) -> bool:
    mine = Operation.objects.filter(customer_id=row.customer_id, target=row.external_id)
    return mine.filter(outcome__in=UNSETTLED).exists()
