"""Products: read."""

from __future__ import annotations

from django.utils import timezone

from billing.gateway.client import api
from billing.gateway.errors import NotFound, translated
from billing.gateway.reading import field_of, shop_name_of, words_of
from billing.gateway.records import ProductRecord


def fetch_product(external_id: str) -> ProductRecord:
    """Return the product, also one no longer sold. Raise `NotFound`."""
    asked = timezone.now()
    with translated():
        found = api().products.retrieve(external_id)
    if field_of(found, "deleted"):
        raise NotFound("The product was deleted.", "deleted")
    return ProductRecord(
        external_id=found.id,
        fetched_at=asked,
        name=found.name,
        description=words_of(found, "description"),
        image_url=found.images[0] if found.images else "",
        is_active=found.active,
        shop_name=shop_name_of(found),
    )
