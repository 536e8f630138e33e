"""Products and their prices: read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import stripe
from django.utils import timezone

from billing.gateway.client import api
from billing.gateway.errors import NotFound, translated
from billing.gateway.reading import field_of, id_of, shop_name_of, words_of
from billing.gateway.records import PriceRecord, ProductRecord

PAGE = 100


def fetch_product(external_id: str) -> ProductRecord:
    """Return the product, also one no longer sold. Raise `NotFound`."""
    asked = timezone.now()
    with translated():
        found = api().products.retrieve(external_id)
    if field_of(found, "deleted"):
        raise NotFound("The product was deleted.", "deleted")
    return _product(found, asked)


def list_products() -> Iterator[ProductRecord]:
    """Yield all products that are sold, newest first, of which a page is in memory."""
    params: stripe.params.ProductListParams = {"active": True, "limit": PAGE}
    while True:
        asked = timezone.now()
        with translated():
            page = api().products.list(params)
        yield from (_product(one, asked) for one in page.data)
        if not page.has_more:
            return
        params["starting_after"] = page.data[-1].id


def fetch_price(external_id: str) -> PriceRecord:
    """Return the price, also one no longer sold. Raise `NotFound`."""
    asked = timezone.now()
    with translated():
        found = api().prices.retrieve(external_id)
    if field_of(found, "deleted"):
        raise NotFound("The price was deleted.", "deleted")
    return _price(found, asked)


def list_prices(product_id: str = "") -> Iterator[PriceRecord]:
    """Yield all prices that are sold, of one product or of all, newest first, a page in memory."""
    params: stripe.params.PriceListParams = {"active": True, "limit": PAGE}
    if product_id:
        params["product"] = product_id
    while True:
        asked = timezone.now()
        with translated():
            page = api().prices.list(params)
        yield from (_price(one, asked) for one in page.data)
        if not page.has_more:
            return
        params["starting_after"] = page.data[-1].id


def _product(found: stripe.Product, asked: datetime) -> ProductRecord:
    return ProductRecord(
        external_id=found.id,
        fetched_at=asked,
        name=found.name,
        description=words_of(found, "description"),
        image_url=found.images[0] if found.images else "",
        is_active=found.active,
        shop_name=shop_name_of(found),
    )


def _price(found: stripe.Price, asked: datetime) -> PriceRecord:
    return PriceRecord(
        external_id=found.id,
        fetched_at=asked,
        product_id=id_of(found.product),
        nickname=words_of(found, "nickname"),
        currency=found.currency.upper(),
        unit_amount=found.unit_amount if _is_one_figure(found) else None,
        interval=words_of(found, "recurring", "interval"),
        interval_count=int(field_of(found, "recurring", "interval_count") or 1),
        is_active=found.active,
    )


def _is_one_figure(found: stripe.Price) -> bool:
    return (
        found.billing_scheme == "per_unit"
        and field_of(found, "recurring", "usage_type") != "metered"
        and field_of(found, "custom_unit_amount") is None
        and field_of(found, "transform_quantity") is None
    )
