"""Subscriptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Customer
from billing.facts import rebuild_facts
from billing.gateway.errors import NotFound
from billing.gateway.records import DiscountRecord, SubscriptionItemRecord, SubscriptionRecord
from billing.gateway.subscription_delivery import address_parts
from billing.gateway.subscriptions import STOP, fetch_subscription
from billing.mirror.customers import SOURCE, customer_of
from billing.mirror.locks import locked
from billing.mirror.products import products_of
from billing.mirror.seen import record_seen
from billing.models import Product, Return, Subscription, SubscriptionState
from billing.models.subscriptions import ENDED_STATES
from billing.notices import tell_of_subscription
from billing.stripe_accounts import of_account

TRIES = 3
_SAME = (
    "state",
    "raw_status",
    "currency",
    "amount",
    "interval",
    "interval_count",
    "started_at",
    "trial_ends_at",
    "current_period_end",
    "cancel_at",
    "resumes_at",
    "ended_at",
    "pause_kind",
    "moved_from",
    "is_flexible",
    "gift_note",
)


def refresh_subscription(external_id: str, *, now: datetime) -> None:
    """Bring our row of a subscription up to date. Raise `ShopUnknown` for a new customer's.

    An answer that came too late, because somebody changed the subscription meanwhile, is asked
    for again: what it was asked for may be newer than that change.
    """
    for _ in range(TRIES):
        try:
            record = fetch_subscription(external_id)
        except NotFound:
            _bury(external_id, now=now)
            return
        row = store_subscription(record, now=now)
        if row is None or row.fetched_at <= record.fetched_at:
            return


def store_subscription(record: SubscriptionRecord, *, now: datetime) -> Subscription | None:
    """Write a subscription, unless a later answer has been written already. Return our row.

    None where the customer was deleted at Stripe before we knew it.
    """
    customer = customer_of(record.customer_id, now=now)
    if customer is None:
        return None
    products = products_of(customer.shop, (item.product_id for item in record.items))
    with transaction.atomic():
        customer = locked(customer.pk)
        row = _row_of(record.external_id, customer.shop_id)
        if row is not None and row.fetched_at > record.fetched_at:
            return row
        values = {
            **values_of(record, products, customer),
            "state_since": _since(record, row, now=now),
            "fetched_at": record.fetched_at,
        }
        stored, _ = Subscription.objects.update_or_create(
            shop_id=customer.shop_id,
            external_id=record.external_id,
            defaults={**values, "customer": customer},
        )
        stored.products.set(products.values())
        if row is not None and row.pause_kind == STOP != stored.pause_kind:
            Return.objects.filter(subscription=stored).delete()
        rebuild_facts([customer.pk], now=now)
        record_seen(row, stored, now=now)
        tell_of_subscription(row, stored, now=now)
    return stored


def _row_of(external_id: str, shop_id: int) -> Subscription | None:
    return Subscription.objects.filter(shop_id=shop_id, external_id=external_id).first()


def values_of(
    record: SubscriptionRecord, products: Mapping[str, Product], customer: Customer | None
) -> dict[str, Any]:
    """Return what our row says of a subscription, but for what depends on when we looked."""
    if customer is not None and customer.erased_at is not None:
        record = replace(record, shipping_address=None, gift_note="")
    return {
        **{name: getattr(record, name) for name in _SAME},
        "items": [_item(item, products.get(item.product_id)) for item in record.items],
        "discounts": [_discount(one) for one in record.discounts],
        "card_external_id": record.card_id,
        "shipping_address": address_parts(record.shipping_address),
    }


def _since(record: SubscriptionRecord, row: Subscription | None, *, now: datetime) -> datetime:
    """Return when the state began: as Stripe says, but not before the state before it."""
    if row is None:
        return record.state_since or record.started_at
    if row.state == record.state:
        return row.state_since
    if record.state_since is not None and record.state_since > row.state_since:
        return record.state_since
    return max(now, row.state_since)


def _item(item: SubscriptionItemRecord, product: Product | None) -> dict[str, Any]:
    return {
        "id": item.external_id,
        "name": product.name if product is not None else "",
        "product": product.pk if product is not None else None,
        "price": item.price_id,
        "quantity": item.quantity,
        "unit_amount": item.unit_amount,
        "image_url": product.image_url if product is not None else "",
    }


def _discount(discount: DiscountRecord) -> dict[str, Any]:
    return {
        "name": discount.name,
        "percent_off": discount.percent_off,
        "amount_off": discount.amount_off,
        "ends_at": discount.ends_at.isoformat() if discount.ends_at is not None else None,
    }


def _bury(external_id: str, *, now: datetime) -> None:
    rows = Subscription.objects.filter(
        of_account(), customer__source=SOURCE, external_id=external_id
    )
    for row in rows.exclude(state__in=ENDED_STATES):
        with transaction.atomic():
            locked(row.customer_id)
            Subscription.objects.filter(pk=row.pk).update(
                state=SubscriptionState.CANCELLED,
                state_since=now,
                ended_at=now,
                fetched_at=now,
            )
            rebuild_facts([row.customer_id], now=now)
