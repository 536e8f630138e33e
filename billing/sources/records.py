"""What a source hands over: one order in our words, whatever system it came from.

Every source (a file, the API, the mirror of Stripe) makes these; `billing.orders` alone writes
them. Money is minor units of `currency`; moments know their time zone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from billing.models import FulfilmentState, PaymentState
from billing.sources.refunds import RefundRecord

STRIPE = "stripe"
"""The source whose word counts on what was paid, wherever an order comes from."""


@dataclass(frozen=True, slots=True)
class OrderLineRecord:
    """One thing bought. `product_id` is our product, where the source knows it."""

    name: str
    quantity: int = 1
    unit_amount: int = 0
    total: int = 0
    sku: str = ""
    external_id: str = ""
    image_url: str = ""
    product_id: int | None = None


@dataclass(frozen=True, slots=True)
class FulfilmentRecord:
    """One parcel of an order. `external_id` is unique in the order."""

    external_id: str
    carrier: str = ""
    tracking_number: str = ""
    tracking_url: str = ""
    status: str = FulfilmentState.SHIPPED.value
    shipped_at: datetime | None = None
    expected_at: datetime | None = None
    delivered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OrderRecord:
    """One order, complete: taking it over replaces what this source said of it before.

    `external_id` is unique in its source. `customer_id` is our customer, where the source knows;
    None looks one up by `email`. `fulfilment_state` None leaves the state as it is, and parcels
    not among `fulfilments` stay: another source may know of them. `refunds` None leaves them too.
    `refs` are pairs of kind and outside id that mean this order too. `tags` are added to the
    customer's, `attributes` are pairs that are set. `is_shown` is false for what
    no customer would call an order. `line` is where in the file it begins: a help for messages, no
    part of the content.
    """

    external_id: str
    number: str
    email: str
    placed_at: datetime
    currency: str
    total: int
    subtotal: int = 0
    discount: int = 0
    shipping: int = 0
    tax: int = 0
    refunded: int = 0
    name: str = ""
    payment_state: str = PaymentState.PAID.value
    fulfilment_state: str | None = None
    billing_address: dict[str, Any] = field(default_factory=dict)
    shipping_address: dict[str, Any] = field(default_factory=dict)
    lines: tuple[OrderLineRecord, ...] = ()
    fulfilments: tuple[FulfilmentRecord, ...] = ()
    refunds: tuple[RefundRecord, ...] | None = None
    refs: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    is_shown: bool = True
    customer_id: int | None = None
    subscription_id: int | None = None
    source_updated_at: datetime | None = None
    line: int = field(default=0, compare=False)

    @property
    def content_hash(self) -> str:
        """The same for the same content, in every process and release that knows these fields."""
        content = (
            *(self.external_id, self.number, self.email, self.currency, self.name),
            self.placed_at.astimezone(UTC).isoformat(),
            *(self.total, self.subtotal, self.discount, self.shipping, self.tax, self.refunded),
            *(str(self.payment_state), self.fulfilment_state and str(self.fulfilment_state)),
            *(sorted(self.billing_address.items()), sorted(self.shipping_address.items())),
            *(self.refs, self.customer_id, self.subscription_id, self.is_shown),
            [_content(line) for line in self.lines],
            [_parcel(parcel) for parcel in self.fulfilments],
            self.refunds and [_refund(refund) for refund in self.refunds],
            # Only where there are some: what was taken over before there were any stays the same.
            *((self.tags, self.attributes) if self.tags or self.attributes else ()),
        )
        return hashlib.sha256(repr(content).encode()).hexdigest()


def nameless(record: OrderRecord) -> OrderRecord:
    """Return an order of whoever had their data erased: without what tells who they are."""
    return replace(
        record,
        email="",
        name="",
        billing_address={},
        shipping_address={},
        tags=(),
        attributes=(),
    )


def _content(line: OrderLineRecord) -> tuple[object, ...]:
    amounts = (line.quantity, line.unit_amount, line.total)
    return (line.name, *amounts, line.sku, line.external_id, line.image_url, line.product_id)


def _parcel(parcel: FulfilmentRecord) -> tuple[object, ...]:
    moments = (parcel.shipped_at, parcel.expected_at, parcel.delivered_at)
    texts = (parcel.external_id, parcel.carrier, parcel.tracking_number, parcel.tracking_url)
    return (
        *texts,
        str(parcel.status),
        *(at and at.astimezone(UTC).isoformat() for at in moments),
    )


def _refund(refund: RefundRecord) -> tuple[object, ...]:
    texts = (refund.external_id, refund.amount, refund.reason, refund.status)
    return (*texts, refund.created_at.astimezone(UTC).isoformat())
