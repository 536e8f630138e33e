"""Products, orders from any source, the mirror of Stripe, and the operations on it."""

from billing.models.answers import OfferAnswer
from billing.models.facts import CustomerFacts
from billing.models.keys import OrdersKey, StripeAccount
from billing.models.leaving import Leaving, LeavingStep
from billing.models.matching import SharedAddress
from billing.models.memberships import Membership
from billing.models.notices import Notice, NoticeKind
from billing.models.operations import AuditEntry, Operation, Outcome
from billing.models.orders import (
    Fulfilment,
    FulfilmentState,
    Order,
    OrderLine,
    OrderRef,
    OrderRefund,
    PaymentState,
)
from billing.models.products import Price, Product
from billing.models.stripe import StripeEvent, SyncCursor
from billing.models.subscriptions import Card, Return, Subscription, SubscriptionState

__all__ = [
    "AuditEntry",
    "Card",
    "CustomerFacts",
    "Fulfilment",
    "FulfilmentState",
    "Leaving",
    "LeavingStep",
    "Membership",
    "Notice",
    "NoticeKind",
    "OfferAnswer",
    "Operation",
    "Order",
    "OrderLine",
    "OrderRef",
    "OrderRefund",
    "OrdersKey",
    "Outcome",
    "PaymentState",
    "Price",
    "Product",
    "Return",
    "SharedAddress",
    "StripeAccount",
    "StripeEvent",
    "Subscription",
    "SubscriptionState",
    "SyncCursor",
]
