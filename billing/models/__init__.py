"""Products, orders from any source, the mirror of Stripe, and the operations on it."""

from billing.models.facts import CustomerFacts
from billing.models.operations import Operation, Outcome
from billing.models.orders import (
    Fulfilment,
    FulfilmentState,
    Order,
    OrderLine,
    OrderRef,
    OrderRefund,
    PaymentState,
)
from billing.models.products import Product
from billing.models.stripe import StripeEvent, SyncCursor
from billing.models.subscriptions import Card, Subscription, SubscriptionState

__all__ = [
    "Card",
    "CustomerFacts",
    "Fulfilment",
    "FulfilmentState",
    "Operation",
    "Order",
    "OrderLine",
    "OrderRef",
    "OrderRefund",
    "Outcome",
    "PaymentState",
    "Product",
    "StripeEvent",
    "Subscription",
    "SubscriptionState",
    "SyncCursor",
]
