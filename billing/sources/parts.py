"""Writes what hangs on orders: their lines, their parcels and their outside ids."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict

from billing.models import Fulfilment, Order, OrderLine, OrderRef
from billing.sources.matching import Products
from billing.sources.records import OrderRecord

ORDER_REF = "order"
_PARCEL = (
    *("carrier", "tracking_number", "tracking_url", "status"),
    *("shipped_at", "expected_at", "delivered_at"),
)

Pairs = Sequence[tuple[OrderRecord, Order]]


def write_parts(pairs: Pairs, changed: Collection[int]) -> None:
    """Write the parts of stored orders; those `changed` lose their old lines first."""
    if not pairs:
        return
    if changed:
        OrderLine.objects.filter(order_id__in=changed).delete()
    _write_lines(pairs)
    _write_parcels(pairs)
    _write_refs(pairs)


def _write_lines(pairs: Pairs) -> None:
    products = Products(pairs[0][1].shop_id, [record for record, _ in pairs])
    OrderLine.objects.bulk_create(
        OrderLine(
            order_id=order.pk,
            position=position,
            external_id=line.external_id,
            sku=line.sku,
            name=line.name,
            quantity=line.quantity,
            unit_amount=line.unit_amount,
            total=line.total,
            image_url=line.image_url,
            product_id=products.of(line),
        )
        for record, order in pairs
        for position, line in enumerate(record.lines, 1)
    )


def _write_parcels(pairs: Pairs) -> None:
    parcels = [
        Fulfilment(order_id=order.pk, **asdict(parcel))
        for record, order in pairs
        for parcel in record.fulfilments
    ]
    Fulfilment.objects.bulk_create(
        parcels,
        update_conflicts=True,
        unique_fields=["order", "external_id"],
        update_fields=_PARCEL,
    )


def _write_refs(pairs: Pairs) -> None:
    OrderRef.objects.bulk_create(
        (
            OrderRef(
                shop_id=order.shop_id, source=order.source, kind=kind, ref=ref, order_id=order.pk
            )
            for record, order in pairs
            for kind, ref in ((ORDER_REF, record.external_id), *record.refs)
        ),
        ignore_conflicts=True,
    )
