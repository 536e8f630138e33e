"""What we know of the account that is asked: our rows, and Stripe's ids of them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from accounts.models import Customer
from billing.mirror.customers import SOURCE
from billing.models import Price, Product
from billing.stripe_accounts import of_account

PAGE = 500


def ours() -> QuerySet[Customer]:
    """Return the customers of ours that should be at Stripe."""
    return Customer.objects.filter(of_account(), source=SOURCE, deleted_at=None)


def our_products() -> QuerySet[Product]:
    """Return the products of ours that came from Stripe, also those no longer sold."""
    return Product.objects.filter(of_account(), source=SOURCE)


def our_prices() -> QuerySet[Price]:
    """Return the prices of ours, also those no longer sold."""
    return Price.objects.filter(of_account())


def by_id(rows: QuerySet[Customer] | QuerySet[Product] | QuerySet[Price]) -> Iterator[str]:
    """Yield Stripe's ids, a page at a time: rows may leave the set while we go."""
    pairs = rows.order_by("pk").values_list("pk", "external_id")
    last = 0
    while page := list(pairs.filter(pk__gt=last)[:PAGE]):
        yield from (external_id for _pk, external_id in page)
        last = page[-1][0]
