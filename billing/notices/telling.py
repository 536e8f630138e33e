"""Notes what is news, where the mirror writes rows: look before, tell after, both under its lock.

Outside `live` both do nothing and ask nothing of the database, so imports and walks are as fast
and as silent as without them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from billing.models import Card, Notice, NoticeKind, Order, Return, Subscription
from billing.notices import transitions
from billing.notices.facts import iso
from billing.notices.live import is_live
from billing.notices.outbox import note
from billing.notices.transitions import News, OrderSeen

Seen = dict[int, OrderSeen]


def tell_of_subscription(
    before: Subscription | None, after: Subscription, *, now: datetime
) -> None:
    """Note what is new of a subscription that was just written. `before` is the row as it was."""
    if not is_live() or before is None:
        return
    then, card = _card_named(before), card_of(after)
    # A subscription that follows its customer's card is told of with that.
    own = transitions.of_card(then, card, now=now) if then and after.card_external_id else []
    _tell(after.customer_id, [*transitions.of_subscription(before, after, card), *own], now=now)


def look_at_card(customer_id: int) -> Card | None:
    """Return the card that is charged, before the customer's cards are written anew."""
    return _default(customer_id) if is_live() else None


def tell_of_card(customer_id: int, before: Card | None, *, now: datetime) -> None:
    """Note whether another card is charged. `before` comes from `look_at_card`."""
    if is_live() and before is not None:
        _tell(customer_id, transitions.of_card(before, _default(customer_id), now=now), now=now)


def look_at_orders(orders: QuerySet[Order]) -> Seen:
    """Return these orders as they are, before they are written."""
    if not is_live():
        return {}
    found = orders.prefetch_related("refunds", "fulfilments")
    return {
        order.pk: OrderSeen(
            order.payment_state,
            {refund.external_id: refund.status for refund in order.refunds.all()},
            {parcel.external_id: parcel.status for parcel in order.fulfilments.all()},
        )
        for order in found
    }


def tell_of_orders(before: Seen, orders: QuerySet[Order], *, now: datetime) -> None:
    """Note what is new of orders that were just written. `before` comes from `look_at_orders`.

    `orders` is asked for again, so it has to name them by what does not change, as in the look.
    """
    if not is_live():
        return
    rows = orders.filter(customer__isnull=False).select_related("subscription")
    for order in rows.prefetch_related("lines", "refunds", "fulfilments", "refs"):
        if order.customer_id is None:
            continue
        seen = before.get(order.pk)
        is_about_money = seen is None or seen.payment_state != order.payment_state
        card = _card_for(order) if is_about_money else None  # a batch of parcels needs none
        _tell(order.customer_id, transitions.of_order(seen, order, card, now=now), now=now)


def add_planned_return(notice: Notice) -> None:
    """Complete the facts of a pause with the day that was planned right after it, if one was."""
    if notice.kind != NoticeKind.PAUSED or notice.facts.get("resumes_at"):
        return
    planned = Return.objects.filter(
        subscription__customer=notice.customer_id,
        subscription__external_id=notice.facts.get("subscription"),
    ).first()
    if planned is not None:
        notice.facts = {**notice.facts, "resumes_at": iso(planned.at)}
        notice.save(update_fields=["facts"])


def card_of(subscription: Subscription) -> Card | None:
    """Return the card that pays a subscription, None where there is none."""
    return _card_named(subscription) or _default(subscription.customer_id)


def _card_for(order: Order) -> Card | None:
    if order.subscription is not None:
        return card_of(order.subscription)
    return _default(order.customer_id) if order.customer_id is not None else None


def _card_named(subscription: Subscription) -> Card | None:
    cards = Card.objects.filter(customer_id=subscription.customer_id)
    name = subscription.card_external_id
    return cards.filter(external_id=name).first() if name else None


def _default(customer_id: int) -> Card | None:
    return Card.objects.filter(customer_id=customer_id, is_default=True).first()


def _tell(customer_id: int, news: Iterable[News], *, now: datetime) -> None:
    for one in news:
        told = Notice.objects.filter(customer_id=customer_id, kind=one.kind)
        if not one.also or not told.filter(about__in=one.also).exists():
            note(customer_id, one.kind, one.about[:200], one.facts, now=now)
