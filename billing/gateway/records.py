"""What the rest of the product knows of Stripe's objects: our words, frozen.

`fetched_at` is the moment the question was asked, not the moment it was answered: a record holds
every change made before it, so of two records the later asked for is never the older truth. Money
is minor units of a currency, which is three capital letters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One verified webhook: a hint which object to fetch."""

    external_id: str
    type: str
    created_at: datetime
    api_version: str
    livemode: bool
    account: str
    object_kind: str
    object_id: str
    customer_id: str


@dataclass(frozen=True, slots=True)
class AddressRecord:
    """A postal address. `country` is two letters."""

    name: str = ""
    line1: str = ""
    line2: str = ""
    city: str = ""
    postal_code: str = ""
    state: str = ""
    country: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class CustomerRecord:
    """A customer. A deleted one has nothing but its id. `shop_name`: the shop it says it is of."""

    external_id: str
    fetched_at: datetime
    deleted: bool = False
    email: str = ""
    name: str = ""
    phone: str = ""
    country: str = ""
    default_card_id: str = ""
    shop_name: str = ""


@dataclass(frozen=True, slots=True)
class CardRecord:
    """A card of a customer; what may be shown of it."""

    external_id: str
    customer_id: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int


@dataclass(frozen=True, slots=True)
class ProductRecord:
    """Something that is sold."""

    external_id: str
    fetched_at: datetime
    name: str
    description: str
    image_url: str
    is_active: bool
    shop_name: str


@dataclass(frozen=True, slots=True)
class SubscriptionItemRecord:
    """One thing a subscription is for. Money is minor units for one of them."""

    external_id: str
    product_id: str
    price_id: str
    quantity: int
    unit_amount: int


@dataclass(frozen=True, slots=True)
class SubscriptionRecord:
    """A subscription. `state` is one of `billing.models.SubscriptionState`.

    `state_since` is None where Stripe does not say when the state began. `pause_kind` is "hold",
    "stop" or empty. `card_id` is empty where the customer's default card pays.
    """

    external_id: str
    customer_id: str
    fetched_at: datetime
    state: str
    state_since: datetime | None
    raw_status: str
    items: tuple[SubscriptionItemRecord, ...]
    currency: str
    amount: int
    interval: str
    interval_count: int
    started_at: datetime
    trial_ends_at: datetime | None
    current_period_end: datetime | None
    cancel_at: datetime | None
    resumes_at: datetime | None
    ended_at: datetime | None
    pause_kind: str
    card_id: str
    request_id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class InvoiceLineRecord:
    """One line of an invoice. Money is minor units; an adjustment may be negative."""

    external_id: str
    description: str
    quantity: int
    unit_amount: int
    total: int
    product_id: str
    is_adjustment: bool


@dataclass(frozen=True, slots=True)
class PaymentRecord:
    """One payment on an invoice. Either id may be empty."""

    intent_id: str
    charge_id: str
    status: str
    disputed: bool
    refunded: int


@dataclass(frozen=True, slots=True)
class RefundRecord:
    """Money given back."""

    external_id: str
    amount: int
    reason: str
    status: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class InvoiceRecord:
    """An invoice: what becomes an order. Money is minor units, before refunds."""

    external_id: str
    number: str
    status: str
    customer_id: str
    subscription_id: str
    email: str
    placed_at: datetime
    fetched_at: datetime
    attempted: bool
    currency: str
    subtotal: int
    discount: int
    shipping: int
    tax: int
    total: int
    billing_address: AddressRecord | None
    shipping_address: AddressRecord | None
    lines: tuple[InvoiceLineRecord, ...]
    payments: tuple[PaymentRecord, ...]
    refunds: tuple[RefundRecord, ...]
