"""`/v1/invoiceitems`: lines for a draft, or for the next invoice."""

from local_stripe.engine import invoices, pending
from local_stripe.engine.lines import Part
from local_stripe.errors import Json, invalid
from local_stripe.listing import equal_tests, page
from local_stripe.params import Params
from local_stripe.registry import route
from local_stripe.resources.reading import readable_one
from local_stripe.world import World, tombstone

_PATH = "/v1/invoiceitems"

readable_one(_PATH, "invoiceitem")


@route("GET", _PATH)
def listing(world: World, params: Params) -> Json:
    """The list, of a customer, of an invoice, or of what waits for one."""
    keep = [lambda item: not item.get("deleted"), *equal_tests(params, {"invoice": "invoice"})]
    if params.get("pending"):
        keep.append(lambda item: item["invoice"] is None)
    owner = params.get("customer")
    return page(world, params, kind="invoiceitem", url=_PATH, owner=owner, keep=keep)


@route("POST", _PATH)
def create(world: World, params: Params) -> Json:
    """A new line; on the draft it names, else it waits for the customer's next invoice."""
    customer_id = params.get("customer")
    invoice_id = params.get("invoice")
    if customer_id is None and invoice_id:
        customer_id = world.get(invoice_id, "invoice", param="invoice")["customer"]
    if customer_id is None:
        message = "Missing required param: customer."
        raise invalid(message, code="parameter_missing", param="customer")
    customer = world.live(customer_id, "customer", param="customer")
    part = _part(world, params)
    item = pending.keep(world, customer["id"], part, invoice=invoice_id)
    if invoice_id:
        _onto_draft(world, invoice_id, item)
    return item


@route("DELETE", _PATH + "/{item}")
def delete(world: World, _params: Params, item_id: str) -> Json:
    """Take away a line that no invoice has yet."""
    item = world.live(item_id, "invoiceitem")
    if item["invoice"]:
        raise invalid("This invoice item is attached to an invoice and can no longer be deleted.")
    world.emit("invoiceitem.deleted", item)
    return tombstone(world.put({**item, "deleted": True}))


def _onto_draft(world: World, invoice_id: str, item: Json) -> None:
    invoice = world.get(invoice_id, "invoice", param="invoice")
    if invoice["status"] != "draft":
        raise invalid("This invoice is no longer editable.", code="invoice_not_editable")
    if not invoice["lines"]["data"]:
        invoice["currency"] = item["currency"]
    invoices.add(world, invoice, [pending.part_of(world, item)])
    world.save(invoice, "invoice.updated")


def _part(world: World, params: Params) -> Part:
    now, quantity = world.now(), params.get("quantity", 1)
    price_id = params.get("pricing", {}).get("price")
    price = world.get(price_id, "price", param="pricing[price]") if price_id else None
    period = params.get("period", {"start": now, "end": now})
    amount = params.get("amount")
    if amount is None:
        amount = _unit_amount(params, price) * quantity
    name = world.get(price["product"], "product")["name"] if price else ""
    return Part(
        amount=amount,
        currency=price["currency"] if price else params.get("currency", "usd"),
        description=params.get("description") or name,
        start=period["start"],
        end=period["end"],
        quantity=quantity,
        price=price,
        subscription=params.get("subscription"),
        metadata=params.get("metadata") or {},
    )


def _unit_amount(params: Params, price: Json | None) -> int:
    if price:
        return int(price["unit_amount"] or 0)
    if "unit_amount_decimal" in params:
        return round(float(params["unit_amount_decimal"]))
    message = "You must provide one of: amount, pricing, or price_data."
    raise invalid(message, code="parameter_missing", param="amount")
