"""Why what is still to be paid is not paid, and when it is tried again: read for its customers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from billing.models import AuditEntry

ACTION = "payment_failed"


@dataclass(frozen=True, slots=True)
class Failure:
    """The newest answer of a bank. `code` is for `actions.declines`, empty: it gave no reason.

    `next_try_at` None: it is not tried again by itself.
    """

    code: str
    at: datetime
    next_try_at: datetime | None


def failures_of(customer_ids: Collection[int], invoice_ids: Collection[str]) -> dict[str, Failure]:
    """Return why these invoices are not paid, by Stripe's ids of them, by one query."""
    told = AuditEntry.objects.filter(
        customer_id__in=customer_ids, action=ACTION, target__in=invoice_ids
    )
    rows = told.order_by("at", "id").values_list("target", "at", "after")
    return {target: _failure(at, after) for target, at, after in rows}


def _failure(at: datetime, after: dict[str, str | None]) -> Failure:
    again = after.get("next_try_at")
    return Failure(
        code=after.get("code") or "",
        at=at,
        next_try_at=datetime.fromisoformat(again) if again else None,
    )
