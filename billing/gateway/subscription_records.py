"""What Stripe says of a subscription, in our words."""

from __future__ import annotations

from datetime import datetime

import stripe
from django.utils import timezone

from billing.gateway.client import request_id
from billing.gateway.reading import field_of, id_of, minor_units, moment, words_of
from billing.gateway.records import DiscountRecord, SubscriptionItemRecord, SubscriptionRecord
from billing.gateway.states import (
    is_moved,
    moved_by,
    moved_from,
    pause_kind_of,
    since_of,
    state_of,
)
from billing.gateway.subscription_delivery import gift_note_of, shipping_address_of

EXPAND = ["discounts.source.coupon"]  # of a discount alone, Stripe gives no more than its id


def written(answer: stripe.Subscription) -> SubscriptionRecord:
    """Read the answer to a change: it holds the change, which a question asked before may not."""
    return record_of(answer, timezone.now())


def record_of(found: stripe.Subscription, asked: datetime) -> SubscriptionRecord:
    """Read a subscription, asked for at this time."""
    items = list(found.items.auto_paging_iter())
    recurring = field_of(items[0], "price", "recurring") if items else None
    ends = [item.current_period_end for item in items]
    starts = [item.current_period_start for item in items]
    period_end = moment(max(ends, default=None))
    records = tuple(_item(item) for item in items)
    return SubscriptionRecord(
        external_id=found.id,
        customer_id=id_of(found.customer),
        fetched_at=asked,
        state=state_of(found),
        state_since=since_of(found, moment(max(starts, default=None))),
        raw_status=found.status,
        items=records,
        currency=found.currency.upper(),
        amount=sum(item.unit_amount * item.quantity for item in records),
        interval=str(field_of(recurring, "interval") or ""),
        interval_count=int(field_of(recurring, "interval_count") or 1),
        started_at=moment(found.start_date),
        trial_ends_at=None if is_moved(found) else moment(found.trial_end),
        current_period_end=period_end,
        cancel_at=moment(found.cancel_at) or (period_end if found.cancel_at_period_end else None),
        resumes_at=moment(field_of(found, "pause_collection", "resumes_at")),
        ended_at=moment(found.ended_at),
        pause_kind=pause_kind_of(found),
        card_id=id_of(found.default_payment_method),
        discounts=tuple(_discount(one) for one in field_of(found, "discounts") or ()),
        moved_from=moved_from(found),
        moved_by=moved_by(found),
        is_flexible=words_of(found, "billing_mode", "type") != "classic",
        is_change_pending=field_of(found, "pending_update") is not None,
        latest_invoice_id=id_of(field_of(found, "latest_invoice")),
        shipping_address=shipping_address_of(found),
        gift_note=gift_note_of(found),
        request_id=request_id(found),
    )


def _item(item: stripe.SubscriptionItem) -> SubscriptionItemRecord:
    price = item.price
    return SubscriptionItemRecord(
        external_id=item.id,
        product_id=id_of(price.product),
        price_id=price.id,
        quantity=item.quantity or 1,
        unit_amount=minor_units(price.unit_amount, price.unit_amount_decimal),
    )


def _discount(found: str | stripe.Discount) -> DiscountRecord:
    coupon = field_of(found, "source", "coupon")
    percent = field_of(coupon, "percent_off")
    return DiscountRecord(
        external_id=id_of(found),
        name=words_of(coupon, "name"),
        percent_off=None if percent is None else float(percent),
        amount_off=field_of(coupon, "amount_off"),
        ends_at=moment(field_of(found, "end")),
        promotion_code_id=id_of(field_of(found, "promotion_code")),
    )
