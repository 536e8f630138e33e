"""The columns a file of orders can have, and what other systems call them."""

from __future__ import annotations

from collections.abc import Sequence

from billing.sources.words import normal

ORDER_FIELDS = (
    *("number", "customer", "email", "name", "date", "currency"),
    *("subtotal", "discount", "shipping", "tax", "total", "refunded"),
    *("payment_state", "fulfilment_state"),
)
LINE_FIELDS = ("sku", "product", "quantity", "unit_amount", "line_total")
FIELDS = (*ORDER_FIELDS, *LINE_FIELDS)

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
    "sku": ("sku", "lineitem sku", "item sku", "product sku", "product id"),
    "product": ("product", "product name", "item name", "lineitem name", "item"),
    "quantity": ("quantity", "qty", "lineitem quantity", "item quantity", "count"),
    "unit_amount": (
        *("unit amount", "unit price", "price", "lineitem price", "item price", "item cost"),
    ),
    "line_total": ("line total", "item total", "line amount", "order line total"),
}


def recognised(header: Sequence[str]) -> dict[str, str | int]:
    """Return the fields whose column names are known, with those names."""
    by_word = {normal(name): name for name in reversed(header)}
    found: dict[str, str | int] = {}
    for field, words in _HEADERS.items():
        word = next((word for word in words if word in by_word), None)
        if word is not None:
            found[field] = by_word[word]
    # One widespread shop export calls the order number "Name", beside "Lineitem name".
    if "number" not in found and "name" in by_word and "lineitem name" in by_word:
        found["number"] = by_word["name"]
    return found
