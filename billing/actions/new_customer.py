"""Makes a customer at Stripe of somebody who has bought elsewhere only, as part of a purchase.

Our row stays the one it is, with its account, its orders and its facts: it is known at Stripe from
then on. The operation's id in the metadata says whose customer it is, so that it does not matter
whether the answer or the webhook comes first (`billing.mirror.customers`).
"""

from __future__ import annotations

from datetime import datetime

from accounts.models import Customer
from billing.actions.operation import take_step
from billing.gateway.customers import create_customer
from billing.gateway.selling import Newcomer
from billing.mirror.customers import SOURCE, store_customer
from billing.models import Operation
from billing.sources.matching import GUESTS


def may_buy(customer: Customer) -> bool:
    """Whether they can buy: they are known at Stripe, or can be made so.

    Who typed an address as a guest has to prove first that it is theirs: from then on orders are
    given to whoever has it.
    """
    if customer.deleted_at is not None:
        return False
    if customer.source != GUESTS:
        return True
    account = customer.account
    if account is None or account.email_verified_at is None:
        return False
    return account.email.lower() == customer.email.lower()


def buyer_at_stripe(customer: Customer) -> str | Newcomer:
    """Return whom a price is asked for: Stripe's customer, or where somebody new lives."""
    if customer.source == SOURCE:
        return customer.external_id
    address = customer.billing_address or customer.shipping_address
    return Newcomer(
        country=address.get("country") or customer.country,
        postal_code=address.get("postal_code", ""),
        state=address.get("state", ""),
    )


def make_known(operation: Operation, *, now: datetime) -> None:
    """Make the operation's customer known at Stripe, once. Raise the gateway's errors."""
    customer = operation.customer
    if customer.source == SOURCE:
        return
    known = {
        "email": customer.email,
        "name": customer.name,
        "phone": customer.phone,
        "address": customer.billing_address or {"country": customer.country},
    }
    record = create_customer(known, shop=customer.shop.name, operation_id=operation.pk)
    take_step(
        operation,
        "customer",
        now=now,
        request_id=record.request_id,
        customer=record.external_id,
    )
    store_customer(record, [], now=now, shop=customer.shop)
    customer.refresh_from_db()
