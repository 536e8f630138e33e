"""The lock that everything written about one customer is written under."""

from __future__ import annotations

from accounts.models import Customer


def locked(customer_id: int) -> Customer:
    """Return the customer as it is now, held until the transaction ends.

    On PostgreSQL the row is locked; on SQLite the transaction itself, an immediate one, is the
    lock. Facts are counted from all rows of a customer, so one lock has to cover them all.
    """
    return (
        Customer.objects.select_for_update(of=("self",), no_key=True)
        .select_related("shop")
        .get(pk=customer_id)
    )
