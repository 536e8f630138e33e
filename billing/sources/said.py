"""What orders from elsewhere say of their customers: tags that are added, attributes that are set.

Tags are never taken away, since another source or staff may have given them. The attributes of a
customer of Stripe are Stripe's metadata, whatever others say.
"""

from __future__ import annotations

from collections.abc import Collection

from accounts.models import Customer
from billing.attributes import with_attributes
from billing.sources.records import STRIPE, OrderRecord
from billing.tags import with_tags

_AT_ONCE = 200


class SaidOfCustomers:
    """Gathers what the orders of a batch say, and writes it. Later orders have the last word."""

    def __init__(self) -> None:
        self._tags: dict[int, list[str]] = {}
        self._attributes: dict[int, dict[str, str]] = {}

    def add(self, customer_id: int | None, record: OrderRecord) -> None:
        """Take up what an order says of its customer."""
        if customer_id is None:
            return
        if record.tags:
            self._tags.setdefault(customer_id, []).extend(record.tags)
        if record.attributes:
            self._attributes.setdefault(customer_id, {}).update(record.attributes)

    def write(self, touched: Collection[int]) -> None:
        """Write it, in the caller's transaction; before the facts of those touched are rebuilt.

        All of those are locked here, in the order in which facts lock them: two imports that each
        held what the other wants would wait forever.
        """
        if not self._tags and not self._attributes:
            return
        rows = Customer.objects.select_for_update(no_key=True).filter(pk__in=touched)
        changed = [row for row in rows.order_by("pk") if self._is_changed(row)]
        Customer.objects.bulk_update(changed, ["tags", "attributes"], batch_size=_AT_ONCE)

    def _is_changed(self, row: Customer) -> bool:
        before = row.tags, row.attributes
        row.tags = with_tags(row.tags, self._tags.get(row.pk, ()))
        if row.source != STRIPE:
            row.attributes = with_attributes(row.attributes, self._attributes.get(row.pk, {}))
        return (row.tags, row.attributes) != before
