"""Makes a customer at Stripe of somebody who has bought elsewhere only, as part of a purchase.

Our row stays the one it is, with its account, its orders and its facts: it is known at Stripe from
then on. An operation's id in the metadata says whose customer it is, so that it does not matter
whether the answer or the webhook comes first (`billing.mirror.customers`). Of two purchases at once
the later one asks as the earlier one does, so that Stripe makes one customer for both.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Customer
from billing.actions.operation import UNDER_WAY, take_step
from billing.gateway.customers import create_customer
from billing.gateway.selling import Newcomer
from billing.mirror.customers import SOURCE, store_customer
from billing.mirror.locks import locked
from billing.models import Operation
from billing.sources.matching import GUESTS

MAKER = "maker"


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
    maker = _maker(operation)
    if maker is None:
        return
    customer = operation.customer
    known = {
        "email": customer.email,
        "name": customer.name,
        "phone": customer.phone,
        "address": customer.billing_address or {"country": customer.country},
    }
    record = create_customer(known, shop=customer.shop.name, operation_id=maker)
    take_step(
        operation,
        "customer",
        now=now,
        request_id=record.request_id,
        customer=record.external_id,
    )
    store_customer(record, [], now=now, shop=customer.shop)
    customer.refresh_from_db()


def _maker(operation: Operation) -> UUID | None:
    """Return the operation as which the customer is made, None where Stripe knows them by now.

    It is written down before Stripe is asked: whoever comes while that lasts asks as the same one.
    """
    with transaction.atomic():
        operation.customer = locked(operation.customer_id)
        if operation.customer.source == SOURCE:
            return None
        if MAKER not in operation.after:
            at_it = Operation.objects.filter(
                customer=operation.customer_id, outcome__in=UNDER_WAY, after__has_key=MAKER
            )
            first = at_it.order_by("created_at").first()
            maker = first.after[MAKER] if first is not None else str(operation.pk)
            operation.after = {**operation.after, MAKER: maker}
            operation.save(update_fields=["after"])
    return UUID(operation.after[MAKER])
