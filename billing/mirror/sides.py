"""Our rows of a customer beside what Stripe says they should be.

What a row should say is asked of the functions that write it (`values_of`, `order_record`): a
field that the mirror learns to write is compared from then on. Left out are rows written after
Stripe was asked, which are the later truth, and tombstones of what Stripe does not have.
"""

from __future__ import annotations

from accounts.models import Customer
from billing.mirror import cards, customers, subscriptions
from billing.mirror.customers import SOURCE
from billing.mirror.order_sides import OrdersBeside
from billing.mirror.rows import Ours, Sides, Theirs
from billing.mirror.sync import Everything
from billing.models import Card, Product, Subscription
from billing.models.subscriptions import ENDED_STATES


class Beside:
    """One customer's rows, a kind at a time. `ours` is None where we do not know the customer."""

    def __init__(self, found: Everything, ours: Customer | None) -> None:
        self.found = found
        self.ours = ours
        self.asked = found.customer.fetched_at
        self.products = self._products()

    def customer(self) -> Sides:
        """The customer itself; one we hold for deleted is not as Stripe has it."""
        record, row = self.found.customer, self.ours
        if row is not None and row.erased_at is not None:
            return {}, {}
        if row is not None and row.fetched_at is not None and row.fetched_at > self.asked:
            return {}, {}
        ours = {} if row is None else {record.external_id: Ours(row)}
        return ours, {record.external_id: {**customers.values_of(record), "deleted_at": None}}

    def cards(self) -> Sides:
        """The cards."""
        if self.ours is not None and self.ours.erased_at is not None:
            return {}, {}
        default = self.found.customer.default_card_id
        rows = Card.objects.filter(customer=self.ours) if self.ours else ()
        return self._without_later(
            {row.external_id: Ours(row) for row in rows},
            {card.external_id: cards.values_of(card, default) for card in self.found.cards},
            later={row.external_id for row in rows if row.fetched_at > self.asked},
        )

    def subscriptions(self) -> Sides:
        """The subscriptions; an ended one that Stripe has no more is a tombstone."""
        theirs: dict[str, Theirs] = {}
        for one in self.found.subscriptions:
            known = {i.product_id for i in one.items} & self.products.keys()
            products = sorted(self.products[name].pk for name in known)
            values = subscriptions.values_of(one, self.products, self.ours)
            theirs[one.external_id] = {**values, "products": products}
        rows = Subscription.objects.filter(customer=self.ours).prefetch_related("products")
        rows = rows if self.ours else rows.none()
        ours = {
            row.external_id: Ours(row, {"products": sorted(p.pk for p in row.products.all())})
            for row in rows
            if row.external_id in theirs or row.state not in ENDED_STATES
        }
        later = {row.external_id for row in rows if row.fetched_at > self.asked}
        return self._without_later(ours, theirs, later=later)

    def orders(self) -> Sides:
        """The orders; a void one that Stripe has no more is a tombstone."""
        theirs = {one.external_id: one for one in self.found.sales}
        if self.ours is None:
            return {}, {external_id: {} for external_id in theirs}
        known = {one.external_id for one in self.found.subscriptions}
        beside = OrdersBeside(self.ours, theirs, self.products, subscriptions=known)
        return self._without_later(beside.ours(), beside.theirs(), later=beside.later(self.asked))

    def _products(self) -> dict[str, Product]:
        if self.ours is None:
            return {}
        wanted = {item.product_id for one in self.found.subscriptions for item in one.items}
        wanted |= {line.product_id for one in self.found.sales for line in one.lines}
        rows = Product.objects.filter(shop_id=self.ours.shop_id, source=SOURCE)
        return {row.external_id: row for row in rows.filter(external_id__in=wanted)}

    @staticmethod
    def _without_later(
        ours: dict[str, Ours], theirs: dict[str, Theirs], *, later: set[str]
    ) -> Sides:
        return (
            {name: row for name, row in ours.items() if name not in later},
            {name: row for name, row in theirs.items() if name not in later},
        )
