"""Orders in lists: newest first, looked for by words and kinds, page by page.

As in `queries`, whose they are is always an argument. A page is found by the key of the order
beside it, so that the last one costs what the first one does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.core import signing
from django.db.models import Exists, OuterRef, Q, QuerySet

from billing.models import Fulfilment, FulfilmentState, Order, OrderLine, PaymentState
from billing.models.subscriptions import ENDED_STATES
from billing.queries import UNPAID
from portals.children import Children
from portals.prepared import Prepared

MOST_LETTERS, MOST_WORDS = 100, 6
UNDER_WAY = (FulfilmentState.SHIPPED, FulfilmentState.PARTIAL)
REFUNDED = (PaymentState.REFUNDED, PaymentState.PARTIALLY_REFUNDED)
_SIGNER = signing.Signer(salt="billing.queries.orders")

Position = tuple[datetime, int]


class OrderKind(StrEnum):
    """What orders can be narrowed down to."""

    ON_THE_WAY = "on-the-way"
    TO_PAY = "to-pay"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True)
class Sought:
    """Which orders are wanted: all of it holds of each.

    Each word of `text` stands in the order's number or in the name of something in it, capital or
    small. `since` is the first moment, `until` the first one that is too late.
    """

    text: str = ""
    kind: OrderKind | None = None
    since: datetime | None = None
    until: datetime | None = None


ALL = Sought()


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Some orders, newest first.

    `next_cursor` leads to older ones, `previous_cursor` to newer ones; empty where there are none.
    """

    orders: list[Order]
    next_cursor: str
    previous_cursor: str = ""


def orders_of(
    customer_ids: Collection[int],
    *,
    after: str = "",
    before: str = "",
    limit: int = 20,
    sought: Sought = ALL,
) -> OrderPage:
    """Return orders, newest first, with their lines and parcels, in three queries.

    `after` is the cursor to older ones, `before` the one to newer ones. One that we did not make
    shows the first page, and so does one before which no whole page is left.
    """
    ids, above, below = tuple(customer_ids), _position(before), _position(after)
    found = _newer(_narrowed(_all(ids), sought), above, limit) if above is not None else None
    found = found or _older(ids, below, limit, sought)
    for belongings in _BELONGINGS:
        belongings.give(found.orders)
    return found


def _all(customer_ids: Collection[int]) -> QuerySet[Order]:
    return Order.objects.filter(customer_id__in=customer_ids, is_shown=True)


def _first(customer_ids: Collection[int], *, most: int) -> QuerySet[Order]:
    return _all(customer_ids).order_by("-placed_at", "-id")[:most]


def _after(
    customer_ids: Collection[int], placed_at: datetime, order_id: int, *, most: int
) -> QuerySet[Order]:
    return _below(_all(customer_ids), (placed_at, order_id)).order_by("-placed_at", "-id")[:most]


_FIRST, _AFTER = Prepared(_first), Prepared(_after)
_BELONGINGS = (Children(OrderLine, "order"), Children(Fulfilment, "order"))


def _below(orders: QuerySet[Order], position: Position) -> QuerySet[Order]:
    placed_at, order_id = position
    later = Q(placed_at__lt=placed_at) | Q(id__lt=order_id)
    return orders.filter(later, placed_at__lte=placed_at)


def _older(
    customer_ids: tuple[int, ...], position: Position | None, limit: int, sought: Sought
) -> OrderPage:
    if sought == ALL:  # as most look at it: its SQL is ready
        read = _FIRST if position is None else _AFTER
        rows = read.rows(customer_ids, *(position or ()), most=limit + 1)
    else:
        orders = _narrowed(_all(customer_ids), sought)
        orders = orders if position is None else _below(orders, position)
        rows = list(orders.order_by("-placed_at", "-id")[: limit + 1])
    shown = rows[:limit]
    return OrderPage(
        shown,
        next_cursor=_cursor(shown[-1]) if len(rows) > limit else "",
        previous_cursor=_cursor(shown[0]) if shown and position is not None else "",
    )


def _newer(orders: QuerySet[Order], position: Position, limit: int) -> OrderPage | None:
    """The page just before an order; None where so few are newer that they do not fill it."""
    placed_at, order_id = position
    newer = Q(placed_at__gt=placed_at) | Q(id__gt=order_id)
    found = orders.filter(newer, placed_at__gte=placed_at).order_by("placed_at", "id")
    rows = list(found[: limit + 1])
    if len(rows) < limit:
        return None
    shown = rows[:limit][::-1]
    newest = _cursor(shown[0]) if len(rows) > limit else ""
    return OrderPage(shown, next_cursor=_cursor(shown[-1]), previous_cursor=newest)


def _narrowed(orders: QuerySet[Order], sought: Sought) -> QuerySet[Order]:
    for word in _words(sought.text):
        # Patterns overlook capitals in every alphabet on both databases; plain text is five times
        # as fast, but on SQLite it knows those of English alone.
        how, wanted = ("icontains", word) if word.isascii() else ("iregex", re.escape(word))
        named = OrderLine.objects.filter(order=OuterRef("pk"), **{f"name__{how}": wanted})
        orders = orders.filter(Q(**{f"number__{how}": wanted}) | Exists(named))
    if sought.since is not None:
        orders = orders.filter(placed_at__gte=sought.since)
    if sought.until is not None:
        orders = orders.filter(placed_at__lt=sought.until)
    return _of_kind(orders, sought.kind)


def _of_kind(orders: QuerySet[Order], kind: OrderKind | None) -> QuerySet[Order]:
    if kind == OrderKind.ON_THE_WAY:
        return orders.filter(fulfilment_state__in=UNDER_WAY, payment_state=PaymentState.PAID)
    if kind == OrderKind.TO_PAY:
        # What an ended subscription left unpaid is not asked for: see `bills`.
        asked = orders.filter(payment_state__in=UNPAID)
        return asked.exclude(subscription__state__in=ENDED_STATES)
    if kind == OrderKind.REFUNDED:
        return orders.filter(payment_state__in=REFUNDED)
    return orders


def _words(text: str) -> list[str]:
    # PostgreSQL refuses a zero byte with an error in place of finding nothing.
    clean = unicodedata.normalize("NFC", text[:MOST_LETTERS].replace("\x00", " "))
    words = (word.lstrip("#") for word in clean.split())
    return [word for word in words if word][:MOST_WORDS]


def _cursor(order: Order) -> str:
    return _SIGNER.sign_object([order.placed_at.isoformat(), order.pk])


def _position(cursor: str) -> Position | None:
    if not cursor:
        return None
    try:
        placed_at, order_id = _SIGNER.unsign_object(cursor)
    except signing.BadSignature:
        return None
    return datetime.fromisoformat(placed_at), order_id
