"""All that is sold, at Stripe and here: products and prices, compared and brought into step.

Stripe is asked for what is sold, a page at a time; what it did not name is asked for by id.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.db.models import Q

from billing.gateway.errors import NotFound
from billing.gateway.products import fetch_price, fetch_product, list_prices, list_products
from billing.gateway.records import PriceRecord, ProductRecord
from billing.mirror import prices, products
from billing.mirror.drift import Drift, Where, compared
from billing.mirror.known import by_id, our_prices, our_products
from billing.mirror.prices import keep_price, refresh_price
from billing.mirror.products import keep_product, refresh_product, shop_of_new
from billing.mirror.rows import Ours, Theirs
from billing.mirror.steps import Step, step


def check_catalogue() -> Iterator[Step]:
    """Compare every product and price. Raise `GatewayError`."""
    seen: set[str] = set()
    for product in list_products():
        seen.add(product.external_id)
        yield step("product", product.external_id, partial(_drift_of_product, product))
    for name in by_id(our_products()):
        if name not in seen:
            yield check_product(name)
    for price in list_prices():
        seen.add(price.external_id)
        yield step("price", price.external_id, partial(_drift_of_price, price))
    for name in by_id(our_prices().filter(is_active=True)):
        if name not in seen:
            yield check_price(name)


def mend_catalogue(*, now: datetime) -> Iterator[Step]:
    """Bring every product and price into step. Raise `GatewayError`."""
    seen: set[str] = set()
    for product in list_products():
        seen.add(product.external_id)
        yield step("product", product.external_id, partial(_mend_product, product))
    for name in by_id(our_products()):
        if name not in seen:
            yield step("product", name, partial(_mend_product_by_id, name, now=now))
    for price in list_prices():
        seen.add(price.external_id)
        yield step("price", price.external_id, partial(_mend_price, price))
    for name in by_id(our_prices().filter(is_active=True)):
        if name not in seen:
            yield step("price", name, partial(_mend_price_by_id, name, now=now))


def check_product(external_id: str) -> Step:
    """Compare one product."""
    return step("product", external_id, partial(drift_of_product, external_id))


def check_price(external_id: str) -> Step:
    """Compare one price."""
    return step("price", external_id, partial(drift_of_price, external_id))


def drift_of_product(external_id: str) -> list[Drift]:
    """Return whether our row of a product, the first if several shops sell it, differs."""
    try:
        return _drift_of_product(fetch_product(external_id))
    except NotFound:
        is_sold = our_products().filter(external_id=external_id, is_active=True).exists()
        return [Drift("product", external_id, Where.HERE)] if is_sold else []


def drift_of_price(external_id: str) -> list[Drift]:
    """Return whether our row of a price, the first if several shops sell it, differs."""
    try:
        return _drift_of_price(fetch_price(external_id))
    except NotFound:
        is_sold = our_prices().filter(external_id=external_id, is_active=True).exists()
        return [Drift("price", external_id, Where.HERE)] if is_sold else []


def _drift_of_product(record: ProductRecord) -> list[Drift]:
    name = record.external_id
    rows = list(our_products().filter(external_id=name).order_by("pk"))
    if not rows:
        return [Drift("product", name, Where.STRIPE)] if shop_of_new(record) else []
    theirs: dict[str, Theirs] = {name: products.values_of(record)}
    earlier = [row for row in rows if row.fetched_at is None or row.fetched_at <= record.fetched_at]
    found = (compared("product", ({name: Ours(row)}, theirs)) for row in earlier)
    return [drift for drifts in found for drift in drifts][:1]


def _drift_of_price(record: PriceRecord) -> list[Drift]:
    if record.unit_amount is None:
        return []
    name = record.external_id
    lacking = our_products().filter(~Q(prices__external_id=name), external_id=record.product_id)
    if record.is_active and lacking.exists():
        return [Drift("price", name, Where.STRIPE)]
    rows = our_prices().filter(external_id=name, fetched_at__lte=record.fetched_at)
    theirs: dict[str, Theirs] = {name: prices.values_of(record)}
    found = (compared("price", ({name: Ours(row)}, theirs)) for row in rows.order_by("pk"))
    return [drift for drifts in found for drift in drifts][:1]


def _mend_product(record: ProductRecord) -> list[Drift]:
    drifts = _drift_of_product(record)
    keep_product(record)
    return drifts


def _mend_price(record: PriceRecord) -> list[Drift]:
    drifts = _drift_of_price(record)
    keep_price(record)
    return drifts


def _mend_product_by_id(external_id: str, *, now: datetime) -> list[Drift]:
    drifts = drift_of_product(external_id)
    refresh_product(external_id, now=now)
    return drifts


def _mend_price_by_id(external_id: str, *, now: datetime) -> list[Drift]:
    drifts = drift_of_price(external_id)
    refresh_price(external_id, now=now)
    return drifts
