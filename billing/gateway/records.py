"""What the rest of the product knows of Stripe's objects: our words, frozen.

`fetched_at` is the moment the question was asked, not the moment it was answered: a record holds
every change made before it, so of two records the later asked for is never the older truth. Money
is minor units of a currency, which is three capital letters.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    """A customer. A deleted one has nothing but its id. `shop_name`: the shop it says it is of.

    `region` is ISO 3166-2, such as US-CA; `attributes` are the merchant's own names and values.
    An address is None where none is known; the name in it is that of whoever receives. `made_by`
    is the id of the operation that it was made for; empty: none of ours.
    """

    external_id: str
    fetched_at: datetime
    deleted: bool = False
    email: str = ""
    name: str = ""
    phone: str = ""
    country: str = ""
    default_card_id: str = ""
    shop_name: str = ""
    region: str = ""
    language: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    billing_address: AddressRecord | None = None
    shipping_address: AddressRecord | None = None
    made_by: str = ""
    request_id: str = field(default="", compare=False)


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
class PriceRecord:
    """One way to pay for a product.

    `unit_amount` is None where no one figure says it: by tiers, by use, by the package, below the
    minor unit, or as the customer likes. `interval` is empty where it is paid once.
    """

    external_id: str
    fetched_at: datetime
    product_id: str
    nickname: str
    currency: str
    unit_amount: int | None
    interval: str
    interval_count: int
    is_active: bool


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """The account that a key belongs to."""

    external_id: str
    name: str


@dataclass(frozen=True, slots=True)
class EndpointRecord:
    """Where Stripe posts events. `secret` is known only of one that was just made."""

    external_id: str
    url: str
    events: frozenset[str]
    api_version: str
    is_enabled: bool
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SubscriptionItemRecord:
    """One thing a subscription is for. Money is minor units for one of them."""

    external_id: str
    product_id: str
    price_id: str
    quantity: int
    unit_amount: int


@dataclass(frozen=True, slots=True)
class DiscountRecord:
    """A discount in use: so many percent off, or minor units; one of the two is None.

    `ends_at` is None where it has no end. `promotion_code_id` is empty where no code gave it.
    """

    external_id: str
    name: str
    percent_off: float | None
    amount_off: int | None
    ends_at: datetime | None
    promotion_code_id: str = ""


@dataclass(frozen=True, slots=True)
class SubscriptionRecord:
    """A subscription. `state` is one of `billing.models.SubscriptionState`.

    `state_since` is None where Stripe does not say when the state began. `pause_kind` is "hold",
    "stop" or empty. `card_id` is empty where the customer's default card pays.

    `moved_from` is the day the next charge was moved away from, None where it was not; `moved_by`
    names the operation that moved it last. `is_change_pending`: a change waits until the latest
    invoice is paid. `shipping_address` is None where parcels go where the customer's others go.
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
    discounts: tuple[DiscountRecord, ...] = ()
    moved_from: datetime | None = None
    moved_by: str = ""
    is_flexible: bool = True
    is_change_pending: bool = False
    latest_invoice_id: str = ""
    shipping_address: AddressRecord | None = None
    gift_note: str = ""
    request_id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class PaymentAnswer:
    """How the payment of an invoice stands.

    `status` is "paid"; "requires_action", where the customer has to confirm it; "failed", where
    the last attempt was refused; or "open", where none is known to have failed. `amount` is what
    is still to be paid. `client_secret` is for the customer's own browser alone and never kept.

    `card_id` is set where the browser has to confirm anew with that card, empty where it only has
    to carry on. `attempt` differs from one failed attempt to the next.
    """

    invoice_id: str
    status: str
    fetched_at: datetime
    amount: int = 0
    currency: str = ""
    intent_id: str = ""
    client_secret: str = field(default="", repr=False)
    setup_future_usage: str = ""
    card_id: str = ""
    attempt: str = ""
    decline_code: str = ""
    message: str = ""
    hosted_url: str = ""
    request_id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class SetupAnswer:
    """How the saving of a new card stands.

    `status` is "succeeded", "failed" (the last attempt was refused), "canceled" or "open".
    `client_secret` is for the customer's own browser alone and never kept.
    """

    external_id: str
    customer_id: str
    status: str
    fetched_at: datetime
    card_id: str = ""
    client_secret: str = field(default="", repr=False)
    decline_code: str = ""
    message: str = ""
    request_id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An invoice that is still to be paid. `amount` is what is left, in minor units."""

    external_id: str
    subscription_id: str
    amount: int
    currency: str
