"""The columns a file of orders or shipments can have, and what other systems call them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from billing.sources.words import normal

ORDER_FIELDS = (
    *("number", "customer", "email", "name", "date", "currency"),
    *("subtotal", "discount", "shipping", "tax", "total", "refunded"),
    *("payment_state", "fulfilment_state", "tags"),
)
ATTRIBUTE = "attribute."
"""How the fields begin that are the merchant's own: `attribute.plan`."""
LINE_FIELDS = ("sku", "product", "quantity", "unit_amount", "line_total")
SHIPMENT_FIELDS = (
    *("order", "order_external_id", "shipment", "carrier", "tracking_number", "tracking_url"),
    *("status", "shipped_at", "expected_at", "delivered_at"),
)

Names = Collection[str]


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is of.

    `values` are the fields that a mapping file may say for all rows, `templates` those of them
    that are made of others; `missing` names what is needed and neither a column nor a value gives.
    `source` is the name it is kept under if the mapping file gives none. `has_attributes`: it may
    have columns of the merchant's own, whose names begin with `attribute.`.
    """

    source: str
    fields: tuple[str, ...]
    headers: Mapping[str, tuple[str, ...]]
    values: tuple[str, ...]
    templates: tuple[str, ...]
    missing: Callable[[Names, Names], list[str]]
    has_attributes: bool = False


# Earlier words win: a file that has both "order total" and "total" means the former.
_HEADERS: dict[str, tuple[str, ...]] = {
    "number": ("order number", "order no", "order no.", "order #", "order", "order id", "number"),
    "customer": ("customer id", "customer number", "user id", "customer"),
    "email": (
        *("email", "e mail", "customer email", "email address", "e mail address"),
        *("billing email", "email (billing)", "contact email"),
    ),
    "name": ("customer name", "billing name", "full name"),
    "date": (
        *("order date", "date", "placed at", "ordered at", "created at", "purchase date"),
        *("order created", "paid at", "date time"),
    ),
    "currency": ("currency", "order currency", "currency code"),
    "subtotal": ("subtotal", "order subtotal", "sub total", "order subtotal amount"),
    "discount": ("discount", "discount amount", "order discount", "cart discount amount"),
    "shipping": ("shipping", "shipping amount", "order shipping", "order shipping amount"),
    "tax": ("tax", "taxes", "tax amount", "vat", "order tax", "order total tax amount"),
    "total": (
        *("order total", "order total amount", "total", "total amount", "grand total"),
        *("amount", "total price"),
    ),
    "refunded": ("refunded", "refunded amount", "amount refunded", "order refund amount"),
    "payment_state": ("payment state", "payment status", "financial status", "order status"),
    "fulfilment_state": (
        *("fulfilment state", "fulfilment status", "fulfillment status"),
        *("shipping status", "delivery status"),
    ),
    "tags": ("customer tags", "tags"),
    "sku": ("sku", "lineitem sku", "item sku", "product sku", "product id"),
    "product": ("product", "product name", "item name", "lineitem name", "item"),
    "quantity": ("quantity", "qty", "lineitem quantity", "item quantity", "count"),
    "unit_amount": (
        *("unit amount", "unit price", "price", "lineitem price", "item price", "item cost"),
    ),
    "line_total": ("line total", "item total", "line amount", "order line total"),
}


_SHIPMENT_HEADERS: dict[str, tuple[str, ...]] = {
    "order": (*_HEADERS["number"], "order reference", "reference"),
    "order_external_id": ("order external id", "external order id"),
    "shipment": ("shipment id", "parcel id", "shipment", "fulfillment id", "fulfilment id"),
    "carrier": ("carrier", "tracking company", "shipping carrier", "courier", "shipper"),
    "tracking_number": (
        *("tracking number", "tracking no", "tracking no.", "tracking #", "tracking code"),
        *("tracking", "waybill", "consignment number"),
    ),
    "tracking_url": ("tracking url", "tracking link"),
    "status": ("status", "shipment status", "delivery status", "state"),
    "shipped_at": ("shipped at", "ship date", "date shipped", "shipping date", "dispatched at"),
    "expected_at": ("expected at", "estimated delivery", "delivery expected", "eta"),
    "delivered_at": ("delivered at", "delivery date", "date delivered"),
}


def _missing_of_orders(columns: Names, values: Names) -> list[str]:
    missing = [f for f in ("number", "email", "date", "currency") if f not in {*columns, *values}]
    if not {"total", "line_total", "unit_amount"} & {*columns}:
        missing.append("total")
    if {*LINE_FIELDS} & {*columns} and not {"sku", "product"} & {*columns, *values}:
        missing.append("product")
    return missing


def _missing_of_shipments(columns: Names, values: Names) -> list[str]:
    missing = [] if {"order", "order_external_id"} & {*columns} else ["order"]
    if "shipment" in columns:
        return missing
    return [*missing, *(f for f in ("carrier", "tracking_number") if f not in {*columns, *values})]


ORDERS = FileKind(
    source="csv",
    fields=(*ORDER_FIELDS, *LINE_FIELDS),
    headers=_HEADERS,
    values=("number", "email", "product", "currency", "payment_state", "fulfilment_state"),
    templates=("number", "email", "product"),
    missing=_missing_of_orders,
    has_attributes=True,
)
SHIPMENTS = FileKind(
    source="shipments",
    fields=SHIPMENT_FIELDS,
    headers=_SHIPMENT_HEADERS,
    values=("carrier", "status"),
    templates=(),
    missing=_missing_of_shipments,
)


def recognised(header: Sequence[str], kind: FileKind = ORDERS) -> dict[str, str | int]:
    """Return the fields whose column names are known, with those names."""
    by_word = {normal(name): name for name in reversed(header)}
    found: dict[str, str | int] = {}
    for field, words in kind.headers.items():
        word = next((word for word in words if word in by_word), None)
        if word is not None:
            found[field] = by_word[word]
    # One widespread shop export calls the order number "Name", beside "Lineitem name".
    if "number" not in found and "name" in by_word and "lineitem name" in by_word:
        found["number"] = by_word["name"]
    if kind.has_attributes:
        found |= {attribute_of(name): name for name in header if attribute_of(name)}
    return found


def attribute_of(column: str) -> str:
    """Return the field of a column of the merchant's own; empty for any other column."""
    is_own = column.lower().startswith(ATTRIBUTE) and column[len(ATTRIBUTE) :].strip()
    return ATTRIBUTE + column[len(ATTRIBUTE) :].strip() if is_own else ""
