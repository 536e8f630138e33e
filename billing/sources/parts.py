"""Writes what hangs on orders: their lines, their parcels, their refunds and their outside ids."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict

from billing.models import Fulfilment, Order, OrderLine, OrderRef, OrderRefund
from billing.sources.matching import Products
from billing.sources.records import OrderRecord
from billing.sources.refunds import RefundRecord
from billing.sources.ties import ORDER_REF, Name, names_of

__all__ = ["ORDER_REF", "write_names", "write_parcels", "write_parts", "write_refunds_of"]
_PARCEL = (
    *("carrier", "tracking_number", "tracking_url", "status"),
    *("shipped_at", "expected_at", "delivered_at"),
)
_REFUND = ("amount", "reason", "status", "created_at")

Pairs = Sequence[tuple[OrderRecord, Order]]


def write_parts(pairs: Pairs, changed: Collection[int]) -> None:
    """Write the parts of stored orders; those `changed` lose their old lines first.

    Parcels and refunds are left alone where they are another source's.
    """
    if not pairs:
        return
    if changed:
        OrderLine.objects.filter(order_id__in=changed).delete()
    shop_id, source = pairs[0][1].shop_id, pairs[0][1].source
    _write_lines(pairs)
    write_parcels(
        (record, order.pk)
        for record, order in pairs
        if order.fulfilment_source in {"", order.source}
    )
    for record, order in pairs:
        if record.refunds is not None and order.payment_source in {"", order.source}:
            write_refunds_of(order.pk, record.refunds, only=order.pk in changed)
    write_names(((record, order.pk) for record, order in pairs), shop_id=shop_id, source=source)


def write_parcels(pairs: Iterable[tuple[OrderRecord, int]]) -> None:
    """Write the parcels of records to orders, by our ids of these."""
    parcels = [
        Fulfilment(order_id=order_id, **asdict(parcel))
        for record, order_id in pairs
        for parcel in record.fulfilments
    ]
    Fulfilment.objects.bulk_create(
        parcels,
        update_conflicts=True,
        unique_fields=["order", "external_id"],
        update_fields=_PARCEL,
    )


def write_refunds_of(order_id: int, refunds: Collection[RefundRecord], *, only: bool) -> None:
    """Write the refunds of an order; `only` these: others that are stored are mistakes."""
    if only:
        known = OrderRefund.objects.filter(order_id=order_id)
        known.exclude(external_id__in=[one.external_id for one in refunds]).delete()
    OrderRefund.objects.bulk_create(
        (OrderRefund(order_id=order_id, **asdict(one)) for one in refunds),
        update_conflicts=True,
        unique_fields=["order", "external_id"],
        update_fields=_REFUND,
    )


def write_names(pairs: Iterable[tuple[OrderRecord, int]], *, shop_id: int, source: str) -> None:
    """Write the outside ids of orders. One that another order has stays there.

    In one order for everybody: two writers who hold one each would else wait for each other.
    """
    named: dict[Name, int] = {}
    for record, order_id in pairs:
        for name in names_of(source, record):
            named.setdefault(name, order_id)
    OrderRef.objects.bulk_create(
        (
            OrderRef(shop_id=shop_id, source=owner, kind=kind, ref=ref, order_id=order_id)
            for (owner, kind, ref), order_id in sorted(named.items())
        ),
        ignore_conflicts=True,
    )


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
