"""The e-mail with which a customer can confirm a payment later, at their bank's wish."""

from __future__ import annotations

from datetime import datetime, timedelta

from billing.models import NoticeKind, Operation
from billing.notices.outbox import note

PATIENCE = timedelta(minutes=3)  # most confirm at once, in the dialog on the page


def note_to_confirm(operation: Operation, amount: int, currency: str, *, now: datetime) -> None:
    """Note that an operation waits for its customer. Nothing is sent if it no longer does."""
    facts = {
        "operation": str(operation.pk),
        "amount": amount,
        "currency": currency,
        "title": operation.params.get("title", ""),
    }
    kind, about = NoticeKind.CONFIRM_PAYMENT, str(operation.pk)
    note(operation.customer_id, kind, about, facts, now=now, patience=PATIENCE)
