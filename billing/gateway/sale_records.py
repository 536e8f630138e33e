"""A sale at Stripe in our words, whichever of its objects it is known by.

It is known by the first of these that there is: an invoice, a Checkout session, a bare payment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from billing.gateway.records import AddressRecord

INVOICE, CHECKOUT, PAYMENT = "invoice", "checkout_session", "payment_intent"
DRAFT, OPEN, PAID, VOID, UNCOLLECTIBLE = "draft", "open", "paid", "void", "uncollectible"
_KINDS = {"in_": INVOICE, "cs_": CHECKOUT, "pi_": PAYMENT}
_RANKS = {"in_": 3, "cs_": 2, "pi_": 1}
_NOT_GIVEN_BACK = frozenset({"failed", "canceled", "requires_action"})


def kind_of(external_id: str) -> str:
    """Return what kind of object an id names, empty for one that no sale is known by."""
    return _KINDS.get(external_id[:3], "")


def rank_of(external_id: str) -> int:
    """Return how far an object stands for the whole sale: an invoice most, nothing else 0."""
    return _RANKS.get(external_id[:3], 0)


@dataclass(frozen=True, slots=True)
class SaleLineRecord:
    """One line of a sale. Money is minor units; an adjustment may be negative."""

    external_id: str
    description: str
    quantity: int
    unit_amount: int
    total: int
    product_id: str
    is_adjustment: bool = False


@dataclass(frozen=True, slots=True)
class PaymentRecord:
    """One payment of a sale. Either id may be empty.

    `disputed`: its bank has not yet said who is right. `refunded` counts what a lost dispute took
    back too, and not what was to be given back and failed.
    """

    intent_id: str
    charge_id: str
    status: str
    disputed: bool
    refunded: int
    dispute_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefundRecord:
    """Money given back, or taken back by a dispute that was lost."""

    external_id: str
    amount: int
    reason: str
    status: str
    created_at: datetime

    @property
    def counts(self) -> bool:
        """Whether the money is back, or on its way."""
        return self.status not in _NOT_GIVEN_BACK


@dataclass(frozen=True, slots=True)
class ParcelRecord:
    """What was written down at Stripe of where a parcel is."""

    external_id: str
    carrier: str
    tracking_number: str
    tracking_url: str


@dataclass(frozen=True, slots=True)
class FailureRecord:
    """Why a payment failed, as a code and in Stripe's words, and when Stripe tries again.

    `next_try_at` None: it does not.
    """

    code: str
    message: str
    next_try_at: datetime | None


@dataclass(frozen=True, slots=True)
class SaleRecord:
    """A sale: what becomes an order. Money is minor units, before refunds.

    `status` is draft (no sale yet), open, paid, void, uncollectible, or a word we do not know.
    `attempted`: a payment was tried. `customer_id` is empty for a guest; `shop_name` is the shop
    that the sale says it is of. `failure` says why the newest attempt to pay it failed.
    """

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
    lines: tuple[SaleLineRecord, ...]
    payments: tuple[PaymentRecord, ...]
    refunds: tuple[RefundRecord, ...]
    parcels: tuple[ParcelRecord, ...] = ()
    name: str = ""
    shop_name: str = ""
    failure: FailureRecord | None = None
    names: tuple[tuple[str, str], ...] = field(default=())
    """Other ids of the same sale, each with its kind."""

    @property
    def kind(self) -> str:
        """What kind of object it is known by."""
        return kind_of(self.external_id)
