"""Products: the names and pictures of what is sold, subscribed to and ordered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from billing.gateway.errors import NotFound
from billing.gateway.products import fetch_product
from billing.gateway.records import ProductRecord
from billing.mirror.customers import SOURCE
from billing.mirror.prices import store_prices_of
from billing.mirror.shops import ShopUnknown, shop_named
from billing.models import Price, Product
from billing.stripe_accounts import of_account
from portals.models import Shop


def products_of(shop: Shop, external_ids: Iterable[str]) -> dict[str, Product]:
    """Return the shop's products by Stripe's ids, made if need be.

    Asks Stripe about those we have not seen; one that Stripe does not know is left out.
    """
    wanted = {external_id for external_id in external_ids if external_id}
    known = Product.objects.filter(shop=shop, source=SOURCE, external_id__in=wanted)
    products = {product.external_id: product for product in known}
    for external_id in sorted(wanted - products.keys()):
        try:
            products[external_id] = _store_new(shop, fetch_product(external_id))
        except NotFound:
            continue
    return products


def refresh_product(external_id: str, *, now: datetime) -> None:
    """Bring our rows of a product up to date; one that was deleted is no longer sold."""
    try:
        record = fetch_product(external_id)
    except NotFound:
        rows = Product.objects.filter(of_account(), source=SOURCE, external_id=external_id)
        with transaction.atomic():
            Price.objects.filter(product__in=rows).update(is_active=False, fetched_at=now)
            rows.update(is_active=False, fetched_at=now)
        return
    keep_product(record)


def keep_product(record: ProductRecord) -> None:
    """Write a product in every shop that has it.

    One that no shop has is written, with its prices, where we know whose it is; else it waits
    until somebody buys it.
    """
    rows = Product.objects.filter(of_account(), source=SOURCE, external_id=record.external_id)
    shops = [row.shop for row in rows.select_related("shop")]
    for shop in shops:
        store_product(shop, record)
    new_in = None if shops else shop_of_new(record)
    if new_in is not None:
        _store_new(new_in, record)


def shop_of_new(record: ProductRecord) -> Shop | None:
    """Return the shop that a product nobody has bought is of.

    None where nobody can say, and for one that is no longer sold.
    """
    try:
        return shop_named(record.shop_name) if record.is_active else None
    except ShopUnknown:
        return None


def store_product(shop: Shop, record: ProductRecord) -> Product:
    """Write a product, unless a later answer has been written already."""
    values = {**values_of(record), "fetched_at": record.fetched_at}
    with transaction.atomic():
        product, made = Product.objects.select_for_update().get_or_create(
            shop=shop, source=SOURCE, external_id=record.external_id, defaults=values
        )
        if not made and (product.fetched_at is None or product.fetched_at <= record.fetched_at):
            Product.objects.filter(pk=product.pk).update(**values)
            product.refresh_from_db()
    return product


def values_of(record: ProductRecord) -> dict[str, Any]:
    """Return what our row says of a product."""
    return {
        "name": record.name[:200],
        "description": record.description[:500],
        "image_url": record.image_url[:500],
        "is_active": record.is_active,
    }


def _store_new(shop: Shop, record: ProductRecord) -> Product:
    product = store_product(shop, record)
    store_prices_of(product)
    return product
