"""Our orders of a customer beside the sales that Stripe has of them.

Of an order that is another source's, only what is Stripe's is compared: how it is paid.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from accounts.models import Customer
from billing.gateway.sale_records import SaleRecord
from billing.mirror.customers import SOURCE
from billing.mirror.order_records import order_record
from billing.mirror.rows import Ours, Theirs
from billing.models import Order, OrderRef, PaymentState, Product
from billing.sources.payments import entry, is_later
from billing.sources.ties import ORDER_REF

_ORDER = (
    *("number", "email", "placed_at", "currency", "subtotal", "discount", "shipping", "tax"),
    *("total", "refunded", "payment_state", "billing_address", "shipping_address", "is_shown"),
)
_LINE = ("external_id", "name", "quantity", "unit_amount", "total", "image_url")
_REFUND = ("external_id", "amount", "reason", "status")


class OrdersBeside:
    """The orders of a customer and the sales at Stripe, by the sales' ids."""

    def __init__(
        self,
        customer: Customer,
        sales: Mapping[str, SaleRecord],
        products: Mapping[str, Product],
        *,
        subscriptions: Collection[str],
    ) -> None:
        self.customer = customer
        self.sales = sales
        self.products = products
        self.subscriptions = subscriptions
        self.orders = self._orders()

    def ours(self) -> dict[str, Ours]:
        """Our rows; a void one that Stripe has no more is a tombstone."""
        return {
            name: Ours(order, self._counted(name, order))
            for name, order in self.orders.items()
            if name in self.sales or order.payment_state != PaymentState.VOID
        }

    def theirs(self) -> dict[str, Theirs]:
        """What our rows should say."""
        return {name: self._values(name, sale) for name, sale in self.sales.items()}

    def later(self, asked: datetime) -> set[str]:
        """The sales of which a later answer has been written."""
        return {name for name, order in self.orders.items() if _said_at(name, order, asked)}

    def _orders(self) -> dict[str, Order]:
        refs = OrderRef.objects.filter(
            shop_id=self.customer.shop_id, source=SOURCE, kind=ORDER_REF, ref__in=list(self.sales)
        )
        tied = dict(refs.values_list("ref", "order_id"))
        named = Q(source=SOURCE, external_id__in=list(self.sales)) | Q(pk__in=tied.values())
        rows = (
            Order.objects.filter(named | Q(source=SOURCE, customer=self.customer))
            .filter(shop_id=self.customer.shop_id)
            .prefetch_related("lines", "refunds")
            .select_related("subscription")
        )
        by_pk = {row.pk: row for row in rows}
        found = {row.external_id: row for row in by_pk.values() if row.source == SOURCE}
        return {**found, **{ref: by_pk[pk] for ref, pk in tied.items()}}

    def _values(self, name: str, sale: SaleRecord) -> Theirs:
        said = order_record(sale, self.products, customer=self.customer, subscription_id=None)
        refunds = sorted(_rows(said.refunds or (), _REFUND))
        order = self.orders.get(name)
        if order is not None and order.source != SOURCE:
            paid = (said.payment_state, said.refunded)
            return {"payments": paid, "refunds": refunds, "customer_id": self.customer.pk}
        is_known = sale.subscription_id in self.subscriptions
        return {
            **{field: getattr(said, field) for field in _ORDER},
            "lines": _rows(said.lines, _LINE),
            "refunds": refunds,
            "customer_id": self.customer.pk,
            "subscription": sale.subscription_id if is_known else "",
        }

    def _counted(self, name: str, order: Order) -> dict[str, Any]:
        refunds = sorted(_rows(order.refunds.all(), _REFUND))
        if order.source == SOURCE:
            subscription = order.subscription.external_id if order.subscription else ""
            lines = _rows(order.lines.all(), _LINE)
            return {"subscription": subscription, "lines": lines, "refunds": refunds}
        kept = order.payments.get(name) or entry("", 0, None)
        known = {one.external_id for one in self.sales[name].refunds} if name in self.sales else ()
        return {
            "payments": (kept["state"], kept["refunded"]),
            "refunds": [row for row in refunds if row[0] in known],
        }


def _said_at(name: str, order: Order, asked: datetime) -> bool:
    if order.source != SOURCE:
        return is_later(order.payments.get(name), asked)
    return order.source_updated_at is not None and order.source_updated_at > asked


def _rows(rows: Iterable[object], fields: Iterable[str]) -> list[tuple[Any, ...]]:
    return [tuple(getattr(row, name) for name in fields) for row in rows]
