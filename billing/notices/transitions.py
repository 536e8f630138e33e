"""What is news: a row as it was, and as it is now. Nothing is read or written here.

A row seen for the first time is never news by itself: only what is dated within the last day is
(an order, a refund, a parcel). A subscription has no such date, so it has to have been known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from billing.models import (
    Card,
    Fulfilment,
    FulfilmentState,
    NoticeKind,
    Order,
    OrderRefund,
    PaymentState,
    Subscription,
    SubscriptionState,
)
from billing.notices import facts
from billing.notices.live import is_fresh

State = SubscriptionState
GOING_ON = frozenset({State.TRIALING, State.ACTIVE, State.PAST_DUE})
STARTED = GOING_ON | {State.PAUSED, State.ENDING}
UNPAID = frozenset({PaymentState.PENDING, PaymentState.REQUIRES_ACTION, PaymentState.FAILED})


@dataclass(frozen=True, slots=True)
class News:
    """Something to tell. `also` are other names of what it is about: told under one, it is old."""

    kind: NoticeKind
    about: str
    facts: facts.Facts
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderSeen:
    """An order as it was: how it was paid, its refunds and its parcels by id."""

    payment_state: str
    refunds: dict[str, str] = field(default_factory=dict)
    parcels: dict[str, str] = field(default_factory=dict)


def of_subscription(
    before: Subscription | None, after: Subscription, card: Card | None
) -> list[News]:
    """Return what is new of a subscription. `card` is the one that pays it now."""
    if before is None:
        return []
    kind = _turn(before.state, after.state)
    if kind is None:
        return []
    about = f"{after.external_id} {after.state_since:%Y-%m-%d %H:%M:%S}"
    known = {**facts.of_subscription(after, card), "was": before.state}
    return [News(kind, about, known)]


def _turn(before: str, after: str) -> NoticeKind | None:
    if before == after or before not in STARTED:
        return None
    if after == State.PAUSED:
        return NoticeKind.PAUSED
    if after in {State.ENDING, State.CANCELLED}:
        # Whoever was told that it will end is not told again when it does.
        return NoticeKind.CANCELLED if before != State.ENDING else None
    if before in {State.PAUSED, State.ENDING} and after in GOING_ON - {State.PAST_DUE}:
        return NoticeKind.RESTARTED
    return None


def of_card(before: Card | None, after: Card | None, *, now: datetime) -> list[News]:
    """Return whether another card is charged from now on. A first one is no news."""
    if before is None or after is None or _face(before) == _face(after):
        return []
    about = f"{after.external_id} {now:%Y-%m-%d}"
    known = {"card": facts.of_card(after), "before": facts.of_card(before)}
    return [News(NoticeKind.CARD_UPDATED, about, known)]


def _face(card: Card) -> tuple[str, int, int]:
    return card.last4, card.exp_month, card.exp_year


def of_order(
    before: OrderSeen | None, after: Order, card: Card | None, *, now: datetime
) -> list[News]:
    """Return what is new of an order, whose parts have to be prefetched."""
    return [
        *_of_payment(before, after, card, now=now),
        *_of_refunds(before, after, now=now),
        *_of_parcels(before, after, now=now),
    ]


def _of_payment(
    before: OrderSeen | None, after: Order, card: Card | None, *, now: datetime
) -> Iterator[News]:
    was = before.payment_state if before is not None else PaymentState.PENDING
    is_known = before is not None or is_fresh(after.placed_at, now=now)
    if not is_known or was == after.payment_state or was not in UNPAID or not after.total:
        return
    kind = _payment_kind(after)
    if kind is not None:
        yield News(kind, after.external_id, facts.of_order(after, card), also=_names(after))


def _names(order: Order) -> tuple[str, ...]:
    """Other names of the same sale: what was told of a payment is not told of its invoice."""
    return tuple(sorted(ref.ref for ref in order.refs.all()))


def _payment_kind(order: Order) -> NoticeKind | None:
    if order.payment_state == PaymentState.PAID:
        return NoticeKind.ORDER
    # Whoever is buying sits before the page that tells them: only renewals are told of by e-mail.
    if order.subscription is None or order.subscription.state not in STARTED:
        return None
    if order.payment_state == PaymentState.FAILED:
        return NoticeKind.PAYMENT_FAILED
    if order.payment_state == PaymentState.REQUIRES_ACTION:
        return NoticeKind.CONFIRM_PAYMENT
    return None


def _of_refunds(before: OrderSeen | None, after: Order, *, now: datetime) -> Iterator[News]:
    seen = before.refunds if before is not None else {}
    for refund in after.refunds.all():
        if _has_come(refund, seen, now=now):
            yield News(NoticeKind.REFUND, refund.external_id, facts.of_refund(after, refund))


def _has_come(refund: OrderRefund, seen: dict[str, str], *, now: datetime) -> bool:
    if refund.status != "succeeded" or seen.get(refund.external_id) == "succeeded":
        return False
    return refund.external_id in seen or is_fresh(refund.created_at, now=now)


def _of_parcels(before: OrderSeen | None, after: Order, *, now: datetime) -> Iterator[News]:
    seen = before.parcels if before is not None else {}
    for parcel in after.fulfilments.all():
        if _has_left(parcel, seen, now=now):
            about = f"{after.external_id} {parcel.external_id}"
            names = tuple(f"{name} {parcel.external_id}" for name in _names(after))
            yield News(NoticeKind.SHIPPED, about, facts.of_parcel(after, parcel), also=names)


def _has_left(parcel: Fulfilment, seen: dict[str, str], *, now: datetime) -> bool:
    if parcel.status not in {FulfilmentState.SHIPPED, FulfilmentState.PARTIAL}:
        return False
    was = seen.get(parcel.external_id)
    if was is None:
        return is_fresh(parcel.shipped_at, now=now)
    return was in {FulfilmentState.NONE, FulfilmentState.UNFULFILLED}
