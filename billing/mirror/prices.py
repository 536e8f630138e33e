"""Prices: what a product may be bought for. Kept in every shop of the account that has the product.

A price whose product we do not know waits: whoever writes the product writes its prices too.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from billing.facts.buyers import products_changed
from billing.gateway.errors import NotFound
from billing.gateway.products import fetch_price, list_prices
from billing.gateway.records import PriceRecord
from billing.models import Price, Product
from billing.stripe_accounts import of_account


def refresh_price(external_id: str, *, now: datetime) -> None:
    """Bring our rows of a price up to date; one that was deleted is no longer sold."""
    try:
        record = fetch_price(external_id)
    except NotFound:
        rows = Price.objects.filter(of_account(), external_id=external_id)
        rows.update(is_active=False, fetched_at=now)
        return
    keep_price(record)


def keep_price(record: PriceRecord) -> None:
    """Write a price beside every row of its product."""
    for product in Product.objects.filter(of_account(), external_id=record.product_id):
        store_price(product, record)


def store_prices_of(product: Product) -> None:
    """Ask for the prices of a product that is new here, and write them."""
    for record in list_prices(product.external_id):
        store_price(product, record)


def store_price(product: Product, record: PriceRecord) -> None:
    """Write a price, unless a later answer has been written already.

    One that no figure says is not kept, nor one that came to be known after it was taken off sale.
    """
    if record.unit_amount is None:
        return
    values = {**values_of(record), "product": product, "fetched_at": record.fetched_at}
    rows = Price.objects.filter(shop_id=product.shop_id, external_id=record.external_id)
    with transaction.atomic():
        if rows.filter(fetched_at__lte=record.fetched_at).update(**values):
            return
        if record.is_active:
            row = Price(shop_id=product.shop_id, external_id=record.external_id, **values)
            Price.objects.bulk_create([row], ignore_conflicts=True)
            products_changed({product.pk})  # who pays it was here before it


def values_of(record: PriceRecord) -> dict[str, Any]:
    """Return what our row says of a price."""
    return {
        "nickname": record.nickname[:200],
        "currency": record.currency,
        "unit_amount": record.unit_amount,
        "interval": record.interval,
        "interval_count": record.interval_count,
        "is_active": record.is_active,
    }
