"""Which of Stripe's events make us look at what.

An event that is not here is kept and ignored. To act on one more, add a line; Stripe's endpoint
has to be told to send it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from billing.mirror.customers import refresh_card, refresh_customer
from billing.mirror.orders import (
    refresh_order_of_charge,
    refresh_order_of_dispute,
    refresh_order_of_intent,
    refresh_order_of_invoice,
    refresh_order_of_invoice_payment,
    refresh_order_of_refund,
    refresh_order_of_session,
)
from billing.mirror.prices import refresh_price
from billing.mirror.products import refresh_product
from billing.mirror.setups import heard_of_setup
from billing.mirror.subscriptions import refresh_subscription


class Handler(Protocol):
    """Brings our rows about one object of Stripe up to date. Doing it twice changes nothing."""

    def __call__(self, external_id: str, *, now: datetime) -> None: ...


HANDLERS: dict[str, Handler] = {
    "charge.dispute.closed": refresh_order_of_dispute,
    "charge.dispute.created": refresh_order_of_dispute,
    "charge.dispute.funds_reinstated": refresh_order_of_dispute,
    "charge.dispute.funds_withdrawn": refresh_order_of_dispute,
    "charge.dispute.updated": refresh_order_of_dispute,
    "charge.refunded": refresh_order_of_charge,
    "charge.succeeded": refresh_order_of_charge,
    "charge.updated": refresh_order_of_charge,
    "checkout.session.async_payment_failed": refresh_order_of_session,
    "checkout.session.async_payment_succeeded": refresh_order_of_session,
    "checkout.session.completed": refresh_order_of_session,
    "checkout.session.expired": refresh_order_of_session,
    "customer.created": refresh_customer,
    "customer.deleted": refresh_customer,
    "customer.subscription.created": refresh_subscription,
    "customer.subscription.deleted": refresh_subscription,
    "customer.subscription.paused": refresh_subscription,
    "customer.subscription.pending_update_applied": refresh_subscription,
    "customer.subscription.pending_update_expired": refresh_subscription,
    "customer.subscription.resumed": refresh_subscription,
    "customer.subscription.trial_will_end": refresh_subscription,
    "customer.subscription.updated": refresh_subscription,
    "customer.updated": refresh_customer,
    "invoice.finalized": refresh_order_of_invoice,
    "invoice.marked_uncollectible": refresh_order_of_invoice,
    "invoice.paid": refresh_order_of_invoice,
    "invoice.payment_action_required": refresh_order_of_invoice,
    "invoice.payment_failed": refresh_order_of_invoice,
    "invoice.updated": refresh_order_of_invoice,
    "invoice.voided": refresh_order_of_invoice,
    "invoice_payment.paid": refresh_order_of_invoice_payment,
    "payment_intent.canceled": refresh_order_of_intent,
    "payment_intent.payment_failed": refresh_order_of_intent,
    "payment_intent.processing": refresh_order_of_intent,
    "payment_intent.requires_action": refresh_order_of_intent,
    "payment_intent.succeeded": refresh_order_of_intent,
    "payment_method.attached": refresh_card,
    "payment_method.automatically_updated": refresh_card,
    "payment_method.detached": refresh_card,
    "payment_method.updated": refresh_card,
    "price.created": refresh_price,
    "price.deleted": refresh_price,
    "price.updated": refresh_price,
    "product.created": refresh_product,
    "product.deleted": refresh_product,
    "product.updated": refresh_product,
    "refund.created": refresh_order_of_refund,
    "refund.failed": refresh_order_of_refund,
    "refund.updated": refresh_order_of_refund,
    "setup_intent.canceled": heard_of_setup,
    "setup_intent.setup_failed": heard_of_setup,
    "setup_intent.succeeded": heard_of_setup,
}
