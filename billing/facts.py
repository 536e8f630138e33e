"""Keeps the facts row of each customer in step with their orders and subscriptions.

Whatever changes orders or subscriptions calls `rebuild_facts` before its transaction ends; rules
then never need more than the row. A new fact: a field of `CustomerFacts`, a line in `_row`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Min, Q, Sum

from accounts.models import Customer
from billing.models import (
    CustomerFacts,
    Order,
    OrderLine,
    PaymentState,
    Subscription,
    SubscriptionState,
)

BATCH = 2_000
PAID_STATES = (
    PaymentState.PAID,
    PaymentState.PARTIALLY_REFUNDED,
    PaymentState.REFUNDED,
    PaymentState.DISPUTED,
)
"""Orders that were paid once, whatever came after: such an order was successful."""

_NEVER_PAID = Q(state=SubscriptionState.INCOMPLETE) | Q(raw_status="incomplete_expired")
_FIELDS = (
    *("subscriptions", "clubs_ever", "orders_count", "first_order_at", "last_order_at"),
    *("spent", "rebuilt_at"),
)


@dataclass(slots=True)
class _Facts:
    """What is known of one customer while the queries come in."""

    orders_count: int = 0
    first_order_at: datetime | None = None
    last_order_at: datetime | None = None
    spent: dict[str, int] = field(default_factory=dict)
    subscriptions: dict[int, dict[str, Any]] = field(default_factory=dict)
    clubs_ever: set[int] = field(default_factory=set)


def rebuild_facts(customer_ids: Collection[int], *, now: datetime) -> None:
    """Set the facts rows of these customers from their orders and subscriptions.

    Call it in the transaction that changed those. A constant number of reads for each 2,000
    customers; an id that is no customer's is left out. Twice changes nothing but `rebuilt_at`.
    """
    for ids in _parts(sorted(set(customer_ids))):
        _rebuild(ids, now)


def _parts(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _rebuild(ids: list[int], now: datetime) -> None:
    # Locked in one order: two writers that know of one order each would else both count one.
    locked = Customer.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    found = {pk: _Facts() for pk in locked.values_list("pk", flat=True)}
    _add_orders(found)
    _add_subscriptions(found)
    _add_clubs(found)
    CustomerFacts.objects.bulk_create(
        [_row(pk, facts, now) for pk, facts in found.items()],
        update_conflicts=True,
        unique_fields=["customer"],
        update_fields=_FIELDS,
    )


def _add_orders(found: dict[int, _Facts]) -> None:
    paid = Order.objects.filter(customer_id__in=list(found), payment_state__in=PAID_STATES)
    sums = (
        paid.order_by()
        .values_list("customer_id", "currency")
        .annotate(
            Count("pk"), Min("placed_at"), Max("placed_at"), spent=Sum(F("total") - F("refunded"))
        )
    )
    for pk, currency, count, first, last, spent in sums:
        facts = found[pk]
        facts.orders_count += count
        facts.first_order_at = min(first, facts.first_order_at or first)
        facts.last_order_at = max(last, facts.last_order_at or last)
        facts.spent[currency] = spent


def _add_subscriptions(found: dict[int, _Facts]) -> None:
    rows = Subscription.objects.filter(customer_id__in=list(found)).order_by("pk")
    columns = ("customer_id", "pk", "state", "state_since", "products", "products__clubs")
    for owner, pk, state, since, product, club in rows.values_list(*columns):
        subscription = found[owner].subscriptions.setdefault(
            pk, {"state": state, "since": since.isoformat(), "products": set(), "clubs": set()}
        )
        subscription["products"].update(_known(product))
        subscription["clubs"].update(_known(club))


def _add_clubs(found: dict[int, _Facts]) -> None:
    ids = list(found)
    lines = OrderLine.objects.filter(
        order__customer_id__in=ids,
        order__payment_state__in=PAID_STATES,
        product__clubs__isnull=False,
    )
    subscriptions = Subscription.objects.exclude(_NEVER_PAID).filter(
        customer_id__in=ids, products__clubs__isnull=False
    )
    by_customer: dict[int, set[int]] = defaultdict(set)
    pairs: Iterable[Any] = (
        *lines.order_by().values_list("order__customer_id", "product__clubs").distinct(),
        *subscriptions.order_by().values_list("customer_id", "products__clubs").distinct(),
    )
    for owner, club in pairs:
        by_customer[owner].add(club)
    for owner, clubs in by_customer.items():
        found[owner].clubs_ever = clubs


def _known(pk: int | None) -> tuple[int, ...]:
    return () if pk is None else (pk,)


def _row(pk: int, facts: _Facts, now: datetime) -> CustomerFacts:
    return CustomerFacts(
        customer_id=pk,
        subscriptions=[
            {**s, "products": sorted(s["products"]), "clubs": sorted(s["clubs"])}
            for s in facts.subscriptions.values()
        ],
        clubs_ever=sorted(facts.clubs_ever),
        orders_count=facts.orders_count,
        first_order_at=facts.first_order_at,
        last_order_at=facts.last_order_at,
        spent=dict(sorted(facts.spent.items())),
        rebuilt_at=now,
    )
