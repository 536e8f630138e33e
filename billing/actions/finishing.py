"""Going on with what waits for the customer: looking how it stands, and what a browser needs."""

from __future__ import annotations

from datetime import datetime

from billing.actions.settling import look_now
from billing.gateway.paying import fetch_payment
from billing.gateway.records import PaymentAnswer
from billing.models import Operation
from billing.stripe_accounts import acting_for_shop


def look(operation: Operation, *, now: datetime) -> Operation:
    """Settle it now where that can be done, and return it as it is then.

    Also while the worker looks, whom a webhook has told at the same moment: each step is done once
    by its key. With Stripe down it stays as it was.
    """
    look_now(operation, now=now)
    operation.refresh_from_db()
    return operation


def confirmation_of(operation: Operation) -> PaymentAnswer | None:
    """Look what the customer's browser needs to confirm what waits; its secret is kept nowhere.

    None for an operation that no invoice belongs to. Raise the gateway's errors.
    """
    invoice = invoice_of(operation)
    if not invoice:
        return None
    with acting_for_shop(operation.customer.shop_id):
        return fetch_payment(invoice)


def invoice_of(operation: Operation) -> str:
    """Return Stripe's id of the invoice that an operation is to pay; empty where there is none."""
    target = operation.target if operation.target.startswith("in_") else ""
    return str(operation.after.get("invoice") or target)
