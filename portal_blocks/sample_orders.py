"""What invented people ordered, with lines, parcels and refunds. Nothing is saved.

Rows carry made-up keys, because Django follows relations of saved ones only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext as _

from billing.actions.baskets import Quote
from billing.actions.buy_again import Ware
from billing.documents import DocumentKind
from billing.facts import PAID_STATES
from billing.gateway.selling import CostRecord
from billing.models import (
    Card,
    Fulfilment,
    FulfilmentState,
    Order,
    OrderLine,
    OrderRefund,
    PaymentState,
    Price,
)
from billing.order_lists import REFUNDED, UNDER_WAY, OrderKind, Sought
from billing.parcels import OPEN, Parcel, by_arrival
from billing.queries import UNPAID

ADDRESS = {
    "name": "Sam Sample",
    "line1": "12 Orchard Lane",
    "line2": "Flat 4",
    "city": "Bristol",
    "postal_code": "BS1 4DJ",
    "country": "GB",
}


class Thing(NamedTuple):
    """Something that was bought: its name, for how much, how many."""

    name: str
    amount: int
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class SampleOrder:
    """What may be asked about an invented order. Everything in it is sold still, but for `gone`."""

    order: Order
    paid_with: Card | None = None
    gone: frozenset[int] = frozenset()
    fault: Exception | None = None

    def papers(self) -> tuple[DocumentKind, ...]:
        """An invoice, and a receipt where it was paid."""
        bill = DocumentKind.INVOICE, DocumentKind.INVOICE_PAGE
        return (*bill, DocumentKind.RECEIPT) if self.order.payment_state in PAID_STATES else bill

    def paper_url(self, kind: DocumentKind) -> str:
        """A place that leads nowhere, or the fault of the sample."""
        if self.fault is not None:
            raise self.fault
        return f"https://example.com/{kind}"

    def card(self) -> Card | None:
        """The card of the sample."""
        return self.paid_with

    def wares(self) -> list[Ware]:
        """The lines of the order, at the prices of then."""
        return [
            Ware(line, None if line.pk in self.gone else Price(unit_amount=line.unit_amount))
            for line in self.order.lines.all()
        ]

    def quote(self, chosen: Mapping[int, int]) -> Quote:
        """The prices of then, and a fifth of them as tax that is in it."""
        lines = {line.pk: line.unit_amount for line in self.order.lines.all()}
        total = sum(lines[pk] * count for pk, count in chosen.items())
        cost = CostRecord(
            currency=self.order.currency, subtotal=total, discount=0, tax=0, total=total, due=total
        )
        return Quote(cost, "sample")


def sample_orders(now: datetime) -> list[Order]:
    """Return three orders, the newest first: one on its way, one given back in part, one old."""
    espresso = Thing(_("House Espresso, 1 kg"), 2400)
    shipped = sample_order(3, now - timedelta(days=2), espresso)
    shipped.fulfilment_state = FulfilmentState.SHIPPED
    parcel = sample_parcel(1, sent=now - timedelta(days=1), expected=now + timedelta(days=1))
    load(shipped, "fulfilments", [parcel])
    brought = sample_order(2, now - timedelta(days=30), espresso)
    arrived = sample_parcel(2, sent=now - timedelta(days=28), delivered=now - timedelta(days=26))
    load(brought, "fulfilments", [arrived])
    oldest = sample_order(1, now - timedelta(days=58), Thing(_("Hand grinder"), 8900))
    return [shipped, brought, oldest]


def sample_order(pk: int, placed: datetime, *things: Thing, **fields: Any) -> Order:
    """Return an order of these things that has arrived; `fields` are laid over it."""
    lines = [
        OrderLine(
            pk=pk * 1000 + at,
            name=one.name,
            quantity=one.quantity,
            unit_amount=one.amount,
            total=one.amount * one.quantity,
        )
        for at, one in enumerate(things)
    ]
    subtotal = sum(line.total for line in lines)
    known: dict[str, Any] = {
        "pk": pk,
        "number": f"CR-{1000 + pk}",
        "placed_at": placed,
        "currency": "EUR",
        "subtotal": subtotal,
        "total": subtotal,
        "fulfilment_state": FulfilmentState.DELIVERED,
        "shipping_address": ADDRESS,
    }
    order = Order(**{**known, **fields})
    relations = {"lines": lines, "fulfilments": [], "refunds": []}
    for relation, rows in relations.items():
        load(order, relation, rows)
    return order


def sample_parcel(
    pk: int,
    *,
    sent: datetime | None = None,
    expected: datetime | None = None,
    delivered: datetime | None = None,
    status: str = "",
) -> Fulfilment:
    """Return a parcel that is where its days say it is."""
    usual = FulfilmentState.DELIVERED if delivered else FulfilmentState.SHIPPED
    return Fulfilment(
        pk=pk,
        carrier="DHL",
        tracking_number=f"0034043{pk:07d}",
        tracking_url="https://example.com/parcel",
        status=status or usual,
        shipped_at=sent,
        expected_at=expected,
        delivered_at=delivered,
    )


def sample_refund(pk: int, amount: int, at: datetime, **fields: Any) -> OrderRefund:
    """Return money that was given back."""
    return OrderRefund(pk=pk, amount=amount, created_at=at, **fields)


def load(order: Order, relation: str, rows: Sequence[models.Model]) -> None:
    """Give an invented order its rows, as `prefetch_related` would."""
    cache: dict[str, Any] = order.__dict__.setdefault("_prefetched_objects_cache", {})
    queryset = getattr(order, relation).none()
    queryset._result_cache = list(rows)
    cache[relation] = queryset


def fits(order: Order, sought: Sought) -> bool:
    """Whether an invented order is sought, as `billing.order_lists` would find it."""
    text = " ".join([order.number, *(line.name for line in order.lines.all())]).casefold()
    since, until = sought.since or order.placed_at, sought.until
    return (
        all(word in text for word in sought.text.casefold().split())
        and since <= order.placed_at
        and (until is None or order.placed_at < until)
        and (sought.kind is None or _KINDS[sought.kind](order))
    )


_KINDS: Mapping[OrderKind, Callable[[Order], bool]] = {
    OrderKind.ON_THE_WAY: lambda order: (
        order.fulfilment_state in UNDER_WAY and order.payment_state == PaymentState.PAID
    ),
    OrderKind.TO_PAY: lambda order: order.payment_state in UNPAID,
    OrderKind.REFUNDED: lambda order: order.payment_state in REFUNDED,
}


def parcels_in(orders: Sequence[Order], *, is_open: bool) -> list[Parcel]:
    """Return the parcels of invented orders, as `billing.parcels` would: under way, or not."""
    found = [parcel for order in orders for parcel in _parcels(order)]
    kept = [one for one in found if _is_open(one) is is_open]
    return by_arrival(kept) if is_open else kept


def _is_open(parcel: Parcel) -> bool:
    return parcel.status in OPEN and parcel.delivered_at is None


def _parcels(order: Order) -> list[Parcel]:
    rows, lines = list(order.fulfilments.all()), list(order.lines.all())
    pictures = [line.image_url for line in lines if line.image_url]
    about: dict[str, Any] = {
        "order": order,
        "names": tuple(line.name for line in lines[:2]),
        "things": len(lines),
        "picture": next(iter(pictures), ""),
        "parcels": len(rows),
    }
    if not rows and order.fulfilment_state in OPEN:
        return [Parcel(**about, status=order.fulfilment_state)]
    return [
        Parcel(
            **about,
            position=at,
            **{name: getattr(row, name) for name in _TOLD},
        )
        for at, row in enumerate(rows, 1)
    ]


_TOLD = (
    "carrier",
    "tracking_number",
    "tracking_url",
    "status",
    "shipped_at",
    "expected_at",
    "delivered_at",
)
