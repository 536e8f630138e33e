"""Writes orders out: as rows for a spreadsheet that our own import reads back, or as the objects
that the API takes.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from billing.models import Fulfilment, Order, OrderLine, OrderRefund
from billing.sources.amounts import decimals_of
from billing.sources.formulas import escaped
from billing.sources.parts import ORDER_REF

AT_ONCE = 500
"""Orders in memory, with all that hangs on them."""

Format = Literal["csv", "jsonl"]
_AMOUNTS = ("subtotal", "discount", "shipping", "tax", "total", "refunded")
_PARTS: dict[Format, tuple[str, ...]] = {
    "csv": ("lines",),
    "jsonl": ("lines", "refunds", "fulfilments", "refs"),
}
HEADER = (
    *("order number", "source", "email", "customer name", "date", "currency"),
    *_AMOUNTS,
    *("payment state", "fulfilment state"),
    *("sku", "product", "quantity", "unit amount", "line total"),
)


def orders_of_shop(shop_id: int, *, since: datetime | None, form: Format) -> Iterator[Order]:
    """Yield what customers of a shop call their orders, the oldest row first, a few at a time."""
    orders = Order.objects.filter(shop_id=shop_id, is_shown=True).order_by("pk")
    if since is not None:
        orders = orders.filter(placed_at__gte=since)
    if form == "csv":
        orders = orders.defer("billing_address", "shipping_address", "payments")
    parts = orders.select_related("customer").prefetch_related(*_PARTS[form])
    return parts.iterator(chunk_size=AT_ONCE)


def lines_of(orders: Iterable[Order], form: Format) -> Iterator[str]:
    """Yield the file, a line or a few at a time."""
    if form == "jsonl":
        yield from (json.dumps(order_object(order), ensure_ascii=False) + "\n" for order in orders)
        return
    writer = csv.writer(_Echo())
    yield writer.writerow(HEADER)
    for order in orders:
        yield from map(writer.writerow, order_rows(order))


def order_rows(order: Order) -> Iterator[list[str]]:
    """Yield a row for each line of an order, at least one; the order's own cells in each."""
    names = (order.number, order.source, order.email, _name(order))
    amounts = (_amount(getattr(order, name), order.currency) for name in _AMOUNTS)
    head = [
        *map(escaped, names),
        *(order.placed_at.isoformat(), order.currency),
        *amounts,
        *(order.payment_state, order.fulfilment_state),
    ]
    lines = list(order.lines.all())
    yield from ([*head, *_line_cells(line, order.currency)] for line in lines)
    if not lines:
        yield [*head, "", "", "", "", ""]


def order_object(order: Order) -> dict[str, Any]:
    """Return an order as `POST /api/orders/` takes it, without what is empty."""
    said = {
        "external_id": order.external_id,
        "number": order.number,
        "email": order.email,
        "name": _name(order),
        "placed_at": _moment(order.placed_at),
        "updated_at": _moment(order.source_updated_at),
        "currency": order.currency,
        **{name: getattr(order, name) for name in _AMOUNTS},
        "payment_state": order.payment_state,
        "fulfilment_state": order.fulfilment_state,
        "billing_address": order.billing_address,
        "shipping_address": order.shipping_address,
        "lines": [_line_object(line) for line in order.lines.all()],
        "refunds": [_refund_object(refund) for refund in order.refunds.all()],
        "fulfilments": [_parcel_object(parcel) for parcel in order.fulfilments.all()],
        "refs": [
            {"kind": one.kind, "ref": one.ref} for one in order.refs.all() if one.kind != ORDER_REF
        ],
    }
    return _filled(said)


class _Echo:
    """Gives back what a csv writer writes."""

    def write(self, text: str) -> str:
        return text


def _line_cells(line: OrderLine, currency: str) -> list[str]:
    return [
        escaped(line.sku),
        escaped(line.name),
        str(line.quantity),
        _amount(line.unit_amount, currency),
        _amount(line.total, currency),
    ]


def _amount(minor: int, currency: str) -> str:
    places = decimals_of(currency)
    amount = f"{Decimal(minor).scaleb(-places):.{places}f}"
    # "1.234" could be read as a thousand and more; with four decimals it cannot.
    return f"{amount}0" if places == 3 else amount


def _line_object(line: OrderLine) -> dict[str, Any]:
    names = ("name", "quantity", "unit_amount", "total", "sku", "external_id", "image_url")
    return _filled({name: getattr(line, name) for name in names})


def _refund_object(refund: OrderRefund) -> dict[str, Any]:
    names = ("external_id", "amount", "reason", "status")
    said = {name: getattr(refund, name) for name in names}
    return _filled({**said, "created_at": _moment(refund.created_at)})


def _parcel_object(parcel: Fulfilment) -> dict[str, Any]:
    names = ("external_id", "carrier", "tracking_number", "tracking_url", "status")
    moments = ("shipped_at", "expected_at", "delivered_at")
    said = {name: getattr(parcel, name) for name in names}
    return _filled({**said, **{name: _moment(getattr(parcel, name)) for name in moments}})


def _name(order: Order) -> str:
    return order.customer.name if order.customer is not None else ""


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _filled(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value not in (None, "", [], {})}
