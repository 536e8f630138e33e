"""What the facts row of a customer has to say, read from everything that it is made of.

A new fact: a column of `CustomerFacts` and what fills it here. Whoever writes what it is made of
calls `rebuild_facts`; a test of that door ends with `facts_are_true`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum

from accounts.models import Customer
from billing.facts.memberships import read_memberships
from billing.facts.subscriptions import SubscriptionRows
from billing.models import Card, CustomerFacts, Order, OrderLine, OrderRefund, Product
from billing.models.orders import PAID_STATES
from billing.models.states import summary_of

_OF_CUSTOMER = ("shop_id", "country", "region", "language")
_NOT_GIVEN_BACK = ("failed", "canceled")
_WITH_MONEY = Q(total__gt=0)

Rows = dict[int, CustomerFacts]


def fresh_facts(customers: QuerySet[Customer], *, now: datetime) -> Rows:
    """Return the rows that these customers should have, by customer, and write nothing.

    Deleted customers have none. Eleven reads at most, for however many customers.
    """
    rows = _of_customers(customers, now)
    if not rows:
        return {}
    charges = _add_orders(rows)
    _add_refunds(rows)
    _add_cards(rows)
    bought = _bought(rows)
    subscriptions = SubscriptionRows({pk: row.shop_id for pk, row in rows.items()})
    for owner, products in subscriptions.paid_products():
        bought[owner] |= products
    clubs = _clubs_of({pk for one in bought.values() for pk in one} | subscriptions.products())
    for pk, row in rows.items():
        row.products = frozenset(bought[pk])
        row.clubs_ever = frozenset(club for one in bought[pk] for club in clubs.get(one, ()))
        row.subscriptions = subscriptions.of(pk, clubs, charges[pk])
        vars(row).update(summary_of(row.subscriptions))
    read_memberships(rows)
    return rows


def _of_customers(customers: QuerySet[Customer], now: datetime) -> Rows:
    columns = ("pk", *_OF_CUSTOMER, "tags", "attributes")
    return {
        pk: CustomerFacts(
            customer_id=pk,
            tags=frozenset(tag for tag in tags if isinstance(tag, str)),
            attributes=dict(attributes),
            rebuilt_at=now,
            **dict(zip(_OF_CUSTOMER, plain, strict=True)),
        )
        for pk, *plain, tags, attributes in customers.filter(deleted_at=None).values_list(*columns)
    }


def _add_orders(rows: Rows) -> Mapping[int, Mapping[int, int]]:
    """Count and sum the paid orders. Return how many charges of which subscription were paid."""
    paid = Order.objects.filter(customer_id__in=list(rows), payment_state__in=PAID_STATES)
    sums = (
        paid.order_by()
        .values_list("customer_id", "currency", "subscription_id")
        .annotate(
            count=Count("pk"),
            charged=Count("pk", filter=_WITH_MONEY),
            given_back=Count("pk", filter=Q(refunded__gt=0)),
            first=Min("placed_at"),
            last=Max("placed_at"),
            kept=Sum(F("total") - F("refunded")),
        )
    )
    charges: dict[int, Counter[int]] = defaultdict(Counter)
    for pk, currency, subscription, count, charged, given_back, first, last, kept in sums:
        row = rows[pk]
        row.orders_count += count
        row.refunds_count += given_back
        row.first_order_at = min(first, row.first_order_at or first)
        row.last_order_at = max(last, row.last_order_at or last)
        row.spent[currency] = row.spent.get(currency, 0) + kept
        if subscription is not None:
            charges[pk][subscription] += charged
    return charges


def _add_refunds(rows: Rows) -> None:
    ids = [pk for pk, row in rows.items() if row.refunds_count]
    if not ids:
        return
    given = OrderRefund.objects.exclude(status__in=_NOT_GIVEN_BACK).filter(
        order__customer_id__in=ids,
        order__payment_state__in=PAID_STATES,
        order__refunded__gt=0,
    )
    for pk, last in given.order_by().values_list("order__customer_id").annotate(Max("created_at")):
        rows[pk].last_refund_at = last


def _add_cards(rows: Rows) -> None:
    cards = Card.objects.filter(customer_id__in=list(rows), is_default=True).order_by("-pk")
    for pk, year, month in cards.values_list("customer_id", "exp_year", "exp_month"):
        rows[pk].card_expires_at = expiry_of(year, month)


def expiry_of(year: int, month: int) -> datetime | None:
    """Return the first moment a card of this expiry is refused; None where it makes no sense."""
    year, month = year + month // 12, month % 12 + 1
    try:
        return datetime(year, month, 1, tzinfo=UTC)
    except ValueError:
        return None


def _bought(rows: Rows) -> dict[int, set[int]]:
    """Return the products of each customer's paid orders."""
    bought: dict[int, set[int]] = defaultdict(set)
    ids = [pk for pk, row in rows.items() if row.orders_count]
    if not ids:
        return bought
    lines = OrderLine.objects.filter(
        order__customer_id__in=ids,
        order__payment_state__in=PAID_STATES,
        product__isnull=False,
    )
    pairs = lines.order_by().values_list("order__customer_id", "product_id").distinct()
    for owner, product in pairs:
        bought[owner].add(product)
    return bought


def _clubs_of(products: set[int]) -> dict[int, set[int]]:
    """Return the clubs that each of these products makes a member of."""
    clubs: dict[int, set[int]] = defaultdict(set)
    if products:
        pairs = Product.clubs.through.objects.filter(product_id__in=products).order_by()
        for product, club in pairs.values_list("product_id", "club_id"):
            clubs[product].add(club)
    return clubs
