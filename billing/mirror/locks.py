"""The locks that everything written about one customer, or of one sale, is written under."""

from __future__ import annotations

from accounts.models import Customer
from portals.models import Shop


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


def locked_shop(shop_id: int) -> Shop:
    """Return the shop, held until the transaction ends.

    Orders that may be the same sale are written under it: whoever looks for the sale's other names
    must not miss one that is being written. It is taken before any customer's lock.
    """
    return Shop.objects.select_for_update(no_key=True).get(pk=shop_id)
