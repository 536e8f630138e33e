"""E-mails about money: what is news to a customer, and the outbox it waits in."""

from billing.notices.live import live
from billing.notices.outbox import note
from billing.notices.telling import (
    look_at_card,
    look_at_orders,
    tell_of_card,
    tell_of_orders,
    tell_of_subscription,
)

__all__ = [
    "live",
    "look_at_card",
    "look_at_orders",
    "note",
    "tell_of_card",
    "tell_of_orders",
    "tell_of_subscription",
]
